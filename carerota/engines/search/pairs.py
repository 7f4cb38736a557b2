"""What each pair of a slot and a worker costs, and whom the draw favours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.rules.base import Level, Unit
from carerota.rules.pairs import TableRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.base import Rule
    from carerota.rules.book import BoundRule, RuleBook

    Ints = NDArray[np.int64]

__all__ = ["pair_tables", "penalty_of", "price_of"]

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


def pair_tables(c: Compiled, book: RuleBook) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Give what pairs cost, the workers of each slot in order, and who may make it.

    The first table is slots x workers x (price, penalty, wishes not met).
    """
    shape = (c.n_slots, c.n_workers)
    price = np.zeros(shape, dtype=np.int64)
    hard = np.zeros(shape, dtype=np.int64)
    for bound in book:
        if bound.rule.level is Level.SLOT:
            table = _table(bound.rule, c)
            if bound.hard:
                hard += table * penalty_of(bound, book.point)
            else:
                price += table * bound.weight
    unmet = np.zeros(shape, dtype=np.int64)
    if "fairness_preferences" in book:
        from carerota.rules.worker_preferences import WorkerPreferences

        unmet = _table(WorkerPreferences(), c)
    order = _cheapest_first(c, book, price)
    able = np.take_along_axis(hard == 0, order, axis=1)
    return np.stack((price, hard, unmet), axis=2), order, able


def _table(rule: Rule, c: Compiled) -> Ints:
    """Give a rule's table; where others ask for it too it is worked out once."""
    return rule.table(c) if isinstance(rule, TableRule) else np.asarray(rule.kernel(c))


def _cheapest_first(c: Compiled, book: RuleBook, price: Ints) -> Ints:
    """Give the workers of each slot in the order in which the draw favours them.

    A face new to the client costs too, and so does the way from home; who costs the
    same comes in any order.
    """
    strange = c.past_met[c.visit_client[c.slot_visit]] == 0
    place = c.visit_place[c.slot_visit][:, None]
    way = c.travel.ticks[c.worker_mode, 0, c.worker_start, place]
    dear = price + strange * price_of(book, "new_faces")
    dear += way * price_of(book, "home_travel")
    any_order = np.random.default_rng(0).random(dear.shape)
    found: Ints = np.lexsort((any_order, dear), axis=1)
    return found
