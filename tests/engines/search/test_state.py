"""What a chain keeps up to date from move to move is what a fresh measuring gives."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, to_rota
from carerota.engines.search import costs
from carerota.engines.search import layout as at
from carerota.engines.search.chain import Chain
from carerota.engines.search.change import give, take
from carerota.engines.search.lists import before
from carerota.engines.search.touched import begin
from carerota.engines.search.update import finish
from carerota.generator import generate
from carerota.policies import load
from carerota.rules.book import bind
from carerota.score import check
from tests.builders import client, link, problem, visit, worker
from tests.engines.search.states import (
    POLICIES,
    busy_problem,
    chain_for,
    decoded_anew,
    policy_for,
    state,
    stir,
)
from tests.strategies import tiny_problem

ENDLESS = 1 << 60
SEEDS = range(16)


@pytest.fixture(scope="module")
def village():
    """A small week of a made-up co-op, under the default policy, after 20,000 moves."""
    made = generate("village")
    compiled = compile_problem(made)
    chain = Chain(compiled, bind(load(), made.ticks_per_minute), seed=5)
    chain.multiplier = 5_000_000
    point = chain.book.point
    chain.anneal(20_000, 2.0 * point, 1.0 * point)
    return chain


def judged(chain):
    """Give the levels of a chain's best rota as the checker finds them."""
    rota = to_rota(chain.compiled, chain.rota())
    report = check(
        chain.compiled.problem,
        rota,
        policy=chain.book.policy,
        travel=chain.compiled.travel,
        margins=False,
    )
    assert not report.faults
    return report.levels


def in_order(chain):
    """Assert that the lists of all days are whole and in the order of positions."""
    c, m = chain.compiled, chain.memory.m
    worker = chain.table(at.WORKER, c.n_slots)
    after, prior = chain.table(at.NEXT, c.n_slots), chain.table(at.PREV, c.n_slots)
    listed = set()
    for wd, first in enumerate(chain.table(at.FIRST_OF, c.n_workers * c.n_days)):
        s, last = int(first), -1
        while s >= 0:
            assert worker[s] == wd // c.n_days
            assert c.visit_day[c.slot_visit[s]] == wd % c.n_days
            assert prior[s] == last
            assert last < 0 or before(m, last, s)
            listed.add(s)
            s, last = int(after[s]), s
    assert listed == set(np.flatnonzero(worker >= 0).tolist())


def permitted(chain):
    """Assert that nobody is on a visit twice or on one they may not make."""
    c, m = chain.compiled, chain.memory.m
    worker = chain.table(at.WORKER, c.n_slots)
    size = c.n_slots * c.n_workers * at.PAIR_WIDTH
    pairs = chain.table(at.PAIR_PRICE, size)
    forbidden = pairs.reshape(c.n_slots, c.n_workers, at.PAIR_WIDTH)[:, :, 1]
    for s in np.flatnonzero(worker >= 0).tolist():
        assert forbidden[s, worker[s]] == 0
    for v in range(c.n_visits):
        made = [w for w in worker[c.slots(v)].tolist() if w >= 0]
        assert len(made) == len(set(made))
    assert int(m[at.N_HEAP]) == 0


@pytest.mark.parametrize("kind", POLICIES)
@pytest.mark.parametrize("make", [tiny_problem, busy_problem])
def test_every_cell_is_as_decoded_from_scratch(make, kind):
    """After any number of moves the whole state follows from the decisions alone."""
    for seed in SEEDS:
        rnd = Random(seed)
        policy = policy_for(kind, otherwise=bool(seed % 2))
        chain = chain_for(make(rnd), policy, seed)
        chain.multiplier = rnd.choice([1000, 100_000])
        for moves in (1, 2, 5, 20, 100, 300):
            stir(chain, moves)
            in_order(chain)
            permitted(chain)
            kept = state(chain)
            total = costs.total(chain.memory.m)
            assert np.array_equal(kept, decoded_anew(chain)), (seed, moves)
            assert costs.total(chain.memory.m) == total


@pytest.mark.parametrize("kind", POLICIES)
@pytest.mark.parametrize("make", [tiny_problem, busy_problem])
def test_levels_are_the_checkers(make, kind):
    """Cover and cost of the best rota are what the checker finds, to the unit."""
    for seed in SEEDS:
        policy = policy_for(kind, otherwise=bool(seed % 2))
        chain = chain_for(make(Random(seed)), policy, seed)
        empty = judged(chain)[0]
        for moves in (3, 30, 300):
            stir(chain, moves)
            found = judged(chain)
            assert found[1:] == chain.levels[1:], (seed, moves)
            # of hard rules a rota breaks no more than the empty one does
            assert chain.levels[0] == 0
            assert found[0] <= empty
            chain.return_to_best()
            assert tuple(chain.score()) == chain.levels


