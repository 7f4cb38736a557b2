"""The kernel is compiled beforehand for just what it is called with later."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from numba import typeof

from carerota.engines.search import warm
from carerota.engines.search.anneal import anneal
from carerota.model import TravelChange, TravelMode
from tests.engines.search.states import busy_problem, chain_for, policy_for

if TYPE_CHECKING:
    from carerota.model import RotaProblem


HAMLET = Path(__file__).parents[3] / "data/samples/hamlet/problem.json"


def without_a_car(p: RotaProblem) -> RotaProblem:
    """Have the first worker on foot for some hours, and in a car before and after."""
    start = p.clock.midnight(p.first_day) + timedelta(hours=8)
    change = TravelChange(
        start=start, end=start + timedelta(hours=2), mode=TravelMode.WALK
    )
    first = p.workers[0].model_copy(
        update={"travel_mode": TravelMode.CAR, "travel_changes": (change,)}
    )
    return p.model_copy(update={"workers": (first, *p.workers[1:])})


@pytest.mark.parametrize("changed", [lambda p: p, without_a_car])
def test_the_loop_is_compiled_beforehand_for_just_what_a_chain_calls_it_with(changed):
    """Otherwise it would be compiled again at the first move, in the solve's time."""
    warm.compile_loop()
    chain = chain_for(changed(busy_problem(Random(1))), policy_for("one sum"))
    memory = chain.memory

    assert typeof(memory.m) == warm.M
    assert typeof(memory.travel) == warm.TRAVEL
    assert typeof(memory.metres) == warm.METRES
    assert typeof(chain.rebuilds) == warm.REALS
    before = anneal.whole.signatures
    chain.anneal(10, 1.0, 0.5)
    assert anneal.whole.signatures == before


def test_a_kernel_half_compiled_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "move.nbc").touch()
    monkeypatch.setattr(warm, "kernel_folder", lambda: tmp_path)
    assert not warm.compiled_before()

    (tmp_path / warm.WHOLE).touch()
    assert warm.compiled_before()


ASKS = """
import sys

import carerota
from carerota.engines.search import warm
from carerota.engines.search.kernel_cache import Whole

called = []
compile_it = Whole.compile
Whole.compile = lambda it, sig: called.append((it.py_func, sig)) or compile_it(it, sig)

problem = carerota.read_problem(sys.argv[1])
rota = carerota.solve(problem, moves=3000, threads=1, engine="search").rota
visit = next(v for v in problem.visits if v.id == rota.assignments[0].visit)
carerota.explain(problem, rota, visit.id)
carerota.explain_worker(problem, rota, problem.workers[0].id)
carerota.explain_client(problem, rota, problem.clients[0].id)
without = tuple(a for a in rota.assignments if a.visit != visit.id)
carerota.suggest(problem, rota.model_copy(update={"assignments": without}), visit)

known = [(function.py_func, terms) for function, terms in warm.ENTRIES]
loop = warm.anneal.py_func
assert len(called) > 10
print(*sorted({f.__name__ for f, sig in called if f is not loop
               and (f, tuple(sig)) not in known}))
"""


def test_what_advice_calls_is_compiled_beforehand_too():
    """Otherwise the first question of an installation takes ten seconds more."""
    asked = subprocess.run(
        [sys.executable, "-c", ASKS, str(HAMLET)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == ""
