"""Double-up: the carers of one visit are there at the same time.

Says
    All carers of a visit start it together.
Because
    Moving and handling with a hoist takes two (Manual Handling Operations Regulations
    1992; the person's moving and handling plan); one who waits at the door is lost.
Amount
    For each visit, the ticks from the earliest to the latest start of the slots that
    are made. Unit: minutes.
Example
    Ann starts at 08:00 and Ben at 08:10: amount 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["DoubleUp"]


@dataclass(frozen=True, slots=True)
class DoubleUp(Rule):
    """See the module."""

    name: ClassVar[str] = "double_up"
    level: ClassVar[Level] = Level.VISIT
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "double-ups together"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Compare the earliest with the latest start."""
        found: Amounts = {}
        for visit, stops in reading.stops_of.items():
            starts = [stop.start for stop in stops]
            if starts and max(starts) > min(starts):
                found[Key(Level.VISIT, visit)] = max(starts) - min(starts)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say who starts when."""
        stops = sorted(reading.stops_of[key.id], key=lambda s: s.start)
        starts = ", ".join(f"{s.worker.id} {reading.at(s.start)}" for s in stops)
        return f"{key.id} is not started together: {starts}; {reading.words(amount)}"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the largest distance of any two slots that are made."""
        c = cp.compiled
        found: dict[Key, Expr] = {}
        for v, visit in enumerate(c.visit_ids):
            apart = [
                cp.when(
                    cp.both(cp.covered(a), cp.covered(b)),
                    cp.absolute(cp.start(a) - cp.start(b)),
                )
                for a, b in combinations(c.slots(v), 2)
                if cp.start(a) is not cp.start(b)
            ]
            if apart:
                found[Key(Level.VISIT, visit)] = cp.largest(apart)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the kernel's earliest and latest starts."""
        return np.zeros((compiled.n_visits, 1), dtype=np.int64)
