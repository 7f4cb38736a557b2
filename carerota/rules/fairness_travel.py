"""Fairness of travel: members travel about equally for the hours they work.

Says
    Travel between visits and from and to home, that of earlier rotas included, is
    spread by contract hours: nobody is always the one with the far villages.
Because
    The co-operative principle of members' equal say and fair burden; travel is the
    part of the work that care workers most often call unpaid and unseen.
Amount
    For the whole rota, the greatest less the least share of the workers whose contract
    aims at some hours. A share is the travel balance and this rota's travel of the
    worker, per 40 contract hours, rounded down to the tick. Unit: minutes.
Example
    Ann on 20 hours travels 2 h, Bob on 40 hours 3 h: shares of 4 h and 3 h, amount
    1 h.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Unit
from carerota.rules.shares import ShareRule
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["FairnessTravel"]


@dataclass(frozen=True, slots=True)
class FairnessTravel(ShareRule):
    """See the module."""

    name: ClassVar[str] = "fairness_travel"
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "fair share of travel"
    burden: ClassVar[str] = "of travel"

    def balance(self, worker: Worker, ticks_per_minute: int) -> int:
        """Give the travel of earlier rotas."""
        return minutes_to_ticks(worker.balances.travel_minutes, ticks_per_minute)

    def carried(self, reading: Reading) -> Counter[str]:
        """Sum the travel of each worker's days."""
        found: Counter[str] = Counter()
        for (worker, _), day in reading.days.items():
            found[worker] += day.travel + day.home_travel
        return found

    def totals(self, cp: Encoder) -> list[Expr]:
        """Sum the encoder's travel over the days."""
        c = cp.compiled
        return [
            sum(cp.travel(w, d) + cp.home_travel(w, d) for d in range(c.n_days))
            for w in range(c.n_workers)
        ]
