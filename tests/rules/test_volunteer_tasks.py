"""The rule ``volunteer_tasks``."""

from __future__ import annotations

import pytest

from carerota.model import CareType, WorkerKind
from carerota.rules.volunteer_tasks import VolunteerTasks
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [worker("vic", kind=WorkerKind.VOLUNTEER), worker("ann")],
    [client("joan")],
    [visit(care.value, "joan", "08:00", care=care) for care in CareType],
)


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [
        ("social", {"personal", "nursing", "domestic"}),
        ("social, domestic", {"personal", "nursing"}),
        ("", {"personal", "nursing", "domestic", "social"}),
    ],
)
def test_only_what_is_allowed(allowed: str, refused: set[str]) -> None:
    """A volunteer makes only the types of care that the policy names."""
    made = [(care.value, "vic", "08:00") for care in CareType]
    got = faces(VolunteerTasks(allowed=allowed), WEEK, *made)
    assert got == {(care, 0): 1 for care in refused}


def test_staff_do_everything() -> None:
    """Others than volunteers are not meant."""
    made = [(care.value, "ann", "08:00") for care in CareType]
    assert faces(VolunteerTasks(), WEEK, *made) == {}


def test_line() -> None:
    """The line names the care and the volunteer."""
    assert line(VolunteerTasks(), WEEK, ("personal", "vic", "08:00")) == (
        "personal is personal care, which vic as a volunteer does not give"
    )
