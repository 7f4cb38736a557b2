"""When a search cools, parts, and is heated again."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from carerota.engines.search import cooling
from carerota.engines.search.cooling import APART, COLD, LAST, Alone, Together
from carerota.engines.search.schedule import SLOWLY
from carerota.solving import solve
from tests.engines.search.states import busy_problem, policy_for

PIECES = 200


def cooled_alone(moves, n_slots):
    """Cool by oneself over a budget of so many moves; how far, piece by piece."""
    alone, found, begun = Alone(n_slots), [], 0
    for i in range(PIECES):
        share = i / PIECES
        begun += alone.begins(share, moves * i // PIECES)
        found.append(alone.at(share) if alone.apart(share) else None)
    return found, begun


def test_with_few_moves_nobody_cools_alone():
    found, begun = cooled_alone(cooling.AMPLE * 10 - 1, 10)
    assert begun == 0
    assert set(found) == {None}


@pytest.mark.parametrize("times", [1, 4, 40])
def test_with_many_moves_each_cools_again_and_again(times):
    """From hot to cold each time, until all go on together."""
    found, begun = cooled_alone(cooling.AMPLE * 10 * times, 10)
    expected = min(cooling.MOST, int(APART * cooling.AMPLE * times / cooling.QUICK))
    assert expected - 1 <= begun <= expected
    parted = [i for i, x in enumerate(found) if x is not None]
    assert parted[-1] < APART * PIECES <= parted[-1] + 2
    assert parted == list(range(parted[0], parted[-1] + 1))
    far = [found[i] for i in parted]
    assert min(far) == 0
    assert max(far) <= COLD
    falls = sum(after < before for before, after in pairwise(far))
    assert falls == begun - 1


def shares(costs, bests=None):
    """Show costs piece by piece; how far it had cooled at each, and where it heats."""
    together, far, heated = Together(), [], []
    bests = bests or costs
    best = float("inf")
    for i, cost in enumerate(costs):
        best = min(best, bests[i])
        share = i / len(costs)
        if together.look(share, cost, (0, best)):
            heated.append(share)
        far.append(together.at(share))
    return far, heated


def test_what_gets_better_is_cooled_once():
    far, heated = shares([10_000 - 10 * i for i in range(PIECES)])
    assert not heated
    assert far == [i / PIECES for i in range(PIECES)]


def test_what_is_hot_is_not_taken_for_frozen():
    """The best stays what it was at first, but the present state gets better."""
    costs = [20_000 - 40 * i for i in range(PIECES)]
    _, heated = shares(costs, [10_000] * PIECES)
    assert not heated


def test_what_is_frozen_is_heated_again_and_ends_cold():
    """To twice the heat at which the best was found; in the end it is as cold."""
    half = PIECES // 2
    costs = [10_000 - 50 * min(i, half) for i in range(PIECES)]
    far, heated = shares(costs)
    assert heated
    assert all(0.5 < share < LAST for share in heated)
    first = int(heated[0] * PIECES)
    assert far[first] < far[first - 1]
    assert 0.5 - far[first] == pytest.approx(0.85 * 0.2153, abs=0.01)
    late = [x for i, x in enumerate(far) if i / PIECES >= SLOWLY]
    assert late == [i / PIECES for i in range(PIECES) if i / PIECES >= SLOWLY]


def test_chains_that_part_come_together_again(monkeypatch):
    """Same seed, threads and moves: same rota, and none is lost on the way."""
    monkeypatch.setattr(cooling, "AMPLE", 100)
    monkeypatch.setattr(cooling, "QUICK", 50)
    problem = busy_problem(Random(4)).model_copy(update={"links": ()})
    terms = {"policy": policy_for("one sum"), "engine": "search", "seed": 3}
    found = [
        solve(problem, moves=20_000, threads=3, **terms).report.levels for _ in range(2)
    ]
    assert found[0] == found[1]
    alone = solve(problem, moves=300, threads=1, **terms).report.levels
    assert found[0] <= alone
