"""A move that is not taken leaves nothing behind."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from carerota.engines.search import costs
from carerota.engines.search import layout as at
from carerota.engines.search.journal import undo
from carerota.engines.search.moves import N_MOVES, move
from carerota.engines.search.propagation import forget_times
from carerota.engines.search.touched import begin
from carerota.engines.search.update import finish
from carerota.rules.base import Level
from carerota.rules.book import RULES
from tests.engines.search.states import (
    POLICIES,
    busy_problem,
    chain_for,
    policy_for,
    stir,
)

ENDLESS = 1 << 60


def whole_state(chain):
    m = chain.memory.m
    return m[m[at.STATE] : m[at.STATE_END]].copy()


def tried(chain, kind, worst):
    """Make a move of a kind and take it back; gives how many cells it had changed."""
    x = chain.memory
    start = whole_state(chain)
    begin(x.m)
    if not move(x.m, kind):
        forget_times(x.m)
        undo(x.m)
        assert np.array_equal(whole_state(chain), start)
        return 0
    finish(x.m, x.travel, x.metres, worst)
    changed = int((whole_state(chain) != start).sum())
    undo(x.m)
    assert np.array_equal(whole_state(chain), start)
    assert int(x.m[at.N_HEAP]) == 0
    assert not chain.table(at.HEAP_STAMP, chain.compiled.n_visits).any()
    return changed


@pytest.mark.parametrize("kind", range(N_MOVES))
def test_every_kind_of_move_is_taken_back(kind):
    """Every cell of the state is as before: measured to the end or given up early."""
    changed = 0
    for seed in range(12):
        policy = policy_for(POLICIES[seed % len(POLICIES)])
        chain = chain_for(busy_problem(Random(seed)), policy, seed)
        stir(chain, 60)
        now = costs.total(chain.memory.m)
        for worst in (ENDLESS, now, now - 1, -ENDLESS) * 8:
            changed += tried(chain, kind, worst)
    assert changed, "this kind of move never did anything"


def without_the_whole():
    """Give a policy without rules on the whole rota.

    How much those may fall by in one move is a rule of thumb; the rest is a bound.
    """
    policy = policy_for("all priced")
    rules = {n: x for n, x in policy.rules.items() if RULES[n].level is not Level.ALL}
    return policy.model_copy(update={"rules": rules})


def test_a_move_given_up_early_would_have_cost_too_much():
    """Giving a move up before all is measured never loses one worth taking.

    Checked move by move, from the same state and random numbers, against measuring to
    the end.
    """
    given_up = 0
    for seed in range(12):
        chain = chain_for(busy_problem(Random(seed)), without_the_whole(), seed)
        m, x = chain.memory.m, chain.memory
        m[at.SLACK] = 0
        chain.table(at.V_LATE_PRICE, chain.compiled.n_visits)[:] = 0
        stir(chain, 40)
        for kind in [k for k in range(N_MOVES) for _ in range(10)]:
            now, numbers = costs.total(m), int(m[at.RNG])
            begin(m)
            if not move(m, kind):
                continue
            early = finish(m, x.travel, x.metres, now)
            undo(m)
            m[at.RNG] = numbers
            begin(m)
            assert move(m, kind)
            whole = finish(m, x.travel, x.metres, ENDLESS)
            undo(m)
            assert (early <= now) == (whole <= now)
            assert early in (whole, now + 1)
            given_up += int(early != whole)
    assert given_up, "no move was ever given up early"
