"""How often each kind of move is tried, and under which policies at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.rules.book import RuleBook

__all__ = ["CARERS", "ODDS", "odds_for", "rebuilds_for"]

ODDS: Final = {
    "relocate": 0.14,
    "insert_near": 0.24,
    "swap": 0.12,
    "tails": 0.10,
    "segment": 0.07,
    "of_client": 0.06,
    "days": 0.02,
    "releases": 0.10,
    "modes": 0.02,
    "kick": 0.08,
    "drop_face": 0.04,
    "leave": 0.01,
    "reorder": 0.10,
    "trade": 0.30,
    "lunches": 0.04,
    "leave_client": 0.03,
    "occupy": 0.15,
}
"""How often each kind of move is tried, in the order of their numbers."""

REBUILDS: Final = 0.5
"""Places that are tried in rebuilding for each move."""
PACKED: Final = 120
"""Where there is a rule on the worst idle time, as many places as moves with so many
slots, and fewer with the square of the slots: more and costlier rebuilding is needed
there until nobody is idle, and single moves do well where there is room."""
LEAST_REBUILDS: Final = 0.05
IDLE_SHARE: Final = 30.0
"""So many of a hundred rebuildings are about the idlest worker, where there is."""
STRING_SHARE: Final = 33.0
"""So many of a hundred of the others are about a string of a worker's day."""

CARERS: Final = ("new_faces", "carer_target", "carer_ceiling", "carer_pairs")
"""Rules to which it matters how many carers a client sees."""

ONLY_FOR: Final = {
    "of_client": CARERS,
    "drop_face": CARERS,
    "releases": ("waiting", "earliness", "worst_idle", "rest_break", "published_start"),
    "modes": ("waiting", "rest_break", "short_runs"),
    "lunches": ("lunch_break",),
    "leave_client": ("left_out", "whole_clients"),
    "occupy": ("worst_idle",),
}
"""Moves that are worth trying only where one of these rules is on."""


def odds_for(book: RuleBook) -> NDArray[np.float64]:
    """Give the cumulative odds of the kinds of move under a policy."""
    odds = [share if _worth(kind, book) else 0.0 for kind, share in ODDS.items()]
    total = np.cumsum(odds)
    found: NDArray[np.float64] = total / total[-1]
    return found


def rebuilds_for(book: RuleBook, n_slots: int, n_workers: int) -> NDArray[np.float64]:
    """Give how much is rebuilt, and the shares of the idlest worker and of strings."""
    if not (_worth("occupy", book) and n_workers):
        return np.array([REBUILDS, 0.0, STRING_SHARE])
    much = (PACKED / max(1, n_slots)) ** 2
    return np.array([min(1.0, max(LEAST_REBUILDS, much)), IDLE_SHARE, STRING_SHARE])


def _worth(kind: str, book: RuleBook) -> bool:
    if kind in ONLY_FOR and not any(rule in book for rule in ONLY_FOR[kind]):
        return False
    if kind == "occupy":
        return bool(book.param("worst_idle", "in_shift"))
    if kind == "modes" and "rest_break" not in book:
        # all that is left to change is where to go home
        return "split_days" not in book or not book["split_days"].hard
    return True
