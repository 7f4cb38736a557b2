"""Worst lateness: nobody waits much longer for a visit than everybody else.

Says
    The latest start of the whole rota, against the preferred window of its visit, has
    a price of its own: ten people who wait 6 minutes are better than one who waits an
    hour.
Because
    People who use care name the one visit that came far too late; the literature on
    home-care routing prices the largest lateness beside the sum for the same reason
    (Mankowska, Meisel and Bierwirth, 2014).
Amount
    For the whole rota, the greatest number of ticks by which a carer's start lies
    after the end of the preferred window, of several the one that opened last.
    Unit: minutes.
Example
    One visit 10 minutes late, one 25 minutes: 25 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.rules.closing import closing, closing_table, late

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading
    from carerota.rules.stops import Stop

__all__ = ["WorstLateness"]


@dataclass(frozen=True, slots=True)
class WorstLateness(Rule):
    """See the module."""

    name: ClassVar[str] = "worst_lateness"
    level: ClassVar[Level] = Level.ALL
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "worst lateness"

    @staticmethod
    def _late(reading: Reading) -> list[tuple[int, Stop]]:
        """Every start after the preferred window, and by how much."""
        by = ((late(reading, stop), stop) for stop in reading.stops)
        return [(ticks, stop) for ticks, stop in by if ticks > 0]

    def measure(self, reading: Reading) -> Amounts:
        """Take the largest lateness of any start."""
        worst = max((ticks for ticks, _ in self._late(reading)), default=0)
        return {Key(Level.ALL): worst} if worst else {}

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the visit that waits longest."""
        del key
        stop = next(s for ticks, s in self._late(reading) if ticks == amount)
        return (
            f"{stop.visit.id} waits longest: {stop.worker.id} starts "
            f"{reading.at(stop.start)}, {reading.words(amount)} after its preferred "
            f"time"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the largest lateness of the slots that are covered."""
        c = cp.compiled
        after = [
            cp.when(cp.covered(s), cp.start(s) - closing(cp, s, v))
            for s, v in enumerate(c.slot_visit.tolist())
            if c.prefer_until[v] < NEVER
        ]
        return {Key(Level.ALL): cp.largest([0, *after])} if after else {}

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give where preferred windows end; see :func:`closing_table`."""
        return closing_table(compiled)
