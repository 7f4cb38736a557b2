"""A simple count, by half-hour, of whether there are enough people for the work.

Work is spread evenly over the stretch in which it may be done, with a share on top
for travel. A worker counts for each half-hour they can work, less where they could
work longer than their contract lets them. It proves nothing, and still finds what
would make a week hopeless.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from carerota.model import CareType, WorkerKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from carerota.model import RotaProblem, Worker

    Minutes = float | NDArray[np.float64]

__all__ = [
    "HALF_HOURS",
    "Shortfall",
    "demand",
    "minutes_available",
    "shortfalls",
    "supply",
    "weight",
]

HALF_HOURS = 48
MINUTES = 30
TRAVEL_SHARE = 1.3
"""Minutes of work for one minute of care: the travel between visits is work too."""
LONG_DAY = 500
WORKED_OF_LONG_DAY = 0.75
LEAST = 0.35
"""Half-hours with less work than this, in workers, are not looked at."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A half-hour with more work than people.

    Parameters
    ----------
    day
        Index of the day.
    half_hour
        Which half-hour of the day, 0 from midnight.
    skill
        The skill that is short; ``None`` when it is people.
    needed, there
        Workers at work at the same time.
    """

    day: int
    half_hour: int
    skill: str | None
    needed: float
    there: float


def demand(problem: RotaProblem, skill: str | None = None) -> NDArray[np.float64]:
    """Count the workers needed at once, by day and half-hour.

    Parameters
    ----------
    problem
        With its packages expanded.
    skill
        Count only slots that ask for it; ``None``: all slots but social ones, which
        volunteers may make.
    """
    return _demand(problem, skill, _spread(problem))


class _Spread(NamedTuple):
    """How the work of each visit lies in its day."""

    day: NDArray[np.int64]
    one: NDArray[np.float64]
    """(V, 48) workers that a slot of the visit keeps busy in each half-hour."""


def _spread(problem: RotaProblem) -> _Spread:
    clock, visits = problem.clock, problem.visits
    midnights = [clock.day_start(day) for day in range(problem.days)]
    day = np.array([clock.index_of(visit.day) for visit in visits], dtype=np.int64)
    # of several windows nobody knows yet which it will be
    ends = np.array(
        [
            (
                clock.tick(visit.windows[0].start) - midnights[d],
                clock.tick(visit.windows[-1].end) - midnights[d],
            )
            for visit, d in zip(visits, day.tolist(), strict=True)
        ]
    ).reshape(-1, 2)
    minutes = np.array([visit.minutes for visit in visits], dtype=float)
    opens, closes = (ends / problem.ticks_per_minute).T
    span = closes + minutes - opens
    return _Spread(
        day, (minutes * TRAVEL_SHARE / span)[:, None] * _covered(opens, opens + span)
    )


def _demand(
    problem: RotaProblem, skill: str | None, spread: _Spread
) -> NDArray[np.float64]:
    grid = np.zeros((problem.days, HALF_HOURS))
    slots = np.array(
        [
            0
            if skill is None and visit.care is CareType.SOCIAL
            else sum(skill is None or skill in s.skills for s in visit.slots)
            for visit in problem.visits
        ],
        dtype=np.int64,
    )
    some = np.flatnonzero(slots)
    np.add.at(grid, spread.day[some], slots[some, None] * spread.one[some])
    return grid


def supply(
    workers: Iterable[Worker], problem: RotaProblem, skill: str | None = None
) -> NDArray[np.float64]:
    """Count the paid workers there at once, by day and half-hour.

    Parameters
    ----------
    workers
        With their availability and contracts.
    problem
        For its days.
    skill
        Count only those who hold it on the day; ``None``: all of them.
    """
    return _supply(_offers(workers, problem), problem, skill)


def _offers(
    workers: Iterable[Worker], problem: RotaProblem
) -> list[tuple[Worker, NDArray[np.float64]]]:
    """Give what each paid worker is worth in each half-hour of each day."""
    paid = [worker for worker in workers if worker.kind is not WorkerKind.VOLUNTEER]
    minutes = [minutes_available(worker, problem) for worker in paid]
    return [
        (w, _weight(w, there) * there / MINUTES)
        for w, there in zip(paid, minutes, strict=True)
    ]


def _supply(
    offers: Iterable[tuple[Worker, NDArray[np.float64]]],
    problem: RotaProblem,
    skill: str | None,
) -> NDArray[np.float64]:
    grid = np.zeros((problem.days, HALF_HOURS))
    for worker, own in offers:
        if skill is None:
            grid += own
        elif any(held.name == skill for held in worker.skills):
            grid += own * _valid_days(worker, problem, skill)[:, None]
    return grid


def minutes_available(worker: Worker, problem: RotaProblem) -> NDArray[np.float64]:
    """Give the minutes that a worker can work in each half-hour of each day."""
    clock, per_minute = problem.clock, problem.ticks_per_minute
    grid = np.zeros((problem.days, HALF_HOURS))
    midnights = [clock.day_start(day) for day in range(problem.days + 1)]
    for held in worker.availability:
        start, end = clock.tick(held.start), clock.tick(held.end)
        for day, midnight in enumerate(midnights[:-1]):
            if start < midnights[day + 1] and end > midnight:
                share = _covered(
                    (start - midnight) / per_minute, (end - midnight) / per_minute
                )
                # intervals may lie over each other: nobody is there twice
                grid[day] = np.maximum(grid[day], MINUTES * share)
    return grid


def weight(worker: Worker, problem: RotaProblem) -> float:
    """Give the share of the work there is that a worker's contract lets them take.

    Never more than 1. Long days have hours between the peaks in which nobody works;
    what is left of them still has to fit into the contract.
    """
    return _weight(worker, minutes_available(worker, problem))


def _weight(worker: Worker, minutes: NDArray[np.float64]) -> float:
    days = minutes.sum(axis=1)
    offered = np.where(days > LONG_DAY, days * WORKED_OF_LONG_DAY, days)
    total = float(offered.sum())
    if not total:
        return 0.0
    workable = np.minimum(offered, worker.contract.maximum_minutes_a_day)
    most = min(float(workable.sum()), worker.contract.maximum_hours * 60)
    return min(1.0, most / total)


def shortfalls(
    problem: RotaProblem, skills: Iterable[str] = (), workers: Iterable[Worker] = ()
) -> list[Shortfall]:
    """List the half-hours with more work than people, in order of time.

    Parameters
    ----------
    problem
        With its packages expanded.
    skills
        Count these skills as well as people.
    workers
        Look at these workers in place of the problem's own.
    """
    staff = tuple(workers) or problem.workers
    spread, offers = _spread(problem), _offers(staff, problem)
    found = []
    for skill in (None, *skills):
        needed = _demand(problem, skill, spread)
        there = _supply(offers, problem, skill)
        for day, half in np.argwhere((needed > there) & (needed > LEAST)):
            short = Shortfall(
                int(day),
                int(half),
                skill,
                round(float(needed[day, half]), 2),
                round(float(there[day, half]), 2),
            )
            found.append(short)
    return sorted(found, key=lambda s: (s.day, s.half_hour, s.skill or ""))


def _covered(start: Minutes, end: Minutes) -> NDArray[np.float64]:
    """Give the share of each half-hour of a day that lies between two minutes.

    Of arrays of minutes a row each.
    """
    edges = np.arange(HALF_HOURS) * MINUTES
    first, last = np.asarray(start)[..., None], np.asarray(end)[..., None]
    inside = np.minimum(last, edges + MINUTES) - np.maximum(first, edges)
    share: NDArray[np.float64] = np.clip(inside, 0, MINUTES) / MINUTES
    return share


def _valid_days(
    worker: Worker, problem: RotaProblem, skill: str
) -> NDArray[np.float64]:
    held = [s for s in worker.skills if s.name == skill]
    days = [problem.clock.date_of(d) for d in range(problem.days)]
    return np.array(
        [
            float(any(s.expires is None or day <= s.expires for s in held))
            for day in days
        ]
    )
