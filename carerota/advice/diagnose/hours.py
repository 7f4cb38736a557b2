"""More work in the horizon than contracts and law hold, and hours that are promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.advice.diagnose.flows import fewest, short_of
from carerota.advice.diagnose.record import Mend, MendKind, Obstacle, Severity
from carerota.advice.diagnose.words import for_skills, listed
from carerota.compiled.problem import NEVER
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from carerota.advice.diagnose.facts import Facts

__all__ = ["hours", "promises"]


def hours(facts: Facts) -> Iterator[Obstacle]:
    """Find skills of which more hours are asked for than contracts and law hold."""
    c = facts.compiled
    slots = np.flatnonzero(facts.eligible.any(axis=1))
    if not len(slots) or not facts.left:
        return
    n_days = c.n_days
    work = c.visit_duration[c.slot_visit[slots]]
    day = c.visit_day[c.slot_visit[slots]]
    # a place of work is a worker's day
    able = np.zeros((len(slots), c.n_workers * n_days), dtype=np.bool_)
    for i, (s, d) in enumerate(zip(slots.tolist(), day.tolist(), strict=True)):
        able[i, np.flatnonzero(facts.eligible[s]) * n_days + d] = True
    short = short_of(
        work, able, _of_days(facts).reshape(-1), above=[_weeks(facts), _all(facts)]
    )
    if short is None:
        return
    among = [int(slots[i]) for i in short.slots]
    sizes = [int(work[i]) for i in short.slots]
    yield _obstacle(facts, among, short.ticks, fewest(sizes, short.ticks))


def _of_days(facts: Facts) -> NDArray[np.int64]:
    """(W, D) ticks with clients that a worker's day can hold."""
    c = facts.compiled
    room = np.minimum(facts.cap, NEVER)
    if not {"one_place", "availability"} <= facts.hard:
        return room
    for d in range(c.n_days):
        hulls = [facts.hulls[v] for v in np.flatnonzero(c.visit_day == d).tolist()]
        spans = [h for h in hulls if h is not None]
        if not spans:
            continue
        low = min(a for a, _ in spans)
        high = max(b for _, b in spans) + int(c.visit_duration.max())
        there = np.minimum(c.open_until, high) - np.maximum(c.open_from, low)
        total = np.concatenate([[0], np.cumsum(np.maximum(there, 0))])
        mine = total[c.open_ptr[1:]] - total[c.open_ptr[:-1]]
        room[:, d] = np.minimum(room[:, d], mine)
    return room


def _weeks(facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the week each worker's day belongs to, and what it can hold."""
    c = facts.compiled
    of = (np.arange(c.n_workers)[:, None] * c.n_weeks + c.week_of_day).reshape(-1)
    room = np.full(c.n_workers * c.n_weeks, NEVER, dtype=np.int64)
    if "weekly_hours" in facts.left:
        for k in range(c.n_weeks):
            first = c.week_days(k)[0]
            room[k :: c.n_weeks] = facts.left["weekly_hours"][:, first]
    return of, room


def _all(facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the worker each week belongs to, and what the horizon can hold."""
    c = facts.compiled
    of = np.repeat(np.arange(c.n_workers), c.n_weeks)
    room = np.full(c.n_workers, NEVER, dtype=np.int64)
    if "average_48" in facts.left:
        room = np.minimum(room, facts.left["average_48"][:, 0])
    return of, room


def _obstacle(facts: Facts, slots: list[int], lacking: int, missing: int) -> Obstacle:
    c = facts.compiled
    visits = sorted({int(c.slot_visit[s]) for s in slots})
    skills = facts.skills(slots)
    names = [facts.visit(v) for v in visits]
    more = facts.words(lacking)
    return Obstacle(
        code="capacity-hours",
        severity=Severity.IMPOSSIBLE,
        text=f"{listed(names)} need {more} more with clients{for_skills(skills)} than "
        "the contracts and the law leave to those who can make them",
        mend=Mend(
            kind=MendKind.MORE_HOURS,
            text=f"{more} more in contracts{for_skills(skills)}, ways not counted",
            minutes=facts.minutes(lacking),
            skills=skills,
        ),
        visits=tuple(names),
        clients=tuple(sorted({facts.client_of(v) for v in visits})),
        start=facts.moment(min(facts.starts[v][0][0] for v in visits)),
        end=facts.moment(
            max(facts.starts[v][-1][1] + int(c.visit_duration[v]) for v in visits)
        ),
        rules=tuple(
            b.name
            for b in facts.book
            if b.name in facts.left or (b.name == "skills" and b.hard)
        ),
        missing=missing,
    )


def promises(facts: Facts) -> Iterator[Obstacle]:
    """Find workers who are promised more hours than they offer."""
    c = facts.compiled
    tpm = c.problem.ticks_per_minute
    full = np.flatnonzero(c.week_full).tolist()
    for w, worker in enumerate(c.problem.workers):
        promised = hours_to_ticks(worker.contract.minimum_hours, tpm)
        for k in full if promised else ():
            days = c.week_days(k)
            low, high = int(c.day_start[days[0]]), int(c.day_start[days[-1] + 1])
            there = sum(max(0, min(b, high) - max(a, low)) for a, b in c.stretches(w))
            if there >= promised:
                continue
            lack = facts.words(promised - there)
            yield Obstacle(
                code="contract-beyond-availability",
                severity=Severity.WARNING,
                text=f"{worker.id} is promised {facts.words(promised)} a week and is "
                f"available for {facts.words(there)} in the week from "
                f"{facts.reading.day_name(days[0])}",
                mend=Mend(
                    kind=MendKind.MORE_HOURS,
                    text=f"{lack} more of availability, or fewer hours in the contract",
                    id=worker.id,
                    minutes=facts.minutes(promised - there),
                ),
                workers=(worker.id,),
                start=facts.moment(low),
                end=facts.moment(high),
            )
