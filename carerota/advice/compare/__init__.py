"""Two rotas of one problem side by side: what is other, for whom, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.compare.breaches import breaches, by_party
from carerota.advice.compare.differences import (
    client_changes,
    visit_changes,
    worker_changes,
)
from carerota.advice.compare.record import (
    Breach,
    ClientChange,
    Comparison,
    PartyKind,
    RuleDifference,
    Share,
    TimeChange,
    VisitChange,
    WorkerChange,
    WorkerFigures,
)
from carerota.advice.compare.shares import costs_of, shares
from carerota.advice.people import people_figures
from carerota.advice.trial.changes import changes_between
from carerota.errors import DataError
from carerota.model.expand import expand
from carerota.rules.book import bind
from carerota.rules.reading import Reading
from carerota.score import check
from carerota.score.checker import policy_of
from carerota.score.faults import rota_faults
from carerota.travel import travel_times

if TYPE_CHECKING:
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.rules.base import Key
    from carerota.rules.book import RuleBook
    from carerota.score import ScoreReport

__all__ = [
    "Breach",
    "ClientChange",
    "Comparison",
    "PartyKind",
    "RuleDifference",
    "Share",
    "TimeChange",
    "VisitChange",
    "WorkerChange",
    "WorkerFigures",
    "compare",
]


def compare(
    problem: RotaProblem, a: Rota, b: Rota, *, policy: Policy | None = None
) -> Comparison:
    """Tell what is other in rota b than in rota a.

    Parameters
    ----------
    problem
        What both answer; packages are expanded here.
    a, b
        Any two rotas, made by machine or by hand, legal or not.
    policy
        Instead of the problem's own, or the default.

    Returns
    -------
    Comparison
        Hard rules that only one of them breaks; changed visits; rules and people with
        what each gains or loses at the policy's prices; workers' and clients' weeks in
        plain figures.

    Raises
    ------
    DataError
        One of the rotas names what the problem does not have, or makes a slot twice.
    """
    problem = expand(problem)
    for name, rota in (("a", a), ("b", b)):
        if found := rota_faults(problem, rota):
            raise DataError(found, source=f"rota {name}")
    policy = policy_of(problem, policy)
    book, travel = bind(policy, problem.ticks_per_minute), travel_times(problem)
    readings = [Reading(problem, rota, travel) for rota in (a, b)]
    reports = [
        check(problem, rota, policy=policy, travel=travel, margins=False)
        for rota in (a, b)
    ]
    first, second = readings
    was, now = reports
    clients = tuple(client_changes(first, second))
    missed = {c.client: c.uncovered_after - c.uncovered_before for c in clients}
    broken, mended = breaches((first, was), (second, now), book)
    return Comparison(
        problem=problem.name,
        policy_hash=policy.hash,
        point=book.point,
        cost_before=was.cost,
        cost_after=now.cost,
        levels_before=was.levels,
        levels_after=now.levels,
        broken=broken,
        mended=mended,
        visits=tuple(visit_changes(first, second)),
        rules=_rules(book, was, now),
        shares=shares(
            costs_of(first, was, book),
            costs_of(second, now, book),
            missed,
            by_party(broken, mended),
        ),
        workers=tuple(worker_changes(first, second)),
        clients=clients,
        figures_before=people_figures(problem, a, was),
        figures_after=people_figures(problem, b, now),
    )


def _rules(
    book: RuleBook, was: ScoreReport, now: ScoreReport
) -> tuple[RuleDifference, ...]:
    uncovered = {p: now.uncovered[p] - was.uncovered[p] for p in now.uncovered}
    changes = changes_between(book, _amounts(was), _amounts(now), uncovered)
    changed = {row.rule for row in changes.rows}
    cost = {
        b.name: b.weight * (now[b.name].amount - was[b.name].amount)
        for b in book
        if b.priced and b.name != "cover"
    }
    # of what is uncovered only a part may have a price
    cost["cover"] = changes.cost - sum(cost.values())
    return tuple(
        RuleDifference(
            rule=score.name,
            title=score.title,
            mode=score.mode.value,
            unit=score.unit.value,
            price=score.price,
            amount_before=was[score.name].amount,
            amount_after=score.amount,
            cost=cost.get(score.name, 0),
        )
        for score in now.rules
        if score.name in changed
    )


def _amounts(report: ScoreReport) -> dict[tuple[str, Key], int]:
    return {(s.name, key): n for s in report.rules for key, n in s.amounts.items()}
