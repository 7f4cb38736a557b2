"""The rule ``day_span``."""

from __future__ import annotations

import pytest

from carerota.rules.day_span import DaySpan
from tests.builders import AUTUMN, client, lines, problem, read, rota, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(**working_time: object):
    """Give a problem of an early and a late visit of half an hour."""
    return problem(
        [worker("ann", working_time=working_time)],
        [client("joan")],
        [visit("v1", "joan", "06:00-12:00"), visit("v2", "joan", "17:00-24:00")],
    )


@pytest.mark.parametrize(
    ("late", "minutes"), [("19:30", 0), ("19:31", 1), ("23:45", 255)]
)
def test_from_the_first_start_to_the_last_end(late: str, minutes: int) -> None:
    """Thirteen hours after 07:00 is 20:00; time at home counts, midnight is no wall."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", late, 0, 2)
    got = agreed(DaySpan(), day(), *made)
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_the_exempt_have_a_longer_day() -> None:
    """Workers whose days are split up by nature have fifteen hours."""
    p = day(split_day_exempt=True)
    assert agreed(DaySpan(), p, ("v1", "ann", "07:00"), ("v2", "ann", "21:30")) == {}
    got = agreed(DaySpan(), p, ("v1", "ann", "07:00"), ("v2", "ann", "21:32"))
    assert got == {("ann", 0): 2 * MINUTE}


def test_the_ways_count_if_the_policy_says_so() -> None:
    """Ten minutes out and ten minutes back are part of the day."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "19:30")
    assert agreed(DaySpan(home_legs=True), day(), *made) == {("ann", 0): 20 * MINUTE}


def test_the_night_the_clocks_go_back() -> None:
    """A night of six hours by the wall clock is seven hours long."""
    p = problem(
        [worker("ann", first=AUTUMN)],
        [client("joan")],
        [
            visit("v1", "joan", "23:00", day=5, first=AUTUMN),
            visit("v2", "joan", "28:30", day=5, first=AUTUMN),
        ],
        first=AUTUMN,
    )
    made = ("v1", "ann", "23:00"), ("v2", "ann", "28:30")
    assert agreed(DaySpan(hours=6.5), p, *made) == {("ann", 5): 30 * MINUTE}


def test_line_and_margin() -> None:
    """The line says how long the day is; the margin names the longest."""
    p = day()
    made = ("v1", "ann", "07:00"), ("v2", "ann", "20:10")
    assert lines(DaySpan(), p, *made) == [
        "ann has a day of 13 h 40 min from first to last on Mon 1 Jun, 40 min too long"
    ]
    assert DaySpan().margins(read(p, rota(p, *made))) == [
        "longest day 13 h 40 min from first to last (ann, Mon 1 Jun), limit 13 h"
    ]
    assert DaySpan().margins(read(p, rota(p))) == []
