"""What follows from the rules anyway, said so that the solver's bounds see it.

Nothing here changes what is allowed or what anything costs: it is for proofs only. The
solver bounds a cost by letting literals be fractions, and a constraint that holds under
a literal says next to nothing about fractions of it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.compiled.rota import NOBODY
from carerota.engines.cpsat.day import HOME
from carerota.rules.base import Key, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.compiled.rota import RotaArrays
    from carerota.engines.cpsat.encoder import RotaModel
    from carerota.rules.encoder import Arc, Expr, Literal

    Steps = list[tuple[Literal, int]]

__all__ = ["in_order", "strengthen"]


def strengthen(model: RotaModel) -> None:
    """Add what follows, for a model of which the bound matters.

    Of rotas that differ only in who is first of two at a visit it keeps one.
    """
    for first, second in _alike(model):
        _ordered(model, first, second)
    if {"reach", "one_place"} <= model.hard:
        for (s, t), steps in _steps(model).items():
            _apart(model, s, t, steps)
            _off_time(model, s, t, steps)


def in_order(model: RotaModel, rota: RotaArrays) -> RotaArrays:
    """Give the one of a rota's like that a strengthened model keeps."""
    rota = rota.copy()
    columns = (rota.worker, rota.start, rota.run, rota.rest_start, rota.rest_length)
    # pairs come visit by visit from the left: as many rounds as slots sort them
    pairs = list(_alike(model))
    for _ in range(len(pairs)):
        for s, t in pairs:
            one, other = int(rota.worker[s]), int(rota.worker[t])
            if other != NOBODY and (one == NOBODY or other < one):
                for column in columns:
                    column[[s, t]] = column[[t, s]]
    return rota


def _alike(model: RotaModel) -> Iterator[tuple[int, int]]:
    """Give pairs of slots, in order, of which it does not matter who makes which."""
    c, book = model.compiled, model.book
    published = c.problem.history.published is not None
    if not {"double_up", "one_place"} <= model.hard:
        return
    if "published_start" in book and published:
        return  # it asks of each slot when that one was to start
    tables = [b.rule.kernel(c) for b in book if b.rule.level is Level.SLOT]
    for v in range(c.n_visits):
        for s, t in pairwise(c.slots(v)):
            same = all(np.array_equal(table[s], table[t]) for table in tables)
            if same and {s, t} <= model.frame.candidates.keys():
                yield s, t


def _ordered(model: RotaModel, s: int, t: int) -> None:
    """Let the first slot be made by the worker who comes first, if by any."""
    before: Expr = 0
    until: Expr = 0
    for w in sorted({*model.candidates(s), *model.candidates(t)}):
        until = until + model.does(t, w)
        model.require(before - until, 0)
        before = before + model.does(s, w)


def _steps(model: RotaModel) -> dict[tuple[int, int], Steps]:
    """Give, by two slots, who may make one after the other, and the least time apart.

    The time is that between the two starts. At most one of the literals holds.
    """
    found: dict[tuple[int, int], Steps] = defaultdict(list)
    for w, d in sorted(model.frame.days):
        by_pair: dict[tuple[int, int], list[Arc]] = defaultdict(list)
        for arc in model.arcs(w, d):
            if HOME not in (arc.before, arc.after):
                by_pair[arc.before, arc.after].append(arc)
        for pair, arcs in by_pair.items():
            for arc in arcs:
                needed = model.duration(pair[0]) + model.bounds(arc.leg)[0]
                found[pair].append((arc.literal, needed))
    return found


def _apart(model: RotaModel, s: int, t: int, steps: Steps) -> None:
    """Keep the starts apart, in the measure in which anybody goes from one to next."""
    low, high = model.bounds(model.start(t) - model.start(s))
    terms = [(k - low) * x for x, k in steps if k > low]
    if terms and low < high:
        model.model.add(model.start(t) - model.start(s) >= low + sum(terms))


def _off_time(model: RotaModel, s: int, t: int, steps: Steps) -> None:
    """Be early at the first or late at the second where both cannot be on time."""
    c = model.compiled
    v, u = int(c.slot_visit[s]), int(c.slot_visit[t])
    closes = int(c.prefer_until[u])
    several = len(c.closings(u)) > 1
    if closes == NEVER or several or "lateness" not in model.book:
        return
    opens = model.bounds(model.start(s))[0]
    off: Expr = _amount(model, "lateness", u)
    early = _amount(model, "earliness", v)
    if early is not None:
        opens = max(opens, int(c.prefer_from[v]))
        off = off + early
    terms = [(opens + k - closes) * x for x, k in steps if opens + k > closes]
    if terms:
        model.model.add(off >= sum(terms))


def _amount(model: RotaModel, rule: str, v: int) -> Expr | None:
    if rule not in model.book:
        return None
    key = Key(Level.VISIT, model.compiled.visit_ids[v])
    return model.amounts(model.book[rule]).get(key)
