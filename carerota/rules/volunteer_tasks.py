"""Volunteer tasks: volunteers do not do what is paid work.

Says
    A volunteer makes only visits of the types of care in ``allowed`` (names separated
    by commas).
Because
    Volunteers add to commissioned care and never replace it; personal and nursing care
    are regulated activities (Health and Social Care Act 2008) of the provider's staff.
Amount
    For each slot, 1 if a volunteer makes a visit of another type. Unit: times.
Example
    A volunteer does the breakfast call with a wash (personal care): amount 1; an
    afternoon's company (social): nought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.model import WorkerKind
from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.pairs import PairRule

if TYPE_CHECKING:
    from collections.abc import Hashable

    from carerota.model import Visit, Worker
    from carerota.rules.pairs import History
    from carerota.rules.reading import Reading

__all__ = ["VolunteerTasks"]


@dataclass(frozen=True, slots=True)
class VolunteerTasks(PairRule):
    """See the module."""

    name: ClassVar[str] = "volunteer_tasks"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "volunteers' tasks"
    votable: ClassVar[bool] = False

    allowed: str = "social"

    def measure(self, reading: Reading) -> Amounts:
        """Find the visits that are not a volunteer's to make."""
        allowed = {care.strip() for care in self.allowed.split(",")}
        return {
            Key(Level.SLOT, stop.visit.id, stop.slot): 1
            for stop in reading.stops
            if stop.worker.kind is WorkerKind.VOLUNTEER
            and stop.visit.care not in allowed
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the volunteer and the care."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        return (
            f"{key.id} is {stop.visit.care.value} care, which {stop.worker.id} as a "
            "volunteer does not give"
        )

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on."""
        del slot
        return visit.care

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""
        del slot, history
        if worker.kind is not WorkerKind.VOLUNTEER:
            return 0
        return int(visit.care.value not in self.allowed.replace(" ", "").split(","))
