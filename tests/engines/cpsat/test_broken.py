"""What history alone breaks is no reason to find nothing."""

from __future__ import annotations

from carerota.compiled.build import compile_problem
from carerota.engines.cpsat.broken import broken_by_nobody
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.model import Mode, PolicyLine
from carerota.policies import load
from carerota.rules.book import bind
from tests.builders import client, past, problem, visit, worker


def test_a_rest_that_nobody_can_have_any_more():
    """Ann worked in the middle of the fortnight: no rest of it is long enough."""
    week = problem(
        [worker("ann")],
        [client("joan")],
        [visit("a", "joan", "09:00-12:00", day=6)],
        past=[past("joan", "ann", "09:00", day=d) for d in (-7, -1)],
    )
    params = {"mode": "fortnight", "hours": 160.0, "long_hours": 270.0}
    rest = PolicyLine(mode=Mode.HARD, params=params)
    policy = load()
    policy = policy.model_copy(update={"rules": {**policy.rules, "weekly_rest": rest}})
    compiled = compile_problem(week)
    book = bind(policy, week.ticks_per_minute)
    (lacking,) = broken_by_nobody(compiled, book["weekly_rest"].rule).values()
    assert lacking > 0
    found = solve_model(compiled, book, deterministic_time=3)
    assert found.status is Status.OPTIMAL
    assert found.arrays is not None
