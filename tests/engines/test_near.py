"""The search kept near a rota that people were told."""

from __future__ import annotations

import pytest

from carerota.compiled.rota import sequences
from carerota.engines.near import NearSearch
from carerota.generator import generate
from carerota.policies import load
from carerota.policies.notice import with_notice
from carerota.repairing.held import held_problem
from carerota.repairing.prices import search_policy
from carerota.rules.book import bind
from carerota.score import check
from carerota.travel import travel_times


@pytest.fixture(scope="module")
def week():
    """A made-up week and the rota that was published for it."""
    problem = generate("village")
    return problem, problem.history.published


def near(problem, rota, taken, threads=1):
    """A search near a rota of which every so many assignments are taken."""
    parts = {(a.visit, a.slot) for a in rota.assignments}
    kept = tuple(a for i, a in enumerate(rota.assignments) if i % taken)
    left = rota.model_copy(update={"assignments": kept})
    begins = problem.clock.midnight(problem.first_day)
    place = held_problem(
        problem, left, parts, earliest=begins, travel=travel_times(problem)
    )
    policy = search_policy(with_notice(load()), 2)
    search = NearSearch(
        place.compiled,
        bind(policy, problem.ticks_per_minute),
        optional=place.optional,
        held=place.held,
        start=place.arrays(left),
        told=place.arrays(rota),
        seed=1,
        threads=threads,
    )
    return place, search


@pytest.mark.parametrize("moves", [1, 40_000])
def test_days_that_nobody_is_told_of_are_as_they_were(week, moves):
    """Nobody is sent home between two visits, or given a break, without a word."""
    problem, rota = week
    place, search = near(problem, rota, 9)
    search.run(moves=moves, share=lambda: 0.0, halted=lambda: False)
    told, found = place.arrays(rota), search.rota()
    was = sequences(place.compiled, told)
    same = 0
    for key, slots in sequences(place.compiled, found).items():
        if was.get(key) == slots and (told.start[slots] == found.start[slots]).all():
            assert (told.run[slots] == found.run[slots]).all()
            assert (told.rest_length[slots] == found.rest_length[slots]).all()
            same += 1
    assert same


def test_what_fits_is_put_in_at_once(week):
    """One move is enough: every place is looked at."""
    problem, rota = week
    place, search = near(problem, rota, 40)
    search.run(moves=1, share=lambda: 0.0, halted=lambda: False)
    report = check(problem, place.rota(search.rota()))
    assert report.legal
    assert sum(report.uncovered.values()) <= len(rota.uncovered)


def test_nothing_is_melted(week):
    """The search keeps to its own temperatures, and breaks no rule on the way."""
    problem, rota = week
    _, search = near(problem, rota, 40)
    given = search.engine.schedule
    search.run(moves=2_400, share=lambda: 0.0, halted=lambda: False)
    assert search.engine.schedule is given
    chain = search.engine.chains[0]
    assert chain.multiplier == given.at(0.0).multiplier
    assert chain.legal


def test_an_interrupt_waits_for_the_chains(week, monkeypatch):
    """Nobody is moving a chain any more when the best is taken from it."""
    problem, rota = week
    _, search = near(problem, rota, 40, threads=2)
    done = []

    def moved(chain):
        chain.anneal(20_000, 2.0, 1.0)
        done.append(chain)

    def interrupted(pool, share, moves):
        for chain in search.engine.chains:
            pool.submit(moved, chain)
        raise KeyboardInterrupt

    monkeypatch.setattr(search.engine, "step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        search.run(moves=1_000, share=lambda: 0.0, halted=lambda: False)
    assert len(done) == 2
