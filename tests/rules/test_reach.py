"""The rule ``reach``."""

from __future__ import annotations

import pytest

from carerota.rules.reach import Reach
from tests.builders import client, lines, problem, read, rota, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def pair(**more: object):
    """Give a problem of two visits of 30 minutes, ten minutes and a key safe apart."""
    return problem(
        [worker("ann")],
        [client("joan"), client("kim", access_minutes=2)],
        [visit("v1", "joan", "08:00-12:00"), visit("v2", "kim", "08:00-12:00")],
        **more,
    )


@pytest.mark.parametrize(
    ("second", "minutes"),
    [("09:12", 0), ("09:11", 1), ("09:00", 12), ("08:45", 12), ("08:30", 12)],
)
def test_what_is_missing_between_two_visits(second: str, minutes: int) -> None:
    """Twelve minutes are needed after 09:00; an overlap has a gap of nought."""
    got = agreed(Reach(), pair(), ("v1", "ann", "08:30"), ("v2", "ann", second))
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_a_break_needs_its_time_too() -> None:
    """Travel of 12 minutes and a break of 20 in a gap of 30: two are missing."""
    made = ("v1", "ann", "08:30"), ("v2", "ann", "09:30")
    got = agreed(Reach(), pair(), *made, breaks=[("ann", "09:00", "09:20")])
    assert got == {("ann", 0): 2 * MINUTE}


@pytest.mark.parametrize(("second", "minutes"), [("09:22", 0), ("09:21", 1)])
def test_going_home_takes_both_ways(second: str, minutes: int) -> None:
    """Between runs there must be time for the way home and out again."""
    made = ("v1", "ann", "08:30"), ("v2", "ann", second, 0, 2)
    got = agreed(Reach(), pair(), *made)
    assert got == ({("ann", 0): minutes * MINUTE} if minutes else {})


def test_the_gaps_of_a_day_add_up_and_days_stand_apart() -> None:
    """Two gaps of one day are one amount; another day is another key."""
    p = problem(
        [worker("ann")],
        [client(c) for c in ("joan", "kim", "lee")],
        [
            *(visit(f"a{c}", c, "08:00-12:00") for c in ("joan", "kim", "lee")),
            *(visit(f"b{c}", c, "08:00-12:00", day=1) for c in ("joan", "kim")),
        ],
    )
    got = agreed(
        Reach(),
        p,
        ("ajoan", "ann", "08:00"),
        ("akim", "ann", "08:35"),
        ("alee", "ann", "09:08"),
        ("bjoan", "ann", "08:00"),
        ("bkim", "ann", "08:39"),
    )
    assert got == {("ann", 0): 12 * MINUTE, ("ann", 1): MINUTE}


def test_line() -> None:
    """The line names the gap in which most is missing."""
    got = lines(Reach(), pair(), ("v1", "ann", "08:30"), ("v2", "ann", "09:05"))
    assert got == [
        "ann lacks 7 min to get from visit to visit on Mon 1 Jun, most between v1 and v2"
    ]


@pytest.mark.parametrize(("second", "said"), [("09:20", "8 min"), ("09:11", "-1 min")])
def test_margin(second: str, said: str) -> None:
    """The margin names the way with the least time to spare; below nought: too little."""
    p = pair()
    reading = read(p, rota(p, ("v1", "ann", "08:30"), ("v2", "ann", second)))
    assert Reach().margins(reading) == [
        f"least time to spare on the way {said} (ann, v1 to v2, Mon 1 Jun)"
    ]
    assert Reach().margins(read(p, rota(p))) == []
