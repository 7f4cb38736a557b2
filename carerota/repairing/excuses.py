"""Which breaches a repair answers for: those that were not there anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerota.model import Mode, Rota
from carerota.rules.base import Level
from carerota.rules.reading import Reading
from carerota.score import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from carerota.model import Assignment, Policy, RotaProblem
    from carerota.repairing.held import Part
    from carerota.rules.base import Key
    from carerota.score import Finding, ScoreReport
    from carerota.travel.table import TravelTimes

__all__ = ["Judge", "parts_involved"]


@dataclass
class Judge:
    """The checker, with what it is not to hold against a repair.

    Parameters
    ----------
    problem, policy, travel
        What rotas are judged against.
    """

    problem: RotaProblem
    policy: Policy
    travel: TravelTimes

    def __post_init__(self) -> None:
        self._lately: list[tuple[Rota, ScoreReport]] = []
        self._reading = Reading(self.problem, Rota(), self.travel)
        hard = {n: x for n, x in self.policy.rules.items() if x.mode is Mode.HARD}
        self._hard = self.policy.model_copy(update={"rules": hard})
        self._excused: dict[tuple[str, Key], int] = {}
        self._day_of = {
            v.id: self.problem.clock.index_of(v.day) for v in self.problem.visits
        }
        self.excuse(Rota())

    def findings(self, rota: Rota, problem: RotaProblem | None = None) -> list[Finding]:
        """Give what a rota breaks, in another problem too; prices are not looked at."""
        return list(self._check_hard(rota, problem).findings)

    def knows(self, rota: Rota) -> bool:
        """Tell whether the report of a rota is at hand."""
        return any(known is rota for known, _ in self._lately)

    def report(self, rota: Rota, *, margins: bool = False) -> ScoreReport:
        """Judge a rota; the two asked about last are not judged again."""
        known = next((x for r, x in self._lately if r is rota), None)
        if known is None or margins:
            known = check(
                self.problem,
                rota,
                policy=self.policy,
                margins=margins,
                reading=self._reading,
            )
        others = [x for x in self._lately if x[0] is not rota]
        self._lately = [*others[-1:], (rota, known)]
        return known

    def standing(self, rota: Rota) -> tuple[int, ...]:
        """Give breaches not excused, then cover, without looking at prices."""
        found = self._check_hard(rota)
        return (len(self.breaches(found.findings)), *found.levels[1:-1])

    def _check_hard(
        self, rota: Rota, problem: RotaProblem | None = None
    ) -> ScoreReport:
        return check(
            problem or self.problem,
            rota,
            policy=self._hard,
            margins=False,
            reading=self._reading if problem is None else None,
        )

    def excuse(self, rota: Rota) -> None:
        """Excuse what a rota breaks: it has happened, or cannot be changed."""
        self.excuse_findings(self.findings(rota))

    def excuse_findings(self, findings: Iterable[Finding]) -> None:
        """Excuse breaches, each up to its amount."""
        for f in findings:
            key = (f.rule, f.key)
            self._excused[key] = max(f.amount, self._excused.get(key, 0))

    def breaches(self, findings: Iterable[Finding]) -> list[Finding]:
        """Give the breaches that are not excused."""
        return [f for f in findings if f.amount > self._excused.get((f.rule, f.key), 0)]

    def levels(self, report: ScoreReport) -> tuple[int, ...]:
        """Give what rotas are compared by: breaches not excused, then cover, price."""
        return (len(self.breaches(report.findings)), *report.levels[1:])

    def made_legal(self, rota: Rota, fixed: Callable[[Assignment], bool]) -> Rota:
        """Leave out what breaks rules, last things first, until nothing more can be."""
        while breaches := self.breaches(self.findings(rota)):
            finding = breaches[0]
            culprits = [
                a
                for a in _involved(self.problem, rota, finding.key, self._day_of)
                if not fixed(a)
            ]
            if not culprits:
                others = [b for b in breaches[1:] if b.key != finding.key]
                culprits = [
                    a
                    for b in others
                    for a in _involved(self.problem, rota, b.key, self._day_of)
                    if not fixed(a)
                ][:1]
            if not culprits:
                break
            last = max(culprits, key=lambda a: a.start.timestamp())
            kept = tuple(a for a in rota.assignments if a is not last)
            rota = rota.model_copy(update={"assignments": kept})
        return rota


def _involved(
    problem: RotaProblem, rota: Rota, key: Key, day_of: dict[str, int]
) -> list[Assignment]:
    """Give the assignments that an amount of a rule is about."""
    match key.level:
        case Level.SLOT:
            return [
                a for a in rota.assignments if (a.visit, a.slot) == (key.id, key.at)
            ]
        case Level.VISIT:
            return [a for a in rota.assignments if a.visit == key.id]
        case Level.LINK:
            ends = {
                e for x in problem.links if x.id == key.id for e in (x.first, x.second)
            }
            return [a for a in rota.assignments if a.visit in ends]
        case Level.DAY:
            return [
                a
                for a in rota.assignments
                if a.worker == key.id and day_of[a.visit] == key.at
            ]
        case Level.WORKER:
            return [a for a in rota.assignments if a.worker == key.id]
        case Level.CLIENT:
            theirs = {v.id for v in problem.visits if v.client == key.id}
            return [a for a in rota.assignments if a.visit in theirs]
    return list(rota.assignments)


def parts_involved(
    problem: RotaProblem, rota: Rota, findings: Iterable[Finding]
) -> set[Part]:
    """Give the slots that breaches are about."""
    day_of = {v.id: problem.clock.index_of(v.day) for v in problem.visits}
    return {
        (a.visit, a.slot)
        for f in findings
        for a in _involved(problem, rota, f.key, day_of)
    }
