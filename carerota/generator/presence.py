"""Who is at work when a visit is to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.generator.plan import blocks_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.model import RotaProblem, Visit

__all__ = ["Presence"]

LEEWAY_MINUTES = 12
"""For the way from and to home."""


class Presence:
    """The workers' blocks and the visits' times, both in ticks, read once."""

    def __init__(self, problem: RotaProblem) -> None:
        self.problem = problem
        self.blocks = [blocks_of(worker, problem) for worker in problem.workers]
        self.times = {visit.id: self._times(visit) for visit in problem.visits}
        self._on = [self._day(day) for day in range(problem.days)]

    def _day(self, day: int) -> NDArray[np.int64]:
        """Give the worker, start and end of each block of a day, a column each."""
        found = [
            (at, block.start, block.end)
            for at, blocks in enumerate(self.blocks)
            for block in blocks.get(day, ())
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 3)

    def _times(self, visit: Visit) -> tuple[int, int, int, int]:
        clock, window = self.problem.clock, visit.windows[0]
        best = visit.preferred or window
        return (
            clock.index_of(visit.day),
            (clock.tick(best.start) + clock.tick(best.end)) // 2,
            clock.tick(window.start),
            clock.tick(window.end),
        )

    def day(self, visit: Visit) -> int:
        """Give the index of the day of a visit."""
        return self.times[visit.id][0]

    def best(self, visit: Visit) -> int:
        """Give the tick at which a visit is best made."""
        return self.times[visit.id][1]

    def there(self, at: int, visit: Visit) -> bool:
        """Tell whether a worker, by index, is at work when a visit is to be made."""
        day, _, opens, closes = self.times[visit.id]
        leeway, length = self._lengths(visit)
        return any(
            max(block.start + leeway, opens) <= min(block.end - leeway - length, closes)
            for block in self.blocks[at].get(day, ())
        )

    def all_there(self, visit: Visit) -> list[int]:
        """Give all workers who are at work when a visit is to be made."""
        day, _, opens, closes = self.times[visit.id]
        leeway, length = self._lengths(visit)
        at, start, end = self._on[day].T
        low = np.maximum(start + leeway, opens)
        high = np.minimum(end - leeway - length, closes)
        return list(dict.fromkeys(at[low <= high].tolist()))

    def _lengths(self, visit: Visit) -> tuple[int, int]:
        """Give the ticks for the way from or to home, and those of the visit."""
        minute = self.problem.ticks_per_minute
        return LEEWAY_MINUTES * minute, round(visit.minutes * minute)
