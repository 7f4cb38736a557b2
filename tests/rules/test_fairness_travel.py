"""The rule ``fairness_travel``, and what all rules on fairness share."""

from __future__ import annotations

from carerota.model import Balances, Contract
from carerota.rules.fairness_travel import FairnessTravel
from tests.builders import client, lines, problem, visit, worker
from tests.rules.sums import amounts

HOUR = 3600
MINUTE = 60


def pair(ann: float = 40, ben: float = 40, **balances: float):
    """Give two workers with some target hours, three visits, ten minutes a journey."""
    return problem(
        [
            worker(
                name,
                contract=Contract(target_hours=hours),
                balances=Balances(travel_minutes=balances.get(name, 0)),
            )
            for name, hours in (("ann", ann), ("ben", ben))
        ],
        [client("joan"), client("ken", access_minutes=2)],
        [
            visit("a", "joan", "09:00"),
            visit("b", "ken", "09:42"),
            visit("c", "joan", "09:00", day=1),
        ],
    )


def test_journeys_within_runs_and_from_and_to_home_count() -> None:
    """Out, between two visits with two minutes of access, and back: 32 minutes."""
    made = ("a", "ann", "09:00"), ("b", "ann", "09:42")
    assert amounts(FairnessTravel(), pair(), *made) == {("", 0): 32 * MINUTE}


def test_equal_travel_for_equal_hours_is_fair() -> None:
    """Twenty minutes each: nought."""
    made = ("a", "ann", "09:00"), ("c", "ben", "09:00")
    assert amounts(FairnessTravel(), pair(), *made) == {}


def test_half_the_hours_mean_half_the_burden() -> None:
    """Twenty minutes are forty for 40 hours of a worker on twenty."""
    made = ("a", "ann", "09:00"), ("c", "ben", "09:00")
    assert amounts(FairnessTravel(), pair(20, 40), *made) == {("", 0): 20 * MINUTE}


def test_earlier_rotas_count() -> None:
    """Who travelled more before may travel less now."""
    p = pair(ann=40, ben=40)
    even = problem(
        [
            worker(
                name,
                contract=Contract(target_hours=40),
                balances=Balances(travel_minutes=minutes),
            )
            for name, minutes in (("ann", 0), ("ben", 20))
        ],
        p.clients,
        p.visits,
    )
    assert amounts(FairnessTravel(), even, ("a", "ann", "09:00")) == {}
    assert amounts(FairnessTravel(), even, ("a", "ben", "09:00")) == {
        ("", 0): 40 * MINUTE
    }


def test_who_has_no_contract_hours_has_no_share() -> None:
    """With fewer than two workers to compare there is nothing to share out."""
    made = ("a", "ann", "09:00")
    assert amounts(FairnessTravel(), pair(40, 0), made) == {}
    assert amounts(FairnessTravel(), pair(0, 0), made) == {}


def test_shares_are_rounded_down() -> None:
    """1,200 seconds by 37 hours are 1,297 and a bit for 40."""
    assert amounts(FairnessTravel(), pair(37, 40), ("a", "ann", "09:00")) == {
        ("", 0): 1297
    }


def test_line() -> None:
    """The line names the two who are furthest apart."""
    made = ("a", "ann", "09:00"), ("c", "ben", "09:00")
    assert lines(FairnessTravel(), pair(20, 40), *made) == [
        "for 40 contract hours ann carries 40 min of travel, ben 20 min: 20 min apart"
    ]
