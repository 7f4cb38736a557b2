"""The rule ``home_travel``."""

from __future__ import annotations

from carerota.rules.home_travel import HomeTravel
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(**more: object):
    """Give a problem of a morning and a tea visit 12 and 8 minutes from home."""
    return problem(
        [worker("ann", **more)],
        [client("joan"), client("kim", access_minutes=2)],
        [visit("v1", "joan", "07:00-10:00"), visit("v2", "kim", "16:00-18:00")],
        travel={("home:ann", "at:joan"): 12, ("home:ann", "at:kim"): 8},
    )


def test_one_run_has_a_way_out_and_a_way_back() -> None:
    """Twelve minutes out and eight back; access counts on the way in only."""
    got = agreed(HomeTravel(), day(), ("v1", "ann", "07:00"), ("v2", "ann", "16:00"))
    assert got == {("ann", 0): 20 * MINUTE}


def test_two_runs_have_two_of_each() -> None:
    """Each run has both ways, and access at its first visit."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "16:00", 0, 2)
    assert agreed(HomeTravel(), day(), *made) == {("ann", 0): 42 * MINUTE}


def test_a_run_may_start_and_end_elsewhere() -> None:
    """The start and end places stand in for home."""
    p = day(start_place="depot", end_place="at:kim")
    got = agreed(HomeTravel(), p, ("v1", "ann", "07:00"), ("v2", "ann", "16:00"))
    assert got == {("ann", 0): 10 * MINUTE}


def test_nought_when_home_is_the_client() -> None:
    """Who lives where they care has no way, and no amount."""
    p = day(home="at:joan")
    assert agreed(HomeTravel(), p, ("v1", "ann", "07:00")) == {}


def test_line() -> None:
    """The line says who travels, how long and when."""
    assert lines(HomeTravel(), day(), ("v1", "ann", "07:00")) == [
        "ann travels 24 min from and to home on Mon 1 Jun"
    ]
