"""The contract between the checker and the search kernel.

A random rota, legal or not, is loaded into the kernel's memory as it is; every rule's
compiled function must then give exactly what the rule measures.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.search.amounts import DAY_RULES, SLOT_TIME_RULES, WORKER_RULES
from carerota.engines.search.evaluate import evaluate
from carerota.model import Rota
from carerota.rules.base import Level
from carerota.rules.book import NAMES, RULES, bind
from carerota.rules.reading import Reading
from tests.contract.test_encode import answered
from tests.strategies import policy_all

QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def compared(problem, rota, params):
    """Give what the checker and what the kernel find, by rule and key."""
    compiled = compile_problem(problem)
    book = bind(policy_all(NAMES, params=params), problem.ticks_per_minute)
    found = evaluate(compiled, book, from_rota(compiled, rota))
    reading = Reading(problem, rota, compiled.travel)
    measured = {
        bound.name: {k: v for k, v in bound.rule.measure(reading).items() if v}
        for bound in book
    }
    return measured, found


@pytest.mark.property
@QUICK
@given(answered())
def test_kernel_equals_measure(drawn):
    """Every rule's compiled amounts equal what it measures, key by key."""
    measured, found = compared(*drawn)
    for name, amounts in measured.items():
        assert found[name] == amounts, name


@pytest.mark.property
@QUICK
@given(answered())
def test_a_rota_in_which_nobody_does_anything(drawn):
    """The kernel and the checker agree on the empty rota, where history alone counts."""
    problem, _, params = drawn
    measured, found = compared(problem, Rota(problem=problem.name), params)
    assert found == measured


@pytest.mark.parametrize(
    ("level", "rules"),
    [(Level.DAY, DAY_RULES), (Level.WORKER, WORKER_RULES)],
)
def test_no_rule_is_left_out_of_the_sums(level, rules):
    """Every rule on days and on workers is in the list that the costs are summed over."""
    wanted = {name for name, rule in RULES.items() if rule.level is level}
    assert {NAMES[r] for r in rules} == wanted


def test_no_rule_on_visits_is_left_out_of_the_sums():
    """Every rule on visits is summed by slot, or is one of the two that look at all."""
    wanted = {name for name, rule in RULES.items() if rule.level is Level.VISIT}
    assert {NAMES[r] for r in SLOT_TIME_RULES} == wanted - {"cover", "double_up"}
