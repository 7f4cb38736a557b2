"""What is said for the sake of proofs must change no cost and lose no optimum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from ortools.sat.python import cp_model

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import RotaArrays, from_rota
from carerota.engines.cpsat.cuts import in_order, strengthen
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.engines.cpsat.objective import levels, total, weigh
from carerota.engines.cpsat.solution import decisions, extract, fix
from carerota.generator import generate
from carerota.model import Mode, Policy, PolicyLine
from carerota.policies import load
from carerota.rules.book import NAMES, bind
from tests.builders import client, problem, visit, worker
from tests.strategies import TIGHT, policy_all, problems

HARD = ("windows", "reach", "one_place", "availability", "double_up")
PRICED = {"travel": 1, "home_travel": 0.5, "lateness": 2, "earliness": 1}


def book_of(**more: float):
    """Give a small policy, bound to ticks of a second."""
    rules = {name: PolicyLine(mode=Mode.HARD) for name in HARD}
    prices = {"cover": 100.0} | PRICED | more
    for name, price in prices.items():
        rules[name] = PolicyLine(mode=Mode.PRICED, price=price)
    return bind(Policy(name="test", rules=rules), 60)


def double_up(slots=({}, {})):
    """Give a visit for two of three workers, all equally near."""
    return compile_problem(
        problem(
            [worker("ann"), worker("bob"), worker("cat")],
            [client("x")],
            [visit("v", "x", "09:00", slots=slots)],
        )
    )


def cost(model: RotaModel, rota: RotaArrays) -> int:
    """Give what a rota costs in a model that must have a place for it."""
    exprs = levels(model)
    objective = total(model, exprs, weigh(model, exprs))
    fix(model, rota)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.model) == cp_model.OPTIMAL
    return int(solver.value(objective))


@pytest.mark.property
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(problems())
def test_no_rota_is_lost_and_none_costs_more(drawn):
    """What is allowed without what is added is allowed with it, at the same cost."""
    compiled = compile_problem(drawn)
    policy = policy_all(NAMES, params=TIGHT)
    physics = {name: PolicyLine(mode=Mode.HARD) for name in HARD}
    rules = dict(policy.rules) | physics
    book = bind(policy.model_copy(update={"rules": rules}), drawn.ticks_per_minute)
    plain, strong = RotaModel(compiled, book), RotaModel(compiled, book)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 0.2
    plain.model.maximize(sum(plain.covered(s) for s in range(compiled.n_slots)))
    assume(solver.solve(plain.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE))
    rota = extract(plain, lambda e: int(solver.value(e)))
    strengthen(strong)
    again = RotaModel(compiled, book)
    assert cost(strong, in_order(strong, rota)) == cost(again, rota)


def test_of_two_alike_the_first_worker_is_first():
    """A rota that a strengthened model has no place for is turned into its like."""
    compiled, book = double_up(), book_of()
    rota = RotaArrays.empty(2)
    rota.worker[:], rota.start[:] = (2, 1), 9 * 3600
    model = RotaModel(compiled, book)
    strengthen(model)
    turned = in_order(model, rota)
    assert turned.worker.tolist() == [1, 2]
    assert rota.worker.tolist() == [2, 1], "what is given stays as it is"
    fix(model, turned)
    solver = cp_model.CpSolver()
    assert solver.solve(model.model) == cp_model.OPTIMAL
    other = RotaModel(compiled, book)
    strengthen(other)
    fix(other, rota)
    assert solver.solve(other.model) == cp_model.INFEASIBLE


def test_slots_that_nobody_makes_come_last():
    """Half a double-up is made by whoever is there, as its first slot."""
    compiled, book = double_up(), book_of()
    rota = RotaArrays.empty(2)
    rota.worker[1], rota.start[1] = 2, 9 * 3600
    turned = in_order(RotaModel(compiled, book), rota)
    assert turned.worker.tolist() == [2, -1]
    assert turned.start.tolist() == [9 * 3600, 0]


def test_slots_that_differ_are_left_alone():
    """Where one slot asks for more than the other, nobody changes places."""
    compiled = double_up(slots=({"skills": {"hoist"}}, {}))
    rules = book_of().policy.rules | {"skills": PolicyLine(mode=Mode.HARD)}
    book = bind(Policy(name="test", rules=rules), 60)
    rota = RotaArrays.empty(2)
    rota.worker[:], rota.start[:] = (2, 1), 9 * 3600
    assert in_order(RotaModel(compiled, book), rota).worker.tolist() == [2, 1]


def test_a_start_that_breaks_rules_does_not_hide_that_a_visit_is_impossible():
    """A rota that covers what nobody can is no proof that it can be covered."""
    compiled = compile_problem(
        problem(
            [worker("ann")],
            [client("x"), client("y")],
            [visit("v", "x", "09:00"), visit("u", "y", "09:00")],
        )
    )
    start = RotaArrays.empty(2)
    start.worker[:], start.start[:] = 0, (9 * 3600, 9 * 3600)
    found = solve_model(compiled, book_of(), hint=start)
    assert found.status is Status.OPTIMAL
    assert sum(found.objective[:-1]) == 1


def test_a_hamlet_is_proven():
    """A day of five workers is solved to proven optimality, with work to spare."""
    made = generate("hamlet")
    compiled, book = compile_problem(made), bind(load(), made.ticks_per_minute)
    published = from_rota(compiled, made.history.published)
    found = solve_model(
        compiled, book, hint=published, deterministic_time=40, threads=2
    )
    assert found.status is Status.OPTIMAL
    assert found.bound == found.objective
    _, whole = decisions(RotaModel(compiled, book), found.arrays)
    assert whole
    assert np.all(found.arrays.worker >= 0)
