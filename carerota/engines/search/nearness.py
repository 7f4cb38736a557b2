"""Which slots go well before or after each other: the granular neighbours.

Two slots of one day are near when a worker could go from one to the other with little
travel and little waiting (or lateness). Sizes come from the problem alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled

    Ints = NDArray[np.int64]

__all__ = ["MOST_NEAR", "near_slots"]

MOST_NEAR: Final = 24
"""Neighbours kept a slot."""

ROWS: Final = 256
"""Slots that are compared with all others of their day at once."""

WAIT_SHARE: Final = 0.5
"""A minute of unavoidable waiting weighs so many minutes of travel."""


def near_slots(c: Compiled) -> list[list[int]]:
    """Give the near slots of each slot, nearest first."""
    near: list[list[int]] = [[] for _ in range(c.n_slots)]
    if not near or not c.n_workers:
        return near
    low = c.window_from[c.window_ptr[:-1]]
    high = np.minimum(c.window_until[c.window_ptr[1:] - 1], np.max(low) * 2 + 1)
    ticks = c.travel.ticks[:, 0].mean(axis=0)
    days = c.visit_day[c.slot_visit]
    for d in range(c.n_days):
        slots = np.flatnonzero(days == d)
        v = c.slot_visit[slots]
        keep = min(MOST_NEAR, len(slots) - 1)
        if keep < 1:
            continue

        def onward(a: Ints, b: Ints) -> NDArray[np.float64]:
            """Give what it takes to go from each of some visits to each of others."""
            there = ticks[np.ix_(c.visit_place[a], c.visit_place[b])]
            ready = (low[a] + c.visit_duration[a])[:, None] + there
            wait = low[b][None, :] - (high[a] + c.visit_duration[a])[:, None]
            late = np.maximum(0, ready - high[b][None, :])
            idle = np.maximum(0, np.maximum(0, wait) - there)
            found: NDArray[np.float64] = there + WAIT_SHARE * idle + late
            return found

        # some rows at a time: a day of thousands of visits has millions of pairs
        for first in range(0, len(slots), ROWS):
            rows = v[first : first + ROWS]
            score = np.minimum(onward(rows, v), onward(v, rows).T)
            # the slots of one visit are made by different workers
            score[rows[:, None] == v[None, :]] = np.inf
            most = np.partition(score, keep - 1, axis=1)[:, keep - 1]
            for i, s in enumerate(slots[first : first + ROWS].tolist()):
                row = score[i]
                close = np.flatnonzero((row <= most[i]) & np.isfinite(row))
                order = np.argsort(row[close], kind="stable")[:keep]
                near[s] = slots[close[order]].tolist()
    return near
