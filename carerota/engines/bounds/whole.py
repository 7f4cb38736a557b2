"""The bound of a whole rota: that of its days, one after the other.

Prices that no day pays (continuity of a client, a worker's week, fairness) are left
out: none of them is negative. What is proven for the cover of every slot is made to
hold for any cover: a slot left out saves at most what making it is worth in the proof.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.engines.bounds import SMALL
from carerota.engines.bounds.days import Outline, late_from
from carerota.engines.bounds.routes import DayBound

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.engines.base import Incumbent
    from carerota.rules.book import RuleBook

__all__ = ["WholeBound"]

NEARBY: Final = 8
"""Visits that they then remember at each place."""
CLOSE: Final = 1e-5
"""How near, in relation, the bound of a day comes to what its programme can prove."""
NEAR_ENOUGH: Final = 0.02
"""The same for larger problems, of which a day follows the other."""
NEAR: Final = 0.5
"""How far a day reaches beyond what is proven at first, in relation to the usual, where
it begins from what slots are worth at other prices."""


class WholeBound:
    """Bounds the priced sum of every rota of a problem.

    Parameters
    ----------
    compiled, book
        The problem and its policy, if :func:`carerota.engines.bounds.can_bound`.
    best
        A rota to begin from. If it covers everything, only rotas that are cheaper are
        looked at, so that nothing dearer than it is ever proven.
    known
        By day, what slots are worth at other prices: :attr:`known` of another bound of
        the same problem.
    """

    def __init__(
        self,
        compiled: Compiled,
        book: RuleBook,
        best: Incumbent | None = None,
        known: Mapping[int, Mapping[Hashable, float]] | None = None,
    ) -> None:
        self._c = compiled
        self._best = best
        self.known = {d: dict(worth) for d, worth in (known or {}).items()}
        whole = best is not None and not any(best.levels[1:-1])
        self._limit = best.levels[-1] if best is not None and whole else None
        latest = _latest(compiled, book, self._limit)
        outline = Outline(compiled, book, latest, linked=self._limit is not None)
        self._outline = outline
        self._small = compiled.n_slots <= SMALL
        self._days: list[DayBound] = []

    def run(
        self,
        over: Callable[[float], bool],
        rounds: int | None = None,
        *,
        ended: Callable[[], bool] | None = None,
    ) -> None:
        """Improve the bound until it is as good as it gets, or over.

        Parameters
        ----------
        over
            Tells whether a share of the time that there is has passed: each day gets
            its share, and what days before it have left.
        rounds
            The most for each day: with them, and without a clock, the same is proven
            each time.
        ended
            Tells whether there is no time at all any more, where that is not the end
            of the last share: the first proof of a day may take longer than its share.
        """
        ended = ended or partial(over, 1.0)
        last: dict[Hashable, float] = {}
        for d in range(self._c.n_days):
            if ended():
                return
            day = DayBound(self._outline, d, nearby=NEARBY * self._small)
            if not day.groups:
                continue
            self._days.append(day)
            best = None if self._best is None else self._best.arrays
            reach = NEAR if d in self.known else 1.0
            day.begin(best, last | self.known.get(d, {}), ended, reach=reach)
            passed = partial(over, (d + 1) / self._c.n_days)
            close = CLOSE if self._small else NEAR_ENOUGH
            while not passed() and (rounds is None or day.rounds < rounds):
                if day.round(close, passed):
                    break
            self.known[d] = day.known()
            last |= self.known[d]

    def at(self, levels: tuple[int, ...]) -> int | None:
        """Give the bound of the priced sum of rotas that cover so much.

        Parameters
        ----------
        levels
            Of a rota: hard breaches, uncovered slots by priority, the priced sum.

        Returns
        -------
        int or None
            In the whole currency of the rule book; ``None``: nothing is proven, or no
            more than nought.
        """
        missing = levels[1:-1]
        if self._limit is not None and any(missing):
            return None  # it looked only at rotas that cover everything
        proven, worth = 0, np.zeros(self._c.n_slots, dtype=np.int64)
        for day in self._days:
            # a day of which nothing better is known costs nothing
            if day.proof is not None and day.proof[0] > 0:
                proven += day.proof[0]
                worth = worth + day.proof[1]
        priority = self._c.visit_priority[self._c.slot_visit]
        for p, n in enumerate(missing):
            if n:
                proven -= int(np.sort(worth[priority == p])[::-1][:n].sum())
        if self._limit is not None:
            proven = min(proven, self._limit)
        return proven if proven > 0 else None


def _latest(compiled: Compiled, book: RuleBook, limit: int | None) -> NDArray[np.int64]:
    """Give the latest start of each visit in a rota that costs less than a limit."""
    found = np.full(compiled.n_visits, NEVER, dtype=np.int64)
    price = sum(
        book[name].weight
        for name in ("lateness", "worst_lateness")
        if name in book and book[name].priced
    )
    if limit is None or not price:
        return found
    due = late_from(compiled)
    return np.where(due < NEVER, due + limit // price, found)
