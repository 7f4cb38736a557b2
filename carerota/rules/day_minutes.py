"""Minutes a day: no more paid time in a day than the contract has.

Says
    On each day a worker is paid for at most the ``maximum_minutes_a_day`` of their
    contract.
Because
    The contract, as agreed with the worker.
Amount
    For each worker and day, the paid ticks (contact, travel between visits, waiting)
    beyond the maximum. Unit: minutes.
Example
    Ten hours agreed, 10 h 25 min paid: 25 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["DayMinutes"]


@dataclass(frozen=True, slots=True)
class DayMinutes(Rule):
    """See the module."""

    name: ClassVar[str] = "day_minutes"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "paid minutes a day"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Compare the paid time of each day with the contract."""
        found: Amounts = {}
        for (w, d), day in reading.days.items():
            over = day.paid - reading.ticks(day.worker.contract.maximum_minutes_a_day)
            if over > 0:
                found[Key(Level.DAY, w, d)] = over
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the paid day is and by how much too long."""
        paid = reading.days[key.id, key.at].paid
        return (
            f"{key.id} is paid for {reading.words(paid)} on "
            f"{reading.day_name(key.at)}, {reading.words(amount)} over the contract"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the day nearest to its maximum."""
        days = [
            (day.paid, reading.ticks(day.worker.contract.maximum_minutes_a_day), day)
            for day in reading.days.values()
        ]
        if not days:
            return []
        paid, limit, day = max(days, key=lambda x: x[0] - x[1])
        text = (
            f"fullest day {reading.words(paid)} paid ({day.worker.id}, "
            f"{reading.day_name(day.day)}), limit {reading.words(limit)}"
        )
        return [text]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare the paid time of each day with the table."""
        c = cp.compiled
        limit = self.kernel(c)
        return {
            Key(Level.DAY, worker, d): cp.positive(cp.paid(w, d) - int(limit[w, 0]))
            for w, worker in enumerate(c.worker_ids)
            for d in range(c.n_days)
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give each worker's maximum in ticks."""
        tpm = compiled.problem.ticks_per_minute
        limits = [
            minutes_to_ticks(w.contract.maximum_minutes_a_day, tpm)
            for w in compiled.problem.workers
        ]
        return np.array(limits, dtype=np.int64).reshape(-1, 1)
