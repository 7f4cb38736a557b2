"""Moments at which more visits are under way, whatever their start, than can be.

A visit that starts by 08:10 at the latest and lasts from 07:50 to 08:20 at the earliest
is under way at 08:10 in every rota. Whoever makes it is there then, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.advice.diagnose.matching import matched, too_many
from carerota.advice.diagnose.record import Mend, Obstacle, Severity
from carerota.advice.diagnose.words import for_skills, listed, more_workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.advice.diagnose.facts import Facts
    from carerota.compiled.problem import Compiled

__all__ = ["at_once"]


def at_once(facts: Facts) -> Iterator[Obstacle]:
    """Find moments with more visits under way than workers who can be at them."""
    c = facts.compiled
    if "one_place" not in facts.hard:
        return
    under_way = {}
    for v, hull in enumerate(facts.hulls):
        if hull is not None and hull[1] < hull[0] + int(c.visit_duration[v]):
            under_way[v] = (hull[1], hull[0] + int(c.visit_duration[v]))
    told: set[frozenset[int]] = set()
    # most are under way at once where the last of them has begun
    for tick in sorted({since for since, _ in under_way.values()}):
        visits = [v for v, (a, b) in under_way.items() if a <= tick < b]
        options = {
            s: _there(facts, s, v, tick)
            for v in visits
            for s in c.slots(v)
            if facts.eligible[s].any()
        }
        short = too_many(options, matched(options))
        if short is None:
            continue
        slots, workers = short
        among = {int(c.slot_visit[s]) for s in slots}
        # a visit alone is told of as such; more of the same is no news
        if len(among) == 1 or any(among <= t or t <= among for t in told):
            continue
        told.add(frozenset(among))
        yield _obstacle(facts, tick, slots, workers)


def _there(facts: Facts, s: int, v: int, tick: int) -> list[int]:
    """Give who can be at a visit at a tick at which it is under way."""
    since = tick - int(facts.compiled.visit_duration[v])
    return [
        w
        for w in np.flatnonzero(facts.eligible[s]).tolist()
        if any(low <= tick and high > since for low, high in facts.times(v, w))
    ]


def _obstacle(facts: Facts, tick: int, slots: list[int], workers: set[int]) -> Obstacle:
    c = facts.compiled
    visits = sorted({int(c.slot_visit[s]) for s in slots})
    skills = facts.skills(slots)
    names = [facts.visit(v) for v in visits]
    missing = len(slots) - len(workers)
    who = f"{len(workers) or 'nobody'}"
    return Obstacle(
        code="capacity-at-once",
        severity=Severity.IMPOSSIBLE,
        text=f"at {facts.at(tick)} {listed(names)} are under way whenever they start: "
        f"{len(slots)} are needed at once{for_skills(skills)}, and {who} can be there",
        mend=_mend(facts, slots, missing),
        visits=tuple(names),
        clients=tuple(sorted({facts.client_of(v) for v in visits})),
        workers=tuple(c.worker_ids[w] for w in sorted(workers)),
        start=facts.moment(tick),
        end=facts.moment(_until(facts, visits)),
        rules=tuple(
            b.name
            for b in facts.book
            if b.name in facts.hard
            and b.name in {"skills", "windows", "one_place", "availability"}
        ),
        missing=missing,
    )


def _until(facts: Facts, visits: list[int]) -> int:
    """Give until when all of some visits are under way."""
    hulls = [(facts.hulls[v], int(facts.compiled.visit_duration[v])) for v in visits]
    return min(hull[0] + lasts for hull, lasts in hulls if hull is not None)


def _mend(facts: Facts, slots: list[int], missing: int) -> Mend:
    """Have whom it takes for the slot that asks least; for several, for any of them."""
    c = facts.compiled
    if missing == 1:
        slots = [min(slots, key=lambda s: (len(facts.skills([s])), _span(c, facts, s)))]
    spans = [_span(c, facts, s) for s in slots]
    span = min(a for a, _ in spans), max(b for _, b in spans)
    return more_workers(facts, missing, facts.any_skills(slots), span)


def _span(c: Compiled, facts: Facts, s: int) -> tuple[int, int]:
    """Give the last start of a slot's visit, and when it then ends."""
    v = int(c.slot_visit[s])
    hull = facts.hulls[v]
    start = hull[1] if hull else facts.starts[v][-1][1]
    return start, start + int(c.visit_duration[v])
