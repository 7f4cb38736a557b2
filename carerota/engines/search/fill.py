"""Putting in what nobody makes, each slot at once where it costs least.

The search finds such places by chance. Where it has little time, or little is to be
found, every one of them is looked at instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.engines.search import layout as at
from carerota.engines.search.change import give, place
from carerota.engines.search.journal import put, undo
from carerota.engines.search.touched import begin, retime
from carerota.engines.search.update import ENDLESS, finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from carerota.engines.search.chain import Chain

    Ints = NDArray[np.int64]

__all__ = ["fill"]

NOBODY: Final = -1


def fill(chain: Chain) -> None:
    """Give every uncovered slot of the present state to whoever makes it for least.

    What comes after it in a worker's day may start later; where that does not do, what
    comes before it as early as it can. Nothing more is broken by it, and what costs
    more than to leave it out is left out. The dearest to leave out come first, then
    those that the fewest could make.
    """
    _Filling(chain).run()


class _Filling:
    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        c = self._c = chain.compiled
        self._worker = chain.table(at.WORKER, c.n_slots)
        self._position = chain.table(at.POS, c.n_visits)
        self._first = chain.table(at.FIRST_OF, c.n_workers * c.n_days)
        self._after = chain.table(at.NEXT, c.n_slots)
        self._before = chain.table(at.PREV, c.n_slots)
        self._opens = c.window_from[c.window_ptr[:-1]].tolist()
        until = chain.table(at.S_CANDIDATE, c.n_slots + 1)
        candidates = chain.table(at.CANDIDATE, int(until[-1]))
        self._able = np.split(candidates, until[1:-1])

    def run(self) -> None:
        prices = self._chain.table(
            at.COVER_PRICE, int(self._c.visit_priority.max()) + 1
        )
        rank = prices[self._c.visit_priority[self._c.slot_visit]]
        able = np.array([len(who) for who in self._able])
        for s in np.lexsort((able, -rank)).tolist():
            if self._worker[s] < 0:
                self._fill(s)

    def _fill(self, s: int) -> None:
        v = int(self._c.slot_visit[s])
        others = {int(self._worker[t]) for t in self._c.slots(v)}
        able = [w for w in self._able[s].tolist() if w not in others]
        for early in (False, True):
            best, where = self._chain.cost, None
            for w in able:
                for position in self._positions(w, v):
                    cost = self._put_in(s, v, w, position, early=early)
                    if cost < best:
                        best, where = cost, (w, position)
                    undo(self._chain.memory.m)
            if where is not None:
                self._put_in(s, v, *where, early=early)
                self._chain.memory.m[at.JOURNAL_SIZE] = 0
                return

    def _put_in(self, s: int, v: int, w: int, position: int, *, early: bool) -> int:
        """Give a slot to a worker; gives the cost, endless if it breaks something."""
        x = self._chain.memory
        before = self._broken()
        begin(x.m)
        place(x.m, v, position)
        give(x.m, s, w)
        if early:
            self._hurry(s)
        cost = int(finish(x.m, x.travel, x.metres, ENDLESS))
        return cost if self._broken() <= before else ENDLESS

    def _hurry(self, s: int) -> None:
        """Let a slot and whatever comes before it start as early as it can."""
        m, release = self._chain.memory.m, int(self._chain.memory.m[at.RELEASE])
        while s >= 0:
            v = int(self._c.slot_visit[s])
            put(m, release + v, self._opens[v])
            retime(m, v)
            s = int(self._before[s])

    def _broken(self) -> int:
        m = self._chain.memory.m
        sums = int(m[at.SUM])
        return int(m[sums + at.PENALTY_SUM] + m[sums + at.WHOLE_PENALTY])

    def _positions(self, w: int, v: int) -> Iterator[int]:
        """Give a position in the order between any two neighbours of a day."""
        c, own = self._c, int(self._position[v])
        s = int(self._first[w * c.n_days + int(c.visit_day[v])])
        low = NOBODY
        while s >= 0:
            high = int(self._position[c.slot_visit[s]])
            yield own if low < own < high else max(0, (low + high) // 2)
            low, s = high, int(self._after[s])
        yield own if own > low else low + 1
