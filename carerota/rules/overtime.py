"""Overtime: paid time beyond the hours that a contract aims at.

Says
    Hours beyond those agreed cost the co-op a premium and the worker their rest.
Because
    Overtime is asked for, not owed; what one member does too much another may do too
    little of. The rule ``weekly_hours`` has the limit, this one the price.
Amount
    For each worker and calendar week of the horizon, the paid ticks beyond the
    contract's ``target_hours``; the target of a week that is cut by the horizon is
    that of its days, a seventh each. Bank workers and volunteers have no such hours:
    nought. Unit: minutes.
Example
    Aimed at 30 hours, paid 31 h 15 min: 1 h 15 min.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.model import WorkerKind
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["Overtime"]

WEEK: Final = 7


def _target(worker: Worker, days: int, ticks_per_minute: int) -> int:
    """Give the ticks aimed at over some days; never passed where nothing is."""
    if worker.kind in (WorkerKind.BANK, WorkerKind.VOLUNTEER):
        return NEVER
    return hours_to_ticks(worker.contract.target_hours * days / WEEK, ticks_per_minute)


@dataclass(frozen=True, slots=True)
class Overtime(Rule):
    """See the module."""

    name: ClassVar[str] = "overtime"
    level: ClassVar[Level] = Level.WORKER
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "overtime"

    def measure(self, reading: Reading) -> Amounts:
        """Compare the paid time of each week with the target."""
        found: Amounts = {}
        for worker in reading.workers.values():
            for k, week in enumerate(reading.weeks):
                target = _target(worker, len(week), reading.ticks_per_minute)
                days = [reading.days.get((worker.id, d)) for d in week]
                paid = sum(day.paid for day in days if day)
                if paid > target:
                    found[Key(Level.WORKER, worker.id, k)] = paid - target
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how much overtime there is."""
        first = reading.weeks[key.at][0]
        return (
            f"{key.id} has {reading.words(amount)} of overtime in the week from "
            f"{reading.day_name(first)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the days' paid time beyond the target."""
        c = cp.compiled
        rows = iter(self.kernel(c).tolist())
        return {
            Key(Level.WORKER, worker, k): cp.positive(
                sum(cp.paid(w, d) for d in range(first, until)) - target
            )
            for w, worker in enumerate(c.worker_ids)
            for k, (target, first, until) in zip(range(c.n_weeks), rows, strict=False)
            if target < NEVER
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker and week: target, first day, day after the last."""
        c = compiled
        rows = []
        for worker in c.problem.workers:
            for k in range(c.n_weeks):
                days = c.week_days(k)
                target = _target(worker, len(days), c.problem.ticks_per_minute)
                rows.append((target, days[0], days[-1] + 1))
        return np.array(rows, dtype=np.int64).reshape(-1, 3)
