"""When a search cools, parts, and is heated again."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from carerota.engines.search import cooling
from carerota.engines.search.cooling import COLD, LAST, Alone, Cooling, Together, Turn
from carerota.engines.search.schedule import SLOWLY
from carerota.solving import solve
from tests.engines.search.states import busy_problem, policy_for

PIECES = 200


def cooled_alone(moves, n_slots, since=0.4, *, frozen=True):
    """Cool by oneself from a share of the budget on; how far, piece by piece."""
    alone = Alone(n_slots, 0.0)
    if not alone.parts(since, int(moves * since), frozen=frozen):
        return None
    far, begun = [], 0
    for i in range(int(since * PIECES), int(LAST * PIECES)):
        begun += alone.begins(i / PIECES)
        far.append(alone.at(i / PIECES))
    return far, begun


def test_with_few_moves_nobody_cools_alone():
    assert cooled_alone(cooling.QUICK * 10, 10) is None


@pytest.mark.parametrize(("times", "expected"), [(3, 1), (10, 4), (90, cooling.MOST)])
def test_with_many_moves_each_cools_again_and_again(times, expected):
    """From hot to cold each time, as often as there are moves for, up to a limit."""
    far, again = cooled_alone(cooling.QUICK * 10 * times, 10)
    assert again == expected - 1
    assert min(far) == 0
    assert 0.8 * COLD <= max(far) <= COLD
    assert sum(after < before for before, after in pairwise(far)) == again


def test_chains_part_at_once_where_they_can_cool_often_enough():
    """They do before anything is frozen; what was too few is not asked for again."""
    enough = cooling.QUICK * 10 * (cooling.OFTEN + 2)
    _, again = cooled_alone(enough, 10, cooling.SOON, frozen=False)
    assert again == cooling.OFTEN - 1
    few = Alone(10, 0.0)
    half = enough // 2
    assert not few.parts(cooling.SOON / 2, enough, frozen=False)
    assert not few.parts(cooling.SOON, int(half * cooling.SOON), frozen=False)
    assert not few.parts(0.1, enough, frozen=False)
    assert few.parts(0.1, int(half * 0.1), frozen=True)


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


def turns(moves):
    """Cool over a whole budget of so many moves; the turns, and how far pieces went."""
    cooling_down, made = Cooling(10, 0.0), moves // PIECES
    told, far = [], []
    for i in range(PIECES):
        cost = 10_000 - 10 * i
        told.append(cooling_down.turn(i / PIECES, cost, (0, cost)))
        far.append(cooling_down.piece(i / PIECES, made))
    return told, far


def test_chains_go_back_each_time_and_gather_once_at_last():
    """Within a piece they cool on, to where the next one begins."""
    told, far = turns(cooling.QUICK * 10 * 7)
    assert told.count(Turn.ANEW) == 5
    assert told.count(Turn.GATHER) == 1
    gathers = told.index(Turn.GATHER)
    assert gathers / PIECES == pytest.approx(LAST)
    assert max(i for i, turn in enumerate(told) if turn is Turn.ANEW) < gathers
    first = told.index(Turn.ANEW)
    assert first / PIECES == pytest.approx(cooling.SOON)
    for i in range(first, gathers - 1):
        if told[i + 1] is Turn.GO_ON:
            assert far[i][1] == pytest.approx(far[i + 1][0])
    assert all(begins == ends for begins, ends in far[gathers:])


def test_with_few_moves_chains_go_on_together():
    told, far = turns(cooling.QUICK * 10)
    assert set(told) == {Turn.GO_ON}
    assert far == [(i / PIECES, i / PIECES) for i in range(PIECES)]


def test_chains_that_part_come_together_again(monkeypatch):
    """Same seed, threads and moves: same rota, whoever went first."""
    parted = []
    parts = Alone.parts

    def told(self, share, moves, *, frozen):
        parted.append(parts(self, share, moves, frozen=frozen))
        return parted[-1]

    monkeypatch.setattr(Alone, "parts", told)
    problem = busy_problem(Random(4)).model_copy(update={"links": ()})
    terms = {"policy": policy_for("one sum"), "engine": "search", "seed": 3}
    many = 4 * cooling.QUICK * sum(len(v.slots) for v in problem.visits)
    found = [
        solve(problem, moves=many, threads=2, **terms).report.levels for _ in range(2)
    ]
    assert True in parted
    assert found[0] == found[1]
    alone = solve(problem, moves=300, threads=1, **terms).report.levels
    assert found[0] <= alone
