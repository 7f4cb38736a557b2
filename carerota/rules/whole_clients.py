"""Whole clients: a client's optional visits are all made, or none of them.

Says
    Optional visits of one client belong together: they are made, every carer of every
    one of them, or left out altogether.
Because
    Half of a double-up cannot be done, and a bath without the help afterwards is worse
    than none (Ceschia and others, 2026: a patient is visited in full or not at all).
Amount
    For each client some but not all of whose optional slots are made, the number of
    those that are made. Unit: times.
Example
    Two optional visits with one carer each; one is made: amount 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.rules.optional import optional_slots, uncovered_slots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["WholeClients"]


@dataclass(frozen=True, slots=True)
class WholeClients(Rule):
    """See the module."""

    name: ClassVar[str] = "whole_clients"
    level: ClassVar[Level] = Level.CLIENT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "all of a client's visits or none"

    def measure(self, reading: Reading) -> Amounts:
        """Count the slots made where others are missing."""
        return {
            Key(Level.CLIENT, client): wanted - missing
            for client, (wanted, missing) in uncovered_slots(reading).items()
            if 0 < missing < wanted
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how many are made and how many are missing."""
        wanted, _ = uncovered_slots(reading)[key.id]
        return f"{key.id} has {amount} of {wanted} optional carers: all or none"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Count the slots made where not all are."""
        c = cp.compiled
        found = {}
        for client, slots in zip(c.client_ids, optional_slots(c), strict=True):
            if len(slots) > 1:
                missing = cp.negated(cp.both(*(cp.covered(s) for s in slots)))
                made = sum(cp.covered(s) for s in slots)
                found[Key(Level.CLIENT, client)] = cp.when(missing, made)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give each client's number of optional slots."""
        counts = [len(slots) for slots in optional_slots(compiled)]
        return np.array(counts, dtype=np.int64).reshape(-1, 1)
