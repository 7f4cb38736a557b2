"""The rule ``extra_time``."""

from __future__ import annotations

import pytest

from carerota.rules.extra_time import ExtraTime
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(*available: tuple[int, str]):
    """Give half an hour's visit ten minutes away."""
    return problem(
        [worker("ann", available=available)],
        [client("joan")],
        [visit("v", "joan", "06:00-20:00")],
    )


@pytest.mark.parametrize(("start", "minutes"), [("13:20", 0), ("13:21", 1)])
def test_the_way_back_is_part_of_the_shift(start: str, minutes: int) -> None:
    """Back at two is in the shift; a minute later is extra."""
    got = agreed(ExtraTime(), day((0, "07:00-14:00")), ("v", "ann", start))
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_the_last_stretch_of_the_day_counts() -> None:
    """A gap between two stretches ends no shift; no stretch, no shift."""
    two = day((0, "07:00-12:00"), (0, "13:00-15:00"))
    assert agreed(ExtraTime(), two, ("v", "ann", "12:30")) == {}
    assert agreed(ExtraTime(), two, ("v", "ann", "14:30")) == {("ann", 0): 10 * MINUTE}
    assert agreed(ExtraTime(), day((1, "07:00-12:00")), ("v", "ann", "19:00")) == {}


def test_line() -> None:
    """The line says when the worker is back."""
    assert lines(ExtraTime(), day((0, "07:00-14:00")), ("v", "ann", "13:25")) == [
        "ann is back Mon 1 Jun 14:05, 5 min after the shift"
    ]
