"""When a bound is looked for beside a search."""

from __future__ import annotations

from random import Random

import pytest

from carerota.compiled.build import compile_problem
from carerota.engines.bounds import beside
from carerota.rules.book import bind
from tests.engines.search.states import busy_problem, policy_for


@pytest.mark.parametrize(("largest", "looked"), [(1, False), (3_000, True)])
def test_too_large_a_problem_has_no_bound(monkeypatch, largest, looked):
    """Its tables would take more memory than the whole search."""
    problem = busy_problem(Random(1))
    book = bind(policy_for("all priced"), problem.ticks_per_minute)
    monkeypatch.setattr(beside, "LARGEST", largest)
    monkeypatch.setattr(beside, "can_bound", lambda _: True)
    terms = (compile_problem(problem), book, lambda: None, 60.0, 2)
    with beside.bound_beside(*terms, small=True) as found:
        assert (found is not None) is looked
