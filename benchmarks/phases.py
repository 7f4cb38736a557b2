"""The measured verbs: each prepares a problem and gives the one call that is timed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

import carerota
from benchmarks.registry import Point, problem_of
from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.frame import Frame
from carerota.engines.cpsat.objective import levels, total, weigh
from carerota.engines.search.chain import Chain
from carerota.engines.search.engine import SearchEngine
from carerota.engines.search.schedule import schedule_of
from carerota.policies import load
from carerota.rules.book import bind

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.rules.book import RuleBook

__all__ = ["MOVES", "READY", "Ready"]

MOVES = 100_000
"""Moves of one measured piece of search."""
HALFWAY = 0.5
"""Share of a solve that is done where the kernel is measured: neither the first hot
moves, of which many are taken, nor the last, of which hardly any is."""
ENCODED_WHOLE = 60
"""Slots up to which a problem is encoded whole; of larger ones, a client's week."""
WORKERS_A_FRAME = 4


@dataclass(frozen=True)
class Ready:
    """What is timed.

    Parameters
    ----------
    act
        The call; the same at every call after ``again``.
    again
        Called before each ``act``, not timed.
    facts
        Sizes that explain the time.
    """

    act: Callable[[], Any]
    again: Callable[[], None] = lambda: None
    facts: dict[str, int] = field(default_factory=dict)


@cache
def compiled_of(point: Point) -> tuple[Compiled, RuleBook]:
    problem = problem_of(point)
    policy = problem.policy or load()
    return compile_problem(problem), bind(policy, problem.ticks_per_minute)


def _published(point: Point) -> carerota.Rota:
    rota = problem_of(point).history.published
    if rota is None:
        raise ValueError(f"{point} has no published rota")
    return rota


def _facts(point: Point) -> dict[str, int]:
    problem = problem_of(point)
    return {
        "visits": len(problem.visits),
        "slots": sum(len(visit.slots) for visit in problem.visits),
        "workers": len(problem.workers),
        "clients": len(problem.clients),
    }


def ready_to_compile(point: Point) -> Ready:
    """Problem to arrays, travel times included."""
    problem = problem_of(point)
    return Ready(lambda: compile_problem(problem), facts=_facts(point))


def ready_to_score(point: Point) -> Ready:
    """The checker over the published rota, every rule, travel times known."""
    problem, rota = problem_of(point), _published(point)
    travel = compiled_of(point)[0].travel
    return Ready(
        lambda: carerota.check(problem, rota, travel=travel), facts=_facts(point)
    )


@cache
def _chain(point: Point) -> tuple[Chain, float]:
    """Give a chain with a first legal rota, and the heat of the middle of a solve."""
    compiled, book = compiled_of(point)
    engine = SearchEngine(compiled, book, seed=1, threads=1)
    with ThreadPoolExecutor(1) as pool:
        engine.fill(pool, lambda: False)
    chain = engine.best
    step = schedule_of(chain, book.point).at(HALFWAY)
    chain.multiplier = step.multiplier
    chain.anneal(MOVES, step.temperature, 0.999 * step.temperature)
    chain.return_to_best()
    return chain, step.temperature


def ready_to_decode(point: Point) -> Ready:
    """A whole rota into the kernel: decoded, and every amount counted."""
    compiled, book = compiled_of(point)
    rota = from_rota(compiled, _published(point))
    chain = Chain(compiled, book)
    return Ready(lambda: chain.start_from(rota), facts=_facts(point))


def ready_to_search(point: Point) -> Ready:
    """A piece of annealing, on one core, at the heat of the middle of a solve."""
    chain, heat = _chain(point)

    def again() -> None:
        chain.return_to_best()
        chain.reseed(1)

    return Ready(lambda: chain.anneal(MOVES, heat, 0.999 * heat), again, _facts(point))


def ready_to_encode(point: Point) -> Ready:
    """The CP-SAT model of a small problem, or of the busiest client's week."""
    compiled, book = compiled_of(point)
    rota = from_rota(compiled, _published(point))
    frame = None
    if compiled.n_slots > ENCODED_WHOLE:
        frame = _busiest_client(compiled, book, rota)

    def act() -> RotaModel:
        model = RotaModel(compiled, book, frame=frame)
        exprs = levels(model)
        model.model.minimize(total(model, exprs, weigh(model, exprs)))
        return model

    free = len(frame.candidates) if frame else compiled.n_slots
    return Ready(act, facts={**_facts(point), "free_slots": free})


def _busiest_client(compiled: Compiled, book: RuleBook, rota: RotaArrays) -> Frame:
    client = compiled.visit_client[compiled.slot_visit]
    busiest = int(np.bincount(client).argmax())
    slots = np.flatnonzero(client == busiest)
    known = np.argsort(-compiled.past_met[busiest], kind="stable")[:WORKERS_A_FRAME]
    return Frame.around(compiled, book, rota, slots.tolist(), workers=known.tolist())


READY: dict[str, Callable[[Point], Ready]] = {
    "compile": ready_to_compile,
    "score": ready_to_score,
    "decode": ready_to_decode,
    "kernel": ready_to_search,
    "encode": ready_to_encode,
}
"""By phase: from a case and size to what is timed."""
