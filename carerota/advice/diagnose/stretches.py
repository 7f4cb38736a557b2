"""Stretches of a day with more work in them than those who are there can do.

For every stretch between two half-hours: of each visit the part that lies in it
whatever its start, with the least way to it; of each worker the time they are there.
Where the work does not flow to those who can do it, somebody is missed in every rota.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.advice.diagnose.flows import Short, fewest, short_of
from carerota.advice.diagnose.record import Obstacle, Severity
from carerota.advice.diagnose.words import for_skills, listed, many, more_workers
from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from carerota.advice.diagnose.facts import Facts

    Ints = NDArray[np.int64]

__all__ = ["stretches"]

STEP_MINUTES: Final = 30
MOST_FLOWS: Final = 12
"""Stretches of a day, the fullest, for which the flow is worked out."""
WORTH_A_FLOW: Final = 0.8
"""Work in the time there is, below which no stretch is looked into."""


@dataclass(frozen=True)
class _Found:
    span: tuple[int, int]
    slots: list[int]
    workers: list[int]
    lacking: int
    missing: int


class _Day:
    """The slots of a day, their bounds in time, and who is there when."""

    def __init__(self, facts: Facts, d: int) -> None:
        c = facts.compiled
        self.facts = facts
        of_day = np.flatnonzero(c.visit_day[c.slot_visit] == d)
        self.slots = of_day[facts.eligible[of_day].any(axis=1)]
        visits = c.slot_visit[self.slots]
        hulls = [facts.hulls[v] for v in visits.tolist()]
        self.first = np.array([h[0] for h in hulls if h], dtype=np.int64)
        self.last = np.array([h[1] for h in hulls if h], dtype=np.int64)
        self.lasts = c.visit_duration[visits]
        self.able = facts.eligible[self.slots]
        self.teams, _ = np.unique(self.able, axis=0, return_inverse=True)
        # a slot counts for every team that holds all who could make it
        self.within = ~((self.able[None] & ~self.teams[:, None]).any(axis=2))
        self.way, self.free_until = _ways_in(facts, visits.tolist(), self.able)

    def edges(self) -> list[int]:
        """Give the half-hours between which stretches are looked at."""
        step = STEP_MINUTES * self.facts.compiled.problem.ticks_per_minute
        low = int(self.first.min()) // step * step
        high = -(-int((self.last + self.lasts).max()) // step) * step
        return list(range(low, high + 1, step))

    def work(self, a: int, b: Ints) -> tuple[Ints, Ints]:
        """Give the ticks of each slot within stretches, and the ways that are free.

        A row is a stretch from ``a`` to one of ``b``. Of those who make several visits
        within it the way to the first may lie outside; hence the longest is given back
        once to each who is there.
        """
        ends = b[:, None]
        inside = np.minimum(self.first + self.lasts - a, ends - self.last)
        work = np.clip(np.minimum(inside, self.lasts), 0, ends - a)
        whole = (self.first >= a) & (self.last + self.lasts <= ends)
        way = np.where(whole & (self.free_until < a), self.way, 0)
        return work + way, way.max(axis=1, initial=0)

    def room(self, a: int, b: Ints, free: Ints) -> Ints:
        """Give the ticks each worker is there within stretches, with the free ways."""
        c = self.facts.compiled
        if "availability" not in self.facts.hard:
            return np.full((len(b), c.n_workers), NEVER, dtype=np.int64)
        there = np.minimum(c.open_until, b[:, None]) - np.maximum(c.open_from, a)
        there = np.where(there > 0, there + free[:, None], 0)
        total = np.zeros((len(b), there.shape[1] + 1), dtype=np.int64)
        np.cumsum(there, axis=1, out=total[:, 1:])
        room: Ints = total[:, c.open_ptr[1:]] - total[:, c.open_ptr[:-1]]
        return room


def _ways_in(
    facts: Facts, visits: list[int], able: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Give the least way to each slot, and when the same client's visits are over.

    From another client or from home there is a way; from the same client there is
    none, so that it counts only after the other visits there are over.
    """
    c = facts.compiled
    n = len(visits)
    way, until = np.zeros(n, dtype=np.int64), np.full(n, -NEVER, dtype=np.int64)
    if not facts.bodily or not n:
        return way, until
    legs = c.travel.ticks.min(axis=1)
    day = c.visit_day[visits[0]]
    today = np.flatnonzero(c.visit_day == day)
    for i, v in enumerate(visits):
        place, client = int(c.visit_place[v]), c.visit_client[v]
        others = c.visit_place[today[c.visit_client[today] != client]]
        team = np.flatnonzero(able[i])
        modes = np.unique(c.worker_mode[team])
        least = min(
            int(legs[m, np.concatenate([others, c.worker_start[team]]), place].min())
            for m in modes
        )
        way[i] = least + int(c.visit_access[v])
        mine = today[(c.visit_client[today] == client) & (today != v)]
        for u in mine.tolist():
            hull, own = facts.hulls[u], facts.hulls[v]
            if hull and own and hull[0] + c.visit_duration[u] <= own[1]:
                until[i] = max(until[i], hull[1] + int(c.visit_duration[u]))
    return way, until


