"""Fairness of split days: members have about equally many, for the hours they work.

Says
    Days that are cut into several runs, those of earlier rotas included, are spread by
    contract hours.
Because
    A day from the first breakfast to the last bed call with nothing between is the
    hardest of the trade; where it cannot be avoided it goes round.
Amount
    For the whole rota, the greatest less the least share of the workers whose contract
    aims at some hours. A share is the runs beyond the first of each day, the balance
    of earlier rotas included, per 40 contract hours. Unit: times, counted in hundredths
    and rounded down to one.
Example
    Ann on 20 hours has one split day, Bob on 40 hours none: shares of 2.00 and 0,
    amount 200 hundredths.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from carerota.rules.base import Unit
from carerota.rules.shares import ShareRule

if TYPE_CHECKING:
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["FairnessSplits"]


@dataclass(frozen=True, slots=True)
class FairnessSplits(ShareRule):
    """See the module."""

    name: ClassVar[str] = "fairness_splits"
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "fair share of split days"
    burden: ClassVar[str] = "split days"

    def balance(self, worker: Worker, ticks_per_minute: int) -> int:
        """Give the split days of earlier rotas."""
        del ticks_per_minute
        return worker.balances.split_days

    def carried(self, reading: Reading) -> Counter[str]:
        """Count the runs beyond the first of each worker's days."""
        found: Counter[str] = Counter()
        for (worker, _), day in reading.days.items():
            found[worker] += len(day.runs) - 1
        return found

    def totals(self, cp: Encoder) -> list[Expr]:
        """Sum the encoder's extra runs over the days."""
        c = cp.compiled
        return [
            sum(cp.extra_runs(w, d) for d in range(c.n_days))
            for w in range(c.n_workers)
        ]
