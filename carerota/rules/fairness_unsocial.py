"""Fairness of unsocial hours: members work them about equally, for their hours.

Says
    Time with clients early, late, at weekends and on bank holidays, that of earlier
    rotas included, is spread by contract hours.
Because
    Weekends and evenings are what members trade and quarrel over most; a rota that
    shares them out over time needs no bargaining.
Amount
    For the whole rota, the greatest less the least share of the workers whose contract
    aims at some hours. A share is the time with clients before ``early_hour``, from
    ``late_hour`` on, on Saturdays and Sundays (``weekends``) and on bank holidays
    (``holidays``), the balance of earlier rotas included, per 40 contract hours,
    rounded down to the tick. Hours are those of the local wall clock. Unit: minutes.
Example
    Ann on 20 hours has 2 h of visits on Saturday, Bob on 40 hours 1 h: shares of 4 h
    and 1 h, amount 3 h.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from carerota.compiled.stretches import unsocial
from carerota.rules.base import Unit
from carerota.rules.shares import ShareRule
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading
    from carerota.units import Clock

__all__ = ["FairnessUnsocial"]

SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class FairnessUnsocial(ShareRule):
    """See the module."""

    name: ClassVar[str] = "fairness_unsocial"
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "fair share of unsocial hours"
    burden: ClassVar[str] = "of visits at unsocial times"

    early_hour: float = 7.0
    late_hour: float = 20.0
    weekends: bool = True
    holidays: bool = True

    def balance(self, worker: Worker, ticks_per_minute: int) -> int:
        """Give the unsocial time of earlier rotas."""
        return minutes_to_ticks(worker.balances.unsocial_minutes, ticks_per_minute)

    def carried(self, reading: Reading) -> Counter[str]:
        """Sum each worker's time with clients at unsocial times."""
        stretches = sorted(self._stretches(reading))
        found: Counter[str] = Counter()
        for stop in reading.stops:
            counted_to = stop.start
            for start, end in stretches:
                more = min(end, stop.end) - max(start, counted_to)
                if more > 0:
                    found[stop.worker.id] += more
                    counted_to = min(end, stop.end)
        return found

    def _stretches(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Give the unsocial times from a day before the horizon to a day after it."""
        clock = reading.clock
        for day in range(-1, reading.problem.days + 1):
            date = clock.date_of(day)
            midnight, next_midnight = clock.day_start(day), clock.day_start(day + 1)
            weekend = self.weekends and date.weekday() >= SATURDAY
            if weekend or (self.holidays and date in reading.problem.bank_holidays):
                yield midnight, next_midnight
            else:
                yield midnight, self._at(clock, date, self.early_hour)
                yield self._at(clock, date, self.late_hour), next_midnight

    @staticmethod
    def _at(clock: Clock, day: date, hour: float) -> int:
        # adding to zone-aware time moves the hands of the wall clock
        wall = clock.midnight(day) + timedelta(hours=hour)
        return clock.tick(clock.local(wall.date(), wall.time()))

    def totals(self, cp: Encoder) -> list[Expr]:
        """Sum the unsocial part of each slot over who makes it."""
        c = cp.compiled
        stretches = unsocial(
            c, self.early_hour, self.late_hour, self.weekends, self.holidays
        )
        found: list[Expr] = [0] * c.n_workers
        for s, v in enumerate(c.slot_visit.tolist()):
            d = int(c.visit_day[v])
            # a visit lies on its day or runs a little over either midnight
            near = c.clock.day_start(d - 1), c.clock.day_start(d + 2)
            start = cp.start(s)
            end = start + int(c.visit_duration[v])
            within = sum(
                cp.overlap(start, end, low, high)
                for low, high in stretches
                if low < near[1] and high > near[0]
            )
            if isinstance(within, int) and not within:
                continue
            for w in cp.candidates(s):
                found[w] += cp.when(cp.does(s, w), within)
        return found
