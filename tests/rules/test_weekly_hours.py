"""The rule ``weekly_hours``."""

from __future__ import annotations

from datetime import timedelta

from carerota.model import Contract
from carerota.rules.weekly_hours import WeeklyHours
from tests.builders import (
    MONDAY,
    SPRING,
    client,
    lines,
    past,
    problem,
    read,
    rota,
    visit,
    worker,
)
from tests.rules.sums import amounts

HOUR = 3600
MINUTE = 60


def weeks(maximum: float, *minutes: float, first=MONDAY, history=(), days: int = 7):
    """Give visits of some minutes at two clients in turn: ``v0``, on day 0, ``v1`` ..."""
    return problem(
        [worker("ann", first=first, contract=Contract(maximum_hours=maximum))],
        [client("joan"), client("ken")],
        [
            visit(f"v{d}", ("joan", "ken")[d % 2], "00:00-24:00", m, day=d, first=first)
            for d, m in enumerate(minutes)
        ],
        past=history,
        days=days,
        first=first,
    )


def test_at_the_limit_and_a_minute_past_it() -> None:
    """Paid time up to the maximum is nought, a minute more is one."""
    made = ("v0", "ann", "09:00"), ("v1", "ann", "09:00")
    assert amounts(WeeklyHours(), weeks(2, 60, 60), *made) == {}
    assert amounts(WeeklyHours(), weeks(2, 60, 61), *made) == {("ann", 0): MINUTE}


def test_travel_and_waiting_are_paid_and_the_way_home_is_not() -> None:
    """Half an hour between two visits of a run is paid, ten minutes of it travel."""
    p = problem(
        [worker("ann", contract=Contract(maximum_hours=1))],
        [client("joan"), client("ken")],
        [visit("a", "joan", "09:00"), visit("b", "ken", "10:00")],
    )
    together = ("a", "ann", "09:00"), ("b", "ann", "10:00")
    assert amounts(WeeklyHours(), p, *together) == {("ann", 0): 30 * MINUTE}
    apart = ("a", "ann", "09:00"), ("b", "ann", "10:00", 0, 2)
    assert amounts(WeeklyHours(), p, *apart) == {}


def test_each_calendar_week_has_its_own_limit() -> None:
    """A horizon from Saturday on has two weeks, cut between Sunday and Monday."""
    saturday = MONDAY + timedelta(days=5)
    p = weeks(2, 60, 60, 90, 90, first=saturday)
    made = [(f"v{d}", "ann", "09:00") for d in range(4)]
    assert amounts(WeeklyHours(), p, *made) == {("ann", 1): HOUR}


def test_visits_made_earlier_in_the_week_count() -> None:
    """History from Monday on uses up the first week; what came before does not."""
    wednesday = MONDAY + timedelta(days=2)
    made = ("v0", "ann", "09:00")
    monday = past("joan", "ann", "09:00", -2, minutes=90, first=wednesday)
    p = weeks(2, 60, first=wednesday, history=[monday])
    assert amounts(WeeklyHours(), p, made) == {("ann", 0): 30 * MINUTE}
    sunday = past("joan", "ann", "09:00", -3, minutes=90, first=wednesday)
    assert (
        amounts(WeeklyHours(), weeks(2, 60, first=wednesday, history=[sunday]), made)
        == {}
    )


def test_a_history_beyond_the_limit_is_not_held_against_the_rota() -> None:
    """Only what is paid in the horizon counts, so that no work is no breach."""
    wednesday = MONDAY + timedelta(days=2)
    monday = past("joan", "ann", "09:00", -2, minutes=180, first=wednesday)
    p = weeks(2, 60, first=wednesday, history=[monday])
    assert amounts(WeeklyHours(), p) == {}
    assert amounts(WeeklyHours(), p, ("v0", "ann", "09:00")) == {("ann", 0): HOUR}


def test_the_hour_that_does_not_exist_is_not_paid() -> None:
    """Waiting from 00:30 to 02:30 in the spring night is one hour."""
    p = problem(
        [worker("ann", first=SPRING, contract=Contract(maximum_hours=1))],
        [client("joan")],
        [
            visit("a", "joan", "00:00", day=6, first=SPRING),
            visit("b", "joan", "02:30", day=6, first=SPRING),
        ],
        first=SPRING,
    )
    made = ("a", "ann", "00:00"), ("b", "ann", "02:30")
    assert amounts(WeeklyHours(), p, *made) == {("ann", 0): HOUR}


def test_line_and_margin() -> None:
    """The line tells what is paid and the excess, the margin the limit."""
    p = weeks(2, 60, 90)
    made = ("v0", "ann", "09:00"), ("v1", "ann", "09:00")
    (line,) = lines(WeeklyHours(), p, *made)
    assert line == (
        "ann is paid 2 h 30 min in the week from Mon 1 Jun, 30 min more than the "
        "contract leaves"
    )
    assert WeeklyHours().margins(read(p, rota(p, *made))) == [
        "fullest week 2 h 30 min (ann, from Mon 1 Jun), limit 2 h"
    ]
    assert WeeklyHours().margins(read(p, rota(p))) == []
