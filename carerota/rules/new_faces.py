"""New faces: carers whom a client has never met.

Says
    A client is visited by people they know; a face new to them has a price.
Because
    NICE NG21 1.1.4: the same workers, so that they become familiar. People who use care
    name strangers at the door, after missed visits, as what fails them most.
Amount
    For each client, the number of workers who visit them in the horizon and are not in
    their history. Unit: times.
Example
    Seven visits by three workers, one of whom has never been there: amount 1.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["NewFaces"]


@dataclass(frozen=True, slots=True)
class NewFaces(Rule):
    """See the module."""

    name: ClassVar[str] = "new_faces"
    level: ClassVar[Level] = Level.CLIENT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "faces new to the client"

    def _faces(self, reading: Reading) -> dict[str, set[str]]:
        return reading.once(self.name, self._strangers)

    @staticmethod
    def _strangers(reading: Reading) -> dict[str, set[str]]:
        faces: dict[str, set[str]] = defaultdict(set)
        for stop in reading.stops:
            client, worker = stop.visit.client, stop.worker.id
            if not reading.past_meetings.get((client, worker)):
                faces[client].add(worker)
        return faces

    def measure(self, reading: Reading) -> Amounts:
        """Count the workers not in the client's history."""
        return {
            Key(Level.CLIENT, client): len(workers)
            for client, workers in self._faces(reading).items()
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the new faces."""
        del amount
        names = ", ".join(sorted(self._faces(reading)[key.id]))
        return f"{key.id} meets {names} for the first time"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Count the workers never met who make at least one of the client's slots."""
        c = cp.compiled
        found = {}
        for i, client in enumerate(c.client_ids):
            slots = c.slots_of_client(i)
            strangers = np.flatnonzero(c.past_met[i] == 0).tolist()
            found[Key(Level.CLIENT, client)] = sum(
                cp.meets(slots, w) for w in strangers
            )
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the kernel's count of new faces."""
        return np.zeros((compiled.n_clients, 1), dtype=np.int64)
