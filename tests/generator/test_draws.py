from __future__ import annotations

from collections import Counter

import pytest

from carerota.generator.draws import (
    between,
    chance,
    pick,
    sample,
    shuffled,
    stream,
    weighted,
)


def test_topics_have_streams_of_their_own() -> None:
    """Another topic or seed gives other numbers, the same ones the same."""
    assert stream(1, "a").random() == stream(1, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()
    assert stream(1, "a").random() != stream(2, "a").random()


def test_weights_hold() -> None:
    """An item of three times the weight comes about three times as often."""
    rng = stream(1, "weights")
    counts = Counter(
        weighted(rng, {"a": 3.0, "b": 1.0, "never": 0.0}) for _ in range(800)
    )
    assert counts["a"] == pytest.approx(600, abs=60)
    assert counts["never"] == 0


def test_orders_and_samples() -> None:
    """An order by chance keeps all items, a sample never repeats one."""
    rng = stream(1, "orders")
    assert sorted(shuffled(rng, range(20))) == list(range(20))
    assert len(set(sample(rng, range(20), 5))) == 5
    assert sample(rng, [1], 5) == [1]
    assert pick(rng, [7]) == 7


def test_bounds() -> None:
    """Numbers lie between their bounds; what is certain happens."""
    rng = stream(1, "bounds")
    assert all(2 <= between(rng, 2, 3) < 3 for _ in range(100))
    assert all(chance(rng, 1) and not chance(rng, 0) for _ in range(100))
