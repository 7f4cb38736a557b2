"""Same seed, same moves, same threads: same rota, to the byte."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from carerota.compiled.build import compile_problem
from carerota.engines.search import layout as at
from carerota.engines.search.engine import SearchEngine
from carerota.generator import generate
from carerota.policies import load
from carerota.rules.book import bind
from tests.engines.search.states import busy_problem, chain_for, policy_for, stir


@pytest.fixture(scope="module")
def hamlet():
    made = generate("hamlet")
    return compile_problem(made), bind(load(), made.ticks_per_minute)


def searched(hamlet, seed, threads):
    """Fill and improve for a number of moves; gives rota and levels."""
    compiled, book = hamlet
    engine = SearchEngine(compiled, book, seed=seed, threads=threads)
    with ThreadPoolExecutor(threads) as pool:
        engine.fill(pool, lambda: False)
        for i in range(40):
            engine.step(pool, i / 40, 200)
    best = engine.incumbent()
    a = best.arrays
    columns = (a.worker, a.start, a.run, a.rest_start, a.rest_length)
    return [x.tolist() for x in columns], best.levels, engine.moves


def test_same_seed_same_bytes():
    """Two chains of one seed end with the very same state, random numbers included."""
    for seed in range(6):
        states = []
        for _ in range(2):
            problem = busy_problem(Random(seed))
            chain = chain_for(problem, policy_for("all priced"), seed)
            stir(chain, 500)
            m = chain.memory.m
            states.append(m[m[at.STATE] : m[at.STATE_END]].tobytes())
            states.append(bytes(str(int(m[at.RNG])), "ascii"))
        assert states[:2] == states[2:]


def test_other_seeds_go_other_ways():
    """The seed decides where a chain goes."""
    ends = set()
    for seed in range(6):
        chain = chain_for(busy_problem(Random(3)), policy_for("all priced"), seed)
        stir(chain, 500)
        m = chain.memory.m
        ends.add(m[m[at.STATE] : m[at.STATE_END]].tobytes())
    assert len(ends) > 3


@pytest.mark.parametrize("threads", [1, 2])
def test_same_rota_on_any_number_of_threads(hamlet, threads):
    """With moves counted and not time, a solve can be made again."""
    assert searched(hamlet, 7, threads) == searched(hamlet, 7, threads)


def test_more_moves_are_never_worse(hamlet):
    """The best so far only gets better from piece to piece."""
    compiled, book = hamlet
    engine = SearchEngine(compiled, book, seed=3, threads=2)
    seen = [engine.best.levels]
    with ThreadPoolExecutor(2) as pool:
        engine.fill(pool, lambda: seen.append(engine.best.levels))
        for i in range(40):
            engine.step(pool, i / 40, 100)
            seen.append(engine.best.levels)
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] < seen[0]
