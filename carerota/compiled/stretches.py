"""Stretches of the wall clock that rules speak of: nights and unsocial times.

They reach from the day before the horizon to the day after it, as a visit may start
before midnight and end after it. Ticks, merged, disjoint and in order of time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from carerota.compiled.build import merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.compiled.problem import Compiled
    from carerota.units import Clock

__all__ = ["hours_of_days", "nights", "unsocial"]

SATURDAY: Final = 5


def nights(
    compiled: Compiled, from_hour: float, to_hour: float
) -> list[tuple[int, int]]:
    """Give the nights that begin on each day.

    Parameters
    ----------
    compiled
        The problem.
    from_hour
        Hour of the local wall clock at which a night begins.
    to_hour
        Hour at which it ends; of the next day, unless it comes after ``from_hour``.
    """
    clock = compiled.clock
    over = 0 if to_hour > from_hour else 1
    return _stretches(
        (_tick(clock, d, from_hour), _tick(clock, d + over, to_hour))
        for d in _days(compiled)
    )


def hours_of_days(
    compiled: Compiled, from_hour: float, to_hour: float
) -> list[tuple[int, int]]:
    """Give when the wall clock shows two hours on each day of the horizon."""
    clock = compiled.clock
    return [
        (_tick(clock, d, from_hour), _tick(clock, d, to_hour))
        for d in range(compiled.n_days)
    ]


def unsocial(
    compiled: Compiled,
    early_hour: float,
    late_hour: float,
    weekends: bool,
    holidays: bool,
) -> list[tuple[int, int]]:
    """Give the times at which most people do not work.

    Parameters
    ----------
    compiled
        The problem.
    early_hour
        Hour of the local wall clock before which it is unsocial.
    late_hour
        Hour from which it is unsocial again, to midnight.
    weekends
        Whether Saturdays and Sundays are unsocial all day.
    holidays
        Whether the problem's bank holidays are.
    """
    return _stretches(_unsocial(compiled, early_hour, late_hour, weekends, holidays))


def _unsocial(
    compiled: Compiled, early: float, late: float, weekends: bool, holidays: bool
) -> Iterator[tuple[int, int]]:
    clock = compiled.clock
    off = compiled.problem.bank_holidays if holidays else frozenset()
    for d in _days(compiled):
        date = clock.date_of(d)
        whole = (weekends and date.weekday() >= SATURDAY) or date in off
        midnight, next_midnight = clock.day_start(d), clock.day_start(d + 1)
        if whole:
            yield midnight, next_midnight
        else:
            yield midnight, _tick(clock, d, early)
            yield _tick(clock, d, late), next_midnight


def _days(compiled: Compiled) -> range:
    return range(-1, compiled.n_days + 1)


def _tick(clock: Clock, day: int, hour: float) -> int:
    """Give the tick at which the wall clock shows an hour, a fraction included."""
    days, rest = divmod(timedelta(hours=hour), timedelta(days=1))
    date = clock.date_of(day + days)
    wall = (clock.midnight(date).replace(tzinfo=None) + rest).time()
    return clock.tick(clock.local(date, wall))


def _stretches(made: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    return merged((a, b) for a, b in made if a < b)
