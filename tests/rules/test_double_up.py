"""The rule ``double_up``."""

from __future__ import annotations

from carerota.rules.double_up import DoubleUp
from tests.builders import SPRING, client, problem, visit, worker
from tests.rules.faces import faces, line

MINUTE = 60
WEEK = problem(
    [worker("ann"), worker("ben"), worker("cas")],
    [client("joan")],
    [visit("v", "joan", "08:00-09:00", slots=3)],
)


def test_together_is_nought() -> None:
    """All at once, or one alone, is no amount."""
    together = [("v", w, "08:00", i) for i, w in enumerate(("ann", "ben", "cas"))]
    assert faces(DoubleUp(), WEEK, *together) == {}
    assert faces(DoubleUp(), WEEK, together[1]) == {}
    assert faces(DoubleUp(), WEEK) == {}


def test_one_minute_apart() -> None:
    """A minute between two of them is a minute."""
    got = faces(DoubleUp(), WEEK, ("v", "ann", "08:01"), ("v", "cas", "08:00", 2))
    assert got == {("v", 0): MINUTE}


def test_three_apart() -> None:
    """The amount is from the first to the last, not the sum."""
    made = ("v", "ann", "08:10"), ("v", "ben", "08:00", 1), ("v", "cas", "08:25", 2)
    assert faces(DoubleUp(), WEEK, *made) == {("v", 0): 25 * MINUTE}


def test_over_the_change_of_clocks() -> None:
    """00:55 and 02:05 are ten minutes apart in the night the clocks go forward."""
    p = problem(
        [worker("ann", first=SPRING), worker("ben", first=SPRING)],
        [client("joan")],
        [visit("v", "joan", "00:30-03:00", slots=2, day=6, first=SPRING)],
        first=SPRING,
    )
    got = faces(DoubleUp(), p, ("v", "ann", "00:55"), ("v", "ben", "02:05", 1))
    assert got == {("v", 0): 10 * MINUTE}


def test_line() -> None:
    """The line says who starts when."""
    said = line(DoubleUp(), WEEK, ("v", "ann", "08:10"), ("v", "ben", "08:00", 1))
    assert said == (
        "v is not started together: ben Mon 1 Jun 08:00, ann Mon 1 Jun 08:10; 10 min"
    )
