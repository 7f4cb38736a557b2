"""The rule ``pinned_start``."""

from __future__ import annotations

import pytest

from carerota.rules.pinned_start import PinnedStart
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

MINUTE = 60
WEEK = problem(
    [worker("ann"), worker("ben")],
    [client("joan")],
    [
        visit("pinned", "joan", "08:00-12:00", slots=2, pinned_start="10:00"),
        visit("late", "joan", "23:30-24:30", pinned_start="24:10", day=1),
        visit("free", "joan", "08:00-12:00"),
    ],
)


@pytest.mark.parametrize(
    ("start", "minutes"), [("10:00", 0), ("10:01", 1), ("09:59", 1), ("11:30", 90)]
)
def test_distance_from_the_pin(start: str, minutes: int) -> None:
    """The amount is the distance to either side; a free visit has none."""
    got = faces(PinnedStart(), WEEK, ("pinned", "ann", start), ("free", "ben", "08:00"))
    assert got.get(("pinned", 0), 0) == minutes * MINUTE
    assert len(got) == bool(minutes)


def test_both_carers_and_after_midnight() -> None:
    """Carers add up; a pin after midnight belongs to the day of the visit."""
    made = ("pinned", "ann", "10:05"), ("pinned", "ben", "09:55", 1)
    got = faces(PinnedStart(), WEEK, *made, ("late", "ann", "23:50"))
    assert got == {("pinned", 0): 10 * MINUTE, ("late", 0): 20 * MINUTE}


def test_line() -> None:
    """The line tells the pin and the start."""
    assert line(PinnedStart(), WEEK, ("pinned", "ann", "10:05")) == (
        "pinned is pinned to Mon 1 Jun 10:00 and starts Mon 1 Jun 10:05"
    )
