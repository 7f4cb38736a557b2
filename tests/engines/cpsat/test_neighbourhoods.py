"""Neighbourhoods: of the right size, legal, and taken only where they are better."""

from __future__ import annotations

import numpy as np
import pytest

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import RotaArrays, from_rota, to_rota
from carerota.engines.base import Incumbent
from carerota.engines.cpsat.neighbourhoods import KINDS, MOST, Neighbourhoods
from carerota.generator import generate
from carerota.policies import load as load_policy
from carerota.rules.book import bind
from carerota.score import check

POLICY = load_policy()


@pytest.fixture(scope="module")
def hamlet():
    """A day, and the rota that a human template gives for it."""
    compiled = compile_problem(generate("hamlet"))
    return compiled, from_rota(compiled, compiled.problem.history.published)


def near(compiled, seed=1):
    book = bind(POLICY, compiled.problem.ticks_per_minute)
    return Neighbourhoods(compiled, book, np.random.default_rng(seed))


def incumbent(compiled, arrays):
    report = check(
        compiled.problem,
        to_rota(compiled, arrays),
        policy=POLICY,
        travel=compiled.travel,
    )
    return Incumbent(arrays, (0, *report.levels[1:]))


@pytest.mark.parametrize("kind", KINDS)
def test_frames(hamlet, kind):
    """A frame frees something, not too much, and lets what is made stay made."""
    compiled, arrays = hamlet
    if kind == "gaps":
        arrays = RotaArrays.empty(compiled.n_slots)
    frame = near(compiled).frame(kind, arrays)
    assert 0 < len(frame.candidates) <= MOST
    assert frame.incumbent is arrays
    for s, workers in frame.candidates.items():
        assert arrays.worker[s] < 0 or arrays.worker[s] in workers
        day = compiled.visit_day[compiled.slot_visit[s]]
        assert all((w, day) in frame.days for w in workers)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_better_is_what_the_checker_says(hamlet, kind):
    """A result is better than the rota before, and its levels are the checker's."""
    compiled, arrays = hamlet
    if kind == "gaps":
        arrays = arrays.copy()
        arrays.worker[: compiled.n_slots // 2] = -1
        arrays.start[: compiled.n_slots // 2] = 0
    best = incumbent(compiled, arrays)
    found = near(compiled).improve(best, kind=kind, effort=0.1)
    if kind == "gaps":
        assert found is not None
        assert sum(found.levels[1:-1]) < sum(best.levels[1:-1])
    if found is not None:
        assert found.levels < best.levels
        assert found.levels == incumbent(compiled, found.arrays).levels


def test_chance_comes_from_the_generator_alone(hamlet):
    """Same generator, same neighbourhoods and results."""
    compiled, arrays = hamlet
    best = incumbent(compiled, arrays)
    first, second = (near(compiled, seed=3) for _ in range(2))
    for _ in range(2):
        a, b = first.improve(best, effort=0.05), second.improve(best, effort=0.05)
        assert (a and a.levels) == (b and b.levels)
    assert first.tally == second.tally


def test_an_empty_rota_has_gaps_only(hamlet):
    """Where nobody does anything the other kinds have nothing to free."""
    compiled, _ = hamlet
    frame = near(compiled).frame("day", RotaArrays.empty(compiled.n_slots))
    assert not frame.candidates
