"""How long a repair may take, and what of it is kept for what follows the search."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.engines.base import Progress, Stopwatch

__all__ = ["Limits", "TimeLeft"]

LOOKS_AFTER: Final = 6.0
"""How often as long as the checker takes to look at a rota lasts what follows a search:
visits are put back at their times, changes without a cause are taken back, the result
is judged."""
LOOKS_LATER: Final = 3.3
"""The same without the first of these."""
LAST_LOOKS: Final = 1.5
"""How often as long the last of that lasts, when reasons are known."""
FADES: Final = 0.7
"""What a long look counts once another has been quicker: the machine was busy."""
WITH_PRICES: Final = 2.5
"""How often as long the checker takes where it looks at prices too."""
A_PIECE: Final = 0.25
"""Seconds by which a search ends late: it is asked between pieces only."""
REASONS: Final = 0.05
"""Share of the seconds kept for reasons, where something is uncovered."""
MOST_KEPT: Final = 0.5
"""Share of the seconds that is kept at most."""


@dataclass(frozen=True)
class Limits:
    """How long a repair may take.

    Parameters
    ----------
    seconds
        By the clock, for everything; not asked where there are moves.
    moves
        Moves of each chain of the search.
    seed, threads
        Same seed, threads and moves: same rota.
    stop
        Asked between pieces of work; True stops.
    """

    seconds: float | None
    moves: int | None
    seed: int
    threads: int
    stop: Callable[[Progress], bool] | None = None


class TimeLeft:
    """What is left of a limit; without a clock there is always enough.

    Parameters
    ----------
    limits
        How long the whole may take.
    watch
        Since it began.
    """

    def __init__(self, limits: Limits, watch: Stopwatch) -> None:
        self._limit = limits.seconds if limits.moves is None else None
        self._watch = watch
        self._look = 0.0

    @property
    def by_clock(self) -> bool:
        """Whether there is a limit in seconds at all."""
        return self._limit is not None

    def grant(self, seconds: float) -> None:
        """Do not count some seconds: of what is done once on a machine."""
        if self._limit is not None:
            self._limit += seconds

    def looked(self, since: float, *, priced: bool = True) -> None:
        """Take in how long the checker took for one look, at prices or not."""
        took = (self._watch.seconds - since) * (1.0 if priced else WITH_PRICES)
        self._look = max(FADES * self._look, took)

    def searching(self, *, missing: bool) -> float:
        """Give the second at which a search ends.

        ``missing``: reasons may have to be found for what is uncovered then.
        """
        if self._limit is None:
            return inf
        after = A_PIECE + self._kept(LOOKS_AFTER, missing=missing)
        return self._limit - min(after, MOST_KEPT * self._limit)

    def enough(self, *, looks: float = LOOKS_LATER, missing: bool) -> bool:
        """Tell whether so many looks are left, and what is kept for reasons."""
        if self._limit is None:
            return True
        return self._limit - self._watch.seconds > self._kept(looks, missing=missing)

    def _kept(self, looks: float, *, missing: bool) -> float:
        return looks * self._look + REASONS * (self._limit or 0.0) * missing

    def for_reasons(self) -> float:
        """Give the seconds left for reasons."""
        if self._limit is None:
            return inf
        return self._limit - self._watch.seconds - LAST_LOOKS * self._look
