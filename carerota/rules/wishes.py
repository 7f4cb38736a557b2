"""What workers wish for, twice: for the checker and for the engines.

The rules ``worker_preferences`` and ``fairness_preferences`` are both about it. The
first half reads the model, the second the compiled problem; they share nothing but the
parts of the day.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.model import TimeOfDay

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Visit, Worker
    from carerota.rules.reading import Reading

__all__ = ["DayParts", "unmet_table", "unmet_wishes"]


PARTS = tuple(TimeOfDay)


@dataclass(frozen=True, slots=True)
class DayParts:
    """Hours of the wall clock at which each part of the day begins."""

    morning: float = 5.0
    lunch: float = 11.5
    afternoon: float = 14.0
    tea: float = 16.0
    bed: float = 19.0
    night: float = 23.0

    def at(self, wall: timedelta) -> TimeOfDay:
        """Give the part of the day at a time since midnight on the wall clock.

        What comes before the first part of the day belongs to the last one of the day
        before.
        """
        begins = self._begins()
        i = next((i for start, i in reversed(begins) if start <= wall), begins[-1][1])
        return PARTS[i]

    @cache  # noqa: B019 -- a handful of frozen records, asked for every visit
    def _begins(self) -> list[tuple[timedelta, int]]:
        return sorted(
            (timedelta(hours=hours), i) for i, hours in enumerate(astuple(self))
        )


def unmet_wishes(
    reading: Reading, visit: Visit, worker: Worker, parts: DayParts
) -> list[str]:
    """Name the wishes of a worker that a visit does not meet: ``for other areas``."""
    wishes = worker.preferences
    client = reading.clients[visit.client]
    unmet = []
    if client.id in wishes.avoid_clients:
        unmet.append(f"to avoid {client.id}")
    if wishes.clients and client.id not in wishes.clients:
        unmet.append("for other clients")
    if wishes.areas and reading.area_of[client.place] not in wishes.areas:
        unmet.append("for other areas")
    if wishes.times_of_day:
        part = _part(reading, visit, parts)
        if part not in wishes.times_of_day:
            unmet.append(f"for other times than {part.value}")
    if wishes.days and visit.day.weekday() not in wishes.days:
        unmet.append(f"for other days than {visit.day:%A}")
    return unmet


def _part(reading: Reading, visit: Visit, parts: DayParts) -> TimeOfDay:
    spans = [visit.preferred] if visit.preferred else visit.windows
    opens = min(reading.clock.tick(w.start) for w in spans)
    closes = max(reading.clock.tick(w.end) for w in spans)
    wall = reading.clock.moment((opens + closes) // 2)
    return parts.at(
        timedelta(
            hours=wall.hour,
            minutes=wall.minute,
            seconds=wall.second,
            microseconds=wall.microsecond,
        )
    )


def unmet_table(compiled: Compiled, parts: DayParts) -> NDArray[np.int64]:
    """Count, for every slot and worker, the wishes that the visit does not meet."""
    problem = compiled.problem
    wishes = [w.preferences for w in problem.workers]
    area = {p.id: p.area for p in problem.places}
    n = compiled.n_workers
    of_client = np.array(
        [
            (c.id in w.avoid_clients)
            + bool(w.clients and c.id not in w.clients)
            + bool(w.areas and area[c.place] not in w.areas)
            for c in problem.clients
            for w in wishes
        ],
        dtype=np.int64,
    ).reshape(len(problem.clients), n)
    of_part = np.array(
        [
            bool(w.times_of_day and part not in w.times_of_day)
            for part in TimeOfDay
            for w in wishes
        ],
        dtype=np.int64,
    ).reshape(len(TimeOfDay), n)
    of_weekday = np.array(
        [bool(w.days and day not in w.days) for day in range(7) for w in wishes],
        dtype=np.int64,
    ).reshape(7, n)
    part_of = np.array(
        [_part_of(compiled, v, parts) for v in range(compiled.n_visits)],
        dtype=np.int64,
    )
    weekday = np.array([v.day.weekday() for v in problem.visits], dtype=np.int64)
    of_visit = of_client[compiled.visit_client] + of_part[part_of] + of_weekday[weekday]
    return np.asarray(of_visit[compiled.slot_visit], dtype=np.int64)


def _part_of(compiled: Compiled, v: int, parts: DayParts) -> int:
    opens, closes = int(compiled.prefer_from[v]), int(compiled.prefer_until[v])
    if opens == -NEVER:
        windows = compiled.windows(v)
        opens, closes = windows[0][0], max(end for _, end in windows)
    wall = compiled.clock.moment((opens + closes) // 2).replace(tzinfo=None)
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return PARTS.index(parts.at(wall - midnight))
