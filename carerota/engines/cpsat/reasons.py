"""Why a slot is left uncovered: proven impossible, or what would have to give way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from ortools.sat.python import cp_model

from carerota.compiled.build import compile_problem
from carerota.compiled.problem import PRIORITIES
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.engine import Effort, Status, run_solver
from carerota.engines.cpsat.frame import Frame, allowed_pairs
from carerota.engines.cpsat.moments import present
from carerota.engines.cpsat.solution import hint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.model import PastVisit
    from carerota.rules.book import RuleBook
    from carerota.rules.encoder import Expr

__all__ = ["displaced", "impossible", "linked", "not_with_linked"]

PROOF: Final = Effort(deterministic_time=10.0)
"""Enough for a handful of visits many times over; a bound against surprises."""
FEW: Final = 8
"""Workers for each visit among whom a way is looked for before all are asked."""
NEAR: Final = 6
"""Workers whose day is looked at for visits that could give way."""


def impossible(
    compiled: Compiled, book: RuleBook, v: int, *, effort: Effort = PROOF
) -> tuple[str, ...] | None:
    """Prove that a visit cannot be covered, whatever other visits are dropped.

    All its slots are demanded, and no other visit. What went before the horizon stays
    as it is.

    Returns
    -------
    tuple of str
        Names of hard rules that together forbid it; without any one of them the others
        do not. Empty: there is nobody at all.
    None
        It is possible, or it could not be proven that it is not.
    """
    if _few_can(compiled, book, {v}, effort):
        return None
    return _minimal(_only(compiled, {v}), _hard(book), effort)


def each_mends(
    compiled: Compiled,
    book: RuleBook,
    v: int,
    rules: tuple[str, ...],
    *,
    effort: Effort = PROOF,
) -> bool:
    """Tell whether a visit can be covered without any one of the rules that forbid it.

    All other hard rules hold. There may be two sets of rules that forbid a visit each
    by itself: then no one rule is the way out. ``False`` also where it is not known.
    """
    alone, hard = _only(compiled, {v}), _hard(book)
    return all(_fits(alone, _without(hard, name), effort) for name in rules)


def not_with_linked(
    compiled: Compiled, book: RuleBook, v: int, *, effort: Effort = PROOF
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Prove that a visit cannot be covered together with all that are linked to it.

    It may well be covered without them: then they are in each other's way.

    Returns
    -------
    tuple of two tuples of str
        A minimal set of hard rules, as :func:`impossible` gives it, and the ids of the
        visits that are linked to it.
    None
        There are none, or all of them can be covered, or nothing is proven.
    """
    others = linked(compiled, v)
    if not others or _few_can(compiled, book, {v} | others, effort):
        return None
    core = _minimal(_only(compiled, {v} | others), _hard(book), effort)
    if core is None:
        return None
    return core, tuple(compiled.visit_ids[u] for u in sorted(others))


def linked(compiled: Compiled, v: int) -> set[int]:
    """Give the visits that are linked to a visit."""
    pairs = zip(
        compiled.link_first.tolist(), compiled.link_second.tolist(), strict=True
    )
    return {u for pair in pairs if v in pair for u in pair} - {v}


def _only(
    compiled: Compiled, visits: Iterable[int], *, workers: Iterable[int] | None = None
) -> Compiled:
    """Give the problem with nothing but some visits, and the links between them.

    ``workers``: with these alone, each with what went before the horizon.
    """
    problem = compiled.problem
    if workers is not None:
        these = tuple(problem.workers[w] for w in workers)
        past = (visit for w in these for visit in _past_of(compiled, w.id))
        history = problem.history.model_copy(update={"visits": tuple(past)})
        problem = problem.model_copy(update={"workers": these, "history": history})
    kept = tuple(problem.visits[v] for v in sorted(visits))
    ids = {visit.id for visit in kept}
    links = tuple(x for x in problem.links if {x.first, x.second} <= ids)
    small = problem.model_copy(update={"visits": kept, "links": links, "packages": ()})
    return compile_problem(small, travel=compiled.travel)


def _few_can(
    compiled: Compiled, book: RuleBook, visits: set[int], effort: Effort
) -> bool:
    """Tell whether a few workers who are there can make some visits between them.

    Where they can, nothing is impossible; the model of a few is built in no time,
    however many workers the co-op has. Where they cannot, nothing is known.
    """
    hard = _hard(book)
    allowed = _allowed(compiled, hard)
    names = frozenset(b.name for b in hard)
    few: set[int] = set()
    for u in visits:
        able = np.flatnonzero(allowed[list(compiled.slots(u))].any(axis=0)).tolist()
        few |= set(present(compiled, u, able, names)[:FEW])
    if not few:
        return False
    small = _only(compiled, visits, workers=sorted(few))
    return _fits(small, hard, effort) is True


def _allowed(compiled: Compiled, hard: RuleBook) -> NDArray[np.bool_]:
    """Give the pairs that no hard rule forbids, worked out once for a problem."""
    key = ("allowed pairs", hard.policy.hash)
    if key not in compiled.memo:
        compiled.memo[key] = allowed_pairs(compiled, hard)
    found: NDArray[np.bool_] = compiled.memo[key]
    return found


