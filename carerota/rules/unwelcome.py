"""Unwelcome times: work at times a worker would rather not.

Says
    Visits seldom fall in the stretches that a worker marked unwelcome.
Because
    The wish of the member, who can work then if need be; the co-op
    asks before it rosters.
Amount
    For each worker and day, summed over the visits, the ticks with clients within
    stretches of availability of the kind *unwelcome*. Unit: minutes.
Example
    Unwelcome from 20:00, a visit from 19:45 to 20:15: 15 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.model import AvailabilityKind
from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["Unwelcome"]


@dataclass(frozen=True, slots=True)
class Unwelcome(Rule):
    """See the module."""

    name: ClassVar[str] = "unwelcome"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "unwelcome times"

    def measure(self, reading: Reading) -> Amounts:
        """Sum the contact within unwelcome stretches."""
        found: Amounts = {}
        for (w, d), day in reading.days.items():
            stretches = _unwelcome(reading, day.worker)
            amount = sum(_within(s.start, s.end, stretches) for s in day.stops)
            if amount:
                found[Key(Level.DAY, w, d)] = amount
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the worker works at unwelcome times."""
        return (
            f"{key.id} is with clients for {reading.words(amount)} at times they "
            f"would rather not work on {reading.day_name(key.at)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum the overlap of each slot made with each stretch."""
        c = cp.compiled
        found = {}
        for w, worker in enumerate(c.worker_ids):
            stretches = c.unwelcome(w)
            for d in range(c.n_days) if stretches else ():
                terms = [
                    cp.when(cp.does(s, w), self._overlap(cp, s, stretches))
                    for s in cp.slots_on(w, d)
                ]
                found[Key(Level.DAY, worker, d)] = sum(terms)
        return found

    @staticmethod
    def _overlap(cp: Encoder, s: int, stretches: list[tuple[int, int]]) -> Expr:
        c = cp.compiled
        start = cp.start(s)
        end = start + int(c.visit_duration[c.slot_visit[s]])
        return sum(cp.overlap(start, end, low, high) for low, high in stretches)

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)


def _unwelcome(reading: Reading, worker: Worker) -> list[tuple[int, int]]:
    """Give the worker's unwelcome stretches in order; they may overlap."""
    tick = reading.clock.tick
    return sorted(
        (tick(a.start), tick(a.end))
        for a in worker.availability
        if a.kind is AvailabilityKind.UNWELCOME
    )


def _within(start: int, end: int, stretches: list[tuple[int, int]]) -> int:
    """Ticks of [start, end] within stretches in order, each tick counted once."""
    shared = 0
    for low, high in stretches:
        shared += max(0, min(end, high) - max(start, low))
        start = max(start, high)
    return shared
