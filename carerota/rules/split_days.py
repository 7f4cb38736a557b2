"""Split days: working days in several runs.

Says
    A day has few runs: time at home between them is unpaid and hard to use.
Because
    Split shifts make a ten-hour day of six paid hours; unions bargain over how many
    each member gets.
Amount
    For each worker and day, the runs beyond the first. Unit: times.
Example
    A morning run, a lunch run and a tea run on one day: 2.
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

__all__ = ["SplitDays"]


@dataclass(frozen=True, slots=True)
class SplitDays(Rule):
    """See the module."""

    name: ClassVar[str] = "split_days"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "split days"

    def measure(self, reading: Reading) -> Amounts:
        """Count the runs beyond the first."""
        return {
            Key(Level.DAY, w, d): len(day.runs) - 1
            for (w, d), day in reading.days.items()
            if len(day.runs) > 1
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say in how many runs the day falls."""
        return f"{key.id} has {amount + 1} runs on {reading.day_name(key.at)}"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the encoder's extra runs of each day."""
        c = cp.compiled
        return {
            Key(Level.DAY, worker, d): cp.extra_runs(w, d)
            for w, worker in enumerate(c.worker_ids)
            for d in range(c.n_days)
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
