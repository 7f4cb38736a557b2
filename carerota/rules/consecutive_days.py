"""Consecutive days: no worker has more working days in a row than agreed.

Says
    After ``maximum_consecutive_days`` of the contract in a row a worker has a day
    without visits. Days worked before the horizon count.
Because
    The contract between the co-op and the worker; the day of rest behind the weekly
    rest of the Working Time Regulations 1998 (GB) regulation 11.
Amount
    For each worker and day of the horizon that is worked, 1 if it ends a row of worked
    days, history included, that is longer than agreed. The history is read for the
    fourteen days before the horizon. Unit: times.
Example
    At most six days; work from Monday to Monday: 1 on Sunday and 1 on Monday.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER, PAST_DAYS
from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["ConsecutiveDays"]


@dataclass(frozen=True, slots=True)
class ConsecutiveDays(Rule):
    """See the module."""

    name: ClassVar[str] = "consecutive_days"
    level: ClassVar[Level] = Level.WORKER
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "days in a row"
    votable: ClassVar[bool] = False

    @staticmethod
    def _rows(reading: Reading) -> list[tuple[str, int, int]]:
        """Worker, day worked, and how many worked days in a row it ends."""
        found = []
        for worker in reading.workers:
            past = reading.past_days[worker]
            worked = {p.day for p in past if p.day >= -PAST_DAYS}
            worked |= {day.day for day in reading.days_of(worker)}
            length = 0
            for day in range(-PAST_DAYS, reading.problem.days):
                length = length + 1 if day in worked else 0
                if day >= 0 and length:
                    found.append((worker, day, length))
        return found

    def measure(self, reading: Reading) -> Amounts:
        """Find the days that end a row longer than agreed."""
        limits = {
            w.id: w.contract.maximum_consecutive_days for w in reading.workers.values()
        }
        return {
            Key(Level.WORKER, worker, day): 1
            for worker, day, length in self._rows(reading)
            if length > limits[worker]
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the row is and what was agreed."""
        del amount
        length = next(n for w, d, n in self._rows(reading) if (w, d) == key[1:])
        limit = reading.workers[key.id].contract.maximum_consecutive_days
        return (
            f"{key.id} works {length} days in a row to {reading.day_name(key.at)}, at "
            f"most {limit} are agreed"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the row nearest to its limit."""
        rows = self._rows(reading)
        if not rows:
            return []

        def limit(worker: str) -> int:
            return reading.workers[worker].contract.maximum_consecutive_days

        worker, day, length = max(rows, key=lambda r: r[2] - limit(r[0]))
        said = f"longest row of days {length} ({worker}, to {reading.day_name(day)})"
        return [f"{said}, limit {limit(worker)}"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Look for the limit's days and the one after, all of them worked."""
        c = cp.compiled
        rows = iter(self.kernel(c).tolist())
        found = {}
        for w, worker in enumerate(c.worker_ids):
            for d, (limit, _, before) in zip(range(c.n_days), rows, strict=False):
                if limit - d <= before:
                    days = range(max(0, d - limit), d + 1)
                    found[Key(Level.WORKER, worker, d)] = cp.both(
                        *(cp.works(w, x) for x in days)
                    )
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker and day: limit, day, days in a row up to the horizon."""
        c = compiled
        rows = []
        for w, worker in enumerate(c.problem.workers):
            free = np.flatnonzero(c.past_from[w, ::-1] >= NEVER)
            before = int(free[0]) if free.size else PAST_DAYS
            limit = worker.contract.maximum_consecutive_days
            rows += [(limit, d, before) for d in range(c.n_days)]
        return np.array(rows, dtype=np.int64).reshape(-1, 3)
