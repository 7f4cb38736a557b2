"""The rule ``shift_start``."""

from __future__ import annotations

import pytest

from carerota.rules.shift_start import ShiftStart
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(*available: tuple[int, str]):
    """Give one visit ten minutes away, and one worker with the availability told."""
    return problem(
        [worker("ann", available=available)],
        [client("joan")],
        [visit("v", "joan", "06:00-20:00"), visit("w", "joan", "06:00-20:00", day=1)],
    )


@pytest.mark.parametrize(("start", "minutes"), [("07:10", 0), ("07:09", 1)])
def test_the_way_out_is_part_of_the_shift(start: str, minutes: int) -> None:
    """Ten minutes on the road after seven are in the shift; a minute sooner is not."""
    got = agreed(ShiftStart(), day((0, "07:00-15:00")), ("v", "ann", start))
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_a_break_before_the_first_visit_is_on_its_place() -> None:
    """With a break at the place of the first visit the way to it comes before it."""
    made = ("v", "ann", "07:30")
    got = agreed(
        ShiftStart(),
        day((0, "07:00-15:00")),
        made,
        breaks=[("ann", "07:05", "07:25")],
    )
    assert got == {("ann", 0): 5 * MINUTE}


def test_the_first_stretch_that_begins_on_the_day_counts() -> None:
    """Stretches that touch are one; one from the day before is none of the day's."""
    two = day((0, "10:00-12:00"), (0, "07:00-09:00"), (0, "09:00-10:00"))
    assert agreed(ShiftStart(), two, ("v", "ann", "07:10")) == {}
    assert agreed(ShiftStart(), two, ("v", "ann", "07:00")) == {("ann", 0): 10 * MINUTE}
    night = day((0, "20:00-30:00"), (1, "10:00-12:00"))
    assert agreed(ShiftStart(), night, ("w", "ann", "08:00")) == {
        ("ann", 1): 130 * MINUTE
    }


def test_without_a_shift_nothing_is_too_early() -> None:
    """On a day on which no availability begins there is no shift."""
    assert agreed(ShiftStart(), day((1, "07:00-15:00")), ("v", "ann", "06:00")) == {}


def test_line() -> None:
    """The line says when the worker leaves."""
    assert lines(ShiftStart(), day((0, "07:00-15:00")), ("v", "ann", "07:05")) == [
        "ann leaves Mon 1 Jun 06:55, 5 min before the shift"
    ]
