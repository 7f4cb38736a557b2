"""A worker's shift of a day, for the rules that speak of it.

The shift reaches from where the first stretch of availability that begins on the day
begins to where the last such stretch ends; stretches that touch are one. On a day on
which none begins there is no shift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carerota.rules.reading import DayReading, Reading

__all__ = ["departs", "shift_of", "shifts"]

Shift = tuple[int, int]


def departs(day: DayReading) -> int:
    """Give when a worker leaves for the first visit, or for the break before it."""
    there = day.first if day.early is None else day.early[0]
    return there - day.first_leg


def shift_of(reading: Reading, worker: str, day: int) -> Shift | None:
    """Give the shift of a worker's day, in ticks."""
    return shifts(reading).get((worker, day))


def shifts(reading: Reading) -> dict[tuple[str, int], Shift]:
    """Give every shift, by worker and day."""
    return reading.once("shifts", _shifts)


def _shifts(reading: Reading) -> dict[tuple[str, int], Shift]:
    tick = reading.clock.tick
    found = {}
    for name, worker in reading.workers.items():
        stretches: list[Shift] = []
        for a in sorted(worker.availability, key=lambda a: tick(a.start)):
            start, end = tick(a.start), tick(a.end)
            if stretches and start <= stretches[-1][1]:
                start, last = stretches.pop()
                end = max(end, last)
            stretches.append((start, end))
        for day in range(reading.problem.days):
            low, high = reading.clock.day_start(day), reading.clock.day_start(day + 1)
            mine = [s for s in stretches if low <= s[0] < high]
            if mine:
                found[name, day] = mine[0][0], mine[-1][1]
    return found
