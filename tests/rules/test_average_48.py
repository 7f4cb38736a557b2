"""The rule ``average_48``."""

from __future__ import annotations

import pytest

from carerota.model import WorkingTime
from carerota.rules.average_48 import Average48
from tests.builders import client, lines, problem, read, rota, visit, worker
from tests.rules.sums import amounts

HOUR = 3600
MINUTE = 60
MADE = ("v", "ann", "09:00")


def one(minutes: float = 60, days: int = 7, **working_time):
    """Give one visit, ten minutes from home."""
    return problem(
        [worker("ann", working_time=WorkingTime(**working_time))],
        [client("joan")],
        [visit("v", "joan", "09:00", minutes)],
        days=days,
    )


@pytest.mark.parametrize(("minutes", "beyond"), [(100, 0), (101, 1), (160, 60)])
def test_at_the_average_and_past_it(minutes: float, beyond: int) -> None:
    """Two hours with both ways to be travelled are nought, a minute more is one."""
    got = amounts(Average48(hours=2), one(minutes), MADE)
    assert got == ({("ann", 0): beyond * MINUTE} if beyond else {})


def test_home_legs_are_left_out_where_the_policy_says_so() -> None:
    """Without the ways from and to home two hours of visits are just enough."""
    assert amounts(Average48(hours=2, home_legs=False), one(120), MADE) == {}


def test_the_weeks_before_count() -> None:
    """Sixteen weeks at 48 hours leave 48, at 50 hours they leave 16."""
    p = one(49 * 60 - 20, weeks_before=16, hours_before=16 * 48)
    assert amounts(Average48(), p, MADE) == {("ann", 0): HOUR}
    p = one(17 * 60 - 20, weeks_before=16, hours_before=16 * 50)
    assert amounts(Average48(), p, MADE) == {("ann", 0): HOUR}


def test_a_longer_history_counts_at_its_average() -> None:
    """Of 32 weeks before, sixteen belong to the reference period of seventeen."""
    p = one(17 * 60 - 20, weeks_before=32, hours_before=32 * 50)
    assert amounts(Average48(), p, MADE) == {("ann", 0): HOUR}


def test_a_begun_week_is_a_week() -> None:
    """Eight days have the hours of two weeks."""
    assert amounts(Average48(hours=1), one(100, days=8), MADE) == {}
    assert amounts(Average48(hours=1), one(100, days=7), MADE) == {("ann", 0): HOUR}


def test_who_has_opted_out_has_no_limit() -> None:
    """The written opt-out of the worker takes the rule away."""
    assert amounts(Average48(hours=1), one(600, opted_out_48h=True), MADE) == {}


def test_a_history_beyond_the_average_is_not_held_against_the_rota() -> None:
    """Nothing is left, but no work is no breach."""
    p = one(40, weeks_before=1, hours_before=1000)
    assert amounts(Average48(), p) == {}
    assert amounts(Average48(), p, MADE) == {("ann", 0): HOUR}


def test_line_and_margin() -> None:
    """The line tells the working time and the excess, the margin the limit."""
    p = one(160)
    assert lines(Average48(hours=2), p, MADE) == [
        "ann works 3 h, 1 h more than an average of 2 h a week leaves"
    ]
    assert Average48(hours=2).margins(read(p, rota(p, MADE))) == [
        "most working time 3 h (ann), limit 2 h"
    ]
    assert Average48().margins(read(p, rota(p))) == []
