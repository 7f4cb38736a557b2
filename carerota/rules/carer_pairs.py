"""Carer pairs: any two visits of a client are by the same carer.

Says
    The fewer pairs of a client's visits are made by two different people, the better.
Because
    The Bice-Boxerman continuity of care index, (sum n_i^2 - N) / (N (N - 1)), is the
    share of unordered pairs of visits with the same carer. In 3,864 home-care clients
    of one study a higher index went with fewer falls, better function and fewer
    depressive symptoms (Reckrey et al.).
Amount
    For each client with N slots in the horizon, of which worker i makes n_i, the pairs
    that are not shared: (N^2 - N - (sum n_i^2 - sum n_i)) / 2. A slot nobody makes
    shares its carer with none. Unit: times.
Example
    Nine visits as AABACABBA, n = (5, 3, 1): 36 pairs, 13 of them shared, amount 23 and
    an index of 13 / 36 = 0.361.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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

__all__ = ["CarerPairs"]


@dataclass(frozen=True, slots=True)
class CarerPairs(Rule):
    """See the module."""

    name: ClassVar[str] = "carer_pairs"
    level: ClassVar[Level] = Level.CLIENT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "pairs of visits by different carers"

    @staticmethod
    def _slots(reading: Reading) -> Counter[str]:
        """Count the slots of each client."""
        slots: Counter[str] = Counter()
        for visit in reading.visits.values():
            slots[visit.client] += len(visit.slots)
        return slots

    def measure(self, reading: Reading) -> Amounts:
        """Count the pairs of slots that the same worker does not make."""
        slots = reading.once(self.name, self._slots)
        made: dict[str, Counter[str]] = defaultdict(Counter)
        for stop in reading.stops:
            made[stop.visit.client][stop.worker.id] += 1
        found: Amounts = {}
        for client, n in slots.items():
            shared = sum(k * (k - 1) // 2 for k in made[client].values())
            if n * (n - 1) // 2 > shared:
                found[Key(Level.CLIENT, client)] = n * (n - 1) // 2 - shared
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how many pairs there are, and the index."""
        n = reading.once(self.name, self._slots)[key.id]
        pairs = n * (n - 1) // 2
        return (
            f"{key.id}: {amount} of {pairs} pairs of visits are not by the same carer "
            f"(continuity {(pairs - amount) / pairs:.2f})"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Square how many of the client's slots each worker makes."""
        c = cp.compiled
        by_client: dict[int, list[int]] = defaultdict(list)
        for s, v in enumerate(c.slot_visit.tolist()):
            by_client[int(c.visit_client[v])].append(s)
        found: dict[Key, Expr] = {}
        for i, slots in by_client.items():
            pairs = len(slots) * (len(slots) - 1) // 2
            if not pairs:
                continue
            may: Counter[int] = Counter()
            for s in slots:
                may.update(cp.candidates(s))
            twice: Expr = 0
            for w in sorted(may):
                if may[w] > 1:
                    n = cp.meetings(slots, w)
                    twice = twice + cp.square(n) - n
            shared = cp.divided(twice, 2)
            found[Key(Level.CLIENT, c.client_ids[i])] = pairs - shared
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give how many slots each client has."""
        clients = compiled.visit_client[compiled.slot_visit]
        counts = np.bincount(clients, minlength=compiled.n_clients)
        return counts.astype(np.int64).reshape(-1, 1)
