"""Pinned worker: a slot kept for one person is made by that person.

Says
    A slot that is pinned to a worker is made by that worker or by nobody.
Because
    A coordinator's decision stands until a person changes it; where rotas are made by
    machine, 70 to 90 % of the recurring rounds are kept so and planned around.
Amount
    For each slot, 1 if it is pinned to another worker than the one who makes it.
    Unit: times.
Example
    The shower on Friday is pinned to Ann and made by Ben: amount 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.pairs import PairRule

if TYPE_CHECKING:
    from collections.abc import Hashable

    from carerota.model import Visit, Worker
    from carerota.rules.pairs import History
    from carerota.rules.reading import Reading

__all__ = ["PinnedWorker"]


@dataclass(frozen=True, slots=True)
class PinnedWorker(PairRule):
    """See the module."""

    name: ClassVar[str] = "pinned_worker"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "pinned workers"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Find the slots that somebody else makes."""
        found: Amounts = {}
        for stop in reading.stops:
            pinned = stop.visit.slots[stop.slot].pinned_worker
            if pinned is not None and pinned != stop.worker.id:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = 1
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name both."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        pinned = stop.visit.slots[stop.slot].pinned_worker
        return f"{key.id} is pinned to {pinned} and made by {stop.worker.id}"

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on."""
        return visit.slots[slot].pinned_worker

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""
        del history
        return int(visit.slots[slot].pinned_worker not in (None, worker.id))
