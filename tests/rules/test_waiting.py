"""The rule ``waiting``."""

from __future__ import annotations

import pytest

from carerota.rules.waiting import Waiting
from tests.builders import SPRING, client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def pair(**more: object):
    """Give a problem of two visits of 30 minutes, ten minutes apart."""
    return problem(
        [worker("ann")],
        [client("joan"), client("kim", access_minutes=2)],
        [visit("v1", "joan", "08:00-12:00"), visit("v2", "kim", "08:00-12:00")],
        **more,
    )


@pytest.mark.parametrize(
    ("second", "minutes"), [("09:10", 0), ("09:12", 0), ("09:13", 1), ("09:42", 30)]
)
def test_what_travel_and_access_leave_of_the_gap(second: str, minutes: int) -> None:
    """Ten minutes of travel and two of access after 09:00; the rest is waiting."""
    got = agreed(Waiting(), pair(), ("v1", "ann", "08:30"), ("v2", "ann", second))
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_a_break_is_no_waiting() -> None:
    """Twenty minutes of the gap are a break."""
    made = ("v1", "ann", "08:30"), ("v2", "ann", "09:42")
    got = agreed(Waiting(), pair(), *made, breaks=[("ann", "09:00", "09:20")])
    assert got == {("ann", 0): 10 * MINUTE}


def test_time_at_home_is_no_waiting() -> None:
    """Between runs nobody waits on the co-op's time."""
    made = ("v1", "ann", "08:00"), ("v2", "ann", "12:00", 0, 2)
    assert agreed(Waiting(), pair(), *made) == {}


def test_the_night_the_clocks_go_forward() -> None:
    """From half past midnight to a quarter past two are 45 minutes, not 105."""
    p = problem(
        [worker("ann", first=SPRING)],
        [client("joan"), client("kim")],
        [
            visit("v1", "joan", "24:00", day=5, first=SPRING),
            visit("v2", "kim", "26:15", day=5, first=SPRING),
        ],
        first=SPRING,
    )
    got = agreed(Waiting(), p, ("v1", "ann", "24:00"), ("v2", "ann", "26:15"))
    assert got == {("ann", 5): 35 * MINUTE}


def test_line() -> None:
    """The line says who waits, how long and when."""
    got = lines(Waiting(), pair(), ("v1", "ann", "08:30"), ("v2", "ann", "09:42"))
    assert got == ["ann waits 30 min between visits on Mon 1 Jun"]
