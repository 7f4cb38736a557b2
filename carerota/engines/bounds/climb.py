"""Better prices of slots by steps along what the cheapest ways make too often or never.

Whatever prices slots have, they prove something; the most that they can prove is where
the cheapest ways make each slot once. A slot that they make more often gets dearer to
make, one that they leave out is worth more: steps of the length that would reach a
target a little above what is proven (Polyak, 1969), along the mean of the last
directions. It has no programme to solve, and comes near in a few dozen looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Climb"]

ABOVE: Final = 0.2
"""How far above what is proven the target is at first, in relation to it."""
MEMORY: Final = 0.5
"""Share of the direction before in each new one."""
DEAREST: Final = 100.0
"""What a slot is worth at most, in the dearest of the first prices: of what cannot all
be made together there is no most."""
PATIENCE: Final = 2
"""Steps in a row that prove nothing better, after which they get shorter, from the best
prices so far."""
SHORTER: Final = 0.5
SHORTEST: Final = 0.01
"""Share of that distance at which nothing more is to be expected."""


class Climb:
    """One climb; it is told what each price proved, and gives the next to look at.

    Parameters
    ----------
    prices
        What it begins from: of each slot first, then of whatever else there is, which
        stays as it is.
    proven
        What they prove.
    missed
        For each slot, how often it is on a cheapest way less than once.
    scale
        What is a step worth taking, where next to nothing is proven.
    reach
        Share of the usual distance of the first target: less where the best prices are
        thought to be near.
    """

    def __init__(
        self,
        prices: Floats,
        proven: float,
        missed: Floats,
        *,
        scale: float,
        reach: float = 1.0,
    ) -> None:
        self._best = self._here = (prices, proven, missed)
        self._direction = missed
        self._scale = scale
        self._dearest = DEAREST * max(scale, float(prices.max(initial=0.0)))
        self._reach = reach
        self._idle = 0

    @property
    def over(self) -> bool:
        """Whether no more is to be expected."""
        return self._reach < SHORTEST or not self._direction.any()

    def next(self) -> Floats:
        """Give the prices to look at."""
        prices, proven, _ = self._here
        d = self._direction
        most = self._best[1]
        above = ABOVE * self._reach * max(abs(most), self._scale)
        way = most + above - proven
        # after averaging next to nothing may be left of a direction
        step = way / max(float(d @ d), float(np.abs(d).max()))
        found = prices.copy()
        found[: len(d)] = np.clip(found[: len(d)] + step * d, 0.0, self._dearest)
        return found

    def learn(self, prices: Floats, proven: float, missed: Floats) -> None:
        """Take in what prices proved."""
        self._here = (prices, proven, missed)
        if proven > self._best[1]:
            self._best, self._idle = self._here, 0
        else:
            self._idle += 1
        if self._idle >= PATIENCE:
            self._reach *= SHORTER
            self._idle = 0
            self._here = self._best
        self._direction = MEMORY * self._direction + (1 - MEMORY) * self._here[2]
