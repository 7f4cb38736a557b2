"""When a search cools, and when it is heated again.

Slow cooling leads every time to much the same place, which need not be the best one.
So where there are many moves for each slot, half of the chains cool quickly and more
than once, each by itself, and in the end all go on from the best place of all. And how
long it takes to cool a problem is not known beforehand: what is frozen long before its
end is heated again.

Source: reheating by what was seen of the costs, as in Abramson, Krishnamoorthy and
Dang, Simulated annealing cooling schedules for the school timetabling problem, 1999.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from statistics import fmean
from typing import Final

from carerota.engines.search.schedule import MIDDLE, SLOWLY

__all__ = ["Alone", "Together"]

QUICK: Final = 30_000
"""Moves of a chain for each slot in which it cools once, quickly."""
AMPLE: Final = 150_000
"""Moves of a chain for each slot in a whole budget where chains part."""
APART: Final = 0.6
"""Share of the budget for which they do."""
KNOWN: Final = 0.02
"""Share of the budget after which it is known how many moves there will be."""
MOST: Final = 12
"""Times it does at most: with more moves it cools less quickly."""
COLD: Final = 0.7
"""How far a chain cools quickly: what the best places differ in is settled."""

WINDOW: Final = 0.08
"""Share of the budget that is looked back on."""
LEAST: Final = 6
"""Pieces that are looked back on at least."""
STILL: Final = 0.002
"""Share by which the cost falls at most, from one half of them to the other, where
nothing is gained by cooling on."""
GAIN: Final = 0.0005
"""Share by which the best has become better at least where something is gained."""
HOTTER: Final = 2.0
"""How much hotter it becomes than it was when the best rota was found."""
LAST: Final = 0.8
"""Share of the budget after which it stays cold."""

Levels = tuple[int, ...]


@dataclass
class Alone:
    """How far a chain has cooled that cools by itself, again and again.

    Parameters
    ----------
    n_slots
        Of the problem.
    """

    n_slots: int
    _first: float | None = None
    _begun: float = 0.0
    _lasts: float = 0.0
    """Share of the budget for cooling once; nought: not known yet, or too much."""
    _settled: bool = False

    def begins(self, share: float, moves: int) -> bool:
        """Tell whether it begins anew, having made moves in a share of the budget."""
        if self._first is None:
            self._first = share
        passed = share - self._first
        if not self._settled and passed >= KNOWN:
            self._settled = True
            a_slot = moves / passed / max(1, self.n_slots)
            if a_slot >= AMPLE:
                times = max(1, min(MOST, int((APART - share) * a_slot / QUICK)))
                self._lasts = (APART - share) / times
                self._begun = share
                return True
        # a hair less: shares are sums
        over = self.apart(share) and share >= self._begun + self._lasts - 1e-9
        if over:
            self._begun = share
        return over

    def apart(self, share: float) -> bool:
        """Tell whether it is by itself when a share of the budget is done."""
        return self._lasts > 0 and share < APART - 1e-9

    def at(self, share: float) -> float:
        """Give how far it has cooled, in shares of a budget in which it cools once."""
        return min(COLD, COLD * (share - self._begun) / self._lasts)


@dataclass
class Together:
    """How far chains have cooled that cool once, or again where they are frozen."""

    _since: float = 0.0
    """The share of the budget at which they began to cool for the last time."""
    _from: float = 0.0
    """How far they had cooled then."""
    _best_at: float = 0.0
    """How far they had cooled when the best rota was found."""
    _best: Levels = ()
    _seen: list[tuple[float, int, Levels]] = field(default_factory=list)

    def at(self, share: float) -> float:
        """Give how far they have cooled, in shares of a budget for cooling once."""
        if share >= SLOWLY or not self._since:
            return share
        passed = (share - self._since) / (SLOWLY - self._since)
        return self._from + (SLOWLY - self._from) * passed

    def look(self, share: float, cost: int, best: Levels) -> bool:
        """See what a piece came to; tells whether it becomes hotter now.

        Parameters
        ----------
        share
            Of the budget that is done.
        cost
            Of the present state.
        best
            Levels of the best rota so far.
        """
        if not self._best or _gained(self._best, best):
            self._best, self._best_at = best, self.at(share)
        self._seen.append((share, cost, best))
        while len(self._seen) > LEAST and self._seen[1][0] <= share - WINDOW:
            del self._seen[0]
        if share >= LAST or not self._frozen():
            return False
        cooler = log(HOTTER) / -log(MIDDLE) * SLOWLY
        self._from = max(0.0, self._best_at - cooler)
        self._since = share
        self._seen.clear()
        return True

    def _frozen(self) -> bool:
        seen = self._seen
        if len(seen) < LEAST or seen[-1][0] - seen[0][0] < WINDOW * (1 - 1 / LEAST):
            return False
        half = len(seen) // 2
        before = fmean(cost for _, cost, _ in seen[:half])
        after = fmean(cost for _, cost, _ in seen[-half:])
        fell = before - after > STILL * abs(before)
        return not fell and not _gained(seen[0][2], seen[-1][2])


def _gained(before: Levels, after: Levels) -> bool:
    if after[:-1] != before[:-1]:
        return after < before
    return before[-1] - after[-1] > GAIN * abs(before[-1])
