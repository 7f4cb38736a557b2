"""Short visits: under half an hour only by a known face, for a set task, by agreement.

Says
    A visit shorter than ``minutes`` is made only by a worker who has met the client at
    least ``known_visits`` times before the horizon, for a specific timed task or a
    safe-and-well check, as part of a wider package, and agreed with the person.
Because
    NICE NG21 1.4.2 and quality standard QS123 statement 4; in Wales the Regulation and
    Inspection of Social Care Act 2016 section 8 and SI 2017/1264 regulation 41(4).
Amount
    For each slot of a visit that is too short, 1 unless all four hold. Unit: times.
Example
    A check of 15 minutes, agreed, in a package, by a worker who is new there: amount 1;
    by one who was there once: nought.
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

__all__ = ["ShortVisits"]


@dataclass(frozen=True, slots=True)
class ShortVisits(PairRule):
    """See the module."""

    name: ClassVar[str] = "short_visits"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "short visits"
    votable: ClassVar[bool] = False

    minutes: float = 30.0
    known_visits: int = 1

    def measure(self, reading: Reading) -> Amounts:
        """Look at every visit that is too short."""
        found: Amounts = {}
        for stop in reading.stops:
            if self._wrong(reading, stop.visit, stop.worker.id):
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = 1
        return found

    def _wrong(self, reading: Reading, visit: Visit, worker: str) -> list[str]:
        if visit.minutes >= self.minutes:
            return []
        reasons = []
        if not visit.specific_task:
            reasons.append("it is for no specific task")
        if not visit.short_agreed:
            reasons.append("it is not agreed")
        if visit.package is None:
            reasons.append("it is not part of a package")
        met = reading.past_meetings.get((visit.client, worker), 0)
        if met < self.known_visits:
            reasons.append(f"{worker} has been there {met} times")
        return reasons

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say why the visit may not be so short."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        reasons = " and ".join(self._wrong(reading, stop.visit, stop.worker.id))
        return f"{key.id} lasts only {stop.visit.minutes:g} min, but {reasons}"

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on."""
        del slot
        if visit.minutes >= self.minutes:
            return None
        return visit.client if self._excused(visit) else ""

    @staticmethod
    def _excused(visit: Visit) -> bool:
        return visit.specific_task and visit.short_agreed and visit.package is not None

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""
        del slot, worker
        if visit.minutes >= self.minutes:
            return 0
        return int(not self._excused(visit) or history.met < self.known_visits)
