"""The plan of a worker's week as it fills: what fits in, and what stays legal."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from carerota.model import RotaProblem, Worker
    from carerota.travel import TravelTimes

__all__ = ["Block", "Day", "Opening", "Stop", "WeekPlan", "blocks_of", "has_long_rest"]

HOME_MINUTES = 45
"""Who can be at home this long between two visits goes home: a new run begins."""
BREAK_AFTER_HOURS, BREAK_MINUTES, BREAK_MARGIN = 6, 20, 30
LONGEST_SPAN_HOURS = 13
DAILY_REST_HOURS, WEEKLY_REST_HOURS = 11, 35
WEEK = 7
NEAR_MINUTES = 20


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit in a worker's plan; times are ticks.

    Parameters
    ----------
    start, end
        Of the visit.
    place
        Index of the place.
    access
        From arriving until the start.
    visit, slot
        Which visit of the problem, by index, and which carer's part in it.
    """

    start: int
    end: int
    place: int
    access: int
    visit: int
    slot: int


@dataclass(slots=True)
class Block:
    """A stretch in which the worker can work, from home and back."""

    start: int
    end: int
    stops: list[Stop] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opening:
    """A gap into which a visit fits, and the starts it leaves open."""

    earliest: int
    latest: int
    block: Block
    at: int


@dataclass(frozen=True, slots=True)
class Day:
    """What a worker's day comes to; times are ticks.

    Parameters
    ----------
    leaves, returns
        When the worker first leaves home and last returns.
    worked
        The sum of the runs, each from the start of its first visit to the end of its
        last one.
    runs
        The stops, run by run.
    rest
        Where the break lies, where one is needed.
    legal
        False when a break is needed and there is no room for it.
    """

    leaves: int
    returns: int
    worked: int
    runs: tuple[tuple[Stop, ...], ...]
    rest: tuple[int, int] | None
    legal: bool


