"""Small makers of what goes into the kernel's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled

    Ints = NDArray[np.int64]

__all__ = ["lasts", "ragged", "scrambled", "targets", "within_windows"]

HOURS_OPEN: Final = 12
"""A window that stays open so long after the preferred time says nothing of it."""


def scrambled(seed: int) -> int:
    """Spread a seed over 64 bits (splitmix64); xorshift must not start at nought."""
    mask = (1 << 64) - 1
    z = (seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    z = (z ^ (z >> 31)) or 1
    return z - (1 << 64) if z >= 1 << 63 else z


def ragged(rows: list[list[int]]) -> tuple[list[int], list[int]]:
    """Give where each row begins, and the rows one behind the other."""
    pointer = [0]
    flat: list[int] = []
    for row in rows:
        flat += row
        pointer.append(len(flat))
    return pointer, flat


def targets(c: Compiled) -> Ints:
    """Give the start each visit aims at: its preferred one, inside its windows."""
    return within_windows(c, np.arange(c.n_visits), c.prefer_from)


def within_windows(c: Compiled, visits: Ints, ticks: Ints) -> Ints:
    """Give the ticks nearest to some between the first and the last of the windows."""
    first = c.window_from[c.window_ptr[visits]]
    last = c.window_until[c.window_ptr[visits + 1] - 1]
    return np.clip(ticks, first, last)


def lasts(c: Compiled, price: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Give from when on each visit is late beyond repair, and where that has a price.

    Which is its last preferred time, if the windows stay open far longer.
    """
    wish = np.array([c.closings(v)[-1][1] for v in range(c.n_visits)], dtype=np.int64)
    last = c.window_until[c.window_ptr[1:] - 1]
    far = HOURS_OPEN * 60 * c.problem.ticks_per_minute
    soft = (last - wish > far) & (price > 0)
    return np.where(soft, wish, last), soft
