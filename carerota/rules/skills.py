"""Skills: a worker holds every skill a slot asks for, valid on the day.

Says
    Each carer on a visit holds every skill that their part of it asks for, and none
    has expired by the day of the visit.
Because
    Care Quality Commission regulation 12 (safe care) and 18 (staffing): people are
    cared for by staff with the qualifications and competence for the task.
Amount
    For each slot of each visit, the number of skills asked for that the worker does
    not hold on that day. Unit: times.
Example
    A hoist transfer asks for ``hoist`` and ``personal care``; the worker's hoist
    training ended the day before: amount 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.pairs import PairRule

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from carerota.model import Visit, Worker
    from carerota.rules.pairs import History
    from carerota.rules.reading import Reading

__all__ = ["Skills"]


@dataclass(frozen=True, slots=True)
class Skills(PairRule):
    """See the module."""

    name: ClassVar[str] = "skills"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "skills"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Count the skills that are missing."""
        found: Amounts = {}
        for stop in reading.stops:
            missing = self._missing(stop.visit, stop.slot, stop.worker)
            if missing:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = len(missing)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the skills that are missing."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        missing = ", ".join(self._missing(stop.visit, stop.slot, stop.worker))
        return (
            f"{stop.worker.id} does not hold {missing} on "
            f"{stop.visit.day.isoformat()}, needed for {key.id}"
        )

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on."""
        return visit.slots[slot].skills, visit.day

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""
        del history
        held = {
            s.name for s in worker.skills if s.expires is None or s.expires >= visit.day
        }
        return len(visit.slots[slot].skills - held)

    @staticmethod
    def _missing(visit: Visit, slot: int, worker: Worker) -> list[str]:
        def valid(name: str, day: date) -> bool:
            return any(
                s.name == name and (s.expires is None or day <= s.expires)
                for s in worker.skills
            )

        asked = sorted(visit.slots[slot].skills)
        return [name for name in asked if not valid(name, visit.day)]
