"""The rule ``unwelcome``."""

from __future__ import annotations

import pytest

from carerota.rules.unwelcome import Unwelcome
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(*unwelcome: str):
    """Give a problem of two visits for a worker with unwelcome stretches."""
    available = [(0, "06:00-24:00"), *((0, x, "unwelcome") for x in unwelcome)]
    return problem(
        [worker("ann", available=available), worker("ben")],
        [client("joan")],
        [visit(f"v{i}", "joan", "06:00-23:30") for i in (1, 2)],
    )


@pytest.mark.parametrize(
    ("start", "minutes"),
    [("19:30", 0), ("19:31", 1), ("20:10", 30), ("21:45", 15), ("22:00", 0)],
)
def test_the_contact_within_the_stretch(start: str, minutes: int) -> None:
    """A visit may end as the stretch opens and begin as it closes."""
    got = agreed(Unwelcome(), day("20:00-22:00"), ("v1", "ann", start))
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_visits_add_up_and_others_do_not_mind() -> None:
    """Each visit of the day counts; a worker without such stretches has none."""
    p = day("20:00-22:00")
    made = ("v1", "ann", "19:45"), ("v2", "ann", "21:00")
    assert agreed(Unwelcome(), p, *made) == {("ann", 0): 45 * MINUTE}
    assert agreed(Unwelcome(), p, ("v1", "ben", "21:00")) == {}


def test_stretches_that_overlap_count_once() -> None:
    """A minute in two unwelcome stretches is one minute."""
    p = day("20:00-21:00", "20:30-22:00", "20:40-20:50")
    assert agreed(Unwelcome(), p, ("v1", "ann", "20:30")) == {("ann", 0): 30 * MINUTE}


def test_only_contact_counts() -> None:
    """The gap between two visits may lie in the stretch."""
    p = day("12:00-13:00")
    made = ("v1", "ann", "11:30"), ("v2", "ann", "13:00")
    assert agreed(Unwelcome(), p, *made) == {}


def test_line() -> None:
    """The line says how long and when."""
    assert lines(Unwelcome(), day("20:00-22:00"), ("v1", "ann", "19:45")) == [
        "ann is with clients for 15 min at times they would rather not work on Mon 1 Jun"
    ]
