"""Earliness: a start before the preferred window.

Says
    A visit starts no earlier than the person prefers.
Because
    Meals, medication and sleep have their times; a bedtime call at half past six takes
    the evening away (NICE NG21 1.1: care at the times the person wants).
Amount
    For each visit with a preferred window, summed over its carers, the ticks by which
    the start lies before the window. Unit: minutes.
Example
    Breakfast preferred from 08:00, started at 07:50 by one carer: amount 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["Earliness"]


@dataclass(frozen=True, slots=True)
class Earliness(Rule):
    """See the module."""

    name: ClassVar[str] = "earliness"
    level: ClassVar[Level] = Level.VISIT
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "earliness"

    def measure(self, reading: Reading) -> Amounts:
        """Sum the ticks that starts lie before the preferred window."""
        found: Amounts = {}
        for stop in reading.stops:
            window = stop.visit.preferred
            if window is None:
                continue
            amount = reading.clock.tick(window.start) - stop.start
            if amount > 0:
                key = Key(Level.VISIT, stop.visit.id)
                found[key] = found.get(key, 0) + amount
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say when it starts, and how early that is."""
        starts = sorted({s.start for s in reading.stops_of[key.id]})
        times = ", ".join(reading.at(t) for t in starts)
        carers = len(reading.stops_of[key.id])
        together = f" for {carers} carers together" if carers > 1 else ""
        return f"{key.id} starts {times}, {reading.words(amount)} early{together}"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum the ticks over the slots that are covered."""
        c = cp.compiled
        return {
            Key(Level.VISIT, c.visit_ids[v]): sum(
                cp.when(cp.covered(s), cp.positive(opens - cp.start(s)))
                for s in c.slots(v)
            )
            for v, opens in enumerate(c.prefer_from.tolist())
            if opens != -NEVER
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give where each visit's preferred window begins, -NEVER without one."""
        return compiled.prefer_from.reshape(-1, 1).copy()
