"""Weekly hours: no worker is paid for more hours a week than their contract allows.

Says
    The paid time of a calendar week (visits, travel between them, waiting) is at most
    the contract's ``maximum_hours``. In a week that began before the horizon the
    visits already made in it count.
Because
    The contract between the co-op and the worker; nobody else can vote it away.
Amount
    For each worker and calendar week of the horizon, the paid ticks beyond what the
    contract leaves for its days. Where history alone is beyond the maximum nothing is
    left, and what lies in the past is not held against this rota. Unit: minutes.
Example
    At most 20 hours; 6 hours of visits on Monday and Tuesday, before the horizon, and
    15 hours paid from Wednesday on: 1 hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import PAST_DAYS
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["WeeklyHours"]


@dataclass(frozen=True, slots=True)
class WeeklyHours(Rule):
    """See the module."""

    name: ClassVar[str] = "weekly_hours"
    level: ClassVar[Level] = Level.WORKER
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "hours a week"
    votable: ClassVar[bool] = False

    def _weeks(self, reading: Reading) -> list[tuple[str, int, int, int]]:
        """Worker, week, ticks paid in it, and ticks left for it."""
        found = []
        for worker in reading.workers.values():
            for k, week in enumerate(reading.weeks):
                days = [reading.days.get((worker.id, d)) for d in week]
                paid = sum(day.paid for day in days if day)
                left = self._left(reading, worker, week)
                found.append((worker.id, k, paid, left))
        return found

    @staticmethod
    def _left(reading: Reading, worker: Worker, week: tuple[int, ...]) -> int:
        monday = week[0] - reading.clock.date_of(week[0]).weekday()
        made = sum(p.contact for p in reading.past_days[worker.id] if p.day >= monday)
        limit = hours_to_ticks(worker.contract.maximum_hours, reading.ticks_per_minute)
        return max(0, limit - made)

    def measure(self, reading: Reading) -> Amounts:
        """Compare the paid time of each week with what is left for it."""
        return {
            Key(Level.WORKER, worker, k): paid - left
            for worker, k, paid, left in self._weeks(reading)
            if paid > left
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how much is paid and how much of it is too much."""
        paid = next(p for w, k, p, _ in self._weeks(reading) if (w, k) == key[1:])
        first = reading.weeks[key.at][0]
        return (
            f"{key.id} is paid {reading.words(paid)} in the week from "
            f"{reading.day_name(first)}, {reading.words(amount)} more than the "
            f"contract leaves"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the week with the least left."""
        weeks = [x for x in self._weeks(reading) if x[2]]
        if not weeks:
            return []
        worker, k, paid, left = min(weeks, key=lambda x: x[3] - x[2])
        monday = reading.day_name(reading.weeks[k][0])
        said = f"fullest week {reading.words(paid)} ({worker}, from {monday})"
        return [f"{said}, limit {reading.words(left)}"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare the sum of the days' paid time with what is left."""
        c = cp.compiled
        table = self.kernel(c)
        found = {}
        for w, worker in enumerate(c.worker_ids):
            for k in range(c.n_weeks):
                paid = sum(cp.paid(w, d) for d in c.week_days(k))
                left = int(table[w * c.n_weeks + k, 0])
                found[Key(Level.WORKER, worker, k)] = cp.positive(paid - left)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker and week: ticks left, first day, day after the last."""
        c = compiled
        rows = []
        for w, worker in enumerate(c.problem.workers):
            limit = hours_to_ticks(
                worker.contract.maximum_hours, c.problem.ticks_per_minute
            )
            for k in range(c.n_weeks):
                days = c.week_days(k)
                # the days of this calendar week that lie before the horizon
                before = c.clock.date_of(days[0]).weekday() if k == 0 else 0
                made = int(c.past_contact[w, PAST_DAYS - before :].sum())
                rows.append((max(0, limit - made), days[0], days[-1] + 1))
        return np.array(rows, dtype=np.int64).reshape(-1, 3)
