"""A rota read plainly against its problem: what every ``measure`` is written on.

Nothing here is shared with the engines: it reads the records of the model and the
travel table, in plain Python, and never infers or repairs.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeVar

from carerota.rules.stops import Gap, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from carerota.model import (
        Client,
        PastVisit,
        Rota,
        RotaProblem,
        Visit,
        VisitLink,
        Worker,
    )
    from carerota.travel.table import TravelTimes

T = TypeVar("T")

OF_THE_PROBLEM: Final = (
    "clock",
    "workers",
    "clients",
    "visits",
    "links",
    "_order",
    "weeks",
    "area_of",
    "past",
    "past_days",
    "past_meetings",
    "_always",
)
"""What a reading knows of the problem, whatever the rota."""

__all__ = ["DayReading", "PastDay", "Reading"]


@dataclass(frozen=True)
class DayReading:
    """A worker's day: the visits in order of their start, and what lies between."""

    worker: Worker
    day: int
    stops: tuple[Stop, ...]
    gaps: tuple[Gap, ...]
    first_leg: int
    last_leg: int
    home_metres: int
    """Metres of the first and the last leg."""
    early: tuple[int, int] | None = None
    """Start and end of the longest break of the day before the first visit, which is
    taken at its place."""

    @property
    def first(self) -> int:
        """Start of the first visit."""
        return self.stops[0].start

    @property
    def last(self) -> int:
        """End of the visit that ends last in order."""
        return self.stops[-1].end

    def begins(self, *, home_legs: bool) -> int:
        """Start of work: of the first visit, or of the way to it."""
        return self.first - (self.first_leg if home_legs else 0)

    def ends(self, *, home_legs: bool) -> int:
        """End of work: of the last visit, or of the way home."""
        return self.last + (self.last_leg if home_legs else 0)

    @property
    def contact(self) -> int:
        """Ticks with clients."""
        return sum(s.end - s.start for s in self.stops)

    @property
    def travel(self) -> int:
        """Ticks of travel and access between the visits of a run."""
        return sum(g.leg for g in self.gaps if not g.at_home)

    @property
    def home_travel(self) -> int:
        """Ticks of travel from and to home, and access after it, of every run."""
        between = sum(g.leg for g in self.gaps if g.at_home)
        return self.first_leg + between + self.last_leg

    @property
    def metres(self) -> int:
        """Metres travelled, all legs."""
        return self.home_metres + sum(g.metres for g in self.gaps)

    @property
    def waiting(self) -> int:
        """Ticks of waiting within runs."""
        return sum(g.waiting for g in self.gaps)

    @property
    def paid(self) -> int:
        """Ticks on the pay clock: contact, travel between visits, waiting."""
        return self.contact + self.travel + self.waiting

    def working(self, *, home_legs: bool) -> int:
        """Ticks on the working-time clock."""
        return self.paid + (self.home_travel if home_legs else 0)

    @cached_property
    def runs(self) -> tuple[tuple[Stop, ...], ...]:
        """The working stretches of the day."""
        runs: list[list[Stop]] = [[self.stops[0]]]
        for gap in self.gaps:
            if gap.at_home:
                runs.append([])
            runs[-1].append(gap.after)
        return tuple(tuple(run) for run in runs)


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day before the horizon on which a worker made visits."""

    day: int
    start: int
    end: int
    contact: int


@dataclass
class Reading:
    """A rota read against its problem.

    Parameters
    ----------
    problem
        With its packages already expanded to visits.
    rota
        Any rota whose assignments name visits, slots and workers of the problem.
    travel
        The times between the places.
    """

    problem: RotaProblem
    rota: Rota
    travel: TravelTimes
    workers: dict[str, Worker] = field(init=False)
    clients: dict[str, Client] = field(init=False)
    visits: dict[str, Visit] = field(init=False)
    links: tuple[VisitLink, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._known: dict[str, Any] = {}
        self._always: dict[Hashable, Any] = {}
        self.clock = self.problem.clock
        self.workers = {w.id: w for w in self.problem.workers}
        self.clients = {c.id: c for c in self.problem.clients}
        self.visits = {v.id: v for v in self.problem.visits}
        self._order = {v: i for i, v in enumerate(self.visits)}
        self.links = self.problem.links

    @property
    def ticks_per_minute(self) -> int:
        """Ticks in a minute."""
        return self.problem.ticks_per_minute

    def again(self, rota: Rota) -> Reading:
        """Read another rota of the same problem.

        What hangs on the problem alone is not worked out a second time.
        """
        for name in OF_THE_PROBLEM:
            getattr(self, name)
        other = copy(self)
        for name in {*vars(other)} - {"problem", "travel", *OF_THE_PROBLEM}:
            del vars(other)[name]
        vars(other).update(rota=rota, _known={})
        return other

    def once(self, name: str, make: Callable[[Reading], T]) -> T:
        """Work something out the first time and remember it under a name."""
        if name not in self._known:
            self._known[name] = make(self)
        found: T = self._known[name]
        return found

    def once_for_all(self, name: Hashable, make: Callable[[Reading], T]) -> T:
        """Do as :meth:`once` with what hangs on the problem alone."""
        if name not in self._always:
            self._always[name] = make(self)
        found: T = self._always[name]
        return found

    def ticks(self, minutes: float) -> int:
        """Give a stretch of minutes in ticks."""
        from carerota.units import minutes_to_ticks

        return minutes_to_ticks(minutes, self.problem.ticks_per_minute)

    def words(self, ticks: int) -> str:
        """Say a stretch of ticks as a person would."""
        from carerota.units import in_words

        return in_words(ticks, self.problem.ticks_per_minute)

    def at(self, tick: int) -> str:
        """Say a moment as a person would: ``Tue 3 Jun 07:30``."""
        moment = self.clock.moment(tick)
        return f"{moment:%a} {moment.day} {moment:%b %H:%M}"

    def day_name(self, day: int) -> str:
        """Say a day as a person would: ``Tue 3 Jun``."""
        date = self.clock.date_of(day)
        return f"{date:%a} {date.day} {date:%b}"

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every assignment, in the rota's order."""
        made = []
        for a in self.rota.assignments:
            visit = self.visits[a.visit]
            start = self.clock.tick(a.start)
            end = start + self.ticks(visit.minutes)
            worker = self.workers[a.worker]
            made.append(Stop(visit, a.slot, worker, start, end, a.run))
        return tuple(made)

    @cached_property
    def stops_of(self) -> dict[str, tuple[Stop, ...]]:
        """The assignments of each visit, by slot; a visit nobody makes has none."""
        made: dict[str, list[Stop]] = defaultdict(list)
        for stop in self.stops:
            made[stop.visit.id].append(stop)
        # of a few days' rota over a long problem most visits are made by nobody
        found: dict[str, tuple[Stop, ...]] = dict.fromkeys(self.visits, ())
        for visit, stops in made.items():
            found[visit] = tuple(sorted(stops, key=lambda s: s.slot))
        return found

    @cached_property
    def days(self) -> dict[tuple[str, int], DayReading]:
        """Every worker's day with at least one visit, by worker and day."""
        by_day: dict[tuple[str, int], list[Stop]] = defaultdict(list)
        for stop in self.stops:
            by_day[stop.worker.id, self.clock.index_of(stop.visit.day)].append(stop)
        breaks: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for b in self.rota.breaks:
            breaks[b.worker].append((self.clock.tick(b.start), self.clock.tick(b.end)))
        return {
            (w, d): self._day(self.workers[w], d, stops, breaks[w])
            for (w, d), stops in sorted(by_day.items())
        }

    def days_of(self, worker: str) -> list[DayReading]:
        """Give a worker's days with visits, in order."""
        return self._days_of.get(worker, [])

    @cached_property
    def _days_of(self) -> dict[str, list[DayReading]]:
        found: dict[str, list[DayReading]] = defaultdict(list)
        for (worker, _), day in self.days.items():
            found[worker].append(day)
        return dict(found)

    def _day(
        self, worker: Worker, day: int, stops: list[Stop], breaks: list[tuple[int, int]]
    ) -> DayReading:
        stops.sort(key=lambda s: (s.start, s.end, self._order[s.visit.id], s.slot))
        start_at = worker.start_place or worker.home
        end_at = worker.end_place or worker.home
        first, last = stops[0], stops[-1]
        out = self._leg(worker, start_at, None, first, first.start)
        back = self._home(worker, last, end_at)
        since = self.clock.day_start(day)
        before = [x for x in breaks if since <= x[0] < first.start]
        return DayReading(
            worker=worker,
            day=day,
            stops=tuple(stops),
            gaps=tuple(self._gap(worker, a, b, breaks) for a, b in pairwise(stops)),
            first_leg=out[0],
            last_leg=back[0],
            home_metres=out[1] + back[1],
            early=max(before, key=lambda x: x[1] - x[0], default=None),
        )

    def _gap(
        self, worker: Worker, a: Stop, b: Stop, breaks: list[tuple[int, int]]
    ) -> Gap:
        if a.run != b.run:
            home, metres = self._home(worker, a, worker.end_place or worker.home)
            out, more = self._leg(
                worker, worker.start_place or worker.home, None, b, b.start
            )
            return Gap(a, b, True, home + out, metres + more, ())
        here = self.clients[a.visit.client].place
        leg, metres = self._leg(worker, here, a.visit.client, b, a.end)
        # a break belongs to the gap before the first visit that starts after it
        inside = tuple(x for x in breaks if a.start <= x[0] < b.start)
        return Gap(a, b, False, leg, metres, inside)

    def _leg(
        self, worker: Worker, here: str, client: str | None, to: Stop, at: int
    ) -> tuple[int, int]:
        """Ticks and metres from a place to a visit; access is paid once a client."""
        there = self.clients[to.visit.client]
        access = 0 if client == there.id else self.ticks(there.access_minutes)
        return (
            self.travel.leg_of(worker, here, there.place, at) + access,
            self._metres(worker, here, there.place),
        )

    def _home(self, worker: Worker, last: Stop, place: str) -> tuple[int, int]:
        here = self.clients[last.visit.client].place
        leg = self.travel.leg_of(worker, here, place, last.end)
        return leg, self._metres(worker, here, place)

    def _metres(self, worker: Worker, here: str, there: str) -> int:
        t = self.travel
        mode = t.row_of(worker)
        return int(t.metres[mode, t.place_index(here), t.place_index(there)])

    @cached_property
    def weeks(self) -> tuple[tuple[int, ...], ...]:
        """The days of each calendar week, Monday to Sunday, cut to the horizon."""
        weeks: list[list[int]] = []
        for day in range(self.problem.days):
            if day == 0 or self.clock.date_of(day).weekday() == 0:
                weeks.append([])
            weeks[-1].append(day)
        return tuple(tuple(week) for week in weeks)

    @cached_property
    def area_of(self) -> dict[str, str | None]:
        """The area of each place."""
        return {p.id: p.area for p in self.problem.places}

    @cached_property
    def past(self) -> dict[str, tuple[PastVisit, ...]]:
        """Each worker's visits before the horizon, in order of time."""
        found: dict[str, list[PastVisit]] = {w: [] for w in self.workers}
        for visit in self.problem.history.visits:
            if visit.worker in found and self.clock.tick(visit.start) < 0:
                found[visit.worker].append(visit)
        return {w: tuple(sorted(v, key=lambda v: v.start)) for w, v in found.items()}

    @cached_property
    def past_days(self) -> dict[str, tuple[PastDay, ...]]:
        """Each worker's worked days before the horizon; ``day`` is negative."""
        out = {}
        for worker, visits in self.past.items():
            days: dict[int, list[tuple[int, int]]] = defaultdict(list)
            for v in visits:
                local = v.start.astimezone(self.clock.zone).date()
                span = (self.clock.tick(v.start), self.clock.tick(v.end))
                days[self.clock.index_of(local)].append(span)
            out[worker] = tuple(
                PastDay(
                    day,
                    min(s for s, _ in spans),
                    max(e for _, e in spans),
                    sum(e - s for s, e in spans),
                )
                for day, spans in sorted(days.items())
            )
        return out

    @cached_property
    def past_meetings(self) -> dict[tuple[str, str], int]:
        """How often a client and a worker met before the horizon."""
        met: dict[tuple[str, str], int] = defaultdict(int)
        for worker, visits in self.past.items():
            for visit in visits:
                met[visit.client, worker] += 1
        return dict(met)
