"""The problem with its records by id and its windows in ticks, for the checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from carerota.model.faults.issues import did_you_mean
from carerota.units import Clock, minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Collection

    from carerota.model.client import Client
    from carerota.model.problem import RotaProblem
    from carerota.model.visit import Visit
    from carerota.model.worker import Worker

__all__ = [
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "Interval",
    "Stretch",
    "View",
    "known_zone",
    "sane",
]

Interval = tuple[int, int]
"""First and last tick, both included."""

EARLIEST_YEAR = 1971
LATEST_YEAR = 2199
MOST_HINTS = 50
"""To compare an id with all others takes milliseconds, and a file may be all wrong."""


def known_zone(name: str) -> bool:
    """Tell whether this machine knows the IANA zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: "Europe" is a folder
        return False
    return True


def sane(moment: datetime) -> bool:
    """Tell whether a moment is near enough to count ticks to it."""
    return EARLIEST_YEAR <= moment.year <= LATEST_YEAR


class Stretch(Protocol):
    """Whatever has a start and an end."""

    @property
    def start(self) -> datetime:
        """When it starts."""

    @property
    def end(self) -> datetime:
        """When it ends."""


@dataclass(frozen=True)
class View:
    """A problem as the checks read it. Of records with the same id the first counts."""

    problem: RotaProblem

    @cached_property
    def clock(self) -> Clock:
        """The problem's clock; in UTC where its zone is not known."""
        p = self.problem
        zone = p.zone if known_zone(p.zone) else "UTC"
        return Clock(zone, p.first_day, p.days, p.ticks_per_minute)

    @cached_property
    def workers(self) -> dict[str, Worker]:
        """Workers by id."""
        return {w.id: w for w in reversed(self.problem.workers)}

    @cached_property
    def clients(self) -> dict[str, Client]:
        """Clients by id."""
        return {c.id: c for c in reversed(self.problem.clients)}

    @cached_property
    def visits(self) -> dict[str, Visit]:
        """Visits by id."""
        return {v.id: v for v in reversed(self.problem.visits)}

    @cached_property
    def places(self) -> frozenset[str]:
        """Ids of the places."""
        return frozenset(p.id for p in self.problem.places)

    @cached_property
    def _hints(self) -> dict[tuple[str, str], str]:
        return {}

    def near(self, kind: str, word: str, known: Collection[str]) -> str:
        """Hint at the id that was meant, for the first unknown ones of a problem."""
        key = (kind, word)
        if key not in self._hints and len(self._hints) < MOST_HINTS:
            self._hints[key] = did_you_mean(word, known)
        return self._hints.get(key, "")

    def ticks(self, minutes: float) -> int:
        """Give a stretch of minutes in ticks."""
        return minutes_to_ticks(minutes, self.problem.ticks_per_minute)

    def span(self, stretch: Stretch) -> Interval | None:
        """Give a stretch of time in ticks; ``None`` in a year far away.

        Ticks and not moments are compared: two moments of one zone compare by their
        wall clocks, which is wrong in the night the clocks go back.
        """
        if not (sane(stretch.start) and sane(stretch.end)):
            return None
        return self.clock.tick(stretch.start), self.clock.tick(stretch.end)

    def spans(self, visit: Visit) -> list[Interval | None]:
        """Give a visit's windows in ticks, as they come."""
        known = self._spans.get(id(visit))
        if known is None:
            known = self._spans[id(visit)] = [self.span(x) for x in visit.windows]
        return known

    @cached_property
    def _spans(self) -> dict[int, list[Interval | None]]:
        # by the very record, which the problem holds: ids may be there twice
        return {}

    def windows(self, visit: Visit) -> list[Interval]:
        """Give a visit's windows in ticks, in order; those in disorder are left out."""
        spans = self.spans(visit)
        return sorted(s for s in spans if s is not None and s[0] <= s[1])

    def presence(self, worker: Worker) -> list[Interval]:
        """Give a worker's availability in ticks, intervals that touch joined."""
        spans = (self.span(stretch) for stretch in worker.availability)
        joined: list[Interval] = []
        for start, end in sorted(s for s in spans if s is not None and s[0] < s[1]):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    @cached_property
    def last_valid_day(self) -> dict[str, date]:
        """For each skill, the last day on which some worker holds it."""
        last: dict[str, date] = {}
        for worker in self.problem.workers:
            for skill in worker.skills:
                until = skill.expires or date.max
                last[skill.name] = max(until, last.get(skill.name, date.min))
        return last

    @cached_property
    def bounds(self) -> Interval:
        """The ticks at which the horizon starts and ends."""
        return 0, self.clock.day_start(self.problem.days)
