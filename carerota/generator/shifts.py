"""When workers can work: patterns of the day, days of the week, likes and dislikes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from carerota.advice.capacity import demand, supply
from carerota.generator.contracts import draw_contracts
from carerota.generator.draws import chance, pick, sample, weighted
from carerota.model import Availability, AvailabilityKind, WorkerKind

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from carerota.model import Contract, RotaProblem, Worker

__all__ = ["PATTERNS", "Shifts", "draw_shifts", "intervals"]

Stretch = tuple[int, int]

PATTERNS: dict[str, tuple[Stretch, ...]] = {
    "early": ((405, 870),),
    "late": ((930, 1350),),
    "split": ((420, 690), (960, 1290)),
    "full": ((420, 1320),),
    "noon": ((690, 1350),),
    "afternoon": ((780, 1020),),
    "morning": ((420, 780),),
    "evening": ((960, 1320),),
}
"""Stretches of a day in minutes after midnight."""
PATTERN_SHARES = {"early": 0.3, "late": 0.3, "split": 0.14, "full": 0.14, "noon": 0.12}
BEFORE_AN_EARLY_DAY: dict[str, tuple[Stretch, ...]] = {
    "split": ((420, 690), (960, 1200)),
    "full": ((420, 1200),),
}
"""What remains of a pattern when the next day starts at 07:00: 11 hours of rest, or
35 with one day off."""
WEEK = 7
DAYS_BY_HOURS = ((17, 3), (28, 4))
MOST_DAYS = 5
OPTIONS = 24
SLACK = 1.25
"""Workers aimed at for one that is needed."""
UNWELCOME_SHARE, PREFERRED_SHARE = 0.22, 0.18
WEEKENDS = {(): 0.42, (5, 6): 0.42, (5,): 0.08, (6,): 0.08}
SMALL = ("morning", "evening", "split", "morning", "split")


@dataclass(frozen=True, slots=True)
class Shifts:
    """When a worker can work, and for how long.

    Parameters
    ----------
    pattern
        The usual shape of their day.
    days
        The indices of the days they work on, by what is worked.
    """

    pattern: str
    days: tuple[int, ...]


def draw_shifts(
    workers: tuple[Worker, ...], problem: RotaProblem, rng: np.random.Generator
) -> list[Worker]:
    """Agree hours with each worker so that the half-hours of the week are covered.

    One after the other, each takes of some weeks drawn by chance the one that helps
    most where people are still missing, as a coordinator would ask them to.
    """
    contracts = draw_contracts(workers, problem, rng)
    wanted = SLACK * demand(problem)
    missing = wanted.copy()
    agreed = []
    for at, (worker, contract) in enumerate(zip(workers, contracts, strict=True)):
        bare = worker.model_copy(update={"contract": contract})
        if worker.kind is WorkerKind.VOLUNTEER:
            options = [Shifts("afternoon", tuple(sample(rng, range(5), 2)))]
        elif problem.days == 1:
            options = [Shifts(SMALL[at % len(SMALL)], (0,))]
        else:
            options = _options(contract, rng)
        best = max(
            (with_shifts(bare, option, problem) for option in options),
            key=lambda held: _help(held, problem, missing, wanted),
        )
        missing = np.maximum(missing - supply([best], problem), 0)
        agreed.append(_with_feelings(best, rng))
    return agreed


def with_shifts(worker: Worker, shifts: Shifts, problem: RotaProblem) -> Worker:
    """Give a worker the intervals of a pattern on some days."""
    held = [
        interval
        for day in sorted(shifts.days)
        for interval in intervals(shifts, day, problem)
    ]
    return worker.model_copy(update={"availability": tuple(held)})


def intervals(shifts: Shifts, day: int, problem: RotaProblem) -> list[Availability]:
    """Give the intervals of a worker's day; shorter where the rest asks for it."""
    stretches = PATTERNS[shifts.pattern]
    off = {d for d in range(WEEK) if d not in shifts.days}
    long_rest = any(d in off and d + 1 in off for d in range(WEEK - 1))
    if (day + 1) % WEEK not in off or not long_rest:
        stretches = BEFORE_AN_EARLY_DAY.get(shifts.pattern, stretches)
    return [stretch_on(problem, day, stretch) for stretch in stretches]


def stretch_on(
    problem: RotaProblem,
    day: int,
    stretch: Stretch,
    kind: AvailabilityKind = AvailabilityKind.AVAILABLE,
) -> Availability:
    """Put a stretch of a day on its date."""
    on = problem.clock.date_of(day)
    start, end = (_moment(problem, on, minute) for minute in stretch)
    return Availability(start=start, end=end, kind=kind)


def _moment(problem: RotaProblem, day: date, minute: int) -> datetime:
    whole, past = divmod(minute, 24 * 60)
    return problem.clock.local(day + timedelta(days=whole), time(*divmod(past, 60)))


def _options(contract: Contract, rng: np.random.Generator) -> list[Shifts]:
    """Draw weeks that a worker could agree to: of two patterns, on various days."""
    hours = contract.target_hours
    n_days = next((n for limit, n in DAYS_BY_HOURS if hours <= limit), MOST_DAYS)
    patterns = [weighted(rng, PATTERN_SHARES) for _ in range(2)]
    found = []
    for _ in range(OPTIONS):
        weekend = weighted(rng, WEEKENDS)
        workdays = sample(rng, range(5), n_days - len(weekend))
        found.append(Shifts(pick(rng, patterns), (*sorted(workdays), *weekend)))
    return found


def _help(
    worker: Worker,
    problem: RotaProblem,
    missing: NDArray[np.float64],
    wanted: NDArray[np.float64],
) -> float:
    there = supply([worker], problem)
    # where a greater part of the people is missing, each of them matters more
    return float((np.minimum(there, missing) * missing / (wanted + 0.5)).sum())


def _with_feelings(worker: Worker, rng: np.random.Generator) -> Worker:
    """Mark some of the time as unwelcome or preferred, on top of being available."""
    marked = list(worker.availability)
    for held in worker.availability:
        half = held.start + (held.end - held.start) / 2
        if chance(rng, UNWELCOME_SHARE / 2):
            unwelcome = pick(rng, ((held.start, half), (half, held.end)))
            marked.append(_felt(unwelcome, AvailabilityKind.UNWELCOME))
        elif chance(rng, PREFERRED_SHARE / 2):
            liked = pick(rng, ((held.start, half), (held.start, held.end)))
            marked.append(_felt(liked, AvailabilityKind.PREFERRED))
    return worker.model_copy(update={"availability": tuple(marked)})


def _felt(span: tuple[datetime, datetime], kind: AvailabilityKind) -> Availability:
    return Availability(start=span[0], end=span[1], kind=kind)
