"""Left out: a client whose optional visits are not all made.

Says
    An optional visit is left out of the rota only for a good reason, which is told by
    the client and not by the carer: a client who is left out has one price.
Because
    Leaving out both carers of a double-up, or two visits that belong together, is one
    cut in the care of one person (Ceschia and others, 2026, price patients so).
Amount
    For each client, 1 if a slot of an optional visit is made by nobody, else 0.
    Unit: times.
Example
    A shopping trip and a bath of one client, both optional and both left out: amount 1.
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

__all__ = ["LeftOut"]


@dataclass(frozen=True, slots=True)
class LeftOut(Rule):
    """See the module."""

    name: ClassVar[str] = "left_out"
    level: ClassVar[Level] = Level.CLIENT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "clients left out"

    def measure(self, reading: Reading) -> Amounts:
        """Look for optional slots that nobody makes."""
        return {
            Key(Level.CLIENT, client): 1
            for client, (_, missing) in uncovered_slots(reading).items()
            if missing
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how many carers are missing."""
        del amount
        wanted, missing = uncovered_slots(reading)[key.id]
        return f"{key.id} is left out: {missing} of {wanted} optional carers missing"

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Ask whether all of the client's optional slots are covered."""
        c = cp.compiled
        return {
            Key(Level.CLIENT, client): cp.negated(
                cp.both(*(cp.covered(s) for s in slots))
            )
            for client, slots in zip(c.client_ids, optional_slots(c), strict=True)
            if slots
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the kernel's count of optional slots left out."""
        return np.zeros((compiled.n_clients, 1), dtype=np.int64)
