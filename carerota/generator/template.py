"""The rota a coordinator makes by hand: legal, and no better than it has to be.

The usual carers are carried over from the weeks before; what is left goes to the
first who is free, qualified and can be there in time. Nobody looks for shorter ways
or fewer faces. It keeps more distance from the law than it must: rest is counted from
door to door.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice, product
from typing import TYPE_CHECKING

from carerota.errors import EngineError
from carerota.generator.eligible import may_make
from carerota.generator.plan import Opening, Stop, WeekPlan
from carerota.model import (
    Assignment,
    LinkFrom,
    Priority,
    Provenance,
    RestBreak,
    Rota,
    Uncovered,
)
from carerota.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carerota.generator.teams import Teams
    from carerota.model import RotaProblem, Slot, Visit, VisitLink

__all__ = ["template_rota"]

SHORT = 30
ROOM_FOR_A_BREAK = 22
MOST_ASKED = 40
MOST_CREWS = 400
RANKS = {
    Priority.CRITICAL: 0,
    Priority.ESSENTIAL: 1,
    Priority.FLEXIBLE: 2,
    Priority.OPTIONAL: 3,
}


def template_rota(problem: RotaProblem, teams: Teams) -> Rota:
    """Make the rota that a coordinator would publish for an expanded problem."""
    desk = _Desk(problem, teams)
    order = sorted(range(len(problem.visits)), key=desk.rank)
    left = [v for v in order if not desk.usual(v)]
    left = [v for v in left if not desk.anyone(v)]
    missing = [v for v in left if not desk.hand_over(v)]
    return desk.rota(sorted(missing))


class _Desk:
    """The coordinator's desk: the plans of all workers, and what is placed."""

    def __init__(self, problem: RotaProblem, teams: Teams) -> None:
        self.problem, self.teams, self.clock = problem, teams, problem.clock
        times = travel_times(problem)
        self.plans = [WeekPlan(w, problem, times) for w in problem.workers]
        self.clients = {client.id: client for client in problem.clients}
        self.places = {c.id: times.place_index(c.place) for c in problem.clients}
        self.starts: dict[str, int] = {}
        self.crews: dict[int, tuple[int, ...]] = {}
        self.carers: dict[str, Counter[int]] = defaultdict(Counter)
        self.lengths = {v.id: v.minutes for v in problem.visits}
        self.links: dict[str, list[VisitLink]] = defaultdict(list)
        for link in problem.links:
            self.links[link.first].append(link)
            self.links[link.second].append(link)

    def rank(self, v: int) -> tuple[int, int, int]:
        """Tell what is placed first: what is hard to place, then by time."""
        visit = self.problem.visits[v]
        rank = -1 if len(visit.slots) > 1 else RANKS[visit.priority]
        return rank, self.clock.tick(visit.windows[0].start), v

    def usual(self, v: int) -> bool:
        """Give a visit to its usual carers, where all of them can come."""
        slots = range(len(self.problem.visits[v].slots))
        workers = [self.teams.usual.get((v, s)) for s in slots]
        crew = tuple(at for at in workers if at is not None)
        return len(crew) == len(workers) and self._place(v, crew)

    def anyone(self, v: int) -> bool:
        """Give a visit to the first who can make it: the team, then all others."""
        visit = self.problem.visits[v]
        return any(self._place(v, crew) for crew in self._crews(visit))

    def hand_over(self, v: int) -> bool:
        """Make room for a visit by asking a colleague to take one over."""
        visit = self.problem.visits[v]
        if len(visit.slots) > 1:
            return False
        client, day = self.clients[visit.client], self.clock.index_of(visit.day)
        low, high = self._window(visit)
        asked = 0
        for at in self._known_first(visit):
            if not may_make(self.problem.workers[at], client, visit, visit.slots[0]):
                continue
            for stop in self.plans[at].around(day, low, high):
                asked += 1
                if len(self.crews[stop.visit]) == 1 and self._swap(v, at, stop):
                    return True
                if asked >= MOST_ASKED:
                    return False
        return False

    def _swap(self, v: int, at: int, stop: Stop) -> bool:
        self._remove(stop.visit)
        if self._place(v, (at,)):
            if self.anyone(stop.visit):
                return True
            self._remove(v)
        if not self._place(stop.visit, (at,), at_tick=stop.start):
            message = "a visit does not go back to where it came from"
            raise EngineError(message)
        return False

    def _remove(self, v: int) -> None:
        visit = self.problem.visits[v]
        crew = self.crews.pop(v)
        for at in crew:
            self.plans[at].take_out(self.clock.index_of(visit.day), v)
        seen = self.carers[visit.client]
        seen.subtract(crew)
        self.carers[visit.client] = +seen
        del self.starts[visit.id]

    def rota(self, missing: list[int]) -> Rota:
        """Write down what is placed, and the visits that nobody makes."""
        visits = self.problem.visits
        made = list[Assignment]()
        breaks = list[RestBreak]()
        for plan in self.plans:
            for day in sorted(plan.days):
                held = plan.days[day]
                for run, stops in enumerate(held.runs, start=1):
                    made += [self._assignment(plan, stop, run) for stop in stops]
                if held.rest is not None:
                    start, end = (self.clock.moment(tick) for tick in held.rest)
                    breaks.append(
                        RestBreak(worker=plan.worker.id, start=start, end=end)
                    )
        uncovered = [
            Uncovered(visit=visits[v].id, slot=s)
            for v in missing
            for s in range(len(visits[v].slots))
        ]
        return Rota(
            problem=self.problem.name,
            assignments=tuple(made),
            breaks=tuple(breaks),
            uncovered=tuple(uncovered),
            provenance=Provenance(engine="by hand"),
        )

    def _assignment(self, plan: WeekPlan, stop: Stop, run: int) -> Assignment:
        return Assignment(
            visit=self.problem.visits[stop.visit].id,
            slot=stop.slot,
            worker=plan.worker.id,
            start=self.clock.moment(stop.start),
            run=run,
        )

    def _crews(self, visit: Visit) -> Iterator[tuple[int, ...]]:
        client = self.clients[visit.client]
        seen, ceiling = self.carers[client.id], client.carers.ceiling
        full = ceiling is not None and len(seen) >= ceiling
        order = [at for at in self._known_first(visit) if not full or at in seen]
        able = [self._able(order, visit, slot) for slot in visit.slots]
        if len(able) == 1:
            # the first who can is often the last who is asked
            yield from ((at,) for at in able[0])
        else:
            crews = (c for c in product(*able) if len(set(c)) == len(c))
            yield from islice(crews, MOST_CREWS)

    def _able(self, order: list[int], visit: Visit, slot: Slot) -> Iterator[int]:
        """Give who may make a slot and has a gap for it, one after the other."""
        client = self.clients[visit.client]
        for at in order:
            if may_make(self.problem.workers[at], client, visit, slot) and any(
                True for _ in self._openings(visit, at)
            ):
                yield at

    def _known_first(self, visit: Visit) -> list[int]:
        """Give who works on the day: first who knows the client, then the others.

        A short visit is only for those who know them.
        """
        known = self.teams.known[visit.client]
        others = range(len(self.plans)) if visit.minutes >= SHORT else ()
        day = self.clock.index_of(visit.day)
        everyone = dict.fromkeys((*known, *others))
        return [at for at in everyone if day in self.plans[at].blocks]

    def _openings(self, visit: Visit, at: int) -> Iterable[Opening]:
        window = self._window(visit)
        return self.plans[at].openings(
            self.clock.index_of(visit.day),
            self.places[visit.client],
            int(
                self.clients[visit.client].access_minutes * self.clock.ticks_per_minute
            ),
            self._ticks(visit.minutes),
            window,
        )

    def _window(self, visit: Visit) -> tuple[int, int]:
        """Give the window of a visit, less where linked visits are already placed."""
        low, high = (
            self.clock.tick(moment)
            for moment in (visit.windows[0].start, visit.windows[0].end)
        )
        for link in self.links[visit.id]:
            least = self._ticks(link.minimum_minutes or 0)
            if link.measured_from is LinkFrom.END:
                least += self._ticks(self.lengths[link.first])
            if link.second == visit.id and link.first in self.starts:
                low = max(low, self.starts[link.first] + least)
            if link.first == visit.id and link.second in self.starts:
                high = min(high, self.starts[link.second] - least)
        return low, high

    def _place(
        self, v: int, crew: tuple[int, ...], *, at_tick: int | None = None
    ) -> bool:
        """Place a visit with all its carers at one time, if that stays legal."""
        visit = self.problem.visits[v]
        client = self.clients[visit.client]
        seen = self.carers[client.id]
        ceiling = client.carers.ceiling
        if ceiling and len(set(seen) | set(crew)) > ceiling:
            return False
        best = self._best(visit) if at_tick is None else at_tick
        options = list[tuple[int, int, tuple[Opening, ...]]]()
        for choice in product(*(tuple(self._openings(visit, at)) for at in crew)):
            low = max(opening.earliest for opening in choice)
            high = min(opening.latest for opening in choice)
            if low <= high:
                # a little later may leave room for a break
                for aim in (best, max(best, low + self._ticks(ROOM_FOR_A_BREAK))):
                    start = min(max(aim, low), high)
                    options.append((abs(start - best), start, choice))
        for _, start, choice in sorted(options, key=lambda option: option[:2]):
            if self._put(v, start, crew, choice):
                seen.update(crew)
                self.starts[visit.id] = start
                self.crews[v] = crew
                return True
        return False

    def _put(
        self, v: int, start: int, crew: tuple[int, ...], choice: tuple[Opening, ...]
    ) -> bool:
        visit = self.problem.visits[v]
        day = self.clock.index_of(visit.day)
        end = start + self._ticks(visit.minutes)
        access = self.clients[visit.client].access_minutes
        place = self.places[visit.client]
        put = list[int]()
        for slot, (at, opening) in enumerate(zip(crew, choice, strict=True)):
            stop = Stop(start, end, place, self._ticks(access), v, slot)
            if not self.plans[at].put(day, opening, stop):
                for other in put:
                    self.plans[other].take_out(day, v)
                return False
            put.append(at)
        return True

    def _best(self, visit: Visit) -> int:
        """Give the start aimed at: as early as is still welcome, to pack the run."""
        return self.clock.tick((visit.preferred or visit.windows[0]).start)

    def _ticks(self, minutes: float) -> int:
        return round(minutes * self.clock.ticks_per_minute)
