"""What nobody makes is put in where it costs least, if it breaks nothing."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from carerota.engines.search import layout as at
from carerota.engines.search.single import LEAVE_OUT, TRY_WITHOUT, change_slot
from tests.engines.search.states import (
    POLICIES,
    busy_problem,
    chain_for,
    decoded_anew,
    policy_for,
    state,
)


def filled(seed):
    """A chain after some moves from which some slots are taken, then filled."""
    chain = chain_for(
        busy_problem(Random(seed)), policy_for(POLICIES[seed % len(POLICIES)]), seed
    )
    point = chain.book.point
    chain.multiplier = 1 << 20
    chain.anneal(2_000, 2.0 * point, 1.0 * point)
    chain.return_to_best()
    before = chain.rota()
    before.worker[:: 2 + seed % 3] = -1
    chain.start_from(before)
    return (
        chain,
        chain.score().copy(),
        chain.table(at.WORKER, len(before.worker)).copy(),
    )


@pytest.mark.parametrize("seed", range(16))
def test_nothing_more_is_broken_and_who_was_there_stays(seed):
    chain, before, worker = filled(seed)
    cost = chain.cost
    chain.fill()
    after = chain.table(at.WORKER, len(worker))
    made = worker >= 0
    assert chain.score()[0] <= max(0, before[0])
    assert (after[made] == worker[made]).all()
    assert chain.cost <= cost
    assert tuple(chain.levels) <= tuple(chain.score())
    # times and costs are those of the decoder
    assert np.array_equal(state(chain), decoded_anew(chain))


def test_it_puts_in_whatever_fits():
    """Over all seeds slots find places."""
    found = 0
    for seed in range(16):
        chain, _, worker = filled(seed)
        n = len(worker)
        chain.fill()
        once = chain.table(at.WORKER, n).copy()
        found += int(((once >= 0) & (worker < 0)).sum())
    assert found > 16


@pytest.mark.parametrize("seed", range(6))
def test_to_try_without_a_slot_changes_nothing(seed):
    """What it tells is what leaving the slot out comes to."""
    chain, _, worker = filled(seed)
    x, cell = chain.memory, int(chain.memory.m[at.SUM]) + at.PENALTY_SUM
    made = np.flatnonzero(worker >= 0).tolist()
    for s in made[:: max(1, len(made) // 8)]:
        before, penalty = state(chain).copy(), int(x.m[cell])
        gain = change_slot(x.m, x.travel, x.metres, s, TRY_WITHOUT)
        assert np.array_equal(state(chain), before)
        assert change_slot(x.m, x.travel, x.metres, s, LEAVE_OUT) == gain
        assert penalty - int(x.m[cell]) == gain
        assert chain.table(at.WORKER, len(worker))[s] < 0
