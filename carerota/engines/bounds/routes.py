"""The bound by ways through days: column generation, every round a proven bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.rota import sequences
from carerota.engines.bounds.days import Outline, ways_of_day
from carerota.engines.bounds.labels import cheapest_ways
from carerota.engines.bounds.master import Master, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from carerota.compiled.rota import RotaArrays
    from carerota.engines.bounds.days import Ways
    from carerota.engines.bounds.master import Prices

__all__ = ["DayBound"]

LABELS: Final = 1 << 20
"""Labels of one search for ways; where they do not suffice nothing is proven."""
TOLD: Final = 30
"""Ways that one search adds at most."""
CLOSE: Final = 1e-5
"""A relative distance of the bound from the programme's value that is as good as none."""
SMOOTH: Final = 0.5
"""How much of the best prices so far is kept in those looked at next (Wentges, 1997)."""


class DayBound:
    """Bounds the cost of a day.

    Parameters
    ----------
    outline
        The problem.
    day
        Which day.
    spare
        See :class:`carerota.engines.bounds.master.Master`.
    nearby
        Visits that a way remembers at each place.
    """

    def __init__(
        self, outline: Outline, day: int, spare: Sequence[int], nearby: int
    ) -> None:
        self.outline = outline
        self.groups = ways_of_day(outline, day, nearby)
        able = {s for g in self.groups for s in g.made.tolist()}
        self.stuck = [
            s for s in np.flatnonzero(outline.day == day).tolist() if s not in able
        ]
        self.master = Master(outline, self.groups, sorted(able), spare)
        self.best: int | None = None
        self.rounds = 0
        self.labels = 0
        self._quick = True
        self._centre: NDArray[np.float64] | None = None

    def begin_from(self, rota: RotaArrays) -> None:
        """Add the ways of a rota."""
        group = {w: g for g, ways in enumerate(self.groups) for w in ways.workers}
        for (w, d), slots in sequences(self.outline.compiled, rota).items():
            if w not in group or not len(slots) or d != self.groups[0].day:
                continue
            ways = self.groups[group[w]]
            if set(slots) <= set(ways.made.tolist()):
                self._retrace(group[w], ways, list(slots), rota)

    def _retrace(
        self, g: int, ways: Ways, slots: list[int], rota: RotaArrays
    ) -> None:
        place = {int(s): i for i, s in enumerate(ways.made)}
        steps: list[tuple[int, int, int]] = []
        for s in slots:
            i = place[s]
            ready, home = -(1 << 60), 0
            if steps:
                before = steps[-1][0]
                home = int(rota.run[before] != rota.run[s])
                need = int(ways.need[home, place[before], i])
                if need < 0:
                    return
                ready = steps[-1][1] + need
            fits = [max(ready, a) for a, b in self._spans(ways, i) if ready <= b]
            if not fits:
                return
            steps.append((s, int(fits[0]), home))
        self.master.add(Way(g, tuple(steps)))

    @staticmethod
    def _spans(ways: Ways, i: int) -> list[tuple[int, int]]:
        a, b = ways.slots[i, :2].tolist()
        return [(int(x), int(y)) for x, y in ways.spans[a:b]]

    def run(self, over: Callable[[], bool], goal: int | None = None) -> int | None:
        """Improve the bound until it is as good as it gets, over, or at a goal."""
        while not over():
            if self.round() or (
                goal is not None and self.best is not None and self.best >= goal
            ):
                break
        return self.best

    def round(self) -> bool:
        """Look for better ways once; tell whether there are none."""
        self.rounds += 1
        value = self.master.solve()
        if self._quick:
            # a quick look finds most ways; only a whole one proves anything
            self._quick = self._look(self.master.duals(), whole=False) > 0
            return False
        duals = self.master.duals()
        smooth = self._centre is not None
        if self._centre is not None:
            duals = SMOOTH * self._centre + (1 - SMOOTH) * duals
        new = self._look(duals)
        if self.best is not None and value - self.best <= CLOSE * abs(value):
            return True
        self._quick = new > 0
        if new or not smooth:
            return not new
        return not self._look(self.master.duals())

    def _look(self, duals: NDArray[np.float64], *, whole: bool = True) -> int:
        """Prove what prices prove, and add the ways that are cheaper at them."""
        prices = self.master.prices(duals)
        proven, new = prices.rest, 0
        for g, ways in enumerate(self.groups):
            found = self._search(g, ways, prices, whole=whole)
            self.labels += int(found[3])
            whole = whole and bool(found[1])
            proven += len(ways.workers) * min(0, int(found[0]))
            new += sum(self.master.add(w) for w in _read(g, ways, found))
        if whole and (self.best is None or proven > self.best):
            self.best = proven
            self._centre = duals
        return new

    def _search(
        self, g: int, ways: Ways, prices: Prices, *, whole: bool
    ) -> NDArray[np.int64]:
        table = self.master.priced(g, prices)
        limits = np.array([LABELS, 0, TOLD, whole], dtype=np.int64)
        found: NDArray[np.int64] = cheapest_ways(
            table, ways.spans, ways.need, ways.cost, limits
        )
        return found


def _read(g: int, ways: Ways, found: NDArray[np.int64]) -> list[Way]:
    """Read the ways that a search tells."""
    told, at = [], 4
    for _ in range(int(found[2])):
        length = int(found[at + 1])
        steps = found[at + 2 : at + 2 + 3 * length].reshape(-1, 3).tolist()
        told.append(Way(g, tuple((int(ways.made[i]), t, h) for i, t, h in steps)))
        at += 2 + 3 * length
    return told
