"""Waiting: paid time within a run in which nothing happens.

Says
    Within a run there is little time that is neither care, travel nor break.
Because
    National Minimum Wage Regulations 2015 r32: waiting between assignments is paid;
    members count an hour in a parked car among the worst of the trade.
Amount
    For each worker and day, over the gaps between visits of a run, the ticks that are
    left of the gap after travel, access and breaks. Time at home between runs is no
    waiting. Unit: minutes.
Example
    A visit until 09:00, 10 minutes of travel, the next visit at 09:30: 20 minutes.
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
    from carerota.rules.reading import Reading

__all__ = ["Waiting"]


@dataclass(frozen=True, slots=True)
class Waiting(Rule):
    """See the module."""

    name: ClassVar[str] = "waiting"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "paid waiting"

    def measure(self, reading: Reading) -> Amounts:
        """Sum the waiting between the visits of runs."""
        return {
            Key(Level.DAY, w, d): day.waiting
            for (w, d), day in reading.days.items()
            if day.waiting
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the worker waits."""
        return (
            f"{key.id} waits {reading.words(amount)} between visits on "
            f"{reading.day_name(key.at)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the encoder's waiting of each day."""
        c = cp.compiled
        return {
            Key(Level.DAY, worker, d): cp.waiting(w, d)
            for w, worker in enumerate(c.worker_ids)
            for d in range(c.n_days)
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
