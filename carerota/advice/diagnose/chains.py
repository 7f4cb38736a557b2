"""Linked visits that no one worker can make, or that ask for two and have one."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.advice.diagnose.record import Mend, Obstacle, Severity
from carerota.advice.diagnose.words import listed, more_workers, widen
from carerota.compiled.problem import NEVER
from carerota.engines.cpsat.moments import common, worker_intervals
from carerota.model.faults.distances import (
    Edge,
    circle,
    components,
    least_widening,
    stuck_edge,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carerota.advice.diagnose.facts import Facts

    Interval = tuple[int, int]

__all__ = ["chains", "link_edges"]

MOST_ORDERED: Final = 5
"""Visits of one chain whose orders are all tried; longer ones are not judged."""
MOST_MENDED: Final = 40
"""Workers and orders among which the least widening is looked for."""
NEAR_MINUTES: Final = 240


def chains(facts: Facts) -> Iterator[Obstacle]:
    """Find links on workers that nobody can keep, each chain alone."""
    c = facts.compiled
    if "link_workers" not in facts.hard:
        return
    single = np.diff(c.visit_slot) == 1
    same = []
    for x, (u, v) in enumerate(zip(c.link_first, c.link_second, strict=True)):
        if not (single[u] and single[v]):
            continue
        if c.link_same[x]:
            same.append(Edge(str(int(u)), str(int(v)), 0, x))
        elif c.link_different[x]:
            yield from _only_one(facts, int(u), int(v))
    for part in components(same):
        visits = sorted({int(n) for e in part for n in (e.first, e.second)})
        yield from _chain(facts, visits)


def _only_one(facts: Facts, u: int, v: int) -> Iterator[Obstacle]:
    """Find two visits that ask for different workers and have the same only one."""
    c = facts.compiled
    slots = [c.slots(u).start, c.slots(v).start]
    able = np.flatnonzero(facts.eligible[slots].any(axis=0))
    if len(able) != 1 or not facts.eligible[slots].any(axis=1).all():
        return
    low = facts.starts[v][0][0]
    high = facts.starts[v][-1][1] + int(c.visit_duration[v])
    mend = more_workers(facts, 1, facts.skills(slots[1:]), (low, high))
    yield Obstacle(
        code="link-nobody-else",
        severity=Severity.IMPOSSIBLE,
        text=f"{facts.visit(u)} and {facts.visit(v)} are to have different workers, "
        f"and only {c.worker_ids[able[0]]} can make either",
        mend=mend.model_copy(update={"text": f"{mend.text}, for one of the two"}),
        visits=(facts.visit(u), facts.visit(v)),
        clients=tuple(sorted({facts.client_of(u), facts.client_of(v)})),
        workers=(c.worker_ids[able[0]],),
        start=facts.moment(low),
        end=facts.moment(high),
        rules=("link_workers",),
        missing=1,
    )


def link_edges(facts: Facts, visits: Iterable[int]) -> list[Edge]:
    """Give the distances that links ask for between some visits."""
    c, among = facts.compiled, set(visits)
    edges = []
    for x in range(c.n_links):
        u, v = int(c.link_first[x]), int(c.link_second[x])
        if not {u, v} <= among or u == v:
            continue
        extra = int(c.visit_duration[u]) if c.link_from_end[x] else 0
        if c.link_low[x] > -NEVER:
            edges.append(Edge(str(u), str(v), int(c.link_low[x]) + extra, x))
        if c.link_high[x] < NEVER:
            edges.append(Edge(str(v), str(u), -int(c.link_high[x]) - extra, x))
    return edges


def _chain(facts: Facts, visits: list[int]) -> Iterator[Obstacle]:
    c = facts.compiled
    slots = [c.slots(v).start for v in visits]
    if not facts.eligible[slots].any(axis=1).all():
        return  # one of them alone is the matter
    able = np.flatnonzero(facts.eligible[slots].all(axis=0)).tolist()
    for w in able:
        if len(visits) > MOST_ORDERED or _can(facts, visits, w):
            return
    yield _obstacle(facts, visits, able)


def _can(facts: Facts, visits: list[int], w: int) -> bool:
    """Tell whether one worker could make all of them, in one order or another."""
    if any(_too_long(facts, visits, w)):
        return False
    windows = {str(v): facts.times(v, w) for v in visits}
    return any(
        not circle(edges) and stuck_edge(windows, edges) is None
        for edges in _orders(facts, visits, w)
    )


def _too_long(facts: Facts, visits: list[int], w: int) -> Iterator[bool]:
    """Tell of each day whether the visits on it are more than contracts leave."""
    c = facts.compiled
    for d in {int(c.visit_day[v]) for v in visits}:
        today = [v for v in visits if c.visit_day[v] == d]
        yield int(c.visit_duration[today].sum()) > facts.cap[w, d]


def _orders(facts: Facts, visits: list[int], w: int) -> Iterator[list[Edge]]:
    """Give what links, ways and rests ask for, for each order of the visits."""
    c = facts.compiled
    asked = link_edges(facts, visits) if "visit_links" in facts.hard else []
    rest = int(facts.rest[w])
    for u in visits:
        for v in visits:
            if rest and "one_place" in facts.hard and c.visit_day[u] < c.visit_day[v]:
                asked.append(Edge(str(u), str(v), int(c.visit_duration[u]) + rest, -1))
    if not facts.bodily:
        yield asked
        return
    for order in permutations(visits):
        pairs = [(u, v) for u, v in pairwise(order)]
        if any(c.visit_day[u] > c.visit_day[v] for u, v in pairs):
            continue
        yield asked + [
            Edge(
                str(u),
                str(v),
                int(c.visit_duration[u]) + facts.between(w, u, v),
                -1,
            )
            for u, v in pairs
            if c.visit_day[u] == c.visit_day[v]
        ]


def _obstacle(facts: Facts, visits: list[int], able: list[int]) -> Obstacle:
    c = facts.compiled
    names = [facts.visit(v) for v in visits]
    low = min(facts.starts[v][0][0] for v in visits)
    high = max(facts.starts[v][-1][1] + int(c.visit_duration[v]) for v in visits)
    if able:
        who = [c.worker_ids[w] for w in able]
        why = f"{listed(who)} could make each of them, and nobody all in time"
    else:
        why = "nobody can make each of them"
    return Obstacle(
        code="chain-nobody-can",
        severity=Severity.IMPOSSIBLE,
        text=f"{listed(names)} are to have the same worker: {why}",
        mend=_mend(facts, visits, (low, high)),
        visits=tuple(names),
        clients=tuple(sorted({facts.client_of(v) for v in visits})),
        workers=tuple(c.worker_ids[w] for w in able),
        start=facts.moment(low),
        end=facts.moment(high),
        rules=tuple(
            b.name
            for b in facts.book
            if b.name in facts.hard
            and b.name
            in {
                *("link_workers", "visit_links", "reach", "one_place"),
                *("windows", "availability"),
            }
        ),
        missing=1,
    )


def _mend(facts: Facts, visits: list[int], span: Interval) -> Mend:
    """Widen one window by the least, for whoever needs least; else let two do it."""
    c = facts.compiled
    far = NEAR_MINUTES * c.problem.ticks_per_minute
    slots = [c.slots(v).start for v in visits]
    windows = {str(v): facts.starts[v] for v in visits}
    best: tuple[int, int, str, int] | None = None
    tried = 0
    for w in np.flatnonzero(facts.allowed[slots].all(axis=0)).tolist():
        if any(_too_long(facts, visits, w)):
            continue
        held = {str(v): facts.times(v, w) for v in visits}
        room = {str(v): _room(facts, v, w, far) for v in visits}
        for edges in _orders(facts, visits, w):
            tried += 1
            if tried > MOST_MENDED or circle(edges):
                continue
            found = least_widening(windows, edges, room, held)
            if found is not None and (best is None or abs(found[1]) < best[0]):
                best = (abs(found[1]), found[1], found[0], w)
    if best is not None:
        mend = widen(facts, int(best[2]), best[1])
        text = f"{mend.text}: then {c.worker_ids[best[3]]} can make all"
        return mend.model_copy(update={"text": text})
    skills = sorted({k for s in slots for k in facts.skills([s])})
    mend = more_workers(facts, 1, skills, span)
    text = f"{mend.text}; or let different workers make them"
    return mend.model_copy(update={"text": text})


def _room(facts: Facts, v: int, w: int, far: int) -> list[Interval]:
    """Give when a worker could start a visit, not too far from its windows."""
    starts = facts.starts[v]
    around = [(max(starts[0][0] - far, facts.rested[w]), starts[-1][1] + far)]
    around = [span for span in around if span[0] <= span[1]]
    mine = worker_intervals(facts.compiled, v, w, facts.hard)
    return around if mine is None else common(around, mine)
