"""Pinned start: a visit fixed to a time starts then.

Says
    A visit whose start is pinned starts at that time.
Because
    A coordinator's decision, an appointment, or a visit already under way stands until
    a person changes it.
Amount
    For each visit with a pinned start, summed over its carers, the ticks between the
    start and the pin. Unit: minutes.
Example
    Pinned to 10:00 for the district nurse, started at 10:05 by two carers: amount 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["PinnedStart"]


@dataclass(frozen=True, slots=True)
class PinnedStart(Rule):
    """See the module."""

    name: ClassVar[str] = "pinned_start"
    level: ClassVar[Level] = Level.VISIT
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "pinned starts"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Sum the distances from the pin."""
        found: Amounts = {}
        for stop in reading.stops:
            if stop.visit.pinned_start is None:
                continue
            apart = abs(stop.start - reading.clock.tick(stop.visit.pinned_start))
            if apart:
                key = Key(Level.VISIT, stop.visit.id)
                found[key] = found.get(key, 0) + apart
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say when it starts and when it is pinned to."""
        del amount
        times = ", ".join(
            reading.at(t) for t in sorted({s.start for s in reading.stops_of[key.id]})
        )
        pin = reading.visits[key.id].pinned_start
        pinned = reading.at(reading.clock.tick(pin)) if pin else "no time"
        return f"{key.id} is pinned to {pinned} and starts {times}"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum the distances over the slots that are covered."""
        c = cp.compiled
        pins = self.kernel(c)[:, 0].tolist()
        return {
            Key(Level.VISIT, c.visit_ids[v]): sum(
                cp.when(cp.covered(s), cp.absolute(cp.start(s) - pin))
                for s in c.slots(v)
            )
            for v, pin in enumerate(pins)
            if pin != NEVER
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give each visit's pin, NEVER where there is none."""
        pins = [
            NEVER if v.pinned_start is None else compiled.clock.tick(v.pinned_start)
            for v in compiled.problem.visits
        ]
        return np.array(pins, dtype=np.int64).reshape(-1, 1)
