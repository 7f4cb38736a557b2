"""The rule ``lunch_break``."""

from __future__ import annotations

import pytest

from carerota.model import WorkingTime
from carerota.rules.lunch_break import LunchBreak
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MISSED = {("ann", 0): 1}
EVERY = LunchBreak(every_shift=True)
MADE = ("v1", "ann", "10:00"), ("v2", "ann", "14:00")
"""A run from ten to three, two visits of an hour that are ten minutes apart."""


def day(**more: object):
    """Give two visits of an hour and a worker with a shift from nine to four."""
    return problem(
        [worker("ann", available=[(0, "09:00-16:00")], **more)],
        [client("joan"), client("kim")],
        [
            visit("v1", "joan", "06:00-20:00", 60),
            visit("v2", "kim", "06:00-20:00", 60),
        ],
    )


@pytest.mark.parametrize(
    ("start", "end", "amount"),
    [
        ("12:00", "12:30", {}),
        ("12:00", "12:29", MISSED),
        ("11:30", "12:00", {}),
        ("11:29", "12:01", MISSED),
        ("13:20", "13:50", {}),  # ten minutes of travel after it
    ],
)
def test_length_and_time(start: str, end: str, amount: dict) -> None:
    """Half an hour from half past eleven on is a lunch; a minute less is none."""
    got = agreed(LunchBreak(), day(), *MADE, breaks=[("ann", start, end)])
    assert got == amount


@pytest.mark.parametrize(("by_end", "amount"), [(True, MISSED), (False, {})])
def test_it_ends_or_begins_in_time(by_end: bool, amount: dict) -> None:
    """A lunch from two to half past is over in time, or only begun, by the policy."""
    rule = LunchBreak(to_hour=13.25, by_end=by_end)
    got = agreed(rule, day(), *MADE, breaks=[("ann", "13:00", "13:30")])
    assert got == amount


@pytest.mark.parametrize(
    ("second", "start", "amount"),
    [
        ("12:10", "11:30", {}),  # at the place of the next
        ("12:10", "11:31", MISSED),
        ("12:10", "11:35", MISSED),  # there is no place half-way
    ],
)
def test_it_is_at_a_place(second: str, start: str, amount: dict) -> None:
    """Lunch is where a visit has ended or the next begins, and not on the road."""
    hour, minute = map(int, start.split(":"))
    end = f"{hour + (minute + 30) // 60}:{(minute + 30) % 60:02}"
    rule = LunchBreak(every_shift=True)
    made = ("v1", "ann", "10:30"), ("v2", "ann", second)
    assert agreed(rule, day(), *made, breaks=[("ann", start, end)]) == amount


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [("11:30", "13:30", True), ("11:31", "13:30", False), ("11:30", "13:29", False)],
)
def test_it_is_due_where_a_run_goes_through(first: str, last: str, due: bool) -> None:
    """A run that begins as lunch does and ends as it ends needs one; a shorter not."""
    made = ("v1", "ann", first), ("v2", "ann", last)
    assert agreed(LunchBreak(), day(), *made) == (MISSED if due else {})
    home = ("v1", "ann", first), ("v2", "ann", last, 0, 2)
    assert agreed(LunchBreak(), day(), *home) == {}


def test_on_every_shift() -> None:
    """Or it is due on each day with a shift, even an idle one; not for everybody."""
    assert agreed(EVERY, day()) == MISSED
    assert agreed(EVERY, day(), ("v1", "ann", "14:00")) == MISSED
    exempt = day(working_time=WorkingTime(no_lunch=True))
    assert agreed(EVERY, exempt) == {}
    assert agreed(LunchBreak(), exempt, *MADE) == {}


@pytest.mark.parametrize(("start", "amount"), [("13:30", {}), ("13:29", MISSED)])
def test_before_the_first_visit(start: str, amount: dict) -> None:
    """A lunch at the place of the first visit counts if it is over when that begins."""
    made = ("v1", "ann", start)
    got = agreed(EVERY, day(), made, breaks=[("ann", "13:00", "13:30")])
    assert got == amount


def test_line() -> None:
    """The line says how long and when it should have been."""
    assert lines(LunchBreak(), day(), *MADE) == [
        "ann has no lunch break of 30 min between Mon 1 Jun 11:30 and Mon 1 Jun 14:30"
    ]
