"""What a place for a new visit is likely to cost: a guide to where it is tried.

What is told in the end is measured, not guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Level
from carerota.rules.pairs import TableRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.advice.suggest.openings import Opening
    from carerota.advice.trial.board import Board
    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

__all__ = ["Prices"]

METRES_A_MINUTE: Final = 500
"""At thirty kilometres an hour: mileage of ways that are known by their time only."""


class Prices:
    """Guesses costs in points.

    Parameters
    ----------
    compiled, board
        The problem, and the rota as it is.
    alone
        The problem with nothing but the order.
    book
        The policy.
    """

    def __init__(
        self, compiled: Compiled, alone: Compiled, book: RuleBook, board: Board
    ) -> None:
        self._c = compiled
        self._row = {
            (alone.visit_ids[v], alone.slot_index(s)): s
            for s, v in enumerate(alone.slot_visit.tolist())
        }
        self._board = board
        self._per_minute = compiled.problem.ticks_per_minute
        self._price = {b.name: b.line.price for b in book if b.priced}
        self._tables = [
            (b.line.price, b.rule.table(alone))
            for b in book
            if b.priced and b.rule.level is Level.SLOT and isinstance(b.rule, TableRule)
        ]

    def of_pair(self, s: int) -> NDArray[np.float64]:
        """(W,) what it costs that each worker makes a slot, whenever they do."""
        c = self._c
        row = self._row[c.visit_ids[c.slot_visit[s]], c.slot_index(s)]
        cost = np.zeros(c.n_workers)
        for price, table in self._tables:
            cost += price * table[row]
        return cost

    def of_way(self, opening: Opening) -> float:
        """Give what the added way costs."""
        price = self._price.get
        minutes = opening.travel / self._per_minute, opening.home / self._per_minute
        kilometres = sum(minutes) * METRES_A_MINUTE / 1000
        return (
            minutes[0] * price("travel", 0.0)
            + minutes[1] * price("home_travel", 0.0)
            + kilometres * price("mileage", 0.0)
        )

    def of_start(self, v: int, start: int) -> float:
        """Give what a start outside the preferred window costs."""
        late = max(0, start - int(self._c.prefer_until[v]))
        early = max(0, int(self._c.prefer_from[v]) - start)
        if abs(int(self._c.prefer_until[v])) >= NEVER:
            return 0.0
        price = self._price.get
        return (
            late * price("lateness", 0.0) + early * price("earliness", 0.0)
        ) / self._per_minute

    def of_faces(self, client: int) -> NDArray[np.float64]:
        """(W,) what it costs that a worker comes to a client at all."""
        c = self._c
        there = self._there(client)
        new = (c.past_met[client] == 0) & ~there
        cost = np.where(new, self._price.get("new_faces", 0.0), 0.0)
        return np.where(there, 0.0, cost + self._price.get("carer_target", 0.0) / 2)

    def _there(self, client: int) -> NDArray[np.bool_]:
        """(W,) who visits the client in the rota as it is."""
        c, there = self._c, np.zeros(self._c.n_workers, dtype=np.bool_)
        for s in c.slots_of_client(client):
            w = self._board.worker[s]
            if w >= 0:
                there[w] = True
        return there
