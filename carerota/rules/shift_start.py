"""Shift start: nobody leaves home before their shift begins.

Says
    The way to the first visit, or to the place of a break before it, begins no earlier
    than the worker's shift of the day.
Because
    Where the ways count as part of the shift (as the Court of Justice has it of workers
    without a fixed place, C-266/14), a shift from seven does not begin with a way at
    half past six.
Amount
    For each worker and day with visits and a shift, the ticks by which the worker
    leaves home before it. The shift begins with the first stretch of availability that
    begins on the day. Unit: minutes.
Example
    Available from 07:00, ten minutes to the first visit at 07:05: amount 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.rules.shifts import departs, shift_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["ShiftStart"]


@dataclass(frozen=True, slots=True)
class ShiftStart(Rule):
    """See the module."""

    name: ClassVar[str] = "shift_start"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "start of the shift"

    def measure(self, reading: Reading) -> Amounts:
        """Compare when each worker leaves with when the shift begins."""
        found: Amounts = {}
        for (w, d), day in reading.days.items():
            shift = shift_of(reading, w, d)
            if shift is not None and departs(day) < shift[0]:
                found[Key(Level.DAY, w, d)] = shift[0] - departs(day)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say when the worker leaves."""
        return (
            f"{key.id} leaves {reading.at(departs(reading.days[key.id, key.at]))}, "
            f"{reading.words(amount)} before the shift"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take what is left of the way before the shift, on days with visits."""
        c = cp.compiled
        return {
            Key(Level.DAY, worker, d): cp.when(
                cp.works(w, d),
                cp.positive(int(c.shift_from[w, d]) - cp.departs(w, d)),
            )
            for w, worker in enumerate(c.worker_ids)
            for d in range(c.n_days)
            if c.shift_until[w, d] < NEVER
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
