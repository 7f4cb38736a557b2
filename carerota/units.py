"""Ticks, zones and rounding: the only place where time is rounded.

Inside, time is a whole number of *ticks* since the start of the horizon, in UTC.
A problem says how many ticks a minute has (60 unless told: one tick a second).
The edge speaks zone-aware time and minutes.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "CLOSE",
    "Clock",
    "day_and_time",
    "hours_to_ticks",
    "in_words",
    "minutes_to_ticks",
    "minutes_to_ticks_array",
    "on_the_grid",
    "times_apart",
]

MINUTES_PER_HOUR = 60
CLOSE = 1e-6
"""How far a value may lie from a whole tick and still be that tick."""
FLOAT_DUST = 1e-12
"""What sums of floats may be off, as a share."""


def minutes_to_ticks(minutes: float, ticks_per_minute: int) -> int:
    """Round a stretch of minutes to the nearest whole tick (halves away from zero)."""
    exact = minutes * ticks_per_minute
    return math.floor(exact + 0.5) if exact >= 0 else -math.floor(-exact + 0.5)


def minutes_to_ticks_array(
    minutes: NDArray[np.float64], ticks_per_minute: int
) -> NDArray[np.int64]:
    """Round every value of an array as :func:`minutes_to_ticks` does, to the bit.

    All values must be finite.
    """
    # only methods of the array: the model imports this module and stays without numpy
    exact = minutes * ticks_per_minute
    ticks = (abs(exact) + 0.5).astype("int64")
    ticks[exact < 0] *= -1
    return ticks


def hours_to_ticks(hours: float, ticks_per_minute: int) -> int:
    """Round a stretch of hours to the nearest whole tick."""
    return minutes_to_ticks(hours * MINUTES_PER_HOUR, ticks_per_minute)


def on_the_grid(minutes: float, ticks_per_minute: int) -> bool:
    """Tell whether a stretch of minutes is a whole number of ticks."""
    exact = minutes * ticks_per_minute
    # what a float of that size cannot say otherwise is no fault of its
    return abs(exact - round(exact)) <= max(CLOSE, FLOAT_DUST * abs(exact))


def in_words(ticks: int, ticks_per_minute: int) -> str:
    """Say a stretch of ticks as a person would: ``9 h 40 min``, ``30 s``."""
    sign = "-" if ticks < 0 else ""
    seconds_exact = abs(ticks) * 60 / ticks_per_minute
    seconds = round(seconds_exact)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [
        f"{n} {unit}"
        for n, unit in ((hours, "h"), (minutes, "min"), (seconds, "s"))
        if n
    ]
    if not parts:
        return "0 min" if ticks == 0 else f"{sign}{seconds_exact:.3f} s"
    return sign + " ".join(parts)


def times_apart(before: datetime, after: datetime) -> tuple[str, str]:
    """Write two times of the day so that they can be told apart.

    To the minute, as people say it; where the minutes are equal and the times are not,
    to the second or finer.
    """
    same = before.timestamp() == after.timestamp()
    for form in ("%H:%M", "%H:%M:%S"):
        was, now = before.strftime(form), after.strftime(form)
        if same or was != now:
            return was, now
    return f"{before:%H:%M:%S.%f}", f"{after:%H:%M:%S.%f}"


def day_and_time(moment: datetime, other: datetime | None = None) -> str:
    """Write a moment as people say it: ``Mon 8 Jun 07:30``.

    With its seconds where it could not be told apart from another one without.
    """
    time = times_apart(moment, other or moment)[0]
    return f"{moment:%a} {moment.day} {moment:%b} {time}"


class Clock:
    """Turns zone-aware time into ticks and back, for one horizon.

    Parameters
    ----------
    zone
        IANA name of the co-op's time zone.
    first_day
        The first day of the horizon; tick 0 is its local midnight.
    days
        How many days the horizon has.
    ticks_per_minute
        Ticks in a minute.
    """

    def __init__(
        self, zone: str, first_day: date, days: int, ticks_per_minute: int
    ) -> None:
        self.zone = ZoneInfo(zone)
        self.first_day = first_day
        self.days = days
        self.ticks_per_minute = ticks_per_minute
        self.origin = self.midnight(first_day).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        """Give the local midnight with which a day starts."""
        return datetime.combine(day, time(0), tzinfo=self.zone)

    def local(self, day: date, wall: time) -> datetime:
        """Give the moment a wall clock shows a time on a day.

        Where the clocks go forward over it, the moment after the jump; where they
        go back over it, the first of the two.
        """
        naive = datetime.combine(day, wall, tzinfo=self.zone)
        return naive.astimezone(UTC).astimezone(self.zone)

    def tick(self, moment: datetime) -> int:
        """Give the tick nearest to a zone-aware moment."""
        # moments of two zones are subtracted on the UTC line; the origin's own is UTC
        elapsed = moment - self.origin
        seconds = 86_400 * elapsed.days + elapsed.seconds
        # asked a hundred thousand times a question, nearly always of whole seconds
        if not elapsed.microseconds:
            return (seconds * self.ticks_per_minute + 30) // 60
        micros = 1_000_000 * seconds + elapsed.microseconds
        return self._round(micros * self.ticks_per_minute, 60_000_000)

    def moment(self, tick: int) -> datetime:
        """Give the local, zone-aware moment of a tick."""
        micros = self._round(tick * 60_000_000, self.ticks_per_minute)
        return (self.origin + timedelta(microseconds=micros)).astimezone(self.zone)

    def day_start(self, index: int) -> int:
        """Give the tick of local midnight at the start of day ``index``."""
        return self.tick(self.midnight(self.first_day + timedelta(days=index)))

    def date_of(self, index: int) -> date:
        """Give the date of day ``index`` of the horizon."""
        return self.first_day + timedelta(days=index)

    def index_of(self, day: date) -> int:
        """Give the index of a date; negative before the horizon."""
        return (day - self.first_day).days

    @staticmethod
    def _round(numerator: int, denominator: int) -> int:
        # exact: floats lose the tick after some weeks at 0.001 of a minute
        return (2 * numerator + denominator) // (2 * denominator)
