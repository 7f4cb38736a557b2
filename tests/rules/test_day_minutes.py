"""The rule ``day_minutes``."""

from __future__ import annotations

import pytest

from carerota.rules.day_minutes import DayMinutes
from tests.builders import client, lines, problem, read, rota, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(limit: float):
    """Give a problem of two hour-long visits for a worker with a short day."""
    ann = worker("ann", contract={"maximum_minutes_a_day": limit})
    return problem(
        [ann, worker("ben")],
        [client("joan"), client("kim")],
        [visit("v1", "joan", "07:00-20:00", 60), visit("v2", "kim", "07:00-20:00", 60)],
    )


MADE = ("v1", "ann", "08:00"), ("v2", "ann", "09:25")
"""Two hours of contact, ten minutes of travel, fifteen of waiting."""


@pytest.mark.parametrize(("limit", "minutes"), [(145, 0), (144, 1), (120, 25)])
def test_contact_travel_and_waiting_are_paid(limit: float, minutes: int) -> None:
    """Exactly at the contract is nought; the ways from and to home do not count."""
    got = agreed(DayMinutes(), day(limit), *MADE)
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_breaks_and_time_at_home_are_not_paid() -> None:
    """A break, and a gap between runs, shorten the paid day."""
    p = day(120)
    got = agreed(DayMinutes(), p, *MADE, breaks=[("ann", "09:00", "09:15")])
    assert got == {("ann", 0): 10 * MINUTE}
    runs = ("v1", "ann", "08:00"), ("v2", "ann", "19:00", 0, 2)
    assert agreed(DayMinutes(), p, *runs) == {}


def test_line_and_margin() -> None:
    """The line says what is paid and what is over; the margin names the fullest day."""
    p = day(120)
    assert lines(DayMinutes(), p, *MADE) == [
        "ann is paid for 2 h 25 min on Mon 1 Jun, 25 min over the contract"
    ]
    assert DayMinutes().margins(read(p, rota(p, ("v1", "ann", "08:00")))) == [
        "fullest day 1 h paid (ann, Mon 1 Jun), limit 2 h"
    ]
    assert DayMinutes().margins(read(p, rota(p))) == []
