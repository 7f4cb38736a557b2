"""The rule ``windows``."""

from __future__ import annotations

import pytest

from carerota.rules.windows import Windows
from tests.builders import (
    SPRING,
    client,
    lines,
    measured,
    problem,
    read,
    rota,
    visit,
    worker,
)

MINUTE = 60


def one(windows: str, **more: object):
    """Give a problem of one visit."""
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan")],
        [visit("v", "joan", windows, **more)],
    )


def test_inside_and_at_the_edges_is_nought() -> None:
    """A start at either end of a window is inside it."""
    p = one("08:00-09:00")
    for start in ("08:00", "08:30", "09:00"):
        assert measured(Windows(), p, ("v", "ann", start)) == {}


def test_one_minute_early_and_one_minute_late() -> None:
    """One minute past either end counts one minute."""
    p = one("08:00-09:00")
    assert measured(Windows(), p, ("v", "ann", "07:59")) == {("v", 0): MINUTE}
    assert measured(Windows(), p, ("v", "ann", "09:01")) == {("v", 0): MINUTE}


def test_the_nearest_of_several_windows() -> None:
    """The distance is to the nearest alternative."""
    p = one("08:00-09:00, 12:00-13:00")
    assert measured(Windows(), p, ("v", "ann", "11:50")) == {("v", 0): 10 * MINUTE}


def test_both_carers_count() -> None:
    """The distances of all carers of a visit add up."""
    p = one("08:00-09:00", slots=2)
    got = measured(Windows(), p, ("v", "ann", "09:05"), ("v", "ben", "09:10", 1))
    assert got == {("v", 0): 15 * MINUTE}


def test_a_window_over_midnight_when_the_clocks_go_forward() -> None:
    """The hour that does not exist takes no time."""
    p = problem(
        [worker("ann", first=SPRING)],
        [client("joan")],
        [visit("v", "joan", "23:30-24:30", day=5, first=SPRING)],
        first=SPRING,
    )
    # half an hour to one o'clock, which is two o'clock, then five minutes
    assert measured(Windows(), p, ("v", "ann", "26:05")) == {("v", 0): 35 * MINUTE}


def test_line() -> None:
    """The line says when it starts and when it should."""
    p = one("08:00-09:00")
    assert lines(Windows(), p, ("v", "ann", "09:05")) == [
        "v starts Mon 1 Jun 09:05, 5 min outside its window 08:00-09:00"
    ]


@pytest.mark.parametrize(
    ("start", "said"),
    [("08:50", "10 min"), ("09:05", "-5 min"), ("12:30", "30 min")],
)
def test_margin(start: str, said: str) -> None:
    """The margin names the visit nearest to the end of the window it is in."""
    p = one("08:00-09:00, 12:00-13:00")
    reading = read(p, rota(p, ("v", "ann", start)))
    assert Windows().margins(reading) == [
        f"least time until a window closes {said} (v, starts Mon 1 Jun {start})"
    ]
    assert Windows().margins(read(p, rota(p))) == []
