"""What public benchmarks have in common: one day, minutes from midnight, a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from carerota.model import (
    Availability,
    Contract,
    Place,
    PolicyLine,
    Skill,
    TimeWindow,
    TravelMatrix,
    TravelMode,
    TravelTable,
    Worker,
)
from carerota.model.policy import Mode
from carerota.units import Clock, minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

__all__ = [
    "DAY_MINUTES",
    "FIRST_DAY",
    "HARD",
    "LAST_MINUTE",
    "ZONE",
    "Frame",
    "Grid",
    "hard",
    "matrix",
    "priced",
]

Grid = tuple[tuple[float, ...], ...]

ZONE: Final = "UTC"
FIRST_DAY: Final = date(2024, 1, 1)
"""A Monday. Benchmarks know no date; any would do."""
DAY_MINUTES: Final = 24 * 60.0
LAST_MINUTE: Final = 2 * DAY_MINUTES
"""The end of the day after: as late as a window may lie."""

HARD: Final = (
    "skills",
    "windows",
    "double_up",
    "visit_links",
    "link_workers",
    "reach",
    "one_place",
    "split_days",
)
"""What every benchmark takes for granted. Nobody returns to the office in between, so
that a day in two runs cannot be written as a route."""


@dataclass(frozen=True)
class Frame:
    """The day that a benchmark is about, counted as finely as it needs."""

    ticks_per_minute: int

    @property
    def clock(self) -> Clock:
        """The clock of the problem."""
        return Clock(ZONE, FIRST_DAY, 1, self.ticks_per_minute)

    def ticks(self, minutes: float) -> int:
        """Give minutes in ticks."""
        return minutes_to_ticks(minutes, self.ticks_per_minute)

    def moment(self, minutes: float) -> datetime:
        """Give the moment so many minutes after midnight."""
        return self.clock.moment(self.ticks(minutes))

    def minutes(self, moment: datetime) -> float:
        """Give the minutes after midnight, whole ones as a whole number."""
        ticks = self.clock.tick(moment)
        exact = ticks / self.ticks_per_minute
        return int(exact) if exact.is_integer() else exact

    def window(self, opens: float, closes: float | None = None) -> TimeWindow:
        """Give a window between two times in minutes; without an end, an open one."""
        end = LAST_MINUTE if closes is None else closes
        return TimeWindow(start=self.moment(opens), end=self.moment(end))

    def worker(self, name: str, skills: Iterable[str], place: str) -> Worker:
        """Give a worker who is there all day and bound by no contract of hours."""
        always = Availability(start=self.moment(0), end=self.moment(LAST_MINUTE))
        return Worker(
            id=name,
            home=place,
            skills=tuple(Skill(name=skill) for skill in skills),
            availability=(always,),
            contract=Contract(),
        )


def matrix(
    names: Sequence[str], distances: Grid
) -> tuple[tuple[Place, ...], TravelTable]:
    """Make places and a travel table of a matrix whose rows are named in order."""
    table = TravelMatrix(mode=TravelMode.CAR, places=tuple(names), minutes=distances)
    return tuple(Place(id=name) for name in names), TravelTable(matrices=(table,))


def hard(*names: str) -> dict[str, PolicyLine]:
    """Make rules hard."""
    return {name: PolicyLine(mode=Mode.HARD) for name in names}


def priced(**prices: float) -> dict[str, PolicyLine]:
    """Give rules a price."""
    return {
        name: PolicyLine(mode=Mode.PRICED, price=price)
        for name, price in prices.items()
    }
