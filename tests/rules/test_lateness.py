"""The rule ``lateness``."""

from __future__ import annotations

import pytest

from carerota.rules.lateness import Lateness
from tests.builders import client, problem, visit, window, worker
from tests.rules.faces import faces, line

MINUTE = 60
WEEK = problem(
    [worker("ann"), worker("ben")],
    [client("joan")],
    [
        visit("v", "joan", "07:00-10:00", slots=2, preferred="08:00-08:30"),
        visit("night", "joan", "23:00-25:00", preferred="23:50-24:10"),
        visit("any", "joan", "07:00-10:00"),
    ],
)


@pytest.mark.parametrize(
    ("start", "minutes"), [("08:30", 0), ("08:31", 1), ("09:30", 60), ("07:00", 0)]
)
def test_against_the_preferred_window(start: str, minutes: int) -> None:
    """The edge is inside; a minute past it counts; no preference, no amount."""
    got = faces(Lateness(), WEEK, ("v", "ann", start), ("any", "ben", start))
    assert got.get(("v", 0), 0) == minutes * MINUTE
    assert len(got) == bool(minutes)


def test_carers_add_up() -> None:
    """Both carers of a double-up count."""
    got = faces(Lateness(), WEEK, ("v", "ann", "08:40"), ("v", "ben", "08:35", 1))
    assert got == {("v", 0): 15 * MINUTE}


def test_around_midnight() -> None:
    """A window after midnight belongs to the day of the visit."""
    got = faces(Lateness(), WEEK, ("night", "ann", "24:20"))
    assert got == {("night", 0): 10 * MINUTE}


def test_line() -> None:
    """The line tells the start and the amount, for how many carers."""
    one = ("v", "ann", "08:40")
    assert line(Lateness(), WEEK, one) == "v starts Mon 1 Jun 08:40, 10 min late"
    both = line(Lateness(), WEEK, one, ("v", "ben", "08:40", 1))
    assert both == "v starts Mon 1 Jun 08:40, 20 min late for 2 carers together"


@pytest.mark.parametrize(
    ("start", "minutes"),
    [("08:30", 0), ("08:50", 20), ("09:09", 39), ("09:10", 0), ("09:31", 1)],
)
def test_against_the_window_that_opened_last(start: str, minutes: int) -> None:
    """Between two windows a start is late for the first, from the second on for it."""
    later = visit("v", "joan", "07:00-10:00", preferred="08:00-08:30")
    twice = {"also_preferred": (window("09:10-09:30"),)}
    day = problem([worker("ann")], [client("joan")], [later.model_copy(update=twice)])
    got = faces(Lateness(), day, ("v", "ann", start))
    assert got.get(("v", 0), 0) == minutes * MINUTE
