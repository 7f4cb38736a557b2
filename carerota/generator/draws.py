"""Chance, from one kind of draw only.

Everything is made from ``rng.random()``, the draw of numpy least likely to change
between versions, so that a seed means the same bytes for a long time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["between", "chance", "pick", "sample", "shuffled", "stream", "weighted"]

T = TypeVar("T")


def stream(seed: int, topic: str) -> np.random.Generator:
    """Give the stream of chance of one topic.

    Each topic has its own, so that more draws for one leave the others as they were.
    """
    return np.random.default_rng([seed, *topic.encode()])


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Tell whether something with this probability happens."""
    return bool(rng.random() < probability)


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a number evenly between two others."""
    return low + (high - low) * float(rng.random())


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    """Draw one of some items, each as likely as the others."""
    return items[int(rng.random() * len(items))]


def weighted(rng: np.random.Generator, weights: Mapping[T, float]) -> T:
    """Draw one of some items, by their weights."""
    left = float(rng.random()) * sum(weights.values())
    for item, weight in weights.items():
        left -= weight
        if left < 0:
            return item
    return next(reversed(list(weights)))


def shuffled(rng: np.random.Generator, items: Sequence[T]) -> list[T]:
    """Give some items in an order by chance."""
    keys = [float(rng.random()) for _ in items]
    return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]


def sample(rng: np.random.Generator, items: Sequence[T], count: int) -> list[T]:
    """Draw up to ``count`` different items."""
    return shuffled(rng, items)[:count]
