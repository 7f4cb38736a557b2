"""Which slots go well before or after each other: the granular neighbours.

Two slots of one day are near when a worker could go from one to the other with little
travel and little waiting (or lateness). Sizes come from the problem alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled

__all__ = ["MOST_NEAR", "near_slots"]

MOST_NEAR: Final = 24
"""Neighbours kept a slot."""

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
        if not len(v):
            continue
        there = ticks[np.ix_(c.visit_place[v], c.visit_place[v])]
        earliest = low[v] + c.visit_duration[v]
        ready = earliest[:, None] + there
        wait = np.maximum(0, low[v][None, :] - (high[v] + c.visit_duration[v])[:, None])
        late = np.maximum(0, ready - high[v][None, :])
        onward = there + WAIT_SHARE * np.maximum(0, wait - there) + late
        score = np.minimum(onward, onward.T)
        # the slots of one visit are made by different workers
        score[v[:, None] == v[None, :]] = np.inf
        keep = min(MOST_NEAR, len(slots) - 1)
        order = np.argsort(score, axis=1, kind="stable")[:, :keep]
        for i, s in enumerate(slots.tolist()):
            near[s] = [int(slots[j]) for j in order[i] if np.isfinite(score[i, j])]
    return near
