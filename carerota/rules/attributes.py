"""Attributes: a worker is who the client needs them to be.

Says
    A worker who visits a client has every attribute that the client requires: speaks
    the language, is a woman, can be near dogs.
Because
    CQC regulation 9 (person-centred care) and 10 (dignity): people may require a carer
    of their gender for intimate care; NICE NG21 1.1.5: matching by needs.
Amount
    For each slot, the number of the client's required attributes that the worker
    lacks. Unit: times.
Example
    Joan requires ``female`` and ``ok:dogs``; Ben has ``ok:dogs`` only: amount 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.pairs import PairRule

if TYPE_CHECKING:
    from collections.abc import Hashable

    from carerota.model import Client, Visit, Worker
    from carerota.rules.pairs import History
    from carerota.rules.reading import Reading

__all__ = ["Attributes"]


@dataclass(frozen=True, slots=True)
class Attributes(PairRule):
    """See the module."""

    name: ClassVar[str] = "attributes"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "required attributes"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Count the attributes that are missing."""
        found: Amounts = {}
        for stop in reading.stops:
            missing = self._missing(reading.clients[stop.visit.client], stop.worker)
            if missing:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = len(missing)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the attributes that are missing."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        client = reading.clients[stop.visit.client]
        missing = ", ".join(self._missing(client, stop.worker))
        return f"{stop.worker.id} is not {missing}, required for {key.id}"

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on."""
        del slot
        return visit.client

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""
        del visit, slot
        return len(history.client.required_attributes - worker.attributes)

    @staticmethod
    def _missing(client: Client, worker: Worker) -> list[str]:
        return [
            attribute
            for attribute in sorted(client.required_attributes)
            if attribute not in worker.attributes
        ]
