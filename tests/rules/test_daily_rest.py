"""The rule ``daily_rest``."""

from __future__ import annotations

import pytest

from carerota.model import WorkingTime
from carerota.rules.daily_rest import DailyRest
from tests.builders import (
    AUTUMN,
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


def nights_and_mornings(first=None, evening_day: int = 0, history=(), **working_time):
    """Give one evening and one morning visit, each of half an hour."""
    when = {"first": first} if first else {}
    return problem(
        [worker("ann", working_time=WorkingTime(**working_time), **when)],
        [client("joan")],
        [
            visit("bed", "joan", "00:00-24:00", day=evening_day, **when),
            visit("rise", "joan", "00:00-24:00", day=evening_day + 1, **when),
        ],
        past=history,
        **when,
    )


@pytest.mark.parametrize(
    ("bed", "rise", "short"),
    [
        ("19:30", "07:00", 0),
        ("19:31", "07:00", 1),
        ("21:40", "07:00", 130),
        ("23:45", "07:00", 255),
    ],
)
def test_eleven_hours(bed: str, rise: str, short: int) -> None:
    """Eleven hours to the minute are enough; each minute less counts."""
    got = amounts(
        DailyRest(), nights_and_mornings(), ("bed", "ann", bed), ("rise", "ann", rise)
    )
    assert got == ({("ann", 1): short * MINUTE} if short else {})


def test_home_legs_count_where_the_policy_says_so() -> None:
    """Ten minutes home and ten minutes out shorten the rest."""
    p = nights_and_mornings()
    made = ("bed", "ann", "19:30"), ("rise", "ann", "07:00")
    assert amounts(DailyRest(home_legs=True), p, *made) == {("ann", 1): 20 * MINUTE}


def test_the_young_and_agreements_have_longer_rests() -> None:
    """Twelve hours at sixteen or seventeen; more if agreed, never less."""
    made = ("bed", "ann", "19:30"), ("rise", "ann", "07:00")
    young = nights_and_mornings(young=True)
    assert amounts(DailyRest(), young, *made) == {("ann", 1): HOUR}
    agreed = nights_and_mornings(daily_rest_hours=11.5)
    assert amounts(DailyRest(), agreed, *made) == {("ann", 1): HOUR // 2}
    less = nights_and_mornings(daily_rest_hours=8)
    assert amounts(DailyRest(), less, *made) == {}


def test_split_days_of_an_exempt_worker_have_the_shorter_rest() -> None:
    """Nine hours do after a day of two runs, if the worker is exempt."""
    for exempt, want in ((True, {}), (False, {("ann", 1): 2 * HOUR})):
        p = problem(
            [worker("ann", working_time=WorkingTime(split_day_exempt=exempt))],
            [client("joan")],
            [
                visit("up", "joan", "08:00"),
                visit("bed", "joan", "21:30"),
                visit("rise", "joan", "07:00", day=1),
            ],
        )
        made = ("up", "ann", "08:00"), ("bed", "ann", "21:30", 0, 2)
        assert amounts(DailyRest(), p, *made, ("rise", "ann", "07:00")) == want


def test_the_last_day_of_the_history_counts() -> None:
    """An evening before the horizon shortens the rest before its first day."""
    p = nights_and_mornings(history=[past("joan", "ann", "22:30")])
    assert amounts(DailyRest(), p, ("bed", "ann", "07:00")) == {("ann", 0): 3 * HOUR}


def test_free_days_between_are_rest() -> None:
    """The rest runs to the next day worked, however far."""
    p = nights_and_mornings(history=[past("joan", "ann", "22:30", -2)])
    assert amounts(DailyRest(), p, ("bed", "ann", "07:00")) == {}


def test_the_night_the_clocks_change() -> None:
    """From eight to seven are ten hours in spring and twelve in autumn."""
    made = ("bed", "ann", "19:30"), ("rise", "ann", "07:00")
    spring = nights_and_mornings(SPRING, evening_day=5)
    assert amounts(DailyRest(), spring, *made) == {("ann", 6): HOUR}
    autumn = nights_and_mornings(AUTUMN, evening_day=5)
    assert amounts(DailyRest(hours=12), autumn, *made) == {}
    assert amounts(DailyRest(hours=12.5), autumn, *made) == {("ann", 6): HOUR // 2}


def test_line_and_margin() -> None:
    """The line tells rest and lack, the margin the shortest rest and the limit."""
    p = nights_and_mornings()
    made = ("bed", "ann", "21:40"), ("rise", "ann", "07:00")
    assert lines(DailyRest(), p, *made) == [
        "ann has 8 h 50 min rest before Tue 2 Jun, 2 h 10 min too little"
    ]
    assert DailyRest().margins(read(p, rota(p, *made))) == [
        "least rest 8 h 50 min (ann, before Tue 2 Jun), limit 11 h"
    ]
    assert DailyRest().margins(read(p, rota(p))) == []
