"""The rule ``night_work``."""

from __future__ import annotations

import pytest

from carerota.rules.night_work import NightWork
from tests.builders import (
    AUTUMN,
    MONDAY,
    SPRING,
    client,
    lines,
    problem,
    read,
    rota,
    visit,
    worker,
)
from tests.rules.fixed import agreed

MINUTE = 60


def night(minutes: float, *, first=MONDAY, day: int = 0, night_worker: bool = True):
    """Give a problem of one long visit by night."""
    return problem(
        [worker("ann", first=first, working_time={"night_worker": night_worker})],
        [client("joan")],
        [visit("v", "joan", "18:00-30:00", minutes, day=day, first=first)],
        first=first,
    )


@pytest.mark.parametrize(("minutes", "over"), [(480, 0), (481, 1), (540, 60)])
def test_eight_hours_for_a_night_worker(minutes: float, over: int) -> None:
    """Exactly eight hours are allowed."""
    got = agreed(NightWork(), night(minutes), ("v", "ann", "22:00"))
    assert got == ({("ann", 0): over * MINUTE} if over else {})


def test_others_are_not_night_workers() -> None:
    """The limit is one for night workers only."""
    p = night(600, night_worker=False)
    assert agreed(NightWork(), p, ("v", "ann", "22:00")) == {}


@pytest.mark.parametrize(("start", "over"), [("17:00", 60), ("16:59", 0)])
def test_three_hours_make_night_work(start: str, over: int) -> None:
    """Nine hours that end at 02:00 have three in the night; a minute sooner, less."""
    got = agreed(NightWork(), night(540), ("v", "ann", start))
    assert got == ({("ann", 0): over * MINUTE} if over else {})


def test_the_morning_of_the_same_night_counts() -> None:
    """A visit before dawn of its own day lies in the night that began the day before."""
    got = agreed(NightWork(), night(540), ("v", "ann", "03:00"))
    assert got == {("ann", 0): 60 * MINUTE}
    assert agreed(NightWork(), night(540), ("v", "ann", "03:01")) == {}


def test_the_last_night_reaches_past_the_horizon() -> None:
    """Work of Sunday that lasts into Monday is night work all the same."""
    got = agreed(NightWork(), night(540, day=6), ("v", "ann", "23:30"))
    assert got == {("ann", 6): 60 * MINUTE}


@pytest.mark.parametrize(("first", "hours"), [(SPRING, 6), (AUTUMN, 8), (MONDAY, 7)])
def test_the_night_the_clocks_change(first, hours: int) -> None:
    """A night from 23:00 to 06:00 has six, eight or seven hours."""
    p = night(16 * 60, day=5, first=first)
    made = ("v", "ann", "20:00")
    enough = agreed(NightWork(night_hours=float(hours)), p, *[made])
    assert enough == {("ann", 5): 8 * 60 * MINUTE}
    assert agreed(NightWork(night_hours=hours + 0.1), p, made) == {}


def test_the_policy_says_when_night_is() -> None:
    """A night within one day ends on it."""
    rule = NightWork(from_hour=0.0, to_hour=5.5)
    assert agreed(rule, night(540), ("v", "ann", "02:30")) == {("ann", 0): 60 * MINUTE}
    assert agreed(rule, night(540), ("v", "ann", "02:31")) == {}


def test_a_night_of_all_day_counts_no_minute_twice() -> None:
    """Where night never ends, three hours are three hours."""
    rule = NightWork(from_hour=6.0, to_hour=6.0, hours=1.0)
    assert agreed(rule, night(179), ("v", "ann", "05:00")) == {}
    assert agreed(rule, night(180), ("v", "ann", "05:00")) == {("ann", 0): 120 * MINUTE}


def test_line_and_margin() -> None:
    """The line says what is worked; the margin names the longest night."""
    p = night(540)
    made = ("v", "ann", "22:00")
    assert lines(NightWork(), p, made) == [
        "ann, a night worker, works 9 h on Mon 1 Jun, 1 h too long"
    ]
    assert NightWork().margins(read(p, rota(p, made))) == [
        "longest night work 9 h (ann, Mon 1 Jun), limit 8 h"
    ]
    assert NightWork().margins(read(p, rota(p))) == []
