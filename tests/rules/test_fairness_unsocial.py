"""The rule ``fairness_unsocial``."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerota.model import Balances, Contract
from carerota.rules.fairness_unsocial import FairnessUnsocial
from tests.builders import AUTUMN, MONDAY, SPRING, client, lines, problem, visit, worker
from tests.rules.sums import amounts

HOUR = 3600
MINUTE = 60


def one(day: int = 0, minutes: float = 60, hours: float = 40, first=MONDAY, **more):
    """Give Ann, with some target hours, Ben with forty, and one visit."""
    return problem(
        [
            worker("ann", first=first, contract=Contract(target_hours=hours)),
            worker(
                "ben",
                first=first,
                contract=Contract(target_hours=40),
                balances=Balances(unsocial_minutes=more.pop("before", 0)),
            ),
        ],
        [client("joan")],
        [visit("v", "joan", "00:00-24:00", minutes, day=day, first=first)],
        first=first,
        **more,
    )


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        ("07:00", 0),
        ("06:59", 1),
        ("06:00", 60),
        ("19:00", 0),
        ("19:01", 1),
        ("20:00", 60),
        ("23:30", 60),
    ],
)
def test_early_and_late_on_a_weekday(start: str, minutes: int) -> None:
    """The part of a visit before seven or from eight counts, over midnight too."""
    got = amounts(FairnessUnsocial(), one(), ("v", "ann", start))
    assert got == ({("", 0): minutes * MINUTE} if minutes else {})


def test_weekends_and_bank_holidays_count_all_day() -> None:
    """Saturday and a holiday at noon count; not where the policy says otherwise."""
    made = ("v", "ann", "12:00")
    saturday = one(day=5)
    assert amounts(FairnessUnsocial(), saturday, made) == {("", 0): HOUR}
    assert amounts(FairnessUnsocial(weekends=False), saturday, made) == {}
    holiday = one(day=1, bank_holidays=frozenset({MONDAY + timedelta(days=1)}))
    assert amounts(FairnessUnsocial(), holiday, made) == {("", 0): HOUR}
    assert amounts(FairnessUnsocial(holidays=False), holiday, made) == {}


def test_from_friday_night_into_saturday() -> None:
    """A visit from 19:30 on Friday to 01:00 counts from eight on, without a gap."""
    p = one(day=4, minutes=330)
    assert amounts(FairnessUnsocial(), p, ("v", "ann", "19:30")) == {("", 0): 5 * HOUR}


def test_from_sunday_into_monday_after_the_horizon() -> None:
    """The day after the horizon counts as the day it is."""
    p = one(day=6, minutes=600)
    made = ("v", "ann", "22:00")
    # to eight on Monday, the last hour of which is social
    assert amounts(FairnessUnsocial(), p, made) == {("", 0): 9 * HOUR}


def test_hours_of_the_policy() -> None:
    """Half hours do, and hours that leave no social time count all of it."""
    made = ("v", "ann", "12:00")
    assert amounts(FairnessUnsocial(early_hour=12.5), one(), made) == {
        ("", 0): 30 * MINUTE
    }
    all_of_it = FairnessUnsocial(early_hour=14.0, late_hour=10.0)
    assert amounts(all_of_it, one(), made) == {("", 0): HOUR}


def test_the_nights_the_clocks_change() -> None:
    """Eight by the new clock ends the night, an hour sooner or later."""
    rule = FairnessUnsocial(weekends=False)
    for first, hours in ((SPRING, 7), (AUTUMN, 9)):
        # from eleven on Saturday, ten hours of real time: social from seven on
        p = one(day=5, minutes=600, first=first)
        assert amounts(rule, p, ("v", "ann", "23:00")) == {("", 0): hours * HOUR}


def test_contract_hours_and_earlier_rotas_count() -> None:
    """An hour on 20 contract hours is two; Ben's balance of two hours evens it."""
    made = ("v", "ann", "20:00")
    assert amounts(FairnessUnsocial(), one(hours=20), made) == {("", 0): 2 * HOUR}
    assert amounts(FairnessUnsocial(), one(hours=20, before=120), made) == {}


def test_line() -> None:
    """The line names the two who are furthest apart."""
    (line,) = lines(FairnessUnsocial(), one(), ("v", "ann", "20:00"))
    assert line == (
        "for 40 contract hours ann carries 1 h of visits at unsocial times, ben 0 min: "
        "1 h apart"
    )
