"""Home travel: the ways from home to a run and back.

Says
    The ways from and to home of every run are kept short.
Because
    They are the members' own, mostly unpaid time. Working Time: Tyco (CJEU C-266/14)
    counts them as working time for workers without a fixed place of work, which is
    not settled in GB; the policy says what a minute of them is worth.
Amount
    For each worker and day, the ticks of the first and the last leg of each run,
    access (parking, key safe) at the first visit included. Unit: minutes.
Example
    A morning run 12 minutes from home and back, a tea run 8 minutes from home and
    back: 40 minutes.
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

__all__ = ["HomeTravel"]


@dataclass(frozen=True, slots=True)
class HomeTravel(Rule):
    """See the module."""

    name: ClassVar[str] = "home_travel"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "travel from and to home"

    def measure(self, reading: Reading) -> Amounts:
        """Sum the legs from and to home."""
        return {
            Key(Level.DAY, w, d): day.home_travel
            for (w, d), day in reading.days.items()
            if day.home_travel
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the ways from and to home take."""
        return (
            f"{key.id} travels {reading.words(amount)} from and to home on "
            f"{reading.day_name(key.at)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the encoder's home travel of each day."""
        c = cp.compiled
        return {
            Key(Level.DAY, worker, d): cp.home_travel(w, d)
            for w, worker in enumerate(c.worker_ids)
            for d in range(c.n_days)
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
