"""Lunch break: a break in the middle of the day, at a place and not on the road.

Says
    A worker who works through the middle of the day has a lunch break of at least
    ``minutes``. It begins when the clock shows ``from_hour`` or later, and by
    ``to_hour`` it has ended (``by_end``) or at least begun. It is taken where a visit
    has ended or where the next one is to begin, also before the first of the day. A
    worker with the setting ``no_lunch`` has none coming.
Because
    Working Time Regulations 1998 (GB) regulation 12 asks for a break and not for its
    time; that it is a lunch is what collective agreements say, and the literature on
    home-care routing (Ceschia and others, 2026).
Amount
    For each worker and day, 1 if a break is due and there is none that is good, else 0.
    It is due where one run begins before the time of lunch and ends after it; with
    ``every_shift``, on each day with visits or with a shift, an idle one too.
    Unit: times.
Example
    One run from 10:00 to 16:00 with a break of ten minutes at noon: 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.compiled.stretches import hours_of_days
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.rules.shifts import shifts
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr, Literal
    from carerota.rules.reading import DayReading, Reading
    from carerota.rules.stops import Gap

__all__ = ["LunchBreak"]


@dataclass(frozen=True, slots=True)
class LunchBreak(Rule):
    """See the module."""

    name: ClassVar[str] = "lunch_break"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "lunch break"

    from_hour: float = 11.5
    to_hour: float = 14.5
    minutes: float = 30.0
    by_end: bool = True
    """Whether the break has ended by ``to_hour``, or only begun."""
    every_shift: bool = False
    """Whether it is due on every day with a shift or visits."""

    def measure(self, reading: Reading) -> Amounts:
        """Look for a good break wherever one is due."""
        due = {key for key, day in reading.days.items() if self._through(reading, day)}
        if self.every_shift:
            due |= {*reading.days, *shifts(reading)}
        found: Amounts = {}
        for w, d in sorted(due):
            if reading.workers[w].working_time.no_lunch:
                continue
            day = reading.days.get((w, d))
            if day is None or not self._has_one(reading, day):
                found[Key(Level.DAY, w, d)] = 1
        return found

    def _window(self, reading: Reading, day: int) -> tuple[int, int]:
        """When lunch is on a day."""
        midnight = reading.clock.midnight(reading.clock.date_of(day))
        opens, closes = (
            reading.clock.tick(midnight + timedelta(hours=hour))
            for hour in (self.from_hour, self.to_hour)
        )
        return opens, closes

    def _through(self, reading: Reading, day: DayReading) -> bool:
        """Whether a run begins before lunch and ends after it."""
        opens, closes = self._window(reading, day.day)
        return any(r[0].start <= opens and r[-1].end >= closes for r in day.runs)

    def _has_one(self, reading: Reading, day: DayReading) -> bool:
        opens, closes = self._window(reading, day.day)
        least = reading.ticks(self.minutes)
        breaks = [x for gap in day.gaps for x in gap.breaks if _at_a_place(gap, *x)]
        if day.early is not None and day.early[1] <= day.first:
            breaks.append(day.early)
        return any(
            opens <= start
            and end - start >= least
            and (end if self.by_end else start) <= closes
            for start, end in breaks
        )

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say between which times it should have been."""
        del amount
        opens, closes = (reading.at(t) for t in self._window(reading, key.at))
        return (
            f"{key.id} has no lunch break of "
            f"{reading.words(reading.ticks(self.minutes))} between {opens} and {closes}"
        )

    # ── the same for the engines ──────────────────────────────────────────
    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Hold where one is due and no break that there may be is a good one."""
        c = cp.compiled
        windows = hours_of_days(c, self.from_hour, self.to_hour)
        found = {}
        for w, worker in enumerate(c.worker_ids):
            for d in range(c.n_days) if not c.no_lunch[w] else ():
                due = self._due(cp, w, d, *windows[d])
                if isinstance(due, int) and not due:
                    continue
                good = [x for _, x in self._good(cp, w, d, *windows[d])]
                key = Key(Level.DAY, worker, d)
                found[key] = cp.both(due, cp.negated(cp.either(*good)))
        return found

    def _due(self, cp: Encoder, w: int, d: int, opens: int, closes: int) -> Literal:
        c = cp.compiled
        if self.every_shift:
            return 1 if c.shift_until[w, d] < NEVER else cp.works(w, d)
        runs = []
        for s in cp.slots_on(w, d):
            end = cp.start(s) + int(c.visit_duration[c.slot_visit[s]])
            ends, begins = cp.ends_run(s, w, d), opens - cp.run_start(s, w, d)
            runs.append(cp.both(ends, cp.at_least(begins, 0), cp.at_least(end, closes)))
        return cp.either(*runs)

    def _good(
        self, cp: Encoder, w: int, d: int, opens: int, closes: int
    ) -> Iterator[tuple[Literal, Literal]]:
        """Give each break that there may be, and whether it is a good lunch."""
        early, start, end = cp.early_rest(w, d)
        first = cp.begins(w, d, home_legs=False)
        in_time = self._in_time(cp, start, end, opens, closes)
        yield early, cp.both(early, *in_time, cp.at_least(first - end, 0))
        for s in cp.slots_on(w, d):
            rest = cp.rest_before(s, w, d)
            if isinstance(rest, int) and not rest:
                continue
            start, end = cp.rest_span(s, w, d)
            ended, directly, _ = cp.gap_start(s, w, d)
            leg = sum(
                cp.when(a.literal, a.leg)
                for a in cp.arcs(w, d)
                if a.after == s and a.before >= 0 and not a.at_home
            )
            yield (
                rest,
                cp.both(
                    rest,
                    directly,
                    *self._in_time(cp, start, end, opens, closes),
                    cp.at_least(start - ended, 0),
                    cp.at_least(cp.start(s) - end, 0),
                    cp.either(
                        cp.at_least(start - ended - leg, 0),
                        cp.at_least(cp.start(s) - end - leg, 0),
                    ),
                ),
            )

    def breaks(self, cp: Encoder, w: int, d: int) -> Iterator[tuple[Literal, Literal]]:
        """Give each break there may be on a day, and whether it is a good lunch."""
        window = hours_of_days(cp.compiled, self.from_hour, self.to_hour)[d]
        return self._good(cp, w, d, *window)

    def _in_time(
        self, cp: Encoder, start: Expr, end: Expr, opens: int, closes: int
    ) -> tuple[Literal, ...]:
        least = minutes_to_ticks(self.minutes, cp.compiled.problem.ticks_per_minute)
        return (
            cp.at_least(start, opens),
            cp.at_least(end - start, least),
            cp.at_least(closes - (end if self.by_end else start), 0),
        )

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)


def _at_a_place(gap: Gap, start: int, end: int) -> bool:
    """Whether a break lies at the place before or after a gap, beside the way."""
    before, after = start - gap.before.end, gap.after.start - end
    return min(before, after) >= 0 and max(before, after) >= gap.leg
