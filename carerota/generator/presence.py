"""Who is at work when a visit is to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.generator.plan import blocks_of

if TYPE_CHECKING:
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
        leeway = LEEWAY_MINUTES * self.problem.ticks_per_minute
        length = round(visit.minutes * self.problem.ticks_per_minute)
        return any(
            max(block.start + leeway, opens) <= min(block.end - leeway - length, closes)
            for block in self.blocks[at].get(day, ())
        )
