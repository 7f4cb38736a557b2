"""Swaps between two workers: judged by the rules and by everybody else.

A swap is accepted if it breaks no hard rule that was not broken before, and no third
person is worse off. How a person fares is the sum of the priced amounts that are
theirs: of a worker those by worker and by worker's day, and the wishes of the worker
who makes a slot; of a client those by client, and by the client's visits, slots and
links. What is about the co-op as a whole (the worst lateness, fairness) is nobody's: it
is told, and does not decide. The two who swap have agreed and may be worse off;
everybody else, the clients of the visits too, is a third person.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from carerota.errors import DataError
from carerota.model.base import Id, Label, Record
from carerota.model.expand import expand
from carerota.model.faults import check_faults
from carerota.repairing.exchange import exchanged
from carerota.repairing.offers import HandOver, offer_faults
from carerota.rules.base import Key, Level
from carerota.rules.book import bind
from carerota.rules.reading import Reading
from carerota.score import check
from carerota.score.checker import policy_of
from carerota.score.faults import rota_faults
from carerota.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from carerota.model import Policy, Rota, RotaProblem
    from carerota.rules.book import RuleBook
    from carerota.score import ScoreReport
    from carerota.travel.table import TravelTimes

__all__ = ["PersonChange", "SwapResult", "judge_swap"]

OF_WORKER: Final = frozenset({"worker_preferences"})
"""Rules by slot that are about the worker who makes it, not about the client."""


class Person(NamedTuple):
    """Whose an amount is."""

    kind: Literal["worker", "client", "whole"]
    id: str


class PersonChange(Record):
    """What a swap changes for one person, in points; more is worse."""

    person: Literal["worker", "client", "whole"]
    """``whole``: what is about the co-op and nobody in particular."""
    id: Id | Literal[""]
    points: float
    text: Label
    """Which rules it comes from, the largest first."""


@dataclass(frozen=True)
class SwapResult:
    """What becomes of a swap."""

    accepted: bool
    reasons: tuple[str, ...]
    """Why not, a sentence for each hard rule and each third person; empty if accepted.
    For the coordinator: they may name what a person has asked for."""
    rota: Rota | None
    """The rota with the swap, checked; ``None`` unless it is accepted."""
    report: ScoreReport
    """Of the rota with the swap, accepted or not."""
    people: tuple[PersonChange, ...]
    """Everybody for whom something changes, worst off first."""


def judge_swap(
    problem: RotaProblem,
    rota: Rota,
    offers: Sequence[HandOver],
    *,
    policy: Policy | None = None,
    now: datetime | None = None,
) -> SwapResult:
    """Judge whether two workers may exchange visits, or one give some to the other.

    Every visit keeps its time. The runs and breaks of the two on the days concerned are
    made anew, as well as the policy's prices have it; nothing else changes.

    Parameters
    ----------
    problem, rota
        The rota and what it answers.
    offers
        Who takes what; all of it is between two workers.
    policy
        Instead of the problem's own, or the default.
    now
        Visits that began before are not handed over.

    Raises
    ------
    DataError
        The problem, the rota or the offers are faulty.
    """
    problem = expand(problem)
    check_faults(problem)
    policy = policy_of(problem, policy)
    book = bind(policy, problem.ticks_per_minute)
    if issues := rota_faults(problem, rota):
        raise DataError(issues, source="the rota")
    if issues := list(offer_faults(problem, rota, offers, now)):
        raise DataError(issues, source="the offers")
    travel = travel_times(problem)
    swapped = exchanged(problem, rota, offers, policy, travel)
    before = check(problem, rota, policy=policy, travel=travel, margins=False)
    after = check(problem, swapped, policy=policy, travel=travel)
    giver = {(a.visit, a.slot): a.worker for a in rota.assignments}
    pair = {o.to for o in offers} | {giver[o.visit, o.slot] for o in offers}
    people = _people(problem, (rota, before), (swapped, after), travel, book)
    reasons = [*_broken(before, after), *_worse(people, pair)]
    return SwapResult(
        accepted=not reasons,
        reasons=tuple(reasons),
        rota=None if reasons else swapped,
        report=after,
        people=people,
    )


def _broken(before: ScoreReport, after: ScoreReport) -> list[str]:
    """Say which hard rules are broken, or broken more, that were not before."""
    was = {(f.rule, f.key): f.amount for f in before.findings}
    return [
        f"{after[f.rule].title}: {f.text}"
        for f in after.findings
        if f.amount > was.get((f.rule, f.key), 0)
    ]


def _worse(people: Sequence[PersonChange], pair: set[str]) -> list[str]:
    return [
        f"{p.person} {p.id} would be worse off by {_figure(p.points)} points: {p.text}"
        for p in people
        if p.points > 0
        and p.person != "whole"
        and not (p.person == "worker" and p.id in pair)
    ]


def _people(
    problem: RotaProblem,
    before: tuple[Rota, ScoreReport],
    after: tuple[Rota, ScoreReport],
    travel: TravelTimes,
    book: RuleBook,
) -> tuple[PersonChange, ...]:
    """Give what changes for whom; exact, in the whole currency, until the end."""
    sums: dict[Person, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sign, (rota, report) in ((-1, before), (1, after)):
        reading = Reading(problem, rota, travel)
        for bound in book:
            # what is covered does not change
            if not bound.priced or bound.name == "cover":
                continue
            for key, amount in report[bound.name].amounts.items():
                person = _whose(reading, bound.name, key)
                sums[person][bound.rule.title] += sign * bound.weight * amount
    found = []
    for person, by_rule in sums.items():
        parts = {title: cost for title, cost in by_rule.items() if cost}
        total = sum(parts.values())
        if parts:
            found.append((total, person, _text(parts, book.point)))
    found.sort(key=lambda x: (-x[0], x[1]))
    return tuple(
        PersonChange(
            person=person.kind,
            id=person.id,
            points=total / book.point,
            text=text,
        )
        for total, person, text in found
    )


def _whose(reading: Reading, rule: str, key: Key) -> Person:
    match key.level:
        case Level.WORKER | Level.DAY:
            return Person("worker", key.id)
        case Level.CLIENT:
            return Person("client", key.id)
        case Level.LINK:
            link = next(x for x in reading.links if x.id == key.id)
            return Person("client", reading.visits[link.first].client)
        case Level.SLOT | Level.VISIT:
            if rule in OF_WORKER:
                stops = reading.stops_of[key.id]
                maker = next(s.worker.id for s in stops if s.slot == key.at)
                return Person("worker", maker)
            return Person("client", reading.visits[key.id].client)
    return Person("whole", "")


def _text(parts: Mapping[str, int], point: int) -> str:
    rows = sorted(parts.items(), key=lambda x: (-x[1], x[0]))
    return "; ".join(f"{title} {_figure(cost / point, '+')}" for title, cost in rows)


def _figure(points: float, sign: str = "") -> str:
    """Write points with one decimal, if any; what is too little for that is shown."""
    text = f"{points:{sign},.1f}".removesuffix(".0")
    return text if text.strip("+-0") else f"{points:{sign}.1g}"
