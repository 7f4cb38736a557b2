"""All three faces of every rule on the same rotas.

Table-driven: the rotas are drawn once from fixed seeds, the three faces asked once, and
each rule is then a test of its own, so that a report names the rule that disagrees.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.solution import fix
from carerota.engines.search.evaluate import evaluate
from carerota.rules.book import NAMES, bind
from carerota.rules.reading import Reading
from tests.strategies import OTHERWISE, TIGHT, any_rota, policy_all, tiny_problem

if TYPE_CHECKING:
    from carerota.rules.base import Amounts

DRAWS = 60


@dataclass(frozen=True)
class Faces:
    """What the three faces of every rule say of one rota."""

    measured: dict[str, Amounts]
    encoded: dict[str, Amounts]
    kernel: dict[str, Amounts]


def faces_of(seed: int) -> Faces:
    rnd = Random(seed)
    problem = tiny_problem(rnd)
    rota = any_rota(rnd, problem)
    params = (TIGHT, OTHERWISE)[seed % 2]
    compiled = compile_problem(problem)
    book = bind(policy_all(NAMES, params=params), problem.ticks_per_minute)
    arrays = from_rota(compiled, rota)
    model = RotaModel(compiled, book)
    exprs = {bound.name: model.amounts(bound) for bound in book}
    fix(model, arrays)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.model) == cp_model.OPTIMAL
    reading = Reading(problem, rota, compiled.travel)
    measured = {bound.name: bound.rule.measure(reading) for bound in book}
    encoded = {
        name: {key: int(solver.value(e)) for key, e in of_rule.items()}
        for name, of_rule in exprs.items()
    }
    return Faces(
        *(_without_noughts(x) for x in (measured, encoded)),
        evaluate(compiled, book, arrays),
    )


def _without_noughts(found: dict[str, Amounts]) -> dict[str, Amounts]:
    return {
        name: {key: n for key, n in amounts.items() if n}
        for name, amounts in found.items()
    }


@cache
def draws() -> list[Faces]:
    return [faces_of(seed) for seed in range(DRAWS)]


@pytest.mark.property
@pytest.mark.parametrize("rule", NAMES)
def test_three_faces_agree(rule):
    """Measure, encode and kernel give the same amounts, and not noughts alone."""
    seen = Counter()
    for seed, faces in enumerate(draws()):
        of_rule = faces.measured[rule]
        assert faces.encoded[rule] == of_rule, f"encode, seed {seed}"
        assert faces.kernel[rule] == of_rule, f"kernel, seed {seed}"
        seen.update(of_rule.keys())
    assert seen, "no draw has an amount: the rotas prove nothing about the rule"
