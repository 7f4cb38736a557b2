"""Workers' preferences: where, when and with whom a worker would rather work.

Says
    Workers are given the clients, areas, times of day and days they would rather have.
Because
    The members' own ballots: a worker-owner's wish is never a right and always has a
    price, which the members set.
Amount
    For each slot, one for each wish of the worker that the visit does not meet: a
    client they would avoid; a client, area, part of the day or day of the week outside
    those they named. The part of the day is that of the middle of the preferred window
    on the wall clock, or of the stretch from the first window to the last; the parts
    begin at ``morning`` ... ``night`` (hours). Unit: times.
Example
    Ann would work in the mornings in Leith: a tea call in Leith is 1, a tea call in
    Portobello 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.pairs import TableRule
from carerota.rules.wishes import DayParts, unmet_table, unmet_wishes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.reading import Reading

__all__ = ["WorkerPreferences"]


@dataclass(frozen=True, slots=True)
class WorkerPreferences(TableRule):
    """See the module."""

    name: ClassVar[str] = "worker_preferences"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "workers' preferences"

    morning: float = 5.0
    lunch: float = 11.5
    afternoon: float = 14.0
    tea: float = 16.0
    bed: float = 19.0
    night: float = 23.0

    def _parts(self) -> DayParts:
        return DayParts(
            self.morning, self.lunch, self.afternoon, self.tea, self.bed, self.night
        )

    def measure(self, reading: Reading) -> Amounts:
        """Count the wishes that are not met."""
        found: Amounts = {}
        parts = self._parts()
        for stop in reading.stops:
            unmet = unmet_wishes(reading, stop.visit, stop.worker, parts)
            if unmet:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = len(unmet)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the wishes that are not met."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        unmet = unmet_wishes(reading, stop.visit, stop.worker, self._parts())
        wishes = " and ".join(unmet)
        return f"{key.id} does not meet the wish of {stop.worker.id} {wishes}"

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Tabulate the wishes that each slot leaves unmet for each worker."""
        return unmet_table(compiled, self._parts())
