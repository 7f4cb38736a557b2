"""The rule ``attributes``."""

from __future__ import annotations

import pytest

from carerota.rules.attributes import Attributes
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [
        worker("ann", attributes={"female", "ok:dogs", "ok:smoke"}),
        worker("ben", attributes={"ok:dogs"}),
        worker("cas"),
    ],
    [client("joan", required_attributes={"female", "ok:dogs"}), client("jim")],
    [visit("v", "joan", "08:00"), visit("w", "jim", "09:00")],
)


@pytest.mark.parametrize(("who", "amount"), [("ann", 0), ("ben", 1), ("cas", 2)])
def test_missing_attributes(who: str, amount: int) -> None:
    """Each required attribute that is missing counts; one too many does no harm."""
    got = faces(Attributes(), WEEK, ("v", who, "08:00"), ("w", who, "09:00"))
    assert got == ({("v", 0): amount} if amount else {})


def test_line() -> None:
    """The line names what is missing."""
    assert line(Attributes(), WEEK, ("v", "ben", "08:00")) == (
        "ben is not female, required for v"
    )