def _past_of(compiled: Compiled, worker: str) -> tuple[PastVisit, ...]:
    """Give a worker's visits before the horizon, sorted out once for a problem."""
    if "past of workers" not in compiled.memo:
        past: dict[str, list[PastVisit]] = {}
        for visit in compiled.problem.history.visits:
            past.setdefault(visit.worker, []).append(visit)
        compiled.memo["past of workers"] = past
    return tuple(compiled.memo["past of workers"].get(worker, ()))


def _hard(book: RuleBook) -> RuleBook:
    kept = tuple(b for b in book if b.hard and b.name != "cover")
    return replace(book, bound=kept)


def _minimal(
    compiled: Compiled, book: RuleBook, effort: Effort
) -> tuple[str, ...] | None:
    """Reduce the rules that forbid it to a set that cannot be reduced further.

    A rule is dropped where the rest still forbid it. What is kept was needed among
    more rules than are kept in the end, so it is needed among those.
    """
    if _fits(compiled, book, effort) is not False:
        return None
    # what a visit needs comes first in the book: name that rather than the law
    for bound in reversed(book.bound):
        fewer = _without(book, bound.name)
        fits = _fits(compiled, fewer, effort)
        if fits is None:
            return None
        if not fits:
            book = fewer
    return tuple(b.name for b in book)


def _without(book: RuleBook, name: str) -> RuleBook:
    return replace(book, bound=tuple(b for b in book if b.name != name))


def _fits(compiled: Compiled, book: RuleBook, effort: Effort) -> bool | None:
    """Tell whether all visits can be covered under some rules; ``None``: unknown."""
    model = RotaModel(compiled, book)
    model.demand(range(compiled.n_slots))
    status = run_solver(model, cp_model.CpSolver(), effort)
    if status is Status.UNKNOWN:
        return None
    return status is not Status.INFEASIBLE


def displaced(
    compiled: Compiled,
    book: RuleBook,
    rota: RotaArrays,
    v: int,
    *,
    near: int = NEAR,
    effort: Effort = PROOF,
) -> tuple[str, ...] | None:
    """Find the fewest visits that would have to give way for a visit to be covered.

    The days of the ``near`` nearest workers may change, the rest of the rota stays.
    Critical visits are counted before essential ones, and so on.

    Returns
    -------
    tuple of str
        Their ids. Empty: it fits without any of them giving way.
    None
        There is no way among those days, or none was proven to be the least.
    """
    allowed = _allowed(compiled, _hard(book))
    hard = frozenset(b.name for b in book if b.hard)
    workers = _nearest(compiled, rota, v, allowed, hard)[:near]
    day = compiled.visit_day[compiled.slot_visit]
    today = day == compiled.visit_day[v]
    free = np.flatnonzero(today & np.isin(rota.worker, workers)).tolist()
    free = sorted({*free, *compiled.slots(v)})
    frame = Frame.around(compiled, book, rota, free, workers=workers, allowed=allowed)
    model = RotaModel(compiled, _hard(book), frame=frame)
    model.demand(compiled.slots(v))
    dropped = _dropped(model, rota, free)
    weight, total = 1, []
    for rank in range(len(PRIORITIES) - 1, -1, -1):
        level = [x for u, x in dropped.items() if compiled.visit_priority[u] == rank]
        total += [weight * x for x in level]
        weight *= len(level) + 1
    if total:
        model.model.minimize(sum(total))
    hint(model, rota)
    solver = cp_model.CpSolver()
    if run_solver(model, solver, effort) is not Status.OPTIMAL:
        return None
    return tuple(compiled.visit_ids[u] for u, x in dropped.items() if solver.value(x))


def _dropped(
    model: RotaModel, rota: RotaArrays, slots: Iterable[int]
) -> dict[int, Expr]:
    """By visit that somebody makes in the rota: a slot of it is given up."""
    made: dict[int, list[Expr]] = {}
    for s in slots:
        if rota.worker[s] >= 0:
            v = int(model.compiled.slot_visit[s])
            made.setdefault(v, []).append(model.negated(model.covered(s)))
    return {v: model.either(*given_up) for v, given_up in made.items()}


def _nearest(
    compiled: Compiled,
    rota: RotaArrays,
    v: int,
    allowed: np.ndarray,
    hard: frozenset[str],
) -> list[int]:
    """Give the workers who may make a visit and are there, nearest first."""
    c = compiled
    slots = list(c.slots(v))
    may = np.flatnonzero(allowed[slots].any(axis=0)).tolist()
    may = present(c, v, may, hard)
    today = c.visit_day[c.slot_visit] == c.visit_day[v]
    found = []
    for w in may:
        at = c.visit_place[c.slot_visit[today & (rota.worker == w)]]
        places = np.append(at, c.worker_start[w])
        legs = c.travel.ticks[c.worker_mode[w], 0, places, c.visit_place[v]]
        found.append((int(legs.min()), w))
    return [w for _, w in sorted(found)]
