"""Link workers: linked visits made by the same worker, or by different ones.

Says
    Where a link asks for the same worker, whoever makes the second visit also makes the
    first; where it asks for different workers, nobody makes both.
Because
    The care plan: one person sees a treatment through; two people check the same
    medicines or accounts independently.
Amount
    For each link, the number of workers of the second visit who are not on the first
    (where anybody is on the first), or the number who are on both. Unit: times.
Example
    Same worker asked; Ann gives the drops, Ben takes the pressure: amount 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import VisitLink
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["LinkWorkers"]


@dataclass(frozen=True, slots=True)
class LinkWorkers(Rule):
    """See the module."""

    name: ClassVar[str] = "link_workers"
    level: ClassVar[Level] = Level.LINK
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "workers of linked visits"
    votable: ClassVar[bool] = False

    @staticmethod
    def _workers(reading: Reading, link: VisitLink) -> tuple[set[str], set[str]]:
        first = {s.worker.id for s in reading.stops_of[link.first]}
        second = {s.worker.id for s in reading.stops_of[link.second]}
        return first, second

    def measure(self, reading: Reading) -> Amounts:
        """Count the workers who should not be where they are."""
        found: Amounts = {}
        for link in reading.links:
            first, second = self._workers(reading, link)
            wrong = 0
            if link.same_worker and first:
                wrong += len(second - first)
            if link.different_worker:
                wrong += len(first & second)
            if wrong:
                found[Key(Level.LINK, link.id)] = wrong
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the workers of both."""
        del amount
        link = next(x for x in reading.links if x.id == key.id)
        first, second = (", ".join(sorted(w)) for w in self._workers(reading, link))
        asked = "the same worker" if link.same_worker else "different workers"
        return (
            f"{link.first} ({first}) and {link.second} ({second}) are to have {asked}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Count worker by worker, over those who may make the second visit."""
        c = cp.compiled
        found: dict[Key, Expr] = {}
        for x, link in enumerate(c.link_ids):
            same, different = bool(c.link_same[x]), bool(c.link_different[x])
            if not (same or different):
                continue
            first = c.slots(int(c.link_first[x]))
            second = c.slots(int(c.link_second[x]))
            anybody = cp.either(*(cp.covered(s) for s in first))
            wrong: list[Expr] = []
            for w in sorted({w for s in second for w in cp.candidates(s)}):
                here, there = cp.meets(first, w), cp.meets(second, w)
                if same:
                    wrong.append(cp.both(anybody, there, cp.negated(here)))
                if different:
                    wrong.append(cp.both(here, there))
            found[Key(Level.LINK, link)] = sum(wrong)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give whether the same worker is asked for, and whether different ones."""
        return np.stack([compiled.link_same, compiled.link_different], axis=1)
