"""Rest break: a break in a long working day.

Says
    On a day of more than ``after_hours`` of work there is a rest break of at least
    ``minutes`` in one piece, inside the work and not at its ends: it begins at least
    ``margin_minutes`` after the first visit starts and ends as long before the last
    visit ends. Time at home between two runs is a break, wherever it lies.
Because
    Working Time Regulations 1998 (GB) regulation 12: 20 minutes uninterrupted if the
    day's working time is more than six hours, away from the workstation.
Amount
    For each worker and day, 1 if the work is too long and no break or time at home is
    enough, else 0. Unit: times.
Example
    One run from 07:00 to 14:00 without a break: 1; with 20 minutes from 10:30, or half
    an hour at home between two runs: 0.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks, minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr, Literal
    from carerota.rules.reading import DayReading, Reading

__all__ = ["RestBreaks"]


@dataclass(frozen=True, slots=True)
class RestBreaks(Rule):
    """See the module."""

    name: ClassVar[str] = "rest_break"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "rest break"
    votable: ClassVar[bool] = False

    after_hours: float = 6.0
    """A day of more work than this needs a break."""
    minutes: float = 20.0
    margin_minutes: float = 30.0
    home_legs: bool = False
    """Whether the ways from and to home are working time."""

    def _longest(self, reading: Reading, day: DayReading) -> int:
        """Ticks of the longest stretch that counts as a break; 0: none."""
        margin = reading.ticks(self.margin_minutes)
        earliest, latest = day.first + margin, day.last - margin
        counted = [gap.home for gap in day.gaps]
        for gap in day.gaps:
            counted += [
                end - start
                for start, end in gap.breaks
                if start >= earliest and end <= latest
            ]
        return max(counted, default=0)

    def _long_days(self, reading: Reading) -> list[DayReading]:
        after = hours_to_ticks(self.after_hours, reading.ticks_per_minute)
        return [
            day
            for day in reading.days.values()
            if day.working(home_legs=self.home_legs) > after
        ]

    def measure(self, reading: Reading) -> Amounts:
        """Look for a break on each long day."""
        least = reading.ticks(self.minutes)
        return {
            Key(Level.DAY, day.worker.id, day.day): 1
            for day in self._long_days(reading)
            if self._longest(reading, day) < least
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the worker works and what break there is."""
        del amount
        day = reading.days[key.id, key.at]
        longest = self._longest(reading, day)
        has = f"only {reading.words(longest)}" if longest else "none"
        return (
            f"{key.id} works {reading.words(day.working(home_legs=self.home_legs))} on "
            f"{reading.day_name(key.at)} and needs a break of "
            f"{reading.words(reading.ticks(self.minutes))}; there is {has}"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the least break of a long day, and the longest stretch without one."""
        found = []
        long = [(self._longest(reading, d), d) for d in self._long_days(reading)]
        if long:
            least, day = min(long, key=lambda x: x[0])
            found.append(
                f"least break of a long day {reading.words(least)} ({day.worker.id}, "
                f"{reading.day_name(day.day)}), limit "
                f"{reading.words(reading.ticks(self.minutes))}"
            )
        stretches = [(self._stretch(reading, d), d) for d in reading.days.values()]
        if stretches:
            most, day = max(stretches, key=lambda x: x[0])
            found.append(
                f"longest stretch without a break {reading.words(most)} "
                f"({day.worker.id}, {reading.day_name(day.day)})"
            )
        return found

    def _stretch(self, reading: Reading, day: DayReading) -> int:
        """Ticks of the longest stretch from break to break, waits and ways included."""
        least = reading.ticks(self.minutes)
        pauses = []
        for gap in day.gaps:
            pauses += [x for x in gap.breaks if x[1] - x[0] >= least]
            if gap.at_home and gap.home >= least:
                pauses.append((gap.before.end, gap.after.start))
        begins = [day.first, *(end for _, end in pauses)]
        ends = [*(start for start, _ in pauses), day.last]
        return max(end - begin for begin, end in zip(begins, ends, strict=True))

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Hold where the day is long and no slot has a good break before it."""
        c = cp.compiled
        table = self.kernel(c)
        found: dict[Key, Expr] = {}
        for w, worker in enumerate(c.worker_ids):
            after, least, _, margin = (int(x) for x in table[w])
            for d in range(c.n_days) if least > 0 else ():
                work = cp.working(w, d, home_legs=self.home_legs)
                too_long = cp.at_least(work, after + 1)
                if isinstance(too_long, int) and not too_long:
                    continue
                good = [
                    *self._breaks(cp, w, d, least, margin),
                    *self._times_at_home(cp, w, d, least),
                ]
                rested = cp.either(*good) if good else 0
                key = Key(Level.DAY, worker, d)
                found[key] = cp.both(too_long, cp.negated(rested))
        return found

    @staticmethod
    def _breaks(
        cp: Encoder, w: int, d: int, least: int, margin: int
    ) -> Iterator[Literal]:
        first = cp.begins(w, d, home_legs=False)
        last = cp.ends(w, d, home_legs=False)
        for s in cp.slots_on(w, d):
            rest = cp.rest_before(s, w, d)
            if isinstance(rest, int) and not rest:
                continue
            start, end = cp.rest_span(s, w, d)
            yield cp.both(
                rest,
                cp.at_least(end - start, least),
                cp.at_least(start - first, margin),
                cp.at_least(last - end, margin),
            )

    @staticmethod
    def _times_at_home(cp: Encoder, w: int, d: int, least: int) -> Iterator[Literal]:
        legs: dict[int, list[Expr]] = defaultdict(list)
        for arc in cp.arcs(w, d):
            if arc.at_home and arc.before >= 0 and arc.after >= 0:
                legs[arc.after].append(cp.when(arc.literal, arc.leg))
        for s, both_ways in legs.items():
            ended, _, at_home = cp.gap_start(s, w, d)
            left = cp.start(s) - ended - sum(both_ways)
            yield cp.both(at_home, cp.at_least(left, least))

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker: work that needs a break, its length, home legs, margin.

        The margin is for the kernel, which finds the longest good break of a day.
        """
        tpm = compiled.problem.ticks_per_minute
        row = (
            hours_to_ticks(self.after_hours, tpm),
            minutes_to_ticks(self.minutes, tpm),
            int(self.home_legs),
            minutes_to_ticks(self.margin_minutes, tpm),
        )
        return np.array([row] * compiled.n_workers, dtype=np.int64).reshape(-1, 4)
