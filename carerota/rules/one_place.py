"""One place: nobody is in two places at a time.

Says
    The visits of a worker's day do not overlap, and breaks do not overlap visits.
Because
    Physics; visits planned over each other are visits clipped.
Amount
    For each worker and day, summed over visits that follow each other, the ticks from
    the start of the later one to the end of the earlier one; and likewise where a
    break begins before the visit before it has ended, or ends after the next one has
    begun. Unit: minutes.
Example
    A visit until 09:00 and the next at 08:45: 15 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import DayReading, Reading

__all__ = ["OnePlace"]


@dataclass(frozen=True, slots=True)
class OnePlace(Rule):
    """See the module."""

    name: ClassVar[str] = "one_place"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "one place at a time"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Sum the overlaps of each day."""
        return {
            Key(Level.DAY, w, d): self._overlap(day)
            for (w, d), day in reading.days.items()
            if self._overlap(day)
        }

    @staticmethod
    def _overlap(day: DayReading) -> int:
        return sum(gap.overlap for gap in day.gaps)

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the two visits that overlap most."""
        gaps = reading.days[key.id, key.at].gaps
        worst = max(gaps, key=lambda g: g.overlap)
        what = "" if worst.before.end > worst.after.start else "the break between "
        return (
            f"{key.id} is in two places for {reading.words(amount)} on "
            f"{reading.day_name(key.at)}, worst at {what}{worst.before.visit.id} and "
            f"{worst.after.visit.id}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare each start with the end of what lies before it."""
        c = cp.compiled
        found = {}
        for w, worker in enumerate(c.worker_ids):
            for d in range(c.n_days):
                found[Key(Level.DAY, worker, d)] = sum(
                    self._clash(cp, s, w, d) for s in cp.slots_on(w, d)
                )
        return found

    @staticmethod
    def _clash(cp: Encoder, s: int, w: int, d: int) -> Expr:
        start = cp.start(s)
        ended, _, _ = cp.gap_start(s, w, d)
        clash = cp.positive(ended - start)
        rest = cp.rest_before(s, w, d)
        if isinstance(rest, int) and not rest:
            return clash
        rest_from, rest_until = cp.rest_span(s, w, d)
        early, late = cp.positive(ended - rest_from), cp.positive(rest_until - start)
        return clash + cp.when(rest, early + late)

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
