"""Visits are put off for a wait to come elsewhere only once that cannot do harm."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy as np
import pytest

from carerota.compiled.build import compile_problem
from carerota.engines.near import _Cool
from carerota.engines.search import layout as at
from carerota.engines.search.engine import SearchEngine
from carerota.engines.search.schedule import SLOWLY, Schedule
from carerota.rules.book import bind
from tests.engines.search.states import busy_problem, chain_for, policy_for, stir


def put_off(chain) -> int:
    """Count visits that may start no earlier than after their client's best start.

    Those that a link holds back are not counted.
    """
    n = chain.compiled.n_visits
    later = chain.table(at.RELEASE, n) > chain.table(at.V_TARGET, n)
    return int((later & (chain.table(at.PUSHED, n) == 0)).sum())


@pytest.mark.parametrize(("delays", "some"), [(0, False), (1, True)])
def test_visits_are_put_off_only_where_that_is_allowed(delays, some):
    """However hot it is, a wait that costs nothing now stays in nobody's way."""
    found = 0
    for seed in range(8):
        policy = policy_for("all priced")
        chain = chain_for(busy_problem(Random(seed)), policy, seed)
        chain.memory.m[at.DELAYS] = delays
        stir(chain, 2000)
        found += put_off(chain)
    assert (found > 0) == some


def test_they_are_once_it_is_settled_who_goes_where():
    """Waits are trimmed at the end of a solve."""
    schedule = Schedule(100.0)
    shares = np.linspace(0.0, 1.0, 101)
    assert [schedule.at(x).delays for x in shares] == [x >= SLOWLY for x in shares]


@pytest.mark.parametrize(("told", "delays"), [(True, 1), (False, 0)])
def test_what_people_were_told_may_be_later_than_what_is_best(told, delays):
    """Where what was published has a price, visits may go back to it at any time."""
    policy = policy_for("all priced")
    rules = {k: v for k, v in policy.rules.items() if told or k != "published_start"}
    policy = policy.model_copy(update={"rules": rules})
    p = busy_problem(Random(1))
    book = bind(policy, p.ticks_per_minute)
    engine = SearchEngine(compile_problem(p), book, seed=1, threads=1)
    with ThreadPoolExecutor(1) as pool:
        engine.step(pool, 0.0, 100)
    assert engine.chains[0].memory.m[at.DELAYS] == delays


def test_repairs_may_always_put_off():
    """What is published is to be changed little: a later start may do."""
    assert all(_Cool(1.0, 60).at(x).delays for x in (0.0, 0.5, 1.0))
