"""Mileage: the distance driven.

Says
    Few kilometres are driven.
Because
    The co-op pays mileage (HMRC approved rate 45p a mile to 10,000 miles a year) and
    has a footprint; walkers and cyclists cost neither.
Amount
    For each worker and day, the metres of all legs, the ways from and to home
    included, if the worker's travel mode is one of ``modes``. Unit: kilometres.
Example
    A driver with legs of 3, 2 and 4 km on a day: 9 km; a cyclist: nought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.errors import DataError, Issue
from carerota.model import TravelMode
from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["Mileage"]

METRES_PER_KM = 1000


@dataclass(frozen=True, slots=True)
class Mileage(Rule):
    """See the module.

    Raises
    ------
    DataError
        ``modes`` names a travel mode that does not exist.
    """

    name: ClassVar[str] = "mileage"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.METRES
    title: ClassVar[str] = "mileage"

    modes: str = "car"
    """The travel modes that count, separated by commas."""

    def __post_init__(self) -> None:
        known = ", ".join(TravelMode)
        wrong = [m for m in self._modes() if m not in set(TravelMode)]
        if wrong:
            path = "policy.rules.mileage.params.modes"
            raise DataError(
                Issue(path, m, f"travel modes: {known}", code="unknown-mode")
                for m in wrong
            )

    def _modes(self) -> list[str]:
        return [m.strip() for m in self.modes.split(",") if m.strip()]

    def _counts(self, worker: Worker) -> bool:
        return worker.travel_mode in self._modes()

    def measure(self, reading: Reading) -> Amounts:
        """Sum the metres of those whose mode counts."""
        return {
            Key(Level.DAY, w, d): day.metres
            for (w, d), day in reading.days.items()
            if day.metres and self._counts(day.worker)
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how far the worker goes."""
        mode = reading.workers[key.id].travel_mode.replace("_", " ")
        return (
            f"{key.id} goes {amount / METRES_PER_KM:.1f} km by {mode} on "
            f"{reading.day_name(key.at)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the encoder's metres of those whose mode counts."""
        c = cp.compiled
        return {
            Key(Level.DAY, worker.id, d): cp.metres(w, d)
            for w, worker in enumerate(c.problem.workers)
            if self._counts(worker)
            for d in range(c.n_days)
        }

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give 1 for each worker whose mode counts."""
        counts = [int(self._counts(w)) for w in compiled.problem.workers]
        return np.array(counts, dtype=np.int64).reshape(-1, 1)
