"""What every engine is: a status, a budget, one stream of events."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.rota import RotaArrays

__all__ = [
    "Budget",
    "Event",
    "Incumbent",
    "Progress",
    "Status",
    "Stopwatch",
    "relative_gap",
]


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    """Proven: no rota is better."""
    FEASIBLE = "feasible"
    """The budget was used up; the rota is the best found."""
    STOPPED = "stopped"
    """Stopped from outside; the rota is the best found until then."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is: what stop conditions look at."""

    elapsed: float
    """Seconds since the start."""
    moves: int
    since_improvement: float
    """Seconds since the incumbent last improved."""
    moves_since_improvement: int
    levels: tuple[int, ...] | None
    """Levels of the incumbent, ``None`` before the first."""
    bound: int | None
    gap: float | None


@dataclass(frozen=True, slots=True)
class Budget:
    """When to stop. What is ``None`` does not stop anything.

    ``moves`` counts moves of the search kernel in each chain, and with it the whole
    solve is reproducible; seconds are for people.
    """

    seconds: float | None = None
    moves: int | None = None
    gap: float | None = None
    stalled_seconds: float | None = None
    stop: Callable[[Progress], bool] | None = None

    def over(self, progress: Progress) -> bool:
        """Tell whether it is used up."""
        if self.seconds is not None and progress.elapsed >= self.seconds:
            return True
        if self.moves is not None and progress.moves >= self.moves:
            return True
        near = progress.gap is not None and self.gap is not None
        if near and (progress.gap or 0.0) <= (self.gap or 0.0):
            return True
        stalled = self.stalled_seconds
        if stalled is not None and progress.since_improvement >= stalled:
            return True
        return self.stop is not None and self.stop(progress)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while solving; the one stream all observers read."""

    kind: Literal["phase", "incumbent", "bound", "tick", "done"]
    elapsed: float
    source: str
    """Which engine speaks."""
    text: str = ""
    levels: tuple[int, ...] | None = None
    """Hard breaches (always nought), uncovered slots by priority, priced sum."""
    points: float | None = None
    bound: float | None = None
    """Lower bound of the priced sum in points, where one is proven."""
    moves: int = 0
    figures: dict[str, float] = field(default_factory=dict)
    """Plain figures of the incumbent, in words a coordinator knows."""


@dataclass(frozen=True)
class Incumbent:
    """The best rota so far."""

    arrays: RotaArrays
    levels: tuple[int, ...]

    def gap(self, bound: int | None) -> float | None:
        """Give how far it is above a bound of the priced sum at most."""
        return None if bound is None else relative_gap(self.levels[-1], bound)


class Stopwatch:
    """Seconds since it was made; the only clock of the engines."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return self._clock() - self._start


def relative_gap(cost: int, bound: int) -> float:
    """Give how far a cost is above a bound at most, as a share of it."""
    return max(0.0, (cost - bound) / max(1, abs(cost)))
