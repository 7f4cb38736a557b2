"""Visit links: two visits keep their distance in time.

Says
    Between two linked visits lie at least the minimum and at most the maximum of the
    link, from the start or the end of the first to the start of the second.
Because
    The care plan: hours between doses of a medicine, lunch not right after breakfast,
    the nurse before the carer who helps to dress.
Amount
    For each link of which both visits are made, the ticks by which the distance between
    their earliest starts (or from that start plus the duration) lies outside the
    bounds; a distance may be negative. Unit: minutes.
Example
    Lunch at least 3 h after the start of breakfast; breakfast at 09:00, lunch at 11:45:
    amount 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.model import LinkFrom
from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import VisitLink
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["VisitLinks"]


@dataclass(frozen=True, slots=True)
class VisitLinks(Rule):
    """See the module."""

    name: ClassVar[str] = "visit_links"
    level: ClassVar[Level] = Level.LINK
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "time between linked visits"
    votable: ClassVar[bool] = False

    @staticmethod
    def _distances(reading: Reading) -> Iterator[tuple[VisitLink, int]]:
        """Each link both visits of which are made, and their distance."""
        for link in reading.links:
            first, second = reading.stops_of[link.first], reading.stops_of[link.second]
            if first and second:
                earliest = min(first, key=lambda s: s.start)
                from_end = link.measured_from is LinkFrom.END
                since = earliest.end if from_end else earliest.start
                yield link, min(s.start for s in second) - since

    @staticmethod
    def _slack(reading: Reading, link: VisitLink, distance: int) -> list[int]:
        """Ticks left to each bound that the link has; negative beyond it."""
        slack = []
        if link.minimum_minutes is not None:
            slack.append(distance - reading.ticks(link.minimum_minutes))
        if link.maximum_minutes is not None:
            slack.append(reading.ticks(link.maximum_minutes) - distance)
        return slack

    def measure(self, reading: Reading) -> Amounts:
        """Compare each distance with its bounds."""
        found: Amounts = {}
        for link, distance in self._distances(reading):
            missing = sum(max(0, -s) for s in self._slack(reading, link, distance))
            if missing:
                found[Key(Level.LINK, link.id)] = missing
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say the distance and how far it is out."""
        link, distance = next(
            (x, d) for x, d in self._distances(reading) if x.id == key.id
        )
        return (
            f"{link.second} starts {reading.words(distance)} after the "
            f"{link.measured_from.value} of {link.first}, {reading.words(amount)} "
            "outside what is agreed"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the link that is nearest to one of its bounds."""
        slacks = [
            (slack, link.id)
            for link, distance in self._distances(reading)
            for slack in self._slack(reading, link, distance)
        ]
        if not slacks:
            return []
        slack, name = min(slacks)
        return [f"least room in a link {reading.words(slack)} ({name})"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Compare the earliest starts where both visits are covered."""
        c = cp.compiled
        found: dict[Key, Expr] = {}
        for x, row in enumerate(self.kernel(c).tolist()):
            from_end, low, high = row
            if low == -NEVER and high == NEVER:
                continue
            first, second = int(c.link_first[x]), int(c.link_second[x])
            since = self._earliest(cp, first)
            if from_end:
                since = since + int(c.visit_duration[first])
            distance = self._earliest(cp, second) - since
            missing: Expr = 0
            if low != -NEVER:
                missing = missing + cp.positive(low - distance)
            if high != NEVER:
                missing = missing + cp.positive(distance - high)
            slots = [c.slots(first), c.slots(second)]
            made = [cp.either(*(cp.covered(s) for s in part)) for part in slots]
            found[Key(Level.LINK, c.link_ids[x])] = cp.when(cp.both(*made), missing)
        return found

    @staticmethod
    def _earliest(cp: Encoder, v: int) -> Expr:
        """Give the earliest start of the slots that are covered."""
        slots = cp.compiled.slots(v)
        starts = [cp.start(s) for s in slots]
        if all(start is starts[0] for start in starts):
            return starts[0]
        # a slot nobody makes counts as later than any start
        late = 2 * int(cp.compiled.day_start[-1])
        return late + cp.smallest(
            cp.when(cp.covered(s), start - late)
            for s, start in zip(slots, starts, strict=True)
        )

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give whether it runs from the end, the least and the most, per link."""
        return np.stack(
            [compiled.link_from_end, compiled.link_low, compiled.link_high], axis=1
        )
