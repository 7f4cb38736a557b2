"""The rule ``one_place``."""

from __future__ import annotations

import pytest

from carerota.rules.one_place import OnePlace
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(n: int = 2):
    """Give a problem of some visits of 30 minutes in one house."""
    names = [f"v{i}" for i in range(1, n + 1)]
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan")],
        [visit(name, "joan", "08:00-12:00") for name in names],
    )


@pytest.mark.parametrize(
    ("second", "minutes"), [("09:00", 0), ("08:59", 1), ("08:30", 30)]
)
def test_visits_that_overlap(second: str, minutes: int) -> None:
    """A visit may start when the one before ends, and not a minute before."""
    got = agreed(OnePlace(), day(), ("v1", "ann", "08:30"), ("v2", "ann", second))
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_two_workers_may_work_at_one_time() -> None:
    """Only the visits of one worker can clash."""
    assert (
        agreed(OnePlace(), day(), ("v1", "ann", "08:30"), ("v2", "ben", "08:30")) == {}
    )


def test_neighbours_are_compared_in_order_of_start() -> None:
    """Three visits that start ten minutes apart clash twice by twenty minutes."""
    made = [("v3", "ann", "08:20"), ("v1", "ann", "08:00"), ("v2", "ann", "08:10")]
    assert agreed(OnePlace(), day(3), *made) == {("ann", 0): 40 * MINUTE}


def test_another_run_is_no_excuse() -> None:
    """Visits of different runs may not overlap either."""
    made = ("v1", "ann", "08:30"), ("v2", "ann", "08:50", 0, 2)
    assert agreed(OnePlace(), day(), *made) == {("ann", 0): 10 * MINUTE}


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("09:00", "09:20", 0), ("09:00", "09:21", 1), ("08:55", "09:15", 5)],
)
def test_a_break_must_lie_between_the_visits(
    start: str, end: str, minutes: int
) -> None:
    """A break that begins in one visit or ends in the next overlaps it."""
    made = ("v1", "ann", "08:30"), ("v2", "ann", "09:20")
    got = agreed(OnePlace(), day(), *made, breaks=[("ann", start, end)])
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_line() -> None:
    """The line names the two visits, or the break between them."""
    p = day()
    assert lines(OnePlace(), p, ("v1", "ann", "08:30"), ("v2", "ann", "08:45")) == [
        "ann is in two places for 15 min on Mon 1 Jun, worst at v1 and v2"
    ]
    made = ("v1", "ann", "08:30"), ("v2", "ann", "09:20")
    assert lines(OnePlace(), p, *made, breaks=[("ann", "09:05", "09:25")]) == [
        "ann is in two places for 5 min on Mon 1 Jun, worst at the break between v1 and v2"
    ]
