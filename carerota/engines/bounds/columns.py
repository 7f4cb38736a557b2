"""What the programme over ways is made of, and the prices that it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Box", "Prices", "Way"]


@dataclass(frozen=True)
class Way:
    """A way through a day of one of some workers.

    ``steps`` has a row a slot: the slot, its start, and whether by way of home.
    """

    group: int
    steps: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Prices:
    """Whole prices: of making a slot, of its lateness, of its start."""

    slot: Ints
    """(S,) what making the slot is worth."""
    late: Ints
    """(S,) of a tick of lateness."""
    start: Ints
    """(S,) of a tick of start, which links ask for."""
    rest: int
    """What everything else proves at these prices."""


@dataclass(frozen=True)
class Box:
    """A number between bounds, its price, and the rows it is in, with its factor."""

    variable: Any
    low: int
    high: int
    price: int
    rows: list[tuple[int, int]] = field(default_factory=list)
