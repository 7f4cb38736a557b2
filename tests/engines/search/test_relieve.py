"""A state that breaks hard rules is made legal by leaving out what breaks them."""

from __future__ import annotations

from random import Random

import pytest

from carerota.engines.search import layout as at
from tests.engines.search.states import POLICIES, busy_problem, chain_for, policy_for


@pytest.mark.parametrize("seed", range(16))
def test_a_state_is_legal_after_relief(seed):
    """Whatever was broken; what was legal is left as it was."""
    policy = policy_for(POLICIES[seed % len(POLICIES)])
    chain = chain_for(busy_problem(Random(seed)), policy, seed)
    point = chain.book.point
    chain.multiplier = 1
    chain.anneal(3_000, 200.0 * point, 100.0 * point)
    worker = chain.table(at.WORKER, chain.compiled.n_slots)
    before, legal = worker.copy(), chain.legal
    chain.relieve()
    assert chain.legal
    left_out = (before >= 0) & (worker < 0)
    assert (worker[~left_out] == before[~left_out]).all()
    if legal:
        assert not left_out.any()


def test_an_offer_leaves_the_state_as_it_was():
    """What is tried without what breaks rules is undone again; the best is kept."""
    chain = chain_for(busy_problem(Random(3)), policy_for(POLICIES[0]), 3)
    point = chain.book.point
    chain.multiplier = 1
    chain.anneal(3_000, 200.0 * point, 100.0 * point)
    m = chain.memory.m
    before = m[m[at.STATE] : m[at.STATE_END]].copy()
    best = chain.levels
    chain.offer()
    assert (m[m[at.STATE] : m[at.STATE_END]] == before).all()
    assert chain.levels <= best