def stretches(facts: Facts) -> Iterator[Obstacle]:
    """Find stretches of a day with more work than those who are there can do."""
    if "one_place" not in facts.hard or "availability" not in facts.hard:
        return
    for d in range(facts.compiled.n_days):
        day = _Day(facts, d)
        if not len(day.slots):
            continue
        told: set[int] = set()
        for found in sorted(_short(day), key=_telling):
            # one shortage shows in many stretches: told once, where it is clearest
            if told.isdisjoint(found.slots):
                told.update(found.slots)
                yield _obstacle(facts, found)


def _telling(found: _Found) -> tuple[int, int, int]:
    start, end = found.span
    return -found.missing, end - start, start


def _short(day: _Day) -> Iterator[_Found]:
    edges = day.edges()
    # whole numbers below 2 ** 53 in floats: those are multiplied far faster
    within, teams = day.within.T.astype(float), day.teams.T.astype(float)
    full: list[tuple[float, int, int]] = []
    for i, a in enumerate(edges[:-1]):
        ends = np.array(edges[i + 1 :], dtype=np.int64)
        work, free = day.work(a, ends)
        asked, there = work @ within, day.room(a, ends, free) @ teams
        share = (asked / np.maximum(there, 1)).max(axis=1)
        some = np.flatnonzero((share >= WORTH_A_FLOW) & work.any(axis=1))
        full += [(float(share[k]), a, int(ends[k])) for k in some]
    for _, a, b in sorted(full, reverse=True)[:MOST_FLOWS]:
        end = np.array([b], dtype=np.int64)
        (work,), free = day.work(a, end)
        some = np.flatnonzero(work)
        short = short_of(work[some], day.able[some], day.room(a, end, free)[0])
        if short is not None:
            yield _found(day, (a, b), work[some], some, short)


def _found(
    day: _Day,
    span: tuple[int, int],
    work: Ints,
    some: Ints,
    short: Short,
) -> _Found:
    sizes = [int(work[i]) for i in short.slots]
    slots = [int(day.slots[some[i]]) for i in short.slots]
    return _Found(span, slots, short.workers, short.ticks, fewest(sizes, short.ticks))


def _obstacle(facts: Facts, found: _Found) -> Obstacle:
    c = facts.compiled
    visits = sorted({int(c.slot_visit[s]) for s in found.slots})
    skills = facts.skills(found.slots)
    start, end = found.span
    more = -(-found.lacking // (end - start))
    names = [facts.visit(v) for v in visits]
    there = many(len(found.workers), "worker")
    return Obstacle(
        code="capacity-stretch",
        severity=Severity.IMPOSSIBLE,
        text=f"from {facts.at(start)} to {facts.at(end)[-5:]} {listed(names)} need "
        f"{facts.words(found.lacking)} more{for_skills(skills)} than there is: {there} "
        "can make any of them in that time",
        mend=more_workers(facts, more, facts.any_skills(found.slots), (start, end)),
        visits=tuple(names),
        clients=tuple(sorted({facts.client_of(v) for v in visits})),
        workers=tuple(c.worker_ids[w] for w in found.workers),
        start=facts.moment(start),
        end=facts.moment(end),
        rules=tuple(
            b.name
            for b in facts.book
            if b.name in facts.hard
            and b.name in {"skills", "windows", "reach", "one_place", "availability"}
        ),
        missing=found.missing,
    )
