"""The rule ``weekly_rest``."""

from __future__ import annotations

import pytest

from carerota.errors import DataError
from carerota.model import Mode, Policy, PolicyLine, WorkingTime
from carerota.rules.weekly_rest import WeeklyRest
from tests.builders import (
    AUTUMN,
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


def daily(days: int = 7, first=MONDAY, history=(), **working_time):
    """Give two half-hour visits on each day: ``a0`` and ``b0``, ``a1`` ..."""
    return problem(
        [worker("ann", first=first, working_time=WorkingTime(**working_time))],
        [client("joan")],
        [
            visit(f"{name}{d}", "joan", "00:00-24:00", day=d, first=first)
            for d in range(days)
            for name in "ab"
        ],
        days=days,
        past=history,
        first=first,
    )


def work(days, start: str = "07:00", end: str = "21:30", **other: str):
    """Work from ``start`` to ``end`` on some days; ``a3="08:00"`` changes one."""
    made = {f"a{d}": start for d in days} | {f"b{d}": end for d in days} | other
    return [(name, "ann", wall) for name, wall in made.items()]


@pytest.mark.parametrize(
    ("friday", "short"), [("09:00", 0), ("08:59", 1), ("07:00", 120)]
)
def test_the_longest_rest_of_the_week(friday: str, short: int) -> None:
    """From Wednesday 22:00 over a free Thursday; 35 hours to the minute are enough."""
    made = work([0, 1, 2, 4, 5, 6], a4=friday)
    got = amounts(WeeklyRest(), daily(), *made)
    assert got == ({("ann", 0): short * MINUTE} if short else {})


def test_a_week_without_a_free_day() -> None:
    """Nine hours each night are 26 hours too few."""
    assert amounts(WeeklyRest(), daily(), *work(range(7))) == {("ann", 0): 26 * HOUR}


def test_rest_is_cut_at_the_ends_of_the_week() -> None:
    """A free Sunday counts to midnight, a free Monday from midnight."""
    made = work(range(6))
    assert amounts(WeeklyRest(), daily(), *made) == {("ann", 0): 9 * HOUR}
    made = work(range(1, 7))
    assert amounts(WeeklyRest(), daily(), *made) == {("ann", 0): 4 * HOUR}


def test_no_work_is_rest_enough() -> None:
    """A week without visits has no breach."""
    assert amounts(WeeklyRest(), daily()) == {}


def test_work_that_runs_over_midnight_into_the_week() -> None:
    """A visit of Sunday night, in the history or the rota, ends on Monday."""
    until_four = past("joan", "ann", "23:00", -1, minutes=300)
    made = work(range(1, 7))
    got = amounts(WeeklyRest(), daily(history=[until_four]), *made)
    assert got == {("ann", 0): 8 * HOUR}
    # in the second week: free on Monday after a visit to 00:30, then every day
    made = work([*range(2, 7), *range(8, 14)], b6="24:00")
    assert amounts(WeeklyRest(), daily(14), *made)["ann", 1] == 4.5 * HOUR


def test_work_after_midnight_does_not_lengthen_the_week() -> None:
    """A visit of Sunday that starts on Monday leaves the rest cut at midnight."""
    p = daily()
    made = [*work(range(6)), ("a6", "ann", "24:30")]
    assert amounts(WeeklyRest(), p, *made) == {("ann", 0): 9 * HOUR}


def test_a_week_cut_by_the_horizon_is_not_judged() -> None:
    """Six days of a week say nothing about it."""
    assert amounts(WeeklyRest(), daily(6), *work(range(6))) == {}


def test_home_legs_count_where_the_policy_says_so() -> None:
    """Ten minutes home and ten minutes out shorten the rest."""
    made = work([0, 1, 2, 4, 5, 6], a4="09:00")
    got = amounts(WeeklyRest(home_legs=True), daily(), *made)
    assert got == {("ann", 0): 20 * MINUTE}


def test_the_young_have_two_days() -> None:
    """At sixteen or seventeen the rest is 48 hours each week, whatever the mode."""
    p = daily(young=True)
    made = work([0, 1, 2, 4, 5, 6], a4="09:00")
    for mode in ("week", "fortnight"):
        assert amounts(WeeklyRest(mode=mode), p, *made) == {("ann", 0): 13 * HOUR}


def test_a_fortnight_with_one_long_rest() -> None:
    """59 hours in the week before do for this week too; a minute less does not."""
    rule = WeeklyRest(mode="fortnight")
    # Thursday 22:00 to Sunday 09:00
    made = work([*range(4), 6, *range(7, 14)], a6="09:00")
    assert amounts(rule, daily(14), *made) == {}
    made = work([*range(4), 6, *range(7, 14)], a6="08:59")
    assert amounts(rule, daily(14), *made) == {("ann", 1): MINUTE}


def test_a_fortnight_with_two_rests() -> None:
    """Two rests of 35 hours do; the second longest is judged otherwise."""
    rule = WeeklyRest(mode="fortnight")
    days = [*range(3), *range(4, 10), *range(11, 14)]
    made = work(days, a4="09:00", a11="09:00")
    assert amounts(rule, daily(14), *made) == {}
    made = work(days, a4="09:00", a11="08:00")
    assert amounts(rule, daily(14), *made) == {("ann", 1): HOUR}


def test_the_first_fortnight_reaches_into_the_history() -> None:
    """The days worked before the horizon bound the rests of its first week."""
    rule = WeeklyRest(mode="fortnight")
    worked = [past("joan", "ann", "07:00", d, minutes=900) for d in range(-7, 0)]
    got = amounts(rule, daily(history=worked), *work(range(7)))
    assert got == {("ann", 0): 26 * HOUR}
    one_free = [v for v in worked if v.start.weekday() != 2]
    got = amounts(rule, daily(history=one_free), *work(range(7)))
    # the long rest lacks 26 hours as well: 33 of 59
    assert got == {("ann", 0): 26 * HOUR}


def test_the_week_the_clocks_change() -> None:
    """From Saturday 22:00 to midnight on Sunday are 25 hours in spring, 27 in autumn."""
    made = work(range(6))
    spring = daily(first=SPRING)
    assert amounts(WeeklyRest(), spring, *made) == {("ann", 0): 10 * HOUR}
    autumn = daily(first=AUTUMN)
    assert amounts(WeeklyRest(), autumn, *made) == {("ann", 0): 8 * HOUR}


def test_an_unknown_mode_is_refused() -> None:
    """The mode is a week or a fortnight; anything else is a fault of the policy."""
    with pytest.raises(DataError, match=r"weekly_rest\.params\.mode"):
        WeeklyRest(mode="month")
    line = PolicyLine(mode=Mode.HARD, params={"mode": "month"})
    assert Policy(name="p", rules={"weekly_rest": line})


def test_line_and_margin() -> None:
    """The line tells the longest rest and what it lacks, the margin the limit."""
    p = daily()
    made = work([0, 1, 2, 4, 5, 6])
    assert lines(WeeklyRest(), p, *made) == [
        "ann has 33 h as longest rest in the week of Mon 1 Jun, 2 h too little"
    ]
    assert WeeklyRest().margins(read(p, rota(p, *made))) == [
        "least weekly rest 33 h (ann, week of Mon 1 Jun), limit 35 h"
    ]
    short = daily(6)
    assert WeeklyRest().margins(read(short, rota(short))) == []
