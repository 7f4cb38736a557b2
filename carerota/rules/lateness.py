"""Lateness: a start after the preferred window.

Says
    A visit starts no later than the person prefers.
Because
    Late visits are, with missed ones, what people complain of most; 1 in 10 visits was
    over 30 minutes late in published figures, and contracts allow 15 to 30.
Amount
    For each visit with a preferred window, summed over its carers, the ticks by which
    the start lies after the window; of several windows, after the one that opened last.
    Unit: minutes.
Example
    Breakfast preferred until 08:30, started at 08:40 by two carers: amount 20.
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

__all__ = ["Lateness"]


@dataclass(frozen=True, slots=True)
class Lateness(Rule):
    """See the module."""

    name: ClassVar[str] = "lateness"
    level: ClassVar[Level] = Level.VISIT
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "lateness"

    def measure(self, reading: Reading) -> Amounts:
        """Sum the ticks that starts lie after the preferred window."""
        found: Amounts = {}
        for stop in reading.stops:
            amount = late(reading, stop)
            if amount > 0:
                key = Key(Level.VISIT, stop.visit.id)
                found[key] = found.get(key, 0) + amount
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say when it starts, and how late that is."""
        starts = sorted({s.start for s in reading.stops_of[key.id]})
        times = ", ".join(reading.at(t) for t in starts)
        carers = len(reading.stops_of[key.id])
        together = f" for {carers} carers together" if carers > 1 else ""
        return f"{key.id} starts {times}, {reading.words(amount)} late{together}"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum the ticks over the slots that are covered."""
        c = cp.compiled
        return {
            Key(Level.VISIT, c.visit_ids[v]): sum(
                cp.when(cp.covered(s), cp.positive(cp.start(s) - closing(cp, s, v)))
                for s in c.slots(v)
            )
            for v, closes in enumerate(c.prefer_until.tolist())
            if closes != NEVER
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give where preferred windows end; see :func:`closing_table`."""
        return closing_table(compiled)
