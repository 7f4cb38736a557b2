"""The contract between the checker and the constraint programme.

A random rota, legal or not, is fixed in the model; every rule's expressions must then
have exactly the values that the rule measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, sequences
from carerota.engines.cpsat.algebra import worth
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.frame import Frame
from carerota.engines.cpsat.solution import decisions, extract, fix
from carerota.rules.book import NAMES, RULES, bind
from carerota.rules.reading import Reading
from tests.strategies import OTHERWISE, TIGHT, policy_all, problems, rotas

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays

QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def answered(draw):
    """Draw a problem, a rota for it and the parameters of the rules."""
    problem = draw(problems())
    return problem, draw(rotas(problem)), draw(st.sampled_from([TIGHT, OTHERWISE]))


def solved(model: RotaModel) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.model)
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    return solver


def everything(compiled: Compiled, arrays: RotaArrays) -> None:
    del compiled, arrays


def nothing(compiled: Compiled, arrays: RotaArrays) -> Frame:
    return Frame({}, frozenset(), arrays)


def every_second_slot(compiled: Compiled, arrays: RotaArrays) -> Frame:
    anybody = np.ones((compiled.n_slots, compiled.n_workers), dtype=np.bool_)
    book = bind(policy_all(NAMES), 1)
    slots = range(0, compiled.n_slots, 2)
    return Frame.around(compiled, book, arrays, slots, allowed=anybody)


@pytest.mark.property
@pytest.mark.parametrize("frame", [everything, nothing, every_second_slot])
def test_encode_equals_measure(frame):
    """Every rule's expressions equal what it measures, key by key, in every frame."""

    @QUICK
    @given(answered())
    def check(drawn):
        problem, rota, params = drawn
        compiled = compile_problem(problem)
        arrays = from_rota(compiled, rota)
        book = bind(policy_all(NAMES, params=params), problem.ticks_per_minute)
        model = RotaModel(compiled, book, frame=frame(compiled, arrays))
        amounts = {bound.name: model.amounts(bound) for bound in book}
        fix(model, arrays)
        solver = solved(model)
        found, _ = decisions(model, arrays)
        completed = model.complete(found)
        reading = Reading(problem, rota, compiled.travel)
        for bound in book:
            measured = {k: v for k, v in bound.rule.measure(reading).items() if v}
            exprs = amounts[bound.name]
            encoded = {k: int(solver.value(e)) for k, e in exprs.items()}
            hinted = {k: worth(model.flat(e), completed) for k, e in exprs.items()}
            assert {k: v for k, v in encoded.items() if v} == measured, bound.name
            assert hinted == encoded, bound.name

    check()


@pytest.mark.property
@QUICK
@given(answered())
def test_a_frozen_rota_is_numbers_only(drawn):
    """Where nothing may change, every amount is a whole number and no expression."""
    problem, rota, params = drawn
    compiled = compile_problem(problem)
    arrays = from_rota(compiled, rota)
    book = bind(policy_all(NAMES, params=params), problem.ticks_per_minute)
    model = RotaModel(compiled, book, frame=nothing(compiled, arrays))
    for bound in book:
        for key, expr in model.amounts(bound).items():
            assert isinstance(model.folded(expr), int), (bound.name, key)


@pytest.mark.property
@QUICK
@given(answered())
def test_a_fixed_rota_is_read_back(drawn):
    """What is fixed in the model comes out of it as it was, order and breaks too."""
    problem, rota, params = drawn
    compiled = compile_problem(problem)
    arrays = from_rota(compiled, rota)
    book = bind(policy_all(NAMES, params=params), problem.ticks_per_minute)
    model = RotaModel(compiled, book)
    fix(model, arrays)
    solver = solved(model)
    back = extract(model, lambda e: int(solver.value(e)))
    assert back.worker.tolist() == arrays.worker.tolist()
    made = arrays.worker >= 0
    assert back.start[made].tolist() == arrays.start[made].tolist()
    assert back.rest_start.tolist() == arrays.rest_start.tolist()
    assert back.rest_length.tolist() == arrays.rest_length.tolist()
    assert sequences(compiled, back) == sequences(compiled, arrays)


def test_every_rule_is_in_the_contract():
    """The policy that the contract is tested with turns on every rule there is."""
    book = bind(policy_all(NAMES), 60)
    assert [bound.name for bound in book] == list(RULES)
