"""Daily rest: enough hours between one working day and the next.

Says
    Between the end of work on one day and the start on the next day worked lie at
    least ``hours`` (``young_hours`` for workers of 16 or 17, or more by agreement).
    Where a worker is exempt because their days are split up by nature, ``split_hours``
    after or before a day of more than one run; the owed rest is made up later.
Because
    Working Time Regulations 1998 (GB) regulation 10: 11 consecutive hours in each 24,
    12 for young workers; regulations 22 and 24 for work split up over the day.
Amount
    For each worker and day, the ticks by which the rest before it falls short; the
    last day worked before the horizon counts. Unit: minutes.
Example
    Bed run until 22:10 on Monday, first visit at 07:00 on Tuesday, 11 hours wanted:
    8 h 50 min of rest, amount 2 h 10 min.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["DailyRest"]


@dataclass(frozen=True, slots=True)
class DailyRest(Rule):
    """See the module."""

    name: ClassVar[str] = "daily_rest"
    level: ClassVar[Level] = Level.WORKER
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "daily rest"
    votable: ClassVar[bool] = False

    hours: float = 11.0
    young_hours: float = 12.0
    split_hours: float = 9.0
    home_legs: bool = False
    """Whether the ways from and to home are working time."""

    def _rests(self, reading: Reading) -> list[tuple[str, int, int, int]]:
        """Worker, day, rest before it in ticks, and what it should be."""
        found = []
        for worker in reading.workers.values():
            past = reading.past_days[worker.id]
            end, split = (past[-1].end, False) if past else (None, False)
            for day in reading.days_of(worker.id):
                is_split = len(day.runs) > 1
                if end is not None:
                    wanted = self._wanted(worker, split or is_split)
                    rest = day.begins(home_legs=self.home_legs) - end
                    limit = hours_to_ticks(wanted, reading.ticks_per_minute)
                    found.append((worker.id, day.day, rest, limit))
                end, split = day.ends(home_legs=self.home_legs), is_split
        return found

    def _wanted(self, worker: Worker, split: bool) -> float:
        base = self.young_hours if worker.working_time.young else self.hours
        if split and worker.working_time.split_day_exempt:
            base = min(base, self.split_hours)
        return max(base, worker.working_time.daily_rest_hours or 0.0)

    def measure(self, reading: Reading) -> Amounts:
        """Compare each rest with what it should be."""
        return {
            Key(Level.WORKER, worker, day): limit - rest
            for worker, day, rest, limit in self._rests(reading)
            if rest < limit
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how much rest there is and how much is missing."""
        rest = next(r for w, d, r, _ in self._rests(reading) if (w, d) == key[1:])
        return (
            f"{key.id} has {reading.words(rest)} rest before "
            f"{reading.day_name(key.at)}, {reading.words(amount)} too little"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the shortest rest."""
        rests = self._rests(reading)
        if not rests:
            return []
        worker, day, rest, limit = min(rests, key=lambda r: r[2] - r[3])
        before = f"{worker}, before {reading.day_name(day)}"
        return [
            f"least rest {reading.words(rest)} ({before}), limit {reading.words(limit)}"
        ]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare every pair of days that may follow each other as working days."""
        c = cp.compiled
        table = self.kernel(c)
        found: dict[Key, list[Expr]] = {}
        for w, worker in enumerate(c.worker_ids):
            for d in range(c.n_days):
                key = Key(Level.WORKER, worker, d)
                begins = cp.begins(w, d, home_legs=self.home_legs)
                free: list[Expr] = []
                for before in range(d - 1, -1, -1):
                    ends = cp.ends(w, before, home_legs=self.home_legs)
                    limit = self._limit(cp, table[w * c.n_days + d], w, before, d)
                    both = cp.both(cp.works(w, before), cp.works(w, d), *free)
                    short = cp.when(both, cp.positive(limit - begins + ends))
                    found.setdefault(key, []).append(short)
                    if c.day_start[d] - c.day_start[before + 1] >= self._far(c):
                        break
                    free.append(cp.negated(cp.works(w, before)))
                else:
                    end = int(table[w * c.n_days + d, 3])
                    if end > -NEVER:
                        limit = self._limit(cp, table[w * c.n_days + d], w, -1, d)
                        both = cp.both(cp.works(w, d), *free)
                        short = cp.when(both, cp.positive(limit - begins + end))
                        found.setdefault(key, []).append(short)
        return {key: sum(shorts) for key, shorts in found.items()}

    def _far(self, c: Compiled) -> int:
        # a day's work may run past midnight by less than a day
        limit = max(self.hours, self.young_hours, self.split_hours) + 24
        agreed = [w.working_time.daily_rest_hours or 0 for w in c.problem.workers]
        longest = max(limit, 24 + max(agreed, default=0))
        return hours_to_ticks(longest, c.problem.ticks_per_minute)

    @staticmethod
    def _limit(
        cp: Encoder, row: NDArray[np.int64], w: int, before: int, d: int
    ) -> Expr:
        whole, split = int(row[0]), int(row[1])
        if whole == split:
            return whole
        splits = [cp.at_least(cp.extra_runs(w, x), 1) for x in (before, d) if x >= 0]
        return whole - (whole - split) * cp.either(*splits)

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker and day: limit, limit if split, day, last end before."""
        tpm = compiled.problem.ticks_per_minute
        rows = []
        for w, worker in enumerate(compiled.problem.workers):
            whole = hours_to_ticks(self._wanted(worker, False), tpm)
            split = hours_to_ticks(self._wanted(worker, True), tpm)
            past = int(compiled.past_until[w].max())
            rows += [
                (whole, split, d, past, int(self.home_legs))
                for d in range(compiled.n_days)
            ]
        return np.array(rows, dtype=np.int64).reshape(-1, 5)
