"""The rule ``fairness_preferences``."""

from __future__ import annotations

from carerota.model import Balances, Contract, TimeOfDay, WorkerPreferences
from carerota.rules.fairness_preferences import FairnessPreferences
from tests.builders import client, lines, problem, visit, worker
from tests.rules.sums import amounts

MADE = ("a", "ann", "09:00"), ("b", "ann", "09:30"), ("c", "ann", "20:00")


def pair(ann: float = 40, ben: float = 40, before: int = 0):
    """Give Ann, who would rather work at bedtime and not for Joan, and Ben."""
    wishes = WorkerPreferences(
        avoid_clients=frozenset({"joan"}),
        times_of_day=frozenset({TimeOfDay.BED}),
    )
    return problem(
        [
            worker("ann", preferences=wishes, contract=Contract(target_hours=ann)),
            worker(
                "ben",
                contract=Contract(target_hours=ben),
                balances=Balances(unmet_preferences=before),
            ),
        ],
        [client("joan"), client("ken")],
        [
            visit("a", "joan", "09:00"),
            visit("b", "ken", "09:00-10:00"),
            visit("c", "ken", "20:00"),
        ],
    )


def test_each_wish_of_each_visit_counts_in_hundredths() -> None:
    """Two wishes go unmet at Joan's, one in Ken's morning, none at his bedtime."""
    assert amounts(FairnessPreferences(), pair(), *MADE) == {("", 0): 300}
    assert amounts(FairnessPreferences(), pair(), *MADE[2:]) == {}


def test_who_wishes_nothing_has_nothing_unmet() -> None:
    """Ben may make every visit."""
    made = [(v, "ben", wall) for v, _, wall in MADE]
    assert amounts(FairnessPreferences(), pair(), *made) == {}


def test_hours_and_earlier_rotas_count() -> None:
    """Three for Ann on 30 hours are four, one before for Ben on 40 is one."""
    assert amounts(FairnessPreferences(), pair(30, 40, before=1), *MADE) == {
        ("", 0): 300
    }


def test_line() -> None:
    """The line names the two who are furthest apart."""
    assert lines(FairnessPreferences(), pair(), *MADE) == [
        "for 40 contract hours ann carries 3.00 wishes not met, ben 0.00: 3.00 apart"
    ]
