"""Night work: the shorter day of night workers.

Says
    A night worker works at most ``hours`` on a day with at least ``night_hours`` of
    contact in the night, which lasts from ``from_hour`` to ``to_hour``.
Because
    Working Time Regulations 1998 (GB) regulation 6: 8 hours in each 24 on average, and
    never more where the work is strenuous; regulation 2: night time is 23:00 to 06:00
    unless agreed, and three hours of it make night work.
Amount
    For each night worker and day, the ticks of work (contact, travel between visits,
    waiting) beyond ``hours``, if the contact in the night reaches ``night_hours``; else
    nought. Unit: minutes.
Example
    From 22:00 to 07:00 with clients, 8 hours allowed: 7 hours lie in the night, 9 hours
    are worked, amount 1 hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.stretches import nights
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import DayReading, Reading

__all__ = ["NightWork"]

HOURS_PER_DAY = 24


@dataclass(frozen=True, slots=True)
class NightWork(Rule):
    """See the module."""

    name: ClassVar[str] = "night_work"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "night work"
    votable: ClassVar[bool] = False

    from_hour: float = 23.0
    """Hour of the wall clock at which the night begins."""
    to_hour: float = 6.0
    """Hour at which it ends, of the next day unless it comes after the beginning."""
    hours: float = 8.0
    night_hours: float = 3.0

    def _days(self, reading: Reading) -> list[DayReading]:
        """Give the days of night workers that count as night work."""
        nights = self._nights(reading)
        least = hours_to_ticks(self.night_hours, reading.ticks_per_minute)

        def contact(day: DayReading) -> int:
            return sum(
                max(0, min(stop.end, until) - max(stop.start, begins))
                for stop in day.stops
                for begins, until in nights
            )

        return [
            day
            for day in reading.days.values()
            if day.worker.working_time.night_worker and contact(day) >= least
        ]

    def _nights(self, reading: Reading) -> list[tuple[int, int]]:
        clock = reading.clock
        last = self.to_hour + (HOURS_PER_DAY if self.to_hour <= self.from_hour else 0)
        nights: list[tuple[int, int]] = []
        for d in range(-1, reading.problem.days + 1):
            midnight = clock.midnight(clock.date_of(d)).replace(tzinfo=None)
            walls = [midnight + timedelta(hours=h) for h in (self.from_hour, last)]
            begins, until = (
                clock.tick(clock.local(wall.date(), wall.time())) for wall in walls
            )
            # nights of a whole day meet: no tick may count twice
            begins = max(begins, nights[-1][1]) if nights else begins
            nights.append((begins, until))
        return nights

    def measure(self, reading: Reading) -> Amounts:
        """Compare the work of each night worker's nights with the limit."""
        limit = hours_to_ticks(self.hours, reading.ticks_per_minute)
        return {
            Key(Level.DAY, day.worker.id, day.day): worked - limit
            for day in self._days(reading)
            if (worked := day.working(home_legs=False)) > limit
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the night worker works and by how much too long."""
        worked = reading.days[key.id, key.at].working(home_legs=False)
        return (
            f"{key.id}, a night worker, works {reading.words(worked)} on "
            f"{reading.day_name(key.at)}, {reading.words(amount)} too long"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the longest day of night work."""
        days = self._days(reading)
        if not days:
            return []
        longest = max(days, key=lambda day: day.working(home_legs=False))
        limit = hours_to_ticks(self.hours, reading.ticks_per_minute)
        text = (
            f"longest night work {reading.words(longest.working(home_legs=False))} "
            f"({longest.worker.id}, {reading.day_name(longest.day)}), limit "
            f"{reading.words(limit)}"
        )
        return [text]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum each slot's overlap with the nights, and compare where it is enough."""
        c = cp.compiled
        table = self.kernel(c)
        dark = nights(c, self.from_hour, self.to_hour)
        found = {}
        for w, worker in enumerate(c.worker_ids):
            counts, limit, least = (int(x) for x in table[w])
            for d in range(c.n_days) if counts else ():
                contact = sum(
                    cp.when(cp.does(s, w), self._overlap(cp, s, dark))
                    for s in cp.slots_on(w, d)
                )
                over = cp.positive(cp.working(w, d, home_legs=False) - limit)
                key = Key(Level.DAY, worker, d)
                found[key] = cp.when(cp.at_least(contact, least), over)
        return found

    @staticmethod
    def _overlap(cp: Encoder, s: int, dark: list[tuple[int, int]]) -> Expr:
        c = cp.compiled
        start = cp.start(s)
        end = start + int(c.visit_duration[c.slot_visit[s]])
        return sum(cp.overlap(start, end, begins, until) for begins, until in dark)

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give for each worker: 1 for a night worker, the limit, the least contact."""
        tpm = compiled.problem.ticks_per_minute
        limit, least = (hours_to_ticks(h, tpm) for h in (self.hours, self.night_hours))
        rows = [
            (int(w.working_time.night_worker), limit, least)
            for w in compiled.problem.workers
        ]
        return np.array(rows, dtype=np.int64).reshape(-1, 3)
