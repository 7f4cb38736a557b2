"""How the time of a solve by the clock is shared out."""

from __future__ import annotations

import pytest

from carerota.engines.sharing import pieces_of, search_seconds


@pytest.mark.parametrize(
    ("limit", "before_proof", "after", "seconds"),
    [
        (60.0, None, 0.0, 58.0),
        # a tenth is kept for what comes after it
        (60.0, None, 0.1, 52.0),
        # 25 slots are searched for a second, 50 for eight, more for a quarter at most
        (60.0, 25, 0.0, 1.0),
        (60.0, 50, 0.0, 8.0),
        (10.0, 50, 0.0, 2.0),
        (None, None, 0.0, 60.0),
        (None, 25, 0.0, 1.0),
    ],
)
def test_seconds_of_the_search(limit, before_proof, after, seconds):
    """It began to cool two seconds into the solve."""
    found = search_seconds(limit, 2.0, before_proof=before_proof, after=after)
    assert found == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("moves", "made", "found"),
    [
        (None, 500, (120, None)),
        (12_000, 0, (120, 100)),
        # what filling took is part of the budget, however little is left
        (12_000, 6_000, (120, 50)),
        (12_000, 20_000, (120, 1)),
        # a piece is no longer than a second
        (60_000_000, 0, (300, 200_000)),
    ],
)
def test_pieces_of_a_search(moves, made, found):
    """By the clock a piece has no number of moves."""
    assert pieces_of(moves, made, 120) == found
