"""Carer target: few different carers.

Says
    A client meets no more different carers in a week, fortnight or horizon than their
    target; each one beyond it has a price.
Because
    NICE NG21 1.1.4: the same workers, so that they become familiar. Sweden's
    municipalities publish the mean number of different carers in a fortnight (15 in the
    country in 2016); one integrator there aims at 11.
Amount
    For each client and period, the number of different workers who visit them, beyond
    the target. Those of the first half of a fortnight that began before the horizon
    count. Unit: times.
Example
    Target 4 a week; 6 different workers come: amount 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Level, Unit
from carerota.rules.carers import CarerRule

if TYPE_CHECKING:
    from carerota.model import Client

__all__ = ["CarerTarget"]


@dataclass(frozen=True, slots=True)
class CarerTarget(CarerRule):
    """See the module."""

    name: ClassVar[str] = "carer_target"
    level: ClassVar[Level] = Level.CLIENT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "target of different carers"

    def limit(self, client: Client) -> int | None:
        """Give the client's target."""
        return client.carers.target
