"""Worst idle time: nobody waits about much longer on a day than everybody else.

Says
    The longest waiting of any worker on any day has a price of its own, beside the sum
    of all waiting.
Because
    Hours in a parked car between visits make care workers leave; one day with three of
    them is worse than six days with half an hour.
Amount
    For the whole rota, the greatest waiting within runs of any worker on one day.
    Unit: minutes.
Example
    Ann waits 20 minutes on Monday, Bob 15 and again 30 on Tuesday: 45 minutes.
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

__all__ = ["WorstIdle"]


@dataclass(frozen=True, slots=True)
class WorstIdle(Rule):
    """See the module."""

    name: ClassVar[str] = "worst_idle"
    level: ClassVar[Level] = Level.ALL
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "worst idle time"

    def measure(self, reading: Reading) -> Amounts:
        """Take the largest waiting of any day."""
        worst = max((day.waiting for day in reading.days.values()), default=0)
        return {Key(Level.ALL): worst} if worst else {}

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the worker and the day."""
        del key
        worker, day = next(k for k, x in reading.days.items() if x.waiting == amount)
        return (
            f"{worker} waits longest: {reading.words(amount)} between visits on "
            f"{reading.day_name(day)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the largest of the encoder's waitings."""
        c = cp.compiled
        days = [cp.waiting(w, d) for w in range(c.n_workers) for d in range(c.n_days)]
        return {Key(Level.ALL): cp.largest(days)}

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
