"""Contract hours: how far a worker's week is from the hours aimed at.

Says
    Each member and employee is paid about the hours a week that their contract aims
    at: neither fewer, which costs them income, nor more, which costs them their time.
Because
    Guaranteed hours are what care workers ask for most after travel that is paid; a
    co-op shares out its work by what each member has agreed to do.
Amount
    For each worker and calendar week of the horizon, the ticks between the paid time
    and the contract's ``target_hours``, either way; the target of a week that is cut
    by the horizon is that of its days, a seventh each. Bank workers and volunteers
    have no such hours: nought. Unit: minutes.
Example
    Aimed at 30 hours, paid 28 h 30 min: 1 h 30 min.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

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

__all__ = ["ContractHours"]

WEEK: Final = 7


def _target(worker: Worker, days: int, ticks_per_minute: int) -> int | None:
    """Give the ticks aimed at over some days; ``None``: nothing is."""
    if worker.kind in (WorkerKind.BANK, WorkerKind.VOLUNTEER):
        return None
    return hours_to_ticks(worker.contract.target_hours * days / WEEK, ticks_per_minute)


@dataclass(frozen=True, slots=True)
class ContractHours(Rule):
    """See the module."""

    name: ClassVar[str] = "contract_hours"
    level: ClassVar[Level] = Level.WORKER
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "distance from contract hours"

    @staticmethod
    def _paid(reading: Reading, worker: str, week: int) -> int:
        days = [reading.days.get((worker, d)) for d in reading.weeks[week]]
        return sum(day.paid for day in days if day)

    def measure(self, reading: Reading) -> Amounts:
        """Compare the paid time of each week with the target."""
        found: Amounts = {}
        for worker in reading.workers.values():
            for k, week in enumerate(reading.weeks):
                target = _target(worker, len(week), reading.ticks_per_minute)
                paid = self._paid(reading, worker.id, k)
                if target is not None and paid != target:
                    found[Key(Level.WORKER, worker.id, k)] = abs(paid - target)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how much is paid and how far that is from the target."""
        paid = self._paid(reading, key.id, key.at)
        week = reading.weeks[key.at]
        target = _target(reading.workers[key.id], len(week), reading.ticks_per_minute)
        more = "more" if paid > (target or 0) else "less"
        return (
            f"{key.id} is paid {reading.words(paid)} in the week from "
            f"{reading.day_name(week[0])}, {reading.words(amount)} {more} than the "
            f"contract aims at"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the distance of the days' paid time from the target."""
        c = cp.compiled
        rows = iter(self.kernel(c).tolist())
        return {
            Key(Level.WORKER, worker, k): cp.absolute(
                sum(cp.paid(w, d) for d in range(first, until)) - target
            )
            for w, worker in enumerate(c.worker_ids)
            for k, (target, first, until) in zip(range(c.n_weeks), rows, strict=False)
            if target >= 0
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker and week: target (-1: none), first day, day after."""
        c = compiled
        rows = []
        for worker in c.problem.workers:
            for k in range(c.n_weeks):
                days = c.week_days(k)
                target = _target(worker, len(days), c.problem.ticks_per_minute)
                rows.append((-1 if target is None else target, days[0], days[-1] + 1))
        return np.array(rows, dtype=np.int64).reshape(-1, 3)
