"""Windows: a visit starts within one of its time windows.

Says
    Each visit starts within one of the windows agreed for it.
Because
    The care plan; time-critical medication. Contracts allow 15 to 30 minutes
    (provider policy); Essex measures time-critical starts within 30 minutes.
Amount
    For each visit, summed over its carers, the ticks from the start to the nearest
    window; nought inside one. Unit: minutes.
Example
    Insulin between 07:45 and 08:15, started at 08:20 by one carer: 5 minutes.
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
    from carerota.rules.stops import Stop

__all__ = ["Windows"]


@dataclass(frozen=True, slots=True)
class Windows(Rule):
    """See the module."""

    name: ClassVar[str] = "windows"
    level: ClassVar[Level] = Level.VISIT
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "time windows"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Measure the distance of each start from the nearest window."""
        found: Amounts = {}
        for stop in reading.stops:
            distance, _ = self._nearest(reading, stop)
            if distance:
                key = Key(Level.VISIT, stop.visit.id)
                found[key] = found.get(key, 0) + distance
        return found

    @staticmethod
    def _nearest(reading: Reading, stop: Stop) -> tuple[int, int]:
        """Ticks from a start to the nearest window, and from it until that closes."""
        near = []
        for window in stop.visit.windows:
            opens = reading.clock.tick(window.start)
            closes = reading.clock.tick(window.end)
            distance = max(0, opens - stop.start, stop.start - closes)
            near.append((distance, closes - stop.start))
        return min(near)

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say when it starts and when it should."""
        visit = reading.visits[key.id]
        starts = sorted({s.start for s in reading.stops_of[key.id]})
        times = ", ".join(reading.at(t) for t in starts)
        agreed = " or ".join(
            f"{w.start.astimezone(reading.clock.zone):%H:%M}-"
            f"{w.end.astimezone(reading.clock.zone):%H:%M}"
            for w in visit.windows
        )
        return (
            f"{key.id} starts {times}, {reading.words(amount)} outside its window "
            f"{agreed}"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the visit that is nearest to the end of its window."""
        left = [(self._nearest(reading, stop)[1], stop) for stop in reading.stops]
        if not left:
            return []
        least, stop = min(left, key=lambda x: x[0])
        which = f"{stop.visit.id}, starts {reading.at(stop.start)}"
        return [f"least time until a window closes {reading.words(least)} ({which})"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum the distances over the slots that are covered."""
        c = cp.compiled
        found = {}
        for v, visit in enumerate(c.visit_ids):
            found[Key(Level.VISIT, visit)] = sum(
                cp.when(cp.covered(s), cp.outside(cp.start(s), c.windows(v)))
                for s in c.slots(v)
            )
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give each visit's windows in one row, padded with windows never met."""
        widest = int(np.diff(compiled.window_ptr).max(initial=1))
        table = np.full((compiled.n_visits, 2 * widest), 4 * NEVER, dtype=np.int64)
        for v in range(compiled.n_visits):
            for i, (opens, closes) in enumerate(compiled.windows(v)):
                table[v, 2 * i : 2 * i + 2] = opens, closes
        return table
