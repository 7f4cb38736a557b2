"""Exclusions: nobody is sent where either side has refused.

Says
    A client is not visited by a worker they will not have, and a worker does not visit
    a client they have refused.
Because
    Mutual consent: a match needs the yes of both. CQC regulation 9 (person-centred
    care); the co-op's duty of care to its members.
Amount
    For each slot, 1 if the client has excluded the worker plus 1 if the worker has
    refused the client. Unit: times.
Example
    Joan will not have Ann; Ann has not refused Joan: amount 1. Who refused whom is
    never told.
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

__all__ = ["Exclusions"]


@dataclass(frozen=True, slots=True)
class Exclusions(PairRule):
    """See the module."""

    name: ClassVar[str] = "exclusions"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "exclusions"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Count the refusals on either side."""
        found: Amounts = {}
        for stop in reading.stops:
            client, worker = reading.clients[stop.visit.client], stop.worker
            refusals = [
                worker.id in client.excluded_workers,
                client.id in worker.refused_clients,
            ]
            if any(refusals):
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = sum(refusals)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the two, and never the side that refused."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        return (
            f"{stop.worker.id} and {stop.visit.client} are not to be matched, as in "
            f"{key.id}"
        )

    def alike(self, visit: Visit, slot: int) -> Hashable:
        """Name what the amounts depend on."""
        del slot
        return visit.client

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        """Give the amount if the worker makes the slot."""
        del slot
        excluded = int(worker.id in history.client.excluded_workers)
        return excluded + (visit.client in worker.refused_clients)
