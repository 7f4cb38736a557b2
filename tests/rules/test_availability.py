"""The rule ``availability``."""

from __future__ import annotations

import pytest

from carerota.rules.availability import Availability
from tests.builders import AUTUMN, client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60
SPLIT = [(0, "07:00-11:00"), (0, "16:00-21:00")]


def day(available: list[tuple], n: int = 2):
    """Give a problem of some visits of 30 minutes in one house."""
    return problem(
        [worker("ann", available=available)],
        [client("joan")],
        [visit(f"v{i}", "joan", "06:00-23:30") for i in range(1, n + 1)],
    )


@pytest.mark.parametrize(
    ("start", "minutes"),
    [("07:00", 0), ("10:30", 0), ("06:59", 1), ("10:31", 1), ("12:00", 30)],
)
def test_a_visit_at_the_edges(start: str, minutes: int) -> None:
    """A visit may begin as an interval opens and end as it closes."""
    got = agreed(Availability(), day(SPLIT), ("v1", "ann", start))
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_a_run_lies_within_as_a_whole() -> None:
    """A run over the gap between two intervals has the gap outside, two runs not."""
    p = day(SPLIT)
    made = ("v1", "ann", "10:00"), ("v2", "ann", "16:00")
    assert agreed(Availability(), p, *made) == {("ann", 0): 5 * 60 * MINUTE}
    runs = ("v1", "ann", "10:00"), ("v2", "ann", "16:00", 0, 2)
    assert agreed(Availability(), p, *runs) == {}


def test_runs_add_up() -> None:
    """What two runs have outside is one amount of the day."""
    made = ("v1", "ann", "06:50"), ("v2", "ann", "20:45", 0, 2)
    assert agreed(Availability(), day(SPLIT), *made) == {("ann", 0): 25 * MINUTE}


def test_intervals_that_touch_or_overlap_are_one() -> None:
    """Kinds do not matter, and no minute counts twice."""
    p = day([(0, "07:00-09:00", "preferred"), (0, "08:30-11:00", "unwelcome")])
    made = ("v1", "ann", "08:00"), ("v2", "ann", "10:45")
    assert agreed(Availability(), p, *made) == {("ann", 0): 15 * MINUTE}


def test_who_is_never_available_is_always_outside() -> None:
    """Without any interval the whole run counts."""
    made = ("v1", "ann", "08:00"), ("v2", "ann", "09:00")
    assert agreed(Availability(), day([]), *made) == {("ann", 0): 90 * MINUTE}


def test_past_midnight() -> None:
    """A late visit ends in the next day's interval, or ten minutes outside."""
    p = day([(0, "20:00-24:00"), (1, "00:00-00:15"), (1, "07:00-09:00")])
    assert agreed(Availability(), p, ("v1", "ann", "23:45")) == {}
    assert agreed(Availability(), p, ("v1", "ann", "23:55")) == {
        ("ann", 0): 10 * MINUTE
    }


def test_the_night_the_clocks_go_back() -> None:
    """The hour that comes twice is outside once, sixty minutes more."""
    p = problem(
        [
            worker(
                "ann",
                first=AUTUMN,
                available=[(5, "22:00-25:00"), (6, "03:00-08:00")],
            )
        ],
        [client("joan")],
        [visit("v1", "joan", "24:30-25:00", 4 * 60, day=5, first=AUTUMN)],
        first=AUTUMN,
    )
    # from half past midnight for four hours: outside from 01:00 to 03:00, three hours
    got = agreed(Availability(), p, ("v1", "ann", "24:30"))
    assert got == {("ann", 5): 3 * 60 * MINUTE}


def test_line() -> None:
    """The line says how long and when."""
    assert lines(Availability(), day(SPLIT), ("v1", "ann", "10:50")) == [
        "ann works 20 min outside their availability on Mon 1 Jun"
    ]
