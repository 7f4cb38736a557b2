"""Two rotas side by side: what is other, for whom, and by how much.

Both answer one problem, or the second one what became of it: a repaired rota answers a
problem without the visits that were cancelled and with those that are new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.compare.breaches import breaches, by_party
from carerota.advice.compare.differences import (
    client_changes,
    visit_changes,
    visits_of_one,
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
    VisitOfOne,
    WorkerChange,
    WorkerFigures,
)
from carerota.advice.compare.shares import costs_of, shares
from carerota.advice.people import people_figures
from carerota.advice.trial.changes import changes_between
from carerota.errors import DataError, Issue
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
    from carerota.travel.table import TravelTimes

__all__ = [
    "Breach",
    "ClientChange",
    "Comparison",
    "PartyKind",
    "RuleDifference",
    "Share",
    "TimeChange",
    "VisitChange",
    "VisitOfOne",
    "WorkerChange",
    "WorkerFigures",
    "compare",
]


def compare(
    problem: RotaProblem,
    a: Rota,
    b: Rota,
    *,
    policy: Policy | None = None,
    problem_of_b: RotaProblem | None = None,
) -> Comparison:
    """Tell what is other in rota b than in rota a.

    Parameters
    ----------
    problem
        What both answer, or rota a alone; packages are expanded here.
    a, b
        Any two rotas, made by machine or by hand, legal or not.
    policy
        Instead of the problem's own, or the default. Both rotas are judged by it.
    problem_of_b
        What rota b answers, where it is another problem: what a repair left. It has the
        same days. Each rota is judged by its own problem. Visits that only one of them
        has are cancelled or new; nobody is missing at a visit that is no longer wanted.

    Returns
    -------
    Comparison
        Hard rules that only one of them breaks; changed visits; rules and people with
        what each gains or loses at the policy's prices; workers' and clients' weeks in
        plain figures.

    Raises
    ------
    DataError
        One of the rotas names what its problem does not have, or makes a slot twice;
        or the two problems are not of the same days.
    """
    problem = expand(problem)
    after = problem if problem_of_b is None else expand(problem_of_b)
    if other := _other_horizon(problem, after):
        raise DataError(other)
    for name, of, rota in (("a", problem, a), ("b", after, b)):
        if found := rota_faults(of, rota):
            raise DataError(found, source=f"rota {name}")
    policy = policy_of(problem, policy)
    book = bind(policy, problem.ticks_per_minute)
    travel = travel_times(problem)
    first, was = _judged(problem, a, policy, travel)
    if problem_of_b is not None:
        travel = travel_times(after)
    second, now = _judged(after, b, policy, travel)
    cancelled, added = visits_of_one(first, second), visits_of_one(second, first)
    clients = tuple(client_changes(first, second, cancelled, added))
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
        cancelled=cancelled,
        added=added,
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
        figures_after=people_figures(after, b, now),
    )


def _other_horizon(problem: RotaProblem, after: RotaProblem) -> list[Issue]:
    """Say what of two problems must be the same for their rotas to be compared."""
    found = []
    for name in ("first_day", "days", "zone", "ticks_per_minute"):
        mine, other = getattr(problem, name), getattr(after, name)
        if mine != other:
            expected = f"{mine}, as the problem of rota a has it"
            path = f"problem_of_b.{name}"
            found.append(Issue(path, str(other), expected, code="other-horizon"))
    return found


def _judged(
    problem: RotaProblem, rota: Rota, policy: Policy, travel: TravelTimes
) -> tuple[Reading, ScoreReport]:
    """Read a rota, and check it."""
    report = check(problem, rota, policy=policy, travel=travel, margins=False)
    return Reading(problem, rota, travel), report


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
