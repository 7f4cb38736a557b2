"""Forty-eight hours: the average working week over the reference period.

Says
    A worker who has not opted out works at most ``hours`` a week on average over the
    reference period of ``weeks``, the weeks before the horizon included.
Because
    Working Time Regulations 1998 (GB) regulations 4 and 5: 48 hours on average over 17
    weeks, unless the worker has agreed otherwise in writing. The ways from and to home
    of workers without a fixed place of work are working time (European Court of
    Justice, C-266/14).
Amount
    For each worker, the working ticks of the horizon beyond ``hours`` times the weeks
    before and in the horizon (a begun week is one), less what was worked before. Of a
    longer history as many weeks count as the reference period has room for, at their
    average. Where history alone is beyond it nothing is left, and what lies in the
    past is not held against this rota. Unit: minutes.
Example
    Sixteen weeks of 48 hours before the horizon and a week of 50: 2 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import RotaProblem, Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["Average48"]

WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Average48(Rule):
    """See the module."""

    name: ClassVar[str] = "average_48"
    level: ClassVar[Level] = Level.WORKER
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "average working week"
    votable: ClassVar[bool] = False

    hours: float = 48.0
    weeks: int = 17
    home_legs: bool = True
    """Whether the ways from and to home are working time."""

    def _left(self, problem: RotaProblem, worker: Worker) -> int | None:
        """Give the ticks left for the horizon; ``None``: the worker has opted out."""
        if worker.working_time.opted_out_48h:
            return None
        ahead = -(-problem.days // WEEK)
        before = worker.working_time.weeks_before
        counted = min(before, max(0, self.weeks - ahead))
        worked = worker.working_time.hours_before
        if counted < before:
            worked = worked * counted / before
        tpm = problem.ticks_per_minute
        limit = hours_to_ticks(self.hours * (counted + ahead), tpm)
        return max(0, limit - hours_to_ticks(worked, tpm))

    def _totals(self, reading: Reading) -> list[tuple[str, int, int]]:
        """Worker, working ticks of the horizon, and ticks left for it."""
        found = []
        for worker in reading.workers.values():
            left = self._left(reading.problem, worker)
            if left is not None:
                days = reading.days_of(worker.id)
                worked = sum(d.working(home_legs=self.home_legs) for d in days)
                found.append((worker.id, worked, left))
        return found

    def measure(self, reading: Reading) -> Amounts:
        """Compare the working time of the horizon with what is left for it."""
        return {
            Key(Level.WORKER, worker): worked - left
            for worker, worked, left in self._totals(reading)
            if worked > left
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how far the average is passed."""
        worked = next(x for w, x, _ in self._totals(reading) if w == key.id)
        return (
            f"{key.id} works {reading.words(worked)}, {reading.words(amount)} more "
            f"than an average of {self.hours:g} h a week leaves"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the worker with the least left."""
        totals = [x for x in self._totals(reading) if x[1]]
        if not totals:
            return []
        worker, worked, left = min(totals, key=lambda x: x[2] - x[1])
        said = f"most working time {reading.words(worked)} ({worker})"
        return [f"{said}, limit {reading.words(left)}"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare the sum of the days' working time with what is left."""
        c = cp.compiled
        found = {}
        for w, worker in enumerate(c.problem.workers):
            left = self._left(c.problem, worker)
            if left is not None:
                worked = sum(
                    cp.working(w, d, home_legs=self.home_legs) for d in range(c.n_days)
                )
                found[Key(Level.WORKER, worker.id)] = cp.positive(worked - left)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker: ticks left (none after an opt-out: NEVER), home legs."""
        rows = []
        for worker in compiled.problem.workers:
            left = self._left(compiled.problem, worker)
            rows.append((NEVER if left is None else left, int(self.home_legs)))
        return np.array(rows, dtype=np.int64).reshape(-1, 2)
