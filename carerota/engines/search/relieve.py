"""Making a state legal: what breaks a hard rule is left out, as little as will do.

A search that may break rules for a while ends up with some still broken, the more
likely the larger the problem. One broken rule must not cost the whole rota.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.problem import PRIORITIES
from carerota.engines.search import layout as at
from carerota.engines.search.single import LEAVE_OUT, TRY_WITHOUT, change_slot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from carerota.engines.search.chain import Chain

    Ints = NDArray[np.int64]

__all__ = ["relieve"]


def relieve(chain: Chain) -> None:
    """Leave uncovered what breaks hard rules in the present state of a chain."""
    _Relief(chain).run()


class _Relief:
    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        c = self._c = chain.compiled
        self._worker = chain.table(at.WORKER, c.n_slots)
        self._prices = chain.table(at.COVER_PRICE, len(PRIORITIES))

    def run(self) -> None:
        c, days = self._c, self._c.n_days
        for v in self._broken(at.VISIT_COST, c.n_visits, 3):
            self._rid(at.VISIT_COST, 3 * v, self._of_visits([v]))
        for x in self._broken(at.LINK_COST, c.n_links, 2):
            ends = [int(c.link_second[x]), int(c.link_first[x])]
            self._rid(at.LINK_COST, 2 * x, self._of_visits(ends))
        for wd in self._broken(at.DAY_COST, c.n_workers * days, 2):
            w, d = divmod(wd, days)
            self._rid(at.DAY_COST, 2 * wd, self._of_worker(w, d))
        for w in self._broken(at.WORKER_COST, c.n_workers, 2):
            self._rid(at.WORKER_COST, 2 * w, self._of_worker(w))
        for q in self._broken(at.PERIOD_COST, len(c.period_client), 2):
            self._rid_of_carers(q)
        for i in self._broken(at.CLIENT_COST, c.n_clients, 2):
            slots = np.flatnonzero(c.visit_client[c.slot_visit] == i)
            self._rid(at.CLIENT_COST, 2 * i, slots.tolist())

    def _broken(self, cell: int, n: int, width: int) -> list[int]:
        """Give the pieces whose penalty is not nought."""
        penalties = self._chain.table(cell, n * width)[1::width]
        return [int(x) for x in np.flatnonzero(penalties > 0)]

    def _of_visits(self, visits: Iterable[int]) -> list[int]:
        return [s for v in visits for s in self._c.slots(v)]

    def _of_worker(self, w: int, d: int | None = None) -> list[int]:
        slots = np.flatnonzero(self._worker == w)
        if d is not None:
            slots = slots[self._c.visit_day[self._c.slot_visit[slots]] == d]
        return [int(s) for s in slots]

    def _without(self, s: int, *, keep: bool) -> int:
        """Leave a slot out; gives by how much the penalty falls."""
        x, what = self._chain.memory, LEAVE_OUT if keep else TRY_WITHOUT
        return int(change_slot(x.m, x.travel, x.metres, s, what))

    def _rid(self, cell: int, piece: int, slots: list[int]) -> None:
        """Leave slots out until a piece has no penalty: what relieves most, first.

        Some rules give way only when several are left out. Where leaving all of them
        out is no relief, because history alone breaks the rule, none of them is.
        """
        penalty = self._chain.table(cell, piece + 2)[piece + 1 :]
        slots = [s for s in slots if self._worker[s] >= 0]
        stuck = None
        while slots and penalty[0] > 0:
            gains = [self._relief(s) for s in slots]
            best = int(np.argmax(gains))
            if gains[best] <= 0 and stuck is None:
                stuck = int(penalty[0]), self._chain.snapshot()
            self._without(slots.pop(best), keep=True)
        if stuck is not None and penalty[0] >= stuck[0]:
            self._chain.go_back(stuck[1])

    def _relief(self, s: int) -> float:
        """Give by how much the penalty falls for what leaving a slot out costs."""
        price = self._prices[self._c.visit_priority[self._c.slot_visit[s]]]
        return float(self._without(s, keep=False)) / max(1, int(price))

    def _rid_of_carers(self, q: int) -> None:
        """Leave out what the rarest carers of a client make in a period."""
        c = self._c
        penalty = self._chain.table(at.PERIOD_COST, 2 * q + 2)
        of_period = np.flatnonzero(c.visit_period[c.slot_visit] == q)
        # carers of the period's past stay carers, whatever is left out
        known = c.period_met[q] > 0
        while penalty[2 * q + 1] > 0:
            made = of_period[self._worker[of_period] >= 0]
            made = made[~known[self._worker[made]]]
            if not len(made):
                return
            workers, times = np.unique(self._worker[made], return_counts=True)
            rare = workers[np.argmin(times)]
            for s in made[self._worker[made] == rare].tolist():
                self._without(s, keep=True)
