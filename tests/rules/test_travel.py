"""The rule ``travel``."""

from __future__ import annotations

from carerota.rules.travel import Travel
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60
TRAVEL = {("at:joan", "at:kim"): 6, ("at:kim", "at:lee"): 9}


def morning():
    """Give a problem of three visits; Kim's door takes two minutes to open."""
    return problem(
        [worker("ann"), worker("ben", travel_mode="walk")],
        [client("joan"), client("kim", access_minutes=2), client("lee")],
        [
            visit("v1", "joan", "07:00-10:00"),
            visit("v2", "kim", "07:00-10:00"),
            visit("v3", "lee", "07:00-10:00"),
        ],
        travel=TRAVEL,
    )


def test_legs_and_access_between_the_visits_of_a_run() -> None:
    """Legs of 6 and 9 minutes and 2 minutes of access; the ways home do not count."""
    got = agreed(
        Travel(),
        morning(),
        ("v1", "ann", "07:00"),
        ("v2", "ann", "08:00"),
        ("v3", "ann", "09:00"),
    )
    assert got == {("ann", 0): 17 * MINUTE}


def test_time_at_home_breaks_the_chain() -> None:
    """Between two runs the worker goes home: that is not this rule's travel."""
    got = agreed(
        Travel(),
        morning(),
        ("v1", "ann", "07:00"),
        ("v2", "ann", "08:00", 0, 2),
        ("v3", "ann", "09:00", 0, 2),
    )
    assert got == {("ann", 0): 9 * MINUTE}


def test_each_worker_has_their_own_order() -> None:
    """Who makes one visit only does not travel between visits."""
    got = agreed(
        Travel(),
        morning(),
        ("v1", "ann", "07:00"),
        ("v2", "ben", "08:00"),
        ("v3", "ann", "09:00"),
    )
    assert got == {("ann", 0): 10 * MINUTE}


def test_two_visits_at_one_client_need_no_travel_and_no_access() -> None:
    """Access is paid once when the worker stays with the client."""
    p = problem(
        [worker("ann")],
        [client("joan", access_minutes=4)],
        [visit("v1", "joan", "08:00"), visit("v2", "joan", "08:30")],
    )
    assert agreed(Travel(), p, ("v1", "ann", "08:00"), ("v2", "ann", "08:30")) == {}


def test_line() -> None:
    """The line says who travels, how long and when."""
    got = lines(Travel(), morning(), ("v1", "ann", "07:00"), ("v2", "ann", "08:00"))
    assert got == ["ann travels 8 min between visits on Mon 1 Jun"]
