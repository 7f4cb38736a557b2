"""The bound by ways through days: column generation, every round a proven bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.rota import sequences
from carerota.engines.bounds.climb import Climb
from carerota.engines.bounds.columns import Way
from carerota.engines.bounds.days import ways_of_day
from carerota.engines.bounds.labels import cheapest_ways
from carerota.engines.bounds.master import Master

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.rota import RotaArrays
    from carerota.engines.bounds.columns import Prices
    from carerota.engines.bounds.days import Outline, Ways

    Ints = NDArray[np.int64]

__all__ = ["DayBound"]

FEW_LABELS: Final = 1 << 15
"""Labels of one search for ways at first: to make room for more takes longer than most
searches do."""
LABELS: Final = 1 << 20
"""Labels where those do not suffice; where these do not either nothing is proven."""
TOLD: Final = 10
"""Ways that one search adds at most."""
TOLD_CLIMBING: Final = 1
"""The same while the programme is not solved yet."""
FAR: Final = 0.5
"""Share of the programme's value below which what is proven is no guide to prices."""
SMOOTH: Final = 0.5
"""Share of the best prices so far in those looked at next (Wentges, 1997)."""


class DayBound:
    """Bounds the cost of a day.

    Parameters
    ----------
    outline
        The problem.
    day
        Which day.
    nearby
        Visits that a way remembers at each place.
    """

    def __init__(self, outline: Outline, day: int, nearby: int) -> None:
        self.outline = outline
        self.groups = ways_of_day(outline, day, nearby)
        able = {s for g in self.groups for s in g.made.tolist()}
        self.master = Master(outline, self.groups, sorted(able))
        self.proof: tuple[int, Ints] | None = None
        """What is proven for rotas that make every slot that anybody can make, and
        (S,) what leaving a slot out saves at most of that."""
        self.rounds = 0
        self._memory = nearby > 0
        self._quick = self._memory
        self._labels = FEW_LABELS
        self._centre: NDArray[np.float64] | None = None
        self._climb: Climb | None = None
        self._shown: tuple[int, NDArray[np.float64]] | None = None

    def begin(
        self,
        rota: RotaArrays | None,
        known: Mapping[Hashable, float],
        over: Callable[[], bool],
        *,
        reach: float = 1.0,
    ) -> None:
        """Begin from the ways of a rota, and from what is known of slots like these.

        ``reach``: see :class:`~carerota.engines.bounds.climb.Climb`.
        """
        if rota is not None:
            self._begin_from(rota)
        cheapest = self.master.cheapest()
        guesses = [self.master.like(known), cheapest] if known else [cheapest]
        best = None
        for duals in guesses:
            self._look(duals, over)
            shown = self._shown
            if shown is not None and (best is None or shown[0] > best[1]):
                best = (duals, *shown)
            if best is not None and not self._memory:
                self._climb = self._begin_climb(*best, reach=reach)
                break
        self._centre = guesses[0] if self._centre is None else self._centre

    @property
    def best(self) -> int | None:
        """What is proven."""
        return None if self.proof is None else self.proof[0]

    def known(self) -> dict[Hashable, float]:
        """Give what slots are worth here, by what is alike on other days."""
        return {} if self._centre is None else self.master.named(self._centre)

    def _begin_climb(
        self,
        duals: NDArray[np.float64],
        proven: int,
        missed: NDArray[np.float64],
        *,
        reach: float,
    ) -> Climb | None:
        # a point for each slot
        scale = float(self.outline.book.point * len(missed))
        climb = Climb(duals, proven, missed, scale=scale, reach=reach)
        return None if climb.over else climb

    def _begin_from(self, rota: RotaArrays) -> None:
        """Add the ways of a rota."""
        group = {w: g for g, ways in enumerate(self.groups) for w in ways.workers}
        for (w, d), slots in sequences(self.outline.compiled, rota).items():
            if w not in group or not len(slots) or d != self.groups[0].day:
                continue
            ways = self.groups[group[w]]
            if set(slots) <= set(ways.made.tolist()):
                self._retrace(group[w], ways, list(slots), rota)

    def _retrace(self, g: int, ways: Ways, slots: list[int], rota: RotaArrays) -> None:
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

    def round(self, close: float, over: Callable[[], bool]) -> bool:
        """Look for better ways once; tell whether there are none, or it is close.

        ``close`` is a distance from the programme's value, in relation to it. Where
        ``over`` says so a round ends early, and proves nothing. Where the programme
        cannot be solved, what is proven so far is all there is.
        """
        self.rounds += 1
        if self._climb is not None:
            self._step(self._climb, over)
            return False
        value = self.master.solve()
        if value is None:
            return True
        duals = self.master.duals()
        if self._quick:
            # a quick look finds most ways; only a whole one proves anything
            self._quick = self._look(duals, over, whole=False) > 0
            return False
        if self.best is not None and value - self.best <= close * abs(value):
            return not self.master.dearer()
        # far from anything proven, the best prices so far are no guide
        smooth = self.best is not None and self.best > FAR * value
        new = 0
        if smooth and self._centre is not None:
            new = self._look(SMOOTH * self._centre + (1 - SMOOTH) * duals, over)
        if not new:
            new = self._look(duals, over)
        self._quick = self._memory and new > 0
        return not (new or over() or self.master.dearer())

    def _step(self, climb: Climb, over: Callable[[], bool]) -> None:
        """Look at the next prices of a climb; it ends where it comes to nothing."""
        duals = climb.next()
        self._look(duals, over)
        if self._shown is not None:
            climb.learn(duals, *self._shown)
        if self._shown is None or climb.over:
            self._climb = None

    def _look(
        self,
        duals: NDArray[np.float64],
        over: Callable[[], bool],
        *,
        whole: bool = True,
    ) -> int:
        """Prove what prices prove, and add the ways that are cheaper at them."""
        self._shown = None
        prices = self.master.prices(duals)
        proven, new = prices.rest, 0
        made = np.zeros(len(prices.slot))
        for g, ways in enumerate(self.groups):
            if over():
                return new
            found = self._search(g, ways, prices, whole=whole)
            whole = whole and bool(found[1])
            proven += len(ways.workers) * min(0, int(found[0]))
            told = _read(g, ways, found)
            for s, _, _ in told[0].steps if told else ():
                made[s] += len(ways.workers)
            new += sum(self.master.add(w) for w in told)
        if whole:
            self._shown = proven, self.master.missed(prices, made)
        if whole and (self.best is None or proven > self.best):
            worth = np.maximum(0, prices.slot) + self.master.shared_late(prices)
            self.proof = proven, worth
            self._centre = duals
        return new

    def _search(self, g: int, ways: Ways, prices: Prices, *, whole: bool) -> Ints:
        table = self.master.priced(g, prices)
        told = TOLD if self._climb is None else TOLD_CLIMBING
        while True:
            limits = np.array([self._labels, 0, told, whole], dtype=np.int64)
            tables = (table, ways.spans, ways.need, ways.cost)
            found: Ints = cheapest_ways(*tables, limits)
            if found[1] or self._labels >= LABELS:
                return found
            self._labels = LABELS


def _read(g: int, ways: Ways, found: Ints) -> list[Way]:
    """Read the ways that a search tells."""
    told, at = [], 4
    for _ in range(int(found[2])):
        length = int(found[at + 1])
        steps = found[at + 2 : at + 2 + 3 * length].reshape(-1, 3).tolist()
        told.append(Way(g, tuple((int(ways.made[i]), t, h) for i, t, h in steps)))
        at += 2 + 3 * length
    return told
