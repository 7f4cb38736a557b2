"""A state that breaks hard rules is made legal by leaving out what breaks them."""

from __future__ import annotations

from random import Random

import pytest

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.search import layout as at
from carerota.engines.search.chain import Chain
from carerota.model import CarerLimit, CarerWindow
from carerota.policies import load
from carerota.rules.book import bind
from tests.builders import client, past, problem, rota, visit, worker
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


@pytest.mark.parametrize(("new", "stay"), [("cleo", 3), ("dora", 2)])
def test_carers_of_the_past_stay(new, stay):
    """A ceiling broken by the week before is no reason to leave out who came then.

    Joan met three in it, one too many; a fourth, new in the fortnight, goes.
    """
    carers = CarerLimit(ceiling=2, window=CarerWindow.FORTNIGHT)
    names = ("ann", "ben", "cleo")
    week = problem(
        [worker(name) for name in (*names, "dora")],
        [client("joan", carers=carers)],
        [visit(v, "joan", "08:00-18:00", day=d) for d, v in enumerate("abc")],
        past=[past("joan", name, "09:00", -d - 1) for d, name in enumerate(names)],
    )
    chain = Chain(compile_problem(week), bind(load(), week.ticks_per_minute))
    made = rota(week, ("a", "ann", "09:00"), ("b", "ben", "09:00"), ("c", new, "09:00"))
    chain.start_from(from_rota(chain.compiled, made))
    chain.relieve()
    assert chain.legal
    worker_of = chain.table(at.WORKER, chain.compiled.n_slots)
    assert int((worker_of >= 0).sum()) == stay


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
