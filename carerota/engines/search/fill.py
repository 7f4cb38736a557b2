"""Putting in what nobody makes, each slot at once where it costs least.

The search finds such places by chance. Where it has little time, or little is to be
found, every one of them is looked at instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.problem import PRIORITIES
from carerota.engines.search import layout as at
from carerota.engines.search.single import PUT_IN, change_slot

if TYPE_CHECKING:
    from carerota.engines.search.chain import Chain

__all__ = ["fill"]


def fill(chain: Chain) -> None:
    """Give every uncovered slot of the present state to whoever makes it for least.

    What comes after it in a worker's day may start later; where that does not do, what
    comes before it as early as it can. Nothing more is broken by it, and what costs
    more than to leave it out is left out. The dearest to leave out come first, then
    those that the fewest could make.
    """
    c, x = chain.compiled, chain.memory
    worker = chain.table(at.WORKER, c.n_slots)
    prices = chain.table(at.COVER_PRICE, len(PRIORITIES))
    rank = prices[c.visit_priority[c.slot_visit]]
    able = np.diff(chain.table(at.S_CANDIDATE, c.n_slots + 1))
    for s in np.lexsort((able, -rank)).tolist():
        if worker[s] < 0:
            change_slot(x.m, x.travel, x.metres, s, PUT_IN)
