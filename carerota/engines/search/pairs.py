"""What each pair of a slot and a worker costs, and whom the draw favours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.engines.search.layout import PAIR_WIDTH
from carerota.rules.base import Level, Unit
from carerota.rules.pairs import TableRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.base import Rule
    from carerota.rules.book import BoundRule, RuleBook

    Ints = NDArray[np.int64]

__all__ = ["candidates", "pair_table", "penalty_of", "price_of"]

ROWS: Final = 1024
"""Slots whose workers are put in order at once."""

PENALTY_POINTS: Final = {"minutes": 20, "times": 400, "kilometres": 20}
"""What a unit of a broken hard rule costs in the search, in points."""


def price_of(book: RuleBook, name: str) -> int:
    """Give the cost of a unit of a rule that has a price; else nought."""
    return book[name].weight if name in book and book[name].priced else 0


def penalty_of(bound: BoundRule, point: int) -> int:
    """Cost in the search of a unit of a broken hard rule."""
    points = PENALTY_POINTS[bound.rule.unit.value]
    if bound.rule.unit is Unit.TICKS:
        return points * 1000
    return points * point // (1 if bound.rule.unit is Unit.COUNT else 1000)


def pair_table(c: Compiled, book: RuleBook) -> Ints:
    """Give what pairs cost: slots x workers x (price, penalty, wishes not met)."""
    found = np.zeros((c.n_slots, c.n_workers, PAIR_WIDTH), dtype=np.int64)
    price, hard, unmet = (found[:, :, i] for i in range(PAIR_WIDTH))
    for bound in book:
        if bound.rule.level is Level.SLOT:
            table = _table(bound.rule, c)
            if bound.hard:
                hard += np.multiply(
                    table, penalty_of(bound, book.point), dtype=np.int64
                )
            else:
                price += np.multiply(table, bound.weight, dtype=np.int64)
    if "fairness_preferences" in book:
        from carerota.rules.worker_preferences import WorkerPreferences

        unmet += _table(WorkerPreferences(), c)
    return found


def candidates(c: Compiled, book: RuleBook, pairs: Ints) -> tuple[Ints, Ints]:
    """Give where each slot's workers begin, and who may make each slot.

    They come in the order in which the draw favours them. A face new to the client
    costs too, and so does the way from home; who costs the same comes in any order.

    Parameters
    ----------
    pairs
        What :func:`pair_table` gives.
    """
    chance = np.random.default_rng(0)
    able = pairs[:, :, 1] == 0
    ptr = np.append(0, np.cumsum(able.sum(axis=1)))
    flat = np.empty(ptr[-1], dtype=np.int64)
    # some slots at a time: a large co-op has millions of pairs
    for first in range(0, c.n_slots, ROWS):
        some = slice(first, min(first + ROWS, c.n_slots))
        v = c.slot_visit[some]
        way = c.travel.ticks[
            c.worker_mode, 0, c.worker_start, c.visit_place[v][:, None]
        ]
        dear = way * price_of(book, "home_travel") + pairs[some, :, 0]
        strange = c.past_met[c.visit_client[v]] == 0
        dear += strange * price_of(book, "new_faces")
        order = np.lexsort((chance.random(dear.shape), dear), axis=1)
        may = np.take_along_axis(able[some], order, axis=1)
        flat[ptr[some.start] : ptr[some.stop]] = order[may]
    return ptr, flat


def _table(rule: Rule, c: Compiled) -> NDArray[np.integer]:
    """Give a rule's table; where others ask for it too it is worked out once."""
    return rule.table(c) if isinstance(rule, TableRule) else np.asarray(rule.kernel(c))
