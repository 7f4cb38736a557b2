"""How the time, or the moves, of a solve are shared out."""

from __future__ import annotations

from math import ceil
from typing import Final

__all__ = ["pieces_of", "search_seconds"]

LONGEST_PIECE: Final = 200_000
"""Moves of a chain between two looks at whether to stop: a second at most."""
SLOTS_OF_A_SECOND: Final = 25
"""Slots that are searched for a second before a proof by the clock; twice as many for
eight: what is beyond a proof is found by the search, and needs its time."""
SEARCH_SHARE: Final = 0.25
"""Share of the seconds that the search before a proof takes at most."""
WITHOUT_A_CLOCK: Final = 60.0
"""Seconds in which the search cools where nothing ends it; then it goes on cold."""


def search_seconds(
    limit: float | None, began: float, *, before_proof: int | None, after: float
) -> float:
    """Give the seconds from its beginning in which the search cools.

    Parameters
    ----------
    limit
        Of the solve; ``None``: no clock.
    began
        Seconds of the solve that have passed when it begins to cool.
    before_proof
        The slots of a problem for which a proof follows; ``None``: none does.
    after
        Share of the limit that is kept for what comes after it.
    """
    left = WITHOUT_A_CLOCK if limit is None else limit * (1 - after) - began
    if before_proof is not None:
        most = (before_proof / SLOTS_OF_A_SECOND) ** 3
        left = min(most, SEARCH_SHARE * left)
    return left


def pieces_of(moves: int | None, made: int, least: int) -> tuple[int, int | None]:
    """Give in how many pieces the search cools, and the moves of each.

    Parameters
    ----------
    moves
        Of each chain; ``None``: a solve by the clock, whose pieces have no number.
    made
        Those that each has made before it cools.
    least
        So many pieces at least.
    """
    if not moves:
        return least, None
    pieces = max(least, ceil(moves / LONGEST_PIECE))
    return pieces, max(1, (moves - made) // pieces)
