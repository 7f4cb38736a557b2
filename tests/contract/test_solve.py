"""The contract between the whole model's solve and the checker."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import RotaArrays, from_rota, to_rota
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.engines.cpsat.frame import Frame
from carerota.engines.cpsat.objective import Cost
from carerota.model import Levels, Mode, Priority
from carerota.rules.book import NAMES, RULES, bind
from carerota.rules.reading import Reading
from tests.strategies import OTHERWISE, TIGHT, policy_all, problems

QUICK = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def lawful(params):
    """Give a policy in which members cannot vote away what they must not."""
    policy = policy_all(NAMES, params=params)
    rules = {
        name: line
        if RULES[name].votable or name == "cover"
        else line.model_copy(update={"mode": Mode.HARD})
        for name, line in policy.rules.items()
    }
    return policy.model_copy(update={"rules": rules})


def checked(compiled, book, arrays):
    """Give by the checker alone the hard amounts and the cost of a rota."""
    rota = to_rota(compiled, arrays)
    assert from_rota(compiled, rota).start.tolist() == arrays.start.tolist()
    reading = Reading(compiled.problem, rota, compiled.travel)
    broken, uncovered, priced = {}, [0, 0, 0], 0
    for bound in book:
        amounts = {k: v for k, v in bound.rule.measure(reading).items() if v}
        if bound.name == "cover" and book.policy.levels is Levels.STRICT:
            for key, amount in amounts.items():
                rank = list(Priority).index(reading.visits[key.id].priority)
                if rank < len(uncovered):
                    uncovered[rank] += amount
                else:
                    priced += bound.weight * amount
        elif bound.hard:
            broken |= {(bound.name, key): v for key, v in amounts.items()}
        else:
            priced += bound.weight * sum(amounts.values())
    return broken, Cost(*uncovered, priced)


@pytest.mark.property
@QUICK
@given(problems(), st.sampled_from([TIGHT, OTHERWISE]))
def test_what_is_found_is_legal_and_costs_what_it_says(problem, params):
    """The checker agrees with the solve to the tick, and so in a neighbourhood."""
    compiled = compile_problem(problem)
    book = bind(lawful(params), problem.ticks_per_minute)
    found = solve_model(compiled, book, deterministic_time=3)
    if found.arrays is None:
        assert found.status is Status.UNKNOWN
        return
    # a rota in which nobody does anything breaks only what history has broken
    excused, _ = checked(compiled, book, RotaArrays.empty(compiled.n_slots))
    broken, cost = checked(compiled, book, found.arrays)
    assert broken.items() <= excused.items()
    assert cost == found.objective
    assert found.bound <= found.objective
    frame = Frame.around(compiled, book, found.arrays, range(0, compiled.n_slots, 2))
    again = solve_model(compiled, book, frame=frame, deterministic_time=3)
    assert again.arrays is not None, "the incumbent itself is in the neighbourhood"
    broken, cost = checked(compiled, book, again.arrays)
    assert broken.items() <= excused.items()
    assert cost == again.objective <= found.objective
