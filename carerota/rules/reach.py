"""Reach: time to get from one visit to the next.

Says
    Between two visits there is time for the travel, the access (parking, key safe) and
    the breaks that lie between them; between two runs, for the way home and out again.
Because
    Physics, and NICE NG21 1.4.1: the rota has room for travel, so that no visit is
    clipped to make up for it.
Amount
    For each worker and day, summed over the gaps between visits, the ticks of travel,
    access and break for which there is no time; overlapping visits have a gap of
    nought, the overlap itself is the rule ``one_place``. Unit: minutes.
Example
    A visit until 09:00, 10 minutes of travel, the next visit at 09:06: 4 minutes.
"""

from __future__ import annotations

from collections import defaultdict
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

__all__ = ["Reach"]


@dataclass(frozen=True, slots=True)
class Reach(Rule):
    """See the module."""

    name: ClassVar[str] = "reach"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "time to get there"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Sum what is missing in each gap."""
        return {
            Key(Level.DAY, w, d): self._missing(day)
            for (w, d), day in reading.days.items()
            if self._missing(day)
        }

    @staticmethod
    def _missing(day: DayReading) -> int:
        return sum(gap.shortage for gap in day.gaps)

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the gap in which most is missing."""
        gaps = reading.days[key.id, key.at].gaps
        worst = max(gaps, key=lambda g: g.shortage)
        return (
            f"{key.id} lacks {reading.words(amount)} to get from visit to visit on "
            f"{reading.day_name(key.at)}, most between {worst.before.visit.id} and "
            f"{worst.after.visit.id}"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the gap with the least time to spare."""
        spare = [
            (gap.after.start - gap.before.end - gap.leg - gap.rest, gap, day)
            for day in reading.days.values()
            for gap in day.gaps
        ]
        if not spare:
            return []
        least, gap, day = min(spare, key=lambda x: x[0])
        where = f"{gap.before.visit.id} to {gap.after.visit.id}"
        who = f"{day.worker.id}, {where}, {reading.day_name(day.day)}"
        return [f"least time to spare on the way {reading.words(least)} ({who})"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare what lies before each slot with the time there is for it."""
        c = cp.compiled
        found = {}
        for w, worker in enumerate(c.worker_ids):
            for d in range(c.n_days):
                terms = self._terms(cp, w, d)
                if terms:
                    found[Key(Level.DAY, worker, d)] = sum(terms)
        return found

    @staticmethod
    def _terms(cp: Encoder, w: int, d: int) -> list[Expr]:
        legs: dict[int, list[Expr]] = defaultdict(list)
        for arc in cp.arcs(w, d):
            if arc.before >= 0 and arc.after >= 0:
                legs[arc.after].append(cp.when(arc.literal, arc.leg))
        terms = []
        for s, into in legs.items():
            ended, _, _ = cp.gap_start(s, w, d)
            rest_from, rest_until = cp.rest_span(s, w, d)
            needed = sum(into) + rest_until - rest_from
            terms.append(cp.positive(needed - cp.positive(cp.start(s) - ended)))
        return terms

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
