"""What is in the way of a full rota, found before any search.

:func:`diagnose` tells what cannot be, with its place and the smallest change that would
mend it; :data:`CODES` says what each code means. What it says to be impossible is so in
every rota that keeps the policy's hard rules; that it says nothing proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.advice.diagnose.at_once import at_once
from carerota.advice.diagnose.ceilings import ceilings
from carerota.advice.diagnose.chains import chains
from carerota.advice.diagnose.codes import CODES
from carerota.advice.diagnose.facts import Facts
from carerota.advice.diagnose.given import CONTRADICTIONS, given
from carerota.advice.diagnose.hours import hours, promises
from carerota.advice.diagnose.record import (
    Diagnosis,
    Mend,
    MendKind,
    Obstacle,
    Severity,
)
from carerota.advice.diagnose.sole import sole_workers
from carerota.advice.diagnose.stretches import stretches
from carerota.advice.diagnose.tight import tight
from carerota.advice.diagnose.visits import single_visits
from carerota.compiled.build import compile_problem
from carerota.errors import DataError
from carerota.model.expand import expand
from carerota.model.faults import faults
from carerota.rules.book import bind
from carerota.score.checker import policy_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from carerota.model import Policy, RotaProblem

__all__ = [
    "CODES",
    "CONTRADICTIONS",
    "Diagnosis",
    "Mend",
    "MendKind",
    "Obstacle",
    "Severity",
    "diagnose",
]

CHECKS: Final[tuple[Callable[[Facts], Iterator[Obstacle]], ...]] = (
    single_visits,
    chains,
    sole_workers,
    ceilings,
    at_once,
    stretches,
    hours,
    promises,
)
RANK: Final = (Severity.FAULT, Severity.IMPOSSIBLE, Severity.WARNING)


def diagnose(problem: RotaProblem, *, policy: Policy | None = None) -> Diagnosis:
    """Tell what stands in the way of a full rota, before anything is solved.

    Parameters
    ----------
    problem
        What a rota is to be made from; packages are expanded here.
    policy
        Instead of the problem's own, or the default: what is impossible depends on
        which rules are hard.

    Returns
    -------
    Diagnosis
        What contradicts itself, what is proven to be impossible, and what is tight;
        each with its place and what would mend it.

    Raises
    ------
    DataError
        The problem cannot be read as it is meant: with every fault. Faults that are a
        contradiction of what is asked for (:data:`CONTRADICTIONS`) are obstacles.
    """
    problem = expand(problem)
    issues = faults(problem)
    unreadable = [i for i in issues if not i.warning and i.code not in CONTRADICTIONS]
    if unreadable:
        raise DataError(unreadable)
    policy = policy_of(problem, policy)
    facts = Facts(compile_problem(problem), bind(policy, problem.ticks_per_minute))
    found = list(given(facts, issues))
    for check in CHECKS:
        found.extend([o for o in check(facts) if _is_news(o, found)])
    found.extend(tight(problem, found))
    opens = facts.moment(0)
    found.sort(key=lambda o: (RANK.index(o.severity), o.start or opens))
    return Diagnosis(
        problem=problem.name, policy_hash=policy.hash, obstacles=tuple(found)
    )


def _is_news(obstacle: Obstacle, told: list[Obstacle]) -> bool:
    """Tell whether it says more than what is told already of some of its visits.

    The checks go from one visit to the whole week: what two visits cannot do shows
    again in the capacity of their day.
    """
    if obstacle.severity is not Severity.IMPOSSIBLE:
        return True
    about = set(obstacle.visits)
    parts = tuple(o for o in told if o.visits and about.issuperset(o.visits))
    return obstacle.missing > Diagnosis(obstacles=parts).missing
