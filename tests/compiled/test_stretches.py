"""Stretches of the wall clock: nights and unsocial times."""

from __future__ import annotations

import pytest

from carerota.compiled.stretches import nights, unsocial
from tests.builders import AUTUMN, MONDAY, SPRING, compiled, problem

HOUR = 60 * 60
DAY = 24 * HOUR


def week(first=MONDAY, **more: object):
    """Give an empty week, compiled."""
    return compiled(problem(first=first, **more))


def test_nights_reach_from_the_day_before_to_the_day_after() -> None:
    """Seven days have nine nights: one begins before them and one after."""
    got = nights(week(), 23.0, 6.0)
    assert got == [(d * DAY - HOUR, d * DAY + 6 * HOUR) for d in range(9)]


def test_a_night_within_one_day() -> None:
    """A night that ends after it begins, by the wall clock, lies on one day."""
    got = nights(week(days=1), 0.5, 5.25)
    assert got == [
        (d * DAY + HOUR // 2, d * DAY + 5 * HOUR + HOUR // 4) for d in (-1, 0, 1)
    ]


def test_nights_that_meet_are_one() -> None:
    """Where night ends as it begins, there is no day."""
    assert nights(week(days=2), 6.0, 6.0) == [(-DAY + 6 * HOUR, 3 * DAY + 6 * HOUR)]


@pytest.mark.parametrize(("first", "hours"), [(SPRING, 6), (AUTUMN, 8), (MONDAY, 7)])
def test_the_night_the_clocks_change(first, hours: int) -> None:
    """The night to the last Sunday of March is an hour short, in October long."""
    begins, until = nights(week(first), 23.0, 6.0)[6]
    assert begins == 6 * DAY - HOUR
    assert until - begins == hours * HOUR


def test_unsocial_hours_of_a_weekday() -> None:
    """From 20:00 through midnight to 07:00 is one stretch."""
    got = unsocial(week(days=1), 7.0, 20.0, False, False)
    assert got == [
        (-DAY, -DAY + 7 * HOUR),
        (-4 * HOUR, 7 * HOUR),
        (20 * HOUR, DAY + 7 * HOUR),
        (DAY + 20 * HOUR, 2 * DAY),
    ]


def test_a_weekend_is_one_stretch_with_its_nights() -> None:
    """From Friday 20:00 to Monday 07:00."""
    got = unsocial(week(), 7.0, 20.0, True, False)
    assert (4 * DAY + 20 * HOUR, 7 * DAY + 7 * HOUR) in got
    assert got[0] == (-DAY, 7 * HOUR), "the Sunday before the horizon"


def test_weekends_and_holidays_only_if_asked() -> None:
    """A bank holiday on Wednesday counts all day, and none counts unasked."""
    wednesday = MONDAY.replace(day=3)
    c = week(bank_holidays=frozenset({wednesday}))
    assert (DAY + 20 * HOUR, 3 * DAY + 7 * HOUR) in unsocial(c, 7.0, 20.0, False, True)
    assert unsocial(c, 7.0, 20.0, True, False) == unsocial(
        week(), 7.0, 20.0, True, True
    )


def test_hours_that_leave_nothing_unsocial() -> None:
    """From midnight to midnight every hour is social: no empty stretches are given."""
    assert unsocial(week(), 0.0, 24.0, False, False) == []


@pytest.mark.parametrize(("first", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_the_sunday_the_clocks_change(first, hours: int) -> None:
    """A whole Sunday has 23 or 25 hours."""
    got = unsocial(week(first), 0.0, 24.0, True, False)
    # the Sunday before, then Saturday and Sunday together
    assert got == [(-DAY, 0), (5 * DAY, 6 * DAY + hours * HOUR)]


@pytest.mark.parametrize("early", [0.0, 5.5, 7.0])
@pytest.mark.parametrize("weekends", [True, False])
def test_merged_disjoint_and_in_order(early: float, weekends: bool) -> None:
    """Each stretch ends before the next begins."""
    got = unsocial(week(SPRING), early, 21.75, weekends, True)
    flat = [tick for stretch in got for tick in stretch]
    assert flat == sorted(set(flat))
