"""Cover: every visit is made.

Says
    Every carer slot of every visit is made by somebody.
Because
    NICE QS123 statement 2 and CQC regulation 12: a missed visit is the worst failing.
    Critical visits first, then essential, then flexible; these stand above all prices.
Amount
    For each visit, the number of its slots that nobody makes. Unit: times.
Example
    A double-up for which one carer was found: amount 1.
"""

from __future__ import annotations

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

__all__ = ["Cover"]


@dataclass(frozen=True, slots=True)
class Cover(Rule):
    """See the module."""

    name: ClassVar[str] = "cover"
    level: ClassVar[Level] = Level.VISIT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "cover"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Count the slots without a worker."""
        found: Amounts = {}
        for visit in reading.visits.values():
            made = {stop.slot for stop in reading.stops_of[visit.id]}
            if len(made) < len(visit.slots):
                found[Key(Level.VISIT, visit.id)] = len(visit.slots) - len(made)
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how many carers are missing."""
        visit = reading.visits[key.id]
        if len(visit.slots) == 1:
            return f"{key.id} ({visit.priority.value}) is made by nobody"
        return (
            f"{key.id} ({visit.priority.value}) lacks {amount} of its "
            f"{len(visit.slots)} carers"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Count the slots that are not covered."""
        c = cp.compiled
        return {
            Key(Level.VISIT, visit): sum(1 - cp.covered(s) for s in c.slots(v))
            for v, visit in enumerate(c.visit_ids)
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the kernel's count of slots."""
        return np.zeros((compiled.n_visits, 1), dtype=np.int64)
