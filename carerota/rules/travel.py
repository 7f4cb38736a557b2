"""Travel: the time between the visits of a run.

Says
    Time on the road between visits is working time and is kept low.
Because
    The currency of the policy: one point is one minute of a member's travel. National
    Minimum Wage Regulations 2015 r30 to 34: travel between assignments is paid time;
    NICE NG21 1.4.1: the rota has room for it.
Amount
    For each worker and day, the ticks of travel and access (parking, key safe) between
    the visits of each run; the ways from and to home are the rule ``home_travel``.
    Unit: minutes.
Example
    A morning run of three visits with legs of 6 and 9 minutes: 15 minutes.
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

__all__ = ["Travel"]


@dataclass(frozen=True, slots=True)
class Travel(Rule):
    """See the module."""

    name: ClassVar[str] = "travel"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "travel between visits"

    def measure(self, reading: Reading) -> Amounts:
        """Sum the legs between the visits of runs."""
        return {
            Key(Level.DAY, w, d): day.travel
            for (w, d), day in reading.days.items()
            if day.travel
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the worker is on the road."""
        return (
            f"{key.id} travels {reading.words(amount)} between visits on "
            f"{reading.day_name(key.at)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the encoder's travel of each day."""
        c = cp.compiled
        return {
            Key(Level.DAY, worker, d): cp.travel(w, d)
            for w, worker in enumerate(c.worker_ids)
            for d in range(c.n_days)
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)
