"""Day span: from the first start to the last end of a day.

Says
    From the start of work to its end, time at home between runs included, a day spans
    at most ``hours``; ``split_hours`` for workers exempt because their days are split
    up by nature.
Because
    Working Time Regulations 1998 (GB) regulation 10: 11 hours of rest in each 24 leave
    13; regulations 22 and 24 for work split up over the day.
Amount
    For each worker and day, the ticks from begin to end beyond the limit. Unit:
    minutes.
Example
    First visit at 07:00, the last ends at 20:40, 13 hours allowed: 40 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import DayReading, Reading

__all__ = ["DaySpan"]


@dataclass(frozen=True, slots=True)
class DaySpan(Rule):
    """See the module."""

    name: ClassVar[str] = "day_span"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "span of the day"
    votable: ClassVar[bool] = False

    hours: float = 13.0
    home_legs: bool = False
    """Whether the ways from and to home are working time."""
    split_hours: float = 15.0

    def _hours(self, worker: Worker) -> float:
        exempt = worker.working_time.split_day_exempt
        return self.split_hours if exempt else self.hours

    def _spans(self, reading: Reading) -> list[tuple[DayReading, int, int]]:
        """Each day, its span in ticks and what the span may be."""
        return [
            (
                day,
                day.ends(home_legs=self.home_legs)
                - day.begins(home_legs=self.home_legs),
                hours_to_ticks(self._hours(day.worker), reading.ticks_per_minute),
            )
            for day in reading.days.values()
        ]

    def measure(self, reading: Reading) -> Amounts:
        """Compare the span of each day with the limit."""
        return {
            Key(Level.DAY, day.worker.id, day.day): span - limit
            for day, span, limit in self._spans(reading)
            if span > limit
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say what the day spans and by how much too much."""
        day = reading.days[key.id, key.at]
        span = next(n for x, n, _ in self._spans(reading) if x is day)
        return (
            f"{key.id} has a day of {reading.words(span)} from first to last on "
            f"{reading.day_name(key.at)}, {reading.words(amount)} too long"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the day nearest to its limit."""
        spans = self._spans(reading)
        if not spans:
            return []
        day, span, limit = max(spans, key=lambda x: x[1] - x[2])
        text = (
            f"longest day {reading.words(span)} from first to last ({day.worker.id}, "
            f"{reading.day_name(day.day)}), limit {reading.words(limit)}"
        )
        return [text]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare the end and the begin of each day worked."""
        c = cp.compiled
        table = self.kernel(c)
        found = {}
        for w, worker in enumerate(c.worker_ids):
            limit = int(table[w, 0])
            for d in range(c.n_days):
                begins = cp.begins(w, d, home_legs=self.home_legs)
                ends = cp.ends(w, d, home_legs=self.home_legs)
                over = cp.positive(ends - begins - limit)
                found[Key(Level.DAY, worker, d)] = cp.when(cp.works(w, d), over)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give each worker's limit in ticks, and whether the home legs count."""
        tpm = compiled.problem.ticks_per_minute
        rows = [
            (hours_to_ticks(self._hours(w), tpm), int(self.home_legs))
            for w in compiled.problem.workers
        ]
        return np.array(rows, dtype=np.int64).reshape(-1, 2)
