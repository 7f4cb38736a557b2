"""A climb comes near the most that prices can prove, and knows when it is there."""

from __future__ import annotations

import numpy as np
import pytest

from carerota.engines.bounds.climb import Climb

CHEAP = np.array([3.0, 5.0, 2.0])
"""What a way with one slot alone costs, in this small world."""
BOTH = 6.0
"""What a way with the first two costs."""
MOST = BOTH + 2.0
"""What all three cost at least."""


def proven(prices):
    """Give what prices of three slots prove, and how often each is missed.

    One worker may go alone to each of them, or to the first two in a row.
    """
    ways = [((i,), CHEAP[i]) for i in range(3)] + [((0, 1), BOTH)]
    total, missed = float(prices[:3].sum()), np.ones(3)
    for slots, cost in ways:
        less = cost - float(sum(prices[s] for s in slots))
        if less < 0:
            total += less
            missed[list(slots)] -= 1
    return total, missed


def climbed(prices, steps=200, **more):
    climb = Climb(prices, *proven(prices), scale=1.0, **more)
    best = proven(prices)[0]
    for _ in range(steps):
        if climb.over:
            break
        tried = climb.next()
        value, missed = proven(tried)
        best = max(best, value)
        climb.learn(tried, value, missed)
    return best, climb


@pytest.mark.parametrize("reach", [1.0, 0.5])
@pytest.mark.parametrize("first", [(1.0, 1.0, 1.0), (3.0, 3.0, 2.0), (0.5, 4.0, 9.0)])
def test_it_comes_near_the_most(first, reach):
    """From whatever it begins, within a few per cent; and it ends."""
    best, climb = climbed(np.array([*first, 0.0]), reach=reach)
    assert 0.95 * MOST < best <= MOST + 1e-9
    assert climb.over


def test_what_is_not_a_slot_stays_as_it_is():
    """Prices of lateness and of links are not climbed."""
    prices = np.array([1.0, 1.0, 1.0, 7.0])
    climb = Climb(prices, *proven(prices), scale=1.0)
    assert climb.next()[3] == 7.0


def test_from_nothing():
    """Where nothing is proven at first the scale says how far to step."""
    best, _ = climbed(np.zeros(4))
    assert best > 0.95 * MOST


def test_what_cannot_be_made_has_no_most():
    """Two at once for one worker prove more and more, up to a limit."""
    prices = np.array([1.0, 1.0])
    climb = Climb(prices, 1.0, np.array([0.5, 0.5]), scale=1.0)
    for _ in range(400):
        prices = climb.next()
        climb.learn(prices, float(prices.sum()) / 2, np.array([0.5, 0.5]))
    assert prices.max() <= 100


def test_where_every_slot_is_made_once_there_is_nothing_to_climb():
    """The prices prove as much as prices can."""
    assert Climb(np.ones(3), 3.0, np.zeros(3), scale=1.0).over