class WeekPlan:
    """The plan of one worker over the horizon.

    Parameters
    ----------
    worker
        Whose plan it is.
    problem
        For the clock.
    times
        Travel times; those of the generator do not depend on the time of day.
    """

    def __init__(
        self, worker: Worker, problem: RotaProblem, times: TravelTimes
    ) -> None:
        self.worker = worker
        self.home = times.place_index(worker.home)
        self.travel: NDArray[np.int64] = times.ticks[
            times.mode_index(worker.travel_mode), 0
        ]
        self.minute = problem.ticks_per_minute
        self.horizon = problem.clock.day_start(problem.days)
        self.blocks = blocks_of(worker, problem)
        self.days: dict[int, Day] = {}

    def openings(
        self, day: int, place: int, access: int, length: int, window: tuple[int, int]
    ) -> Iterator[Opening]:
        """Give the gaps of a day into which a visit fits, in order of time."""
        for block in self.blocks.get(day, ()):
            if block.start > window[1] or block.end < window[0] + length:
                continue
            for at in range(len(block.stops) + 1):
                earliest = self._arrival(block, at, place) + access
                latest = self._departure(block, at, place) - length
                low, high = max(earliest, window[0]), min(latest, window[1])
                if low <= high:
                    yield Opening(low, high, block, at)

    def put(self, day: int, opening: Opening, stop: Stop) -> bool:
        """Put a visit into a gap if the week stays legal; tell whether it did."""
        opening.block.stops.insert(opening.at, stop)
        before = self.days.get(day)
        self.days[day] = self._day(day)
        if self._legal(day):
            return True
        opening.block.stops.pop(opening.at)
        if before is None:
            del self.days[day]
        else:
            self.days[day] = before
        return False

    def take_out(self, day: int, visit: int) -> None:
        """Take a visit out of a day again."""
        for block in self.blocks[day]:
            block.stops = [stop for stop in block.stops if stop.visit != visit]
        if any(block.stops for block in self.blocks[day]):
            self.days[day] = self._day(day)
        else:
            del self.days[day]

    def around(self, day: int, low: int, high: int) -> list[Stop]:
        """Give the visits of a day that stand in the way of a start in a window."""
        near = NEAR_MINUTES * self.minute
        return [
            stop
            for block in self.blocks.get(day, ())
            for stop in block.stops
            if stop.end > low - near and stop.start < high + near
        ]

    def _way(self, start: int, end: int) -> int:
        return self.travel.item(start, end)

    def _arrival(self, block: Block, at: int, place: int) -> int:
        if at == 0:
            return block.start + self._way(self.home, place)
        last = block.stops[at - 1]
        return last.end + self._way(last.place, place)

    def _departure(self, block: Block, at: int, place: int) -> int:
        if at == len(block.stops):
            return block.end - self._way(place, self.home)
        following = block.stops[at]
        way = self._way(place, following.place)
        return following.start - following.access - way

    def _day(self, day: int) -> Day:
        runs = list[list[Stop]]()
        for block in self.blocks[day]:
            for at, stop in enumerate(block.stops):
                if at and not self._goes_home(block.stops[at - 1], stop):
                    runs[-1].append(stop)
                else:
                    runs.append([stop])
        ends = [(self._leaves(run[0]), self._returns(run[-1])) for run in runs]
        worked = sum(run[-1].end - run[0].start for run in runs)
        long = worked > BREAK_AFTER_HOURS * 60 * self.minute
        rest = self._rest(runs) if long else None
        rested = rest is not None and rest[0] < rest[1]
        span = ends[-1][1] - ends[0][0] <= LONGEST_SPAN_HOURS * 60 * self.minute
        return Day(
            leaves=ends[0][0],
            returns=ends[-1][1],
            worked=worked,
            runs=tuple(tuple(run) for run in runs),
            rest=rest if rested else None,
            legal=span and (not long or rest is not None),
        )

    def _leaves(self, stop: Stop) -> int:
        return stop.start - stop.access - self._way(self.home, stop.place)

    def _returns(self, stop: Stop) -> int:
        return stop.end + self._way(stop.place, self.home)

    def _goes_home(self, first: Stop, second: Stop) -> bool:
        at_home = self._leaves(second) - self._returns(first)
        return at_home >= HOME_MINUTES * self.minute

    def _rest(self, runs: list[list[Stop]]) -> tuple[int, int] | None:
        """Find room for a break inside the work: at home, or in the widest gap.

        An empty stretch says that the time at home will do.
        """
        margin = BREAK_MARGIN * self.minute
        first, last = runs[0][0].start + margin, runs[-1][-1].end - margin
        length = BREAK_MINUTES * self.minute
        for run, following in pairwise(runs):
            home = max(self._returns(run[-1]), first)
            if min(self._leaves(following[0]), last) - home >= length:
                return (home, home)
        found = list[tuple[int, int]]()
        for before, after in ((a, b) for run in runs for a, b in pairwise(run)):
            start = max(before.end, first)
            way = self._way(before.place, after.place) + after.access
            end = min(after.start - way, last)
            if end - start >= length:
                found.append((start - end, start))
        return (min(found)[1], min(found)[1] + length) if found else None

    def _legal(self, day: int) -> bool:
        held, contract = self.days[day], self.worker.contract
        hours = sum(
            other.worked
            for index, other in self.days.items()
            if index // WEEK == day // WEEK
        )
        return (
            held.legal
            and held.worked <= contract.maximum_minutes_a_day * self.minute
            and hours <= contract.maximum_hours * 60 * self.minute
            and self._rested(day)
            and self._days_on_end(day) <= contract.maximum_consecutive_days
        )

    def _rested(self, day: int) -> bool:
        held, rest = self.days[day], DAILY_REST_HOURS * 60 * self.minute
        before, after = self.days.get(day - 1), self.days.get(day + 1)
        if before is not None and held.leaves - before.returns < rest:
            return False
        if after is not None and after.leaves - held.returns < rest:
            return False
        return self._long_rest(day)

    def _long_rest(self, day: int) -> bool:
        """Look for the rest of the week, Monday to Sunday, in which a day lies."""
        first = day // WEEK * WEEK
        spans = [
            (self.days[d].leaves, self.days[d].returns)
            for d in range(first, first + WEEK)
            if d in self.days
        ]
        return has_long_rest(spans, first, self.horizon, self.minute)

    def _days_on_end(self, day: int) -> int:
        first = last = day
        while first - 1 in self.days:
            first -= 1
        while last + 1 in self.days:
            last += 1
        return last - first + 1


def has_long_rest(
    spans: Iterable[tuple[int, int]], first_day: int, horizon: int, minute: int
) -> bool:
    """Tell whether a week leaves 35 hours free between some spans of work, in order.

    A week that the horizon cuts short is not judged.
    """
    start = first_day * 24 * 60 * minute
    end = start + WEEK * 24 * 60 * minute
    if end > horizon:
        return True
    free = WEEKLY_REST_HOURS * 60 * minute
    for leaves, returns in spans:
        if leaves - start >= free:
            return True
        start = returns
    return end - start >= free


def blocks_of(worker: Worker, problem: RotaProblem) -> dict[int, list[Block]]:
    """Join what a worker is available for into blocks, by day."""
    clock = problem.clock
    spans = sorted(
        (clock.tick(held.start), clock.tick(held.end), held.start)
        for held in worker.availability
    )
    found = dict[int, list[Block]]()
    for start, end, moment in spans:
        day = clock.index_of(moment.astimezone(clock.zone).date())
        blocks = found.setdefault(day, [])
        if blocks and start <= blocks[-1].end:
            blocks[-1].end = max(blocks[-1].end, end)
        else:
            blocks.append(Block(start, end))
    return found
