"""Fairness of wishes: members' wishes go unmet about equally often.

Says
    Wishes of workers that are not met, those of earlier rotas included, are spread by
    contract hours: nobody's wishes always come last.
Because
    The co-operative principle of members' equal say: a wish is no right, but who gives
    way this month is heard the next.
Amount
    For the whole rota, the greatest less the least share of the workers whose contract
    aims at some hours. A share is the wishes not met, counted as the rule
    ``worker_preferences`` does with the parts of the day it has unless told, the
    balance of earlier rotas included, per 40 contract hours. Unit: times, counted in
    hundredths and rounded down to one.
Example
    Three wishes not met for Ann on 30 hours, one for Bob on 40 hours: shares of 4.00
    and 1.00, amount 300 hundredths.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Unit
from carerota.rules.shares import ShareRule
from carerota.rules.wishes import DayParts, unmet_table, unmet_wishes

if TYPE_CHECKING:
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["FairnessPreferences"]


@dataclass(frozen=True, slots=True)
class FairnessPreferences(ShareRule):
    """See the module."""

    name: ClassVar[str] = "fairness_preferences"
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "fair share of wishes not met"
    burden: ClassVar[str] = "wishes not met"

    def balance(self, worker: Worker, ticks_per_minute: int) -> int:
        """Give the wishes not met in earlier rotas."""
        del ticks_per_minute
        return worker.balances.unmet_preferences

    def carried(self, reading: Reading) -> Counter[str]:
        """Count the wishes that each worker's visits do not meet."""
        found: Counter[str] = Counter()
        parts = DayParts()
        for stop in reading.stops:
            unmet = unmet_wishes(reading, stop.visit, stop.worker, parts)
            found[stop.worker.id] += len(unmet)
        return found

    def totals(self, cp: Encoder) -> list[Expr]:
        """Sum the table of wishes over who makes each slot."""
        c = cp.compiled
        unmet = unmet_table(c, DayParts())
        found: list[Expr] = [0] * c.n_workers
        for s in np.flatnonzero(unmet.any(axis=1)).tolist():
            for w in cp.candidates(s):
                if unmet[s, w]:
                    found[w] += int(unmet[s, w]) * cp.does(s, w)
        return found
