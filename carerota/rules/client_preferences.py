"""Clients' preferences: who a client would rather have.

Says
    A client is visited by the workers they prefer, who have the attributes they prefer.
Because
    NICE NG21 1.1.5: transparent matching by needs and wishes.
Amount
    For each slot, 1 if the client names preferred workers and the worker is not among
    them, plus the number of preferred attributes that the worker lacks. Unit: times.
Example
    Joan prefers Ann, and someone who ``speaks:welsh``; Ben comes, who does not:
    amount 2.
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

__all__ = ["ClientPreferences"]


@dataclass(frozen=True, slots=True)
class ClientPreferences(PairRule):
    """See the module."""

    name: ClassVar[str] = "client_preferences"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "clients' preferences"

    def measure(self, reading: Reading) -> Amounts:
        """Count the preferences that are not met."""
        found: Amounts = {}
        for stop in reading.stops:
            unmet = self._unmet(reading.clients[stop.visit.client], stop.worker)
            if unmet:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = len(unmet)
        return found

    @staticmethod
    def _unmet(client: Client, worker: Worker) -> list[str]:
        unmet = [
            f"someone {attribute}"
            for attribute in sorted(client.preferred_attributes)
            if attribute not in worker.attributes
        ]
        if client.preferred_workers and worker.id not in client.preferred_workers:
            unmet.insert(0, " or ".join(sorted(client.preferred_workers)))
        return unmet

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say whom the client would rather have."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        client = reading.clients[stop.visit.client]
        wish = " and ".join(self._unmet(client, stop.worker))
        return (
            f"for {key.id} {client.id} would rather have {wish} than {stop.worker.id}"
        )

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on."""
        del slot
        return visit.client

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""
        del visit, slot
        client = history.client
        lacking = len(client.preferred_attributes - worker.attributes)
        named = client.preferred_workers
        return lacking + bool(named and worker.id not in named)
