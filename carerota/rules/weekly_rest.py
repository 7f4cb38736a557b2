"""Weekly rest: one long rest a week, or two of them or a longer one a fortnight.

Says
    In each calendar week lies one unbroken rest of at least ``hours``; or, where the
    co-op chose ``mode="fortnight"``, in each week and the one before it together lie
    two rests of ``hours`` or one of ``long_hours``. Workers of 16 or 17 have one of
    ``young_hours`` each week, whatever the mode.
Because
    Working Time Regulations 1998 (GB) regulation 11: 24 hours in each seven days, or
    twice 24 or once 48 in each fourteen, 48 in each seven for young workers; the week
    begins at midnight between Sunday and Monday. The daily rest of 11 hours is not
    part of it, hence 35 and 59 hours.
Amount
    For each worker and each week that lies whole in the horizon, the ticks by which
    the longest rest falls short; by the fortnight, the lesser of what the longest
    lacks of ``long_hours`` and the second longest of ``hours``. A rest lies between
    the end of the work of one day and the start of the next day worked, cut to the
    week or fortnight; days worked before the horizon count. Unit: minutes.
Example
    Work every day but Thursday, Wednesday until 22:00, Friday from 07:00: the longest
    rest is 33 hours, amount 2 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import numpy as np

from carerota.compiled.problem import NEVER, PAST_DAYS
from carerota.errors import DataError, Issue
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Worker
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["WeeklyRest"]

WEEK: Final = 7
MODES: Final = ("week", "fortnight")
HEAD: Final = 8
"""Columns of a row before the days worked in the history."""
SPANS: Final = WEEK + 1
"""At most this many days of history bear on a week or fortnight of the horizon."""


class _Wanted(NamedTuple):
    """What a worker is owed, in ticks; ``long`` is -1 where a week is judged alone."""

    hours: int
    long: int
    days_before: int


class _Rest(NamedTuple):
    worker: str
    week: int
    free: list[int]
    """The rests, longest first."""
    wanted: _Wanted

    @property
    def short(self) -> int:
        lack = self.wanted.hours - self.free[0]
        if self.wanted.long >= 0:
            second = self.free[1] if len(self.free) > 1 else 0
            lack = min(self.wanted.long - self.free[0], self.wanted.hours - second)
        return max(0, lack)


@dataclass(frozen=True, slots=True)
class WeeklyRest(Rule):
    """See the module."""

    name: ClassVar[str] = "weekly_rest"
    level: ClassVar[Level] = Level.WORKER
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "weekly rest"
    votable: ClassVar[bool] = False

    hours: float = 35.0
    mode: str = "week"
    long_hours: float = 59.0
    young_hours: float = 48.0
    home_legs: bool = False
    """Whether the ways from and to home are working time."""

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            path = "policy.rules.weekly_rest.params.mode"
            raise DataError(
                [Issue(path, repr(self.mode), " or ".join(MODES), "", "unknown-mode")]
            )

    def _wanted(self, worker: Worker, tpm: int) -> _Wanted:
        if worker.working_time.young:
            return _Wanted(hours_to_ticks(self.young_hours, tpm), -1, 0)
        hours = hours_to_ticks(self.hours, tpm)
        if self.mode == "week":
            return _Wanted(hours, -1, 0)
        return _Wanted(hours, hours_to_ticks(self.long_hours, tpm), WEEK)

    def _rests(self, reading: Reading) -> list[_Rest]:
        found = []
        for worker in reading.workers.values():
            wanted = self._wanted(worker, reading.ticks_per_minute)
            for k, week in enumerate(reading.weeks):
                if len(week) == WEEK:
                    first = week[0] - wanted.days_before
                    free = self._free(reading, worker.id, first, week[-1])
                    free.sort(reverse=True)
                    found.append(_Rest(worker.id, k, free, wanted))
        return found

    def _free(self, reading: Reading, worker: str, first: int, last: int) -> list[int]:
        """Give the rests between the first day and the last, both included."""
        spans = [
            (p.start, p.end) for p in reading.past_days[worker] if p.day >= first - 1
        ]
        for d in range(max(0, first - 1), last + 2):
            day = reading.days.get((worker, d))
            if day:
                legs = self.home_legs
                spans.append((day.begins(home_legs=legs), day.ends(home_legs=legs)))
        since, until = reading.clock.day_start(first), reading.clock.day_start(last + 1)
        free = []
        for begin, end in spans:
            free.append(max(0, min(begin, until) - since))
            since = max(since, end)
        return [*free, max(0, until - since)]

    def measure(self, reading: Reading) -> Amounts:
        """Compare the longest rests with what they should be."""
        return {
            Key(Level.WORKER, r.worker, r.week): r.short
            for r in self._rests(reading)
            if r.short
        }

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the longest rest is and how much is missing."""
        rest = next(r for r in self._rests(reading) if r[:2] == key[1:])
        monday = reading.day_name(reading.weeks[key.at][0])
        over = "the fortnight to the week" if rest.wanted.long >= 0 else "the week"
        return (
            f"{key.id} has {reading.words(rest.free[0])} as longest rest in {over} of "
            f"{monday}, {reading.words(amount)} too little"
        )

    def margins(self, reading: Reading) -> list[str]:
        """Name the shortest of the longest rests."""
        rests = self._rests(reading)
        if not rests:
            return []
        least = min(rests, key=lambda r: r.free[0] - r.wanted.hours)
        monday = reading.day_name(reading.weeks[least.week][0])
        rest = f"least weekly rest {reading.words(least.free[0])}"
        limit = reading.words(least.wanted.hours)
        return [f"{rest} ({least.worker}, week of {monday}), limit {limit}"]

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Walk the days of each week, keeping the end of work so far."""
        c = cp.compiled
        rows = iter(self.kernel(c).tolist())
        return {
            Key(Level.WORKER, worker, k): self._short(cp, w, row)
            for w, worker in enumerate(c.worker_ids)
            for k, row in zip(range(c.n_weeks), rows, strict=False)
            if row[0]
        }

    def _short(self, cp: Encoder, w: int, row: list[int]) -> Expr:
        hours, long, low, high, first, last = row[:6]
        past = row[HEAD : HEAD + 2 * row[7]]
        # from here on times run from the start of the week or fortnight
        since: Expr = 0
        gaps: list[Expr] = []
        for begin, end in zip(past[::2], past[1::2], strict=True):
            gaps.append(max(0, min(begin, high) - low - since))
            since = max(since, end - low)
        for d in range(first, last + 1):
            works = cp.works(w, d)
            if isinstance(works, int) and not works:
                continue
            begins = cp.smallest([cp.begins(w, d, home_legs=self.home_legs), high])
            ends = cp.ends(w, d, home_legs=self.home_legs)
            gaps.append(cp.when(works, cp.positive(begins - low - since)))
            since = cp.largest([since, cp.when(works, ends - low)])
        gaps.append(cp.positive(high - low - since))
        if long < 0:
            return cp.positive(hours - cp.largest(gaps))
        longest, second = gaps[0], 0
        for gap in gaps[1:]:
            second = cp.largest([second, cp.smallest([longest, gap])])
            longest = cp.largest([longest, gap])
        return cp.positive(cp.smallest([long - longest, hours - second]))

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give a row a worker and week.

        Hours (0: not judged), long hours (-1: the week alone), from, until, first and
        last day that bear on it, home legs, days worked in the history, and start and
        end of each of these.
        """
        c = compiled
        table = np.zeros((c.n_workers * c.n_weeks, HEAD + 2 * SPANS), dtype=np.int64)
        for w, worker in enumerate(c.problem.workers):
            wanted = self._wanted(worker, c.problem.ticks_per_minute)
            for k in np.flatnonzero(c.week_full).tolist():
                days = c.week_days(k)
                first = days[0] - wanted.days_before
                low = c.clock.day_start(first)
                columns = range(max(0, PAST_DAYS + first - 1), PAST_DAYS)
                spans = [
                    (int(c.past_from[w, i]), int(c.past_until[w, i]))
                    for i in columns
                    if c.past_from[w, i] < NEVER
                ]
                flat = [tick for span in spans for tick in span]
                row = [
                    *(wanted.hours, wanted.long, low, int(c.day_start[days[-1] + 1])),
                    *(max(0, first - 1), min(c.n_days - 1, days[-1] + 1)),
                    *(int(self.home_legs), len(spans), *flat),
                ]
                table[w * c.n_weeks + k, : len(row)] = row
        return table
