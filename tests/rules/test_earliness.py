"""The rule ``earliness``."""

from __future__ import annotations

import pytest

from carerota.rules.earliness import Earliness
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

MINUTE = 60
WEEK = problem(
    [worker("ann"), worker("ben")],
    [client("joan")],
    [
        visit("v", "joan", "07:00-10:00", slots=2, preferred="08:00-08:30"),
        visit("night", "joan", "23:00-25:00", preferred="24:00-24:10"),
        visit("any", "joan", "07:00-10:00"),
    ],
)


@pytest.mark.parametrize(
    ("start", "minutes"), [("08:00", 0), ("07:59", 1), ("07:00", 60), ("09:30", 0)]
)
def test_against_the_preferred_window(start: str, minutes: int) -> None:
    """The edge is inside; a minute past it counts; no preference, no amount."""
    got = faces(Earliness(), WEEK, ("v", "ann", start), ("any", "ben", start))
    assert got.get(("v", 0), 0) == minutes * MINUTE
    assert len(got) == bool(minutes)


def test_carers_add_up() -> None:
    """Both carers of a double-up count."""
    got = faces(Earliness(), WEEK, ("v", "ann", "07:50"), ("v", "ben", "07:55", 1))
    assert got == {("v", 0): 15 * MINUTE}


def test_around_midnight() -> None:
    """A window after midnight belongs to the day of the visit."""
    got = faces(Earliness(), WEEK, ("night", "ann", "23:50"))
    assert got == {("night", 0): 10 * MINUTE}


def test_line() -> None:
    """The line tells the start and the amount, for how many carers."""
    one = ("v", "ann", "07:50")
    assert line(Earliness(), WEEK, one) == "v starts Mon 1 Jun 07:50, 10 min early"
    both = line(Earliness(), WEEK, one, ("v", "ben", "07:50", 1))
    assert both == "v starts Mon 1 Jun 07:50, 20 min early for 2 carers together"
