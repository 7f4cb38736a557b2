"""Extra time: work after the end of the shift, the way home included.

Says
    A worker is home again when their shift ends; what comes after it has a price.
Because
    Staying on is what wears people out (UNISON, 2015); the literature on home-care
    routing prices it by the minute (Ceschia and others, 2026).
Amount
    For each worker and day with visits and a shift, the ticks by which the worker is
    back home after it. The shift ends with the last stretch of availability that begins
    on the day. Unit: minutes.
Example
    Available until 14:00, the last visit ends at 13:55, ten minutes home: amount 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.rules.shifts import shift_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["ExtraTime"]


@dataclass(frozen=True, slots=True)
class ExtraTime(Rule):
    """See the module."""

    name: ClassVar[str] = "extra_time"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "extra time"

    def measure(self, reading: Reading) -> Amounts:
        """Compare when each worker is back with when the shift ends."""
        found: Amounts = {}
        for (w, d), day in reading.days.items():
            shift = shift_of(reading, w, d)
            back = day.ends(home_legs=True)
            if shift is not None and back > shift[1]:
                found[Key(Level.DAY, w, d)] = back - shift[1]
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say when the worker is back."""
        back = reading.days[key.id, key.at].ends(home_legs=True)
        return (
            f"{key.id} is back {reading.at(back)}, {reading.words(amount)} after the "
            f"shift"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take what lies after the shift, on days with visits."""
        c = cp.compiled
        return {
            Key(Level.DAY, worker, d): cp.when(
                cp.works(w, d),
                cp.positive(cp.ends(w, d, home_legs=True) - int(c.shift_until[w, d])),
            )
            for w, worker in enumerate(c.worker_ids)
            for d in range(c.n_days)
            if c.shift_until[w, d] < NEVER
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
