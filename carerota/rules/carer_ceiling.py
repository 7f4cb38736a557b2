"""Carer ceiling: not more different carers than agreed.

Says
    A client meets no more different carers in a week, fortnight or horizon than their
    ceiling.
Because
    NICE NG21 1.1.4: the same workers, so that they become familiar; the client's own
    agreement. One Swedish integrator allows 15 in a fortnight; solvers that cannot
    limit it gave one client 33.
Amount
    For each client and period, the number of different workers who visit them, beyond
    the ceiling. Those of the first half of a fortnight that began before the horizon
    count. Unit: times.
Example
    Ceiling 6 a week; a seventh worker comes on Sunday: amount 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Level, Unit
from carerota.rules.carers import CarerRule

if TYPE_CHECKING:
    from carerota.model import Client

__all__ = ["CarerCeiling"]


@dataclass(frozen=True, slots=True)
class CarerCeiling(CarerRule):
    """See the module."""

    name: ClassVar[str] = "carer_ceiling"
    level: ClassVar[Level] = Level.CLIENT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "ceiling on different carers"

    def limit(self, client: Client) -> int | None:
        """Give the client's ceiling."""
        return client.carers.ceiling