def test_village_after_many_moves(village):
    """On a week of a co-op nothing drifts in 20,000 moves, and no rule is broken."""
    in_order(village)
    permitted(village)
    kept = state(village)
    assert np.array_equal(kept, decoded_anew(village))
    assert (0, *village.levels[1:]) == judged(village)
    assert village.uncovered < village.compiled.n_slots / 4


def test_another_chain_starts_from_the_rota(village):
    """A rota given to a new chain is kept to the tick, and costs the same."""
    rota = village.rota()
    other = Chain(village.compiled, village.book, seed=9)
    other.start_from(rota)
    assert other.levels == village.levels
    again = other.rota()
    made = rota.worker >= 0
    assert again.worker.tolist() == rota.worker.tolist()
    assert again.start[made].tolist() == rota.start[made].tolist()


def test_a_chain_follows_another(village):
    """A chain that goes on from another one's state stands where it stands."""
    other = Chain(village.compiled, village.book, seed=9)
    other.follow(village)
    assert other.cost == village.cost
    assert state(other).tolist() == state(village).tolist()
    assert decoded_anew(other).tolist() == state(village).tolist()


def test_following_leaves_the_best_as_it_was(village):
    """A chain keeps its own best rota, until it finds a better one."""
    other = Chain(village.compiled, village.book, seed=9)
    before = other.levels
    other.follow(village)
    assert other.levels == before


def test_the_best_survives_what_comes_after(village):
    """However hot it goes on, the best rota so far is kept, as good as it was."""
    chain = Chain(village.compiled, village.book, seed=2)
    chain.start_from(village.rota())
    chain.anneal(2_000, 1e9, 1e8)
    assert chain.levels <= village.levels
    assert tuple(chain.score()) > chain.levels
    other = Chain(village.compiled, village.book, seed=2)
    other.start_from(chain.rota())
    assert other.levels == chain.levels


def linked_pair():
    """Give a chain on which one worker makes the first, another the second visit."""
    tiny = problem(
        [worker("ann"), worker("bob")],
        [client("x"), client("y")],
        [visit("a", "x", "09:00-12:00"), visit("b", "y", "09:00-12:00")],
        links=[link("a", "b", minimum=60)],
        days=1,
    )
    chain = chain_for(tiny, policy_for("all priced"))
    act(chain, lambda m: give(m, 0, 0))
    act(chain, lambda m: give(m, 1, 1))
    return chain


def act(chain, change):
    m = chain.memory.m
    begin(m)
    change(m)
    finish(m, chain.memory.travel, chain.memory.metres, ENDLESS)


def test_the_second_visit_waits_for_the_first():
    """The second of two linked visits starts the least distance after the first."""
    chain = linked_pair()
    starts = chain.table(at.START_AT, 2)
    assert (starts - chain.compiled.day_start[0]).tolist() == [9 * 3600, 10 * 3600]


def test_without_the_first_visit_the_second_is_free():
    """A linked visit goes back to its own time once nobody makes the first."""
    chain = linked_pair()
    act(chain, lambda m: take(m, 0))
    assert int(chain.table(at.START_AT, 2)[1]) == 9 * 3600
    assert np.array_equal(state(chain), decoded_anew(chain))


def test_with_the_first_visit_back_the_second_waits_again():
    """It is not enough that the first starts when it was last made at."""
    chain = linked_pair()
    act(chain, lambda m: take(m, 0))
    act(chain, lambda m: give(m, 0, 1))
    assert int(chain.table(at.START_AT, 2)[1]) == 10 * 3600
    assert np.array_equal(state(chain), decoded_anew(chain))


def test_a_rota_goes_out_and_comes_in(village):
    """What the chain gives out is read by the checker as the same arrays."""
    arrays = village.rota()
    back = from_rota(village.compiled, to_rota(village.compiled, arrays))
    assert back.worker.tolist() == arrays.worker.tolist()
    assert back.run[arrays.worker >= 0].tolist() == (
        arrays.run[arrays.worker >= 0].tolist()
    )
    assert back.rest_length.tolist() == arrays.rest_length.tolist()
