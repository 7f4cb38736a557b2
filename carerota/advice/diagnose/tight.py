"""Half-hours that a simple count finds short of people: a warning, no proof."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from carerota.advice.capacity import HALF_HOURS, Shortfall, shortfalls
from carerota.advice.diagnose.record import Mend, MendKind, Obstacle, Severity
from carerota.advice.diagnose.words import for_skills, many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.model import RotaProblem
    from carerota.units import Clock

__all__ = ["tight"]

HALF_HOUR_MINUTES = 30
WORTH_TELLING = 0.5
"""Workers short by the count, below which a stretch is not told of."""


def tight(problem: RotaProblem, told: list[Obstacle]) -> Iterator[Obstacle]:
    """Find stretches with hardly people enough, where nothing worse is told of."""
    skills = sorted({k for v in problem.visits for s in v.slots for k in s.skills})
    found = shortfalls(problem, skills) if problem.workers else []
    found.sort(key=lambda s: (s.skill or "", s.day, s.half_hour))

    def place(at: tuple[int, Shortfall]) -> tuple[str | None, int]:
        i, short = at
        # half-hours in a row differ from their rank by the same
        return short.skill, short.day * HALF_HOURS + short.half_hour - i

    for _, group in groupby(enumerate(found), key=place):
        row = [short for _, short in group]
        if max(s.needed - s.there for s in row) < WORTH_TELLING:
            continue
        obstacle = _obstacle(problem.clock, problem.ticks_per_minute, row)
        if not any(_covers(o, obstacle) for o in told):
            yield obstacle


def _covers(one: Obstacle, other: Obstacle) -> bool:
    if not one.code.startswith("capacity-") or one.start is None or one.end is None:
        return False
    if other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _obstacle(clock: Clock, tpm: int, row: list[Shortfall]) -> Obstacle:
    first, last = row[0], row[-1]
    step = HALF_HOUR_MINUTES * tpm
    start = clock.moment(clock.day_start(first.day) + first.half_hour * step)
    end = clock.moment(clock.day_start(last.day) + (last.half_hour + 1) * step)
    worst = max(row, key=lambda s: s.needed - s.there)
    skills = (worst.skill,) if worst.skill else ()
    lack = worst.needed - worst.there
    when = f"{start:%a} {start.day} {start:%b %H:%M} to {end:%H:%M}"
    number = max(1, round(lack))
    more = many(number, "more worker") + for_skills(skills)
    return Obstacle(
        code="capacity-tight",
        severity=Severity.WARNING,
        text=f"{when}: by a simple count, ways included, work for {worst.needed:.1f} "
        f"workers{for_skills(skills)}, and {worst.there:.1f} are there",
        mend=Mend(
            kind=MendKind.MORE_WORKERS,
            text=f"{more} from {start:%H:%M} to {end:%H:%M}, or windows that reach "
            "further",
            number=number,
            skills=skills,
            start=start,
            end=end,
        ),
        start=start,
        end=end,
    )
