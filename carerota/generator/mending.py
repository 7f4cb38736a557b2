"""Mends a staff that is too thin: more days offered, more training, fewer demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.advice.capacity import demand, minutes_available, supply
from carerota.generator.draws import chance, shuffled
from carerota.generator.eligible import may_make
from carerota.generator.plan import blocks_of, has_long_rest
from carerota.generator.presence import Presence
from carerota.generator.shifts import PATTERNS, stretch_on
from carerota.generator.words import CATHETER, DEMENTIA, HOIST, MEDICATION
from carerota.model import AvailabilityKind, Skill, WorkerKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.model import Client, RotaProblem, Slot, Visit, Worker

__all__ = ["SKILLS_COUNTED", "attainable", "mended"]

SKILLS_COUNTED = (MEDICATION, HOIST, DEMENTIA, CATHETER)
ROUNDS_PER_WORKER = 6
MOST_DAYS, SHORT_STRETCH = 6, 5
CHOICE = 3
"""Carers that could make any one slot, for each that the visit needs."""
EXTRA_UNWELCOME = 0.4
MARGIN = 1.02
OFFERED = 1.5
"""Hours of availability for one that the contract lets them work, at most."""
LATE_EVENING, EARLY_MORNING = 2 * 20, 2 * 9


class _Staff:
    """The workers, with what each adds to each half-hour."""

    def __init__(self, workers: list[Worker], problem: RotaProblem) -> None:
        self.workers = list(workers)
        self.problem = problem
        self.needed: dict[str | None, NDArray[np.float64]] = {
            skill: MARGIN * demand(problem, skill) for skill in (None, *SKILLS_COUNTED)
        }
        self.own = {
            skill: [supply([worker], problem, skill) for worker in workers]
            for skill in self.needed
        }

    def put(self, at: int, worker: Worker) -> None:
        """Put a changed worker in place of what they were."""
        self.workers[at] = worker
        for skill, grids in self.own.items():
            grids[at] = supply([worker], self.problem, skill)

    def shortest(
        self, hopeless: set[tuple[int, int, str | None]]
    ) -> tuple[int, int, str | None] | None:
        """Find the half-hour and skill that are shortest."""
        worst, found = 0.0, None
        for skill, grids in self.own.items():
            gap = self.needed[skill] - np.sum(grids, axis=0)
            for day, half in np.argwhere(gap > worst):
                key = (int(day), int(half), skill)
                if gap[day, half] > worst and key not in hopeless:
                    worst, found = float(gap[day, half]), key
        return found


def mended(
    workers: list[Worker], problem: RotaProblem, rng: np.random.Generator
) -> list[Worker]:
    """Add days and training until no half-hour is short, or nobody has more to give.

    Parameters
    ----------
    workers
        With their contracts and availability.
    problem
        With its packages expanded.
    rng
        Who is asked first.
    """
    staff = _Staff(workers, problem)
    hopeless = set[tuple[int, int, str | None]]()
    for _ in range(ROUNDS_PER_WORKER * len(workers)):
        short = staff.shortest(hopeless)
        if short is None:
            break
        day, half, skill = short
        order = shuffled(rng, range(len(workers)))
        trained = skill is not None and _train(staff, day, half, skill, order)
        if not trained and not _ask(staff, day, half, order, rng):
            hopeless.add(short)
    return [_with_days_on_end(worker, problem) for worker in staff.workers]


def _train(staff: _Staff, day: int, half: int, skill: str, order: list[int]) -> bool:
    """Train one who is there and lacks the skill."""
    for at in order:
        worker = staff.workers[at]
        if worker.kind is WorkerKind.VOLUNTEER or not staff.own[None][at][day, half]:
            continue
        if skill not in {held.name for held in worker.skills}:
            skills = (*worker.skills, Skill(name=skill))
            staff.put(at, worker.model_copy(update={"skills": skills}))
            return True
    return False


def _ask(
    staff: _Staff, day: int, half: int, order: list[int], rng: np.random.Generator
) -> bool:
    """Ask one who cannot come then to come, first those who are off that day."""
    minute = 30 * half + 15
    for name in ("early", "late"):
        if not any(start < minute < end for start, end in PATTERNS[name]):
            continue
        resting = [at for at in order if not staff.own[None][at][day].any()]
        working = [at for at in order if staff.own[None][at][day].any()]
        for at in (*resting, *working):
            worker = staff.workers[at]
            if staff.own[None][at][day, half]:
                continue
            if not _can_come(worker, day, name, staff.problem):
                continue
            coming = _coming(worker, day, name, staff.problem, rng)
            if _rests(coming, staff.problem):
                staff.put(at, coming)
                return True
    return False


def _can_come(worker: Worker, day: int, pattern: str, problem: RotaProblem) -> bool:
    if worker.kind is WorkerKind.VOLUNTEER:
        return False
    grid = minutes_available(worker, problem)
    days = grid.sum(axis=1)
    if not days[day] and (days > 0).sum() >= MOST_DAYS:
        return False
    workable = np.minimum(days, worker.contract.maximum_minutes_a_day).sum()
    if float(workable) >= OFFERED * worker.contract.maximum_hours * 60:
        return False
    # the week after is like this one: Sunday comes before Monday
    if pattern == "early":
        return not grid[day - 1, LATE_EVENING:].any()
    return not grid[(day + 1) % problem.days, :EARLY_MORNING].any()


def _coming(
    worker: Worker,
    day: int,
    pattern: str,
    problem: RotaProblem,
    rng: np.random.Generator,
) -> Worker:
    held = [stretch_on(problem, day, stretch) for stretch in PATTERNS[pattern]]
    if chance(rng, EXTRA_UNWELCOME):
        unwelcome = AvailabilityKind.UNWELCOME
        held += [stretch_on(problem, day, s, unwelcome) for s in PATTERNS[pattern]]
    everything = sorted((*worker.availability, *held), key=lambda a: a.start)
    return worker.model_copy(update={"availability": tuple(everything)})


def _rests(worker: Worker, problem: RotaProblem) -> bool:
    """Tell whether a worker who worked all that time had the rest of the week."""
    blocks = blocks_of(worker, problem)
    spans = [(blocks[d][0].start, blocks[d][-1].end) for d in sorted(blocks)]
    horizon = problem.clock.day_start(problem.days)
    return has_long_rest(spans, 0, horizon, problem.ticks_per_minute)


def attainable(problem: RotaProblem) -> RotaProblem:
    """See to it that each visit has carers to choose from, whatever it asks for.

    First what the client demands becomes a wish, then those who are there are
    trained.
    """
    presence = Presence(problem)
    clients = {client.id: client for client in problem.clients}
    workers = list(problem.workers)
    for visit in problem.visits:
        enough = CHOICE * len(visit.slots)
        there = presence.all_there(visit)
        for slot in visit.slots:
            if _choice(workers, there, clients[visit.client], visit, slot) >= enough:
                continue
            client = clients[visit.client] = _milder(clients[visit.client])
            for at in there:
                if _choice(workers, there, client, visit, slot) >= enough:
                    break
                if workers[at].kind is not WorkerKind.VOLUNTEER:
                    workers[at] = _trained(workers[at], slot.skills)
    return problem.model_copy(
        update={
            "workers": tuple(workers),
            "clients": tuple(clients[client.id] for client in problem.clients),
        }
    )


def _choice(
    workers: list[Worker], there: list[int], client: Client, visit: Visit, slot: Slot
) -> int:
    return sum(may_make(workers[at], client, visit, slot) for at in there)


def _milder(client: Client) -> Client:
    return client.model_copy(
        update={
            "required_attributes": frozenset(),
            "preferred_attributes": client.preferred_attributes
            | client.required_attributes,
        }
    )


def _trained(worker: Worker, skills: frozenset[str]) -> Worker:
    kept = tuple(s for s in worker.skills if s.name not in skills)
    return worker.model_copy(
        update={"skills": (*kept, *(Skill(name=name) for name in sorted(skills)))}
    )


def _with_days_on_end(worker: Worker, problem: RotaProblem) -> Worker:
    """Agree five days on end with those whose usual week has no longer stretch."""
    days = blocks_of(worker, problem)
    usual = [day % problem.days in days for day in range(2 * problem.days)]
    longest = stretch = 0
    for works in usual:
        stretch = stretch + 1 if works else 0
        longest = max(longest, stretch)
    most = SHORT_STRETCH if longest <= SHORT_STRETCH else MOST_DAYS
    contract = worker.contract.model_copy(update={"maximum_consecutive_days": most})
    return worker.model_copy(update={"contract": contract})
