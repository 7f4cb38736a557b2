"""How many hours each worker is contracted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.generator.draws import between, pick
from carerota.model import Contract, RotaProblem, Worker, WorkerKind

if TYPE_CHECKING:
    import numpy as np

__all__ = ["draw_contracts", "hours_of_work"]

HOURS = (16.0, 20.0, 22.5, 25.0, 27.5, 30.0, 32.5, 35.0, 37.5)
"""Contracts on offer."""
UTILISATION = 0.83
"""Hours of work for one contracted hour."""
TRAVEL_MINUTES = 6.5
"""What a visit takes besides care, on average: the way there and the door."""
SPREAD = (0.7, 1.3)
PROMISED = 0.9
EXTRA_HOURS, MOST_HOURS = 8.0, 45.0
BANK = Contract(minimum_hours=0, target_hours=16, maximum_hours=30)
VOLUNTEER = Contract(
    minimum_hours=0, target_hours=3, maximum_hours=6, maximum_minutes_a_day=240
)
CLOSE_ENOUGH = 2.0
ROUNDS = 5000


def hours_of_work(problem: RotaProblem) -> float:
    """Estimate the hours that a horizon's visits take, travel included."""
    return sum(
        len(visit.slots) * (visit.minutes + TRAVEL_MINUTES) / 60
        for visit in problem.visits
    )


def draw_contracts(
    workers: tuple[Worker, ...], problem: RotaProblem, rng: np.random.Generator
) -> list[Contract]:
    """Draw contracts that add up to what the work needs, in the order of the workers.

    Contracts are by the week: a horizon of one day counts as a part of one.
    """
    needed = hours_of_work(problem) / UTILISATION * 7 / problem.days
    paid = [
        i
        for i, worker in enumerate(workers)
        if worker.kind in {WorkerKind.MEMBER, WorkerKind.EMPLOYEE}
    ]
    n_bank = sum(worker.kind is WorkerKind.BANK for worker in workers)
    wanted = needed - n_bank * BANK.target_hours
    mean = wanted / len(paid)
    steps = [_nearest(mean * between(rng, *SPREAD)) for _ in paid]
    _settle(steps, wanted, rng)
    hours = dict(zip(paid, (HOURS[step] for step in steps), strict=True))
    return [_contract(worker, hours.get(i), rng) for i, worker in enumerate(workers)]


def _settle(steps: list[int], wanted: float, rng: np.random.Generator) -> None:
    """Move some contracts up or down until they add up."""
    missing = wanted - sum(HOURS[step] for step in steps)
    for _ in range(ROUNDS):
        if abs(missing) <= CLOSE_ENOUGH:
            return
        at = int(rng.random() * len(steps))
        new = steps[at] + (1 if missing > 0 else -1)
        if 0 <= new < len(HOURS):
            missing -= HOURS[new] - HOURS[steps[at]]
            steps[at] = new


def _nearest(hours: float) -> int:
    return min(range(len(HOURS)), key=lambda i: abs(HOURS[i] - hours))


def _contract(
    worker: Worker, hours: float | None, rng: np.random.Generator
) -> Contract:
    if worker.kind is WorkerKind.VOLUNTEER:
        return VOLUNTEER
    if hours is None:
        return BANK
    return Contract(
        minimum_hours=round(hours * PROMISED, 1),
        target_hours=hours,
        maximum_hours=min(hours + EXTRA_HOURS, MOST_HOURS),
        maximum_minutes_a_day=pick(rng, (540, 600, 600)),
    )
