"""The rule ``fairness_splits``."""

from __future__ import annotations

from carerota.model import Balances, Contract
from carerota.rules.fairness_splits import FairnessSplits
from tests.builders import client, lines, problem, visit, worker
from tests.rules.sums import amounts

SPLIT = ("a", "ann", "09:00"), ("b", "ann", "12:00", 0, 2), ("c", "ann", "17:00", 0, 3)


def pair(ann: float = 40, ben: float = 40, before: int = 0):
    """Give two workers with some target hours and three visits on a day."""
    return problem(
        [
            worker("ann", contract=Contract(target_hours=ann)),
            worker(
                "ben",
                contract=Contract(target_hours=ben),
                balances=Balances(split_days=before),
            ),
        ],
        [client("joan")],
        [visit(name, "joan", "08:00-18:00") for name in "abc"],
    )


def test_runs_beyond_the_first_count_in_hundredths() -> None:
    """Three runs are two beyond the first; one run is none."""
    assert amounts(FairnessSplits(), pair(), *SPLIT) == {("", 0): 200}
    assert amounts(FairnessSplits(), pair(), *SPLIT[:1]) == {}


def test_half_the_hours_mean_half_the_burden() -> None:
    """Two split runs are four for 40 hours of a worker on twenty."""
    assert amounts(FairnessSplits(), pair(20, 40), *SPLIT) == {("", 0): 400}


def test_earlier_rotas_count() -> None:
    """Two for Ann now and two for Ben before are fair; nothing more is not."""
    assert amounts(FairnessSplits(), pair(before=2), *SPLIT) == {}
    assert amounts(FairnessSplits(), pair(before=2)) == {("", 0): 200}


def test_line() -> None:
    """The line tells shares with their hundredths."""
    assert lines(FairnessSplits(), pair(30, 40, before=1), *SPLIT) == [
        "for 40 contract hours ann carries 2.66 split days, ben 1.00: 1.66 apart"
    ]
