"""The checker: every rule's measure over a rota, and what they add up to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carerota.compiled.problem import PRIORITIES
from carerota.model import Levels, Priority
from carerota.policies import load
from carerota.rules.book import bind
from carerota.rules.reading import Reading
from carerota.score.faults import rota_faults
from carerota.score.report import Finding, RuleScore, ScoreReport
from carerota.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carerota.errors import Issue
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.rules.base import Amounts
    from carerota.rules.book import BoundRule, RuleBook
    from carerota.travel import TravelTimes

__all__ = ["check", "policy_of"]


def policy_of(problem: RotaProblem, policy: Policy | None) -> Policy:
    """Give the policy that holds: the one asked for, the problem's, the default."""
    return policy or problem.policy or load()


def check(
    problem: RotaProblem,
    rota: Rota,
    *,
    policy: Policy | None = None,
    travel: TravelTimes | None = None,
    margins: bool = True,
    reading: Reading | None = None,
) -> ScoreReport:
    """Judge a rota against its problem.

    Nothing is inferred and nothing repaired: a rota that names a visit, slot or worker
    the problem does not have, or makes a slot twice, gets a report with its faults.

    Parameters
    ----------
    problem
        With its packages expanded.
    rota
        Any rota for it.
    policy
        Instead of the problem's own.
    travel
        The travel times, where they are already known.
    margins
        Whether to say how near the rota comes to each limit.
    reading
        Of any rota of the same problem, with the travel times: what hangs on the
        problem alone is not worked out again.
    """
    policy = policy_of(problem, policy)
    book = bind(policy, problem.ticks_per_minute)
    faults = rota_faults(problem, rota)
    if faults:
        return _unreadable(book, faults)
    if reading is None:
        reading = Reading(problem, rota, travel or travel_times(problem))
    else:
        reading = reading.again(rota)
    scores = [_score(bound, reading, book, margins) for bound in book]
    cost = sum(
        bound.weight * score.amount
        for bound, score in zip(book, scores, strict=True)
        if bound.priced and bound.name != "cover"
    )
    uncovered = _uncovered(reading)
    strict = policy.levels is Levels.STRICT
    if "cover" in book and book["cover"].priced:
        priced = uncovered["optional"] if strict else sum(uncovered.values())
        cost += priced * book["cover"].weight
    hard = [(b, s) for b, s in zip(book, scores, strict=True) if b.hard]
    level = [uncovered[p] if strict else 0 for p in PRIORITIES[:-1]]
    return ScoreReport(
        rules=tuple(scores),
        uncovered=uncovered,
        cost=cost,
        point=book.point,
        policy_hash=policy.hash,
        levels=(sum(len(s.amounts) for _, s in hard), *level, cost),
        findings=tuple(f for b, s in hard for f in _findings(b, s.amounts, reading)),
    )


def findings(
    problem: RotaProblem, rota: Rota, rule: str, *, policy: Policy | None = None
) -> list[Finding]:
    """Give one line for each amount of a rule over a rota."""
    book = bind(policy_of(problem, policy), problem.ticks_per_minute)
    reading = Reading(problem, rota, travel_times(problem))
    bound = book[rule]
    return list(_findings(bound, bound.rule.measure(reading), reading))


def _score(
    bound: BoundRule, reading: Reading, book: RuleBook, margins: bool
) -> RuleScore:
    point, strict = book.point, book.policy.levels is Levels.STRICT
    amounts = bound.rule.measure(reading)
    priced = sum(amounts.values()) if bound.priced else 0
    if bound.name == "cover" and strict:
        # what has a level of its own has no price
        priced = sum(
            n
            for key, n in amounts.items()
            if reading.visits[key.id].priority is Priority.OPTIONAL
        )
    return RuleScore(
        name=bound.name,
        title=bound.rule.title,
        mode=bound.line.mode,
        unit=bound.rule.unit,
        price=bound.line.price,
        amounts=amounts,
        points=bound.weight * priced / point if bound.priced else 0.0,
        margins=tuple(bound.rule.margins(reading)) if margins else (),
    )


def _findings(
    bound: BoundRule, amounts: Amounts, reading: Reading
) -> Iterable[Finding]:
    for key, amount in amounts.items():
        text = bound.rule.line(reading, key, amount)
        yield Finding(bound.name, key, amount, text)


def _uncovered(reading: Reading) -> dict[str, int]:
    found: Counter[str] = Counter(dict.fromkeys(PRIORITIES, 0))
    for visit in reading.visits.values():
        made = len(reading.stops_of[visit.id])
        found[visit.priority.value] += len(visit.slots) - made
    return dict(found)


def _unreadable(book: RuleBook, faults: list[Issue]) -> ScoreReport:
    return ScoreReport(
        rules=(),
        uncovered=dict.fromkeys(PRIORITIES, 0),
        cost=0,
        point=book.point,
        policy_hash=book.policy.hash,
        levels=(len(faults),),
        faults=tuple(faults),
    )
