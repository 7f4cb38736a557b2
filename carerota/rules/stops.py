"""The visits of a worker's day as they are made, and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carerota.model import Visit, Worker

__all__ = ["Gap", "Stop"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One slot of a visit as a worker makes it. Times in ticks of the horizon."""

    visit: Visit
    slot: int
    worker: Worker
    start: int
    end: int
    run: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two visits of a worker that follow each other on a day."""

    before: Stop
    after: Stop
    at_home: bool
    """The two belong to different runs."""
    leg: int
    """Ticks of travel and access; at home: of both legs together."""
    metres: int
    breaks: tuple[tuple[int, int], ...]
    """Rest breaks, start and end, that lie in it; none when at home."""

    @property
    def length(self) -> int:
        """Ticks from the end of one visit to the start of the next, nought if less."""
        return max(0, self.after.start - self.before.end)

    @property
    def rest(self) -> int:
        """Ticks of break in it."""
        return sum(end - start for start, end in self.breaks)

    @property
    def waiting(self) -> int:
        """Ticks in which the worker neither travels nor has a break; nought at home."""
        if self.at_home:
            return 0
        return max(0, self.length - self.leg - self.rest)

    @property
    def home(self) -> int:
        """Ticks at home between two runs."""
        return max(0, self.length - self.leg) if self.at_home else 0

    @property
    def shortage(self) -> int:
        """Ticks of travel, access and break for which there is no time."""
        return max(0, self.leg + self.rest - self.length)

    @property
    def overlap(self) -> int:
        """Ticks for which the visits, or a break and a visit, overlap."""
        clash = max(0, self.before.end - self.after.start)
        for start, end in self.breaks:
            clash += max(0, self.before.end - start) + max(0, end - self.after.start)
        return clash
