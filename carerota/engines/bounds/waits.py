"""Waiting that no start of two visits avoids, and that no break takes.

Every length of break that a rule asks for takes its own off the wait, where it fits
between the two visits at all. See :mod:`carerota.engines.bounds.days` for which breaks
there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.stretches import hours_of_days
from carerota.engines.breaks import break_lengths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

    Ints = NDArray[np.int64]

__all__ = ["Waits"]


class Waits:
    """Gives the least waiting between visits.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    """

    def __init__(self, compiled: Compiled, book: RuleBook) -> None:
        self._lengths = break_lengths(book, compiled)
        self._begins: list[tuple[int, int]] | None = None
        """From when until when a break begins, by day; ``None``: at any time."""
        if "lunch_break" in book and "rest_break" not in book:
            (lunch,) = self._lengths
            ask = [book.param("lunch_break", x) for x in ("from_hour", "to_hour")]
            ends = int(book.param("lunch_break", "by_end")) * lunch
            hours = hours_of_days(compiled, *ask)
            self._begins = [(opens, closes - ends) for opens, closes in hours]

    def least(self, d: int, ends: Ints, starts: Ints, legs: tuple[Ints, Ints]) -> Ints:
        """Give the ticks that a worker surely waits from visit to visit, (n, n).

        Parameters
        ----------
        d
            The day.
        ends
            (n, 2) the earliest and the latest end of each visit.
        starts
            (n, 2) their earliest and latest starts.
        legs
            (n, n) each, ticks on the way from one to the other: the least and the most.
        """
        quick, slow = legs
        wait = np.maximum(0, starts[None, :, 0] - ends[:, None, 1] - slow)
        room = starts[None, :, 1] - ends[:, None, 0] - quick
        found: Ints = wait.copy()
        for length in self._lengths:
            fits = room >= length
            if self._begins is not None:
                first, last = self._begins[d]
                since = np.maximum(first, ends[:, 0])
                until = np.minimum(last, starts[:, 1] - length)
                fits &= since[:, None] <= until[None, :]
            rested = np.maximum(0, wait - length)
            found[fits] = np.minimum(found, rested)[fits]
        return found
