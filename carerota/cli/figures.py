"""Key figures of a checked rota: what a coordinator reads first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from carerota.cli import words

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.rules.reading import Reading
    from carerota.score import ScoreReport

__all__ = ["Figures", "Hours", "figures_of", "template_figures"]

WEEK: Final = 7
MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Where the hours go; of all workers together, in hours."""

    contact: float
    travel: float
    """Between visits, with parking and key safe."""
    waiting: float
    home: float
    """From and to home."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A rota in figures.

    ``plain`` holds those that progress tells too; ``of_contract`` the share of the
    contracted hours that each member or employee works, by worker.
    """

    report: ScoreReport
    plain: dict[str, float]
    hours: Hours
    of_contract: dict[str, float]
    working: int
    """How many workers make a visit."""

    @property
    def uncovered(self) -> int:
        """Slots that nobody makes."""
        return sum(self.report.uncovered.values())

    def amount(self, rule: str) -> int | None:
        """Give the amount of a rule, nothing where the policy has it off."""
        return self.report[rule].amount if rule in self.report else None

    def data(self) -> dict[str, Any]:
        """Give the figures as plain data."""
        known = {k: v for k, v in self.plain.items() if not math.isnan(v)}
        return {
            **{key: round(value, 4) for key, value in known.items()},
            "contact_hours": round(self.hours.contact, 2),
            "waiting_hours": round(self.hours.waiting, 2),
            "workers": self.working,
        }


def figures_of(
    problem: RotaProblem, rota: Rota, report: ScoreReport, compiled: Compiled
) -> Figures:
    """Take the figures of a rota that the checker could read."""
    from carerota.compiled.rota import from_rota
    from carerota.engines.figures import figures
    from carerota.rules.reading import Reading

    reading = Reading(problem, rota, compiled.travel)
    return Figures(
        report=report,
        plain=figures(compiled, from_rota(compiled, rota)),
        hours=_hours(reading),
        of_contract=_of_contract(reading),
        working=len({worker for worker, _ in reading.days}),
    )


def template_figures(
    problem: RotaProblem, policy: Policy, compiled: Compiled
) -> Figures | None:
    """Take the figures of the rota already published, if there is one to compare."""
    from carerota.score import check

    published = problem.history.published
    if published is None:
        return None
    report = check(
        problem, published, policy=policy, travel=compiled.travel, margins=False
    )
    if report.faults:
        words.tell(
            "the published rota is not compared: it does not fit this problem "
            f"({words.plain(str(report.faults[0]))})"
        )
        return None
    return figures_of(problem, published, report, compiled)


def _hours(reading: Reading) -> Hours:
    per_hour = MINUTES * reading.problem.ticks_per_minute
    days = reading.days.values()
    return Hours(
        contact=sum(day.contact for day in days) / per_hour,
        travel=sum(day.travel for day in days) / per_hour,
        waiting=sum(day.waiting for day in days) / per_hour,
        home=sum(day.home_travel for day in days) / per_hour,
    )


def _of_contract(reading: Reading) -> dict[str, float]:
    problem = reading.problem
    if problem.days < WEEK:
        return {}
    per_hour = MINUTES * problem.ticks_per_minute
    paid = dict.fromkeys(reading.workers, 0)
    for (worker, _), day in reading.days.items():
        paid[worker] += day.paid
    weeks = problem.days / WEEK
    return {
        worker.id: paid[worker.id] / per_hour / (worker.contract.target_hours * weeks)
        for worker in problem.workers
        if worker.contract.target_hours
    }
