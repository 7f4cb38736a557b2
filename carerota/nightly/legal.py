"""A rota to begin from, without what breaks hard rules in it today.

Skills expire, contracts change, hours are used up: what was legal last week may not be
this week. The engines would have to find that out with their budget; the checker says
it at once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from carerota.rules.base import Level
from carerota.score import check
from carerota.score.excused import own_breaches
from carerota.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carerota.model import Assignment, Policy, Rota, RotaProblem
    from carerota.score import Finding

    Slots = set[tuple[str, int]]

__all__ = ["legal_part"]

MOST_ROUNDS: Final = 12


def legal_part(
    problem: RotaProblem, rota: Rota, policy: Policy | None = None
) -> Rota | None:
    """Give a rota without the assignments that break hard rules.

    Of a worker's week that breaks a rule the last day is left out, then the one before;
    of a client's carers the one who comes least often. It is a rota to begin from and
    nothing else: what is left out the engines fill again.

    Parameters
    ----------
    problem
        The problem.
    rota
        A rota that names only what the problem has.
    policy
        What is hard; else as the problem says.

    Returns
    -------
    Rota | None
        ``None``: nothing legal came of it.
    """
    travel = travel_times(problem)
    for _ in range(MOST_ROUNDS):
        report = check(problem, rota, policy=policy, travel=travel, margins=False)
        broken = own_breaches(problem, report, policy=policy, travel=travel)
        if not broken:
            return rota
        gone = _guilty(problem, rota, broken)
        if not gone:
            return None
        made = tuple(a for a in rota.assignments if (a.visit, a.slot) not in gone)
        rota = rota.model_copy(update={"assignments": made})
    return None


def _guilty(problem: RotaProblem, rota: Rota, broken: Iterable[Finding]) -> Slots:
    """Choose what to leave out for each breach."""
    of_visit: dict[str, list[Assignment]] = {}
    for made in rota.assignments:
        of_visit.setdefault(made.visit, []).append(made)
    gone: Slots = set()
    for finding in broken:
        match finding.key.level:
            case Level.SLOT:
                gone.add((finding.key.id, finding.key.at))
            case Level.VISIT:
                gone |= _slots(of_visit.get(finding.key.id, ()))
            case Level.LINK:
                link = next(x for x in problem.links if x.id == finding.key.id)
                gone |= _slots(of_visit.get(link.second, ()))
            case Level.DAY | Level.WORKER:
                gone |= _of_worker(problem, rota, finding)
            case Level.CLIENT:
                gone |= _of_client(problem, rota, finding.key.id)
            case _:
                continue
    return gone


def _slots(made: Iterable[Assignment]) -> Slots:
    return {(a.visit, a.slot) for a in made}


def _of_worker(problem: RotaProblem, rota: Rota, finding: Finding) -> Slots:
    """Give the day that breaks a rule, or the worker's last day."""
    clock = problem.clock
    day_of = {v.id: clock.index_of(v.day) for v in problem.visits}
    own = [a for a in rota.assignments if a.worker == finding.key.id]
    if not own:
        return set()
    day = finding.key.at
    if finding.key.level is Level.WORKER:
        day = max(day_of[a.visit] for a in own)
    return _slots(a for a in own if day_of[a.visit] == day)


def _of_client(problem: RotaProblem, rota: Rota, client: str) -> Slots:
    """Give the visits of the carer who comes least often."""
    visits = {v.id for v in problem.visits if v.client == client}
    own = [a for a in rota.assignments if a.visit in visits]
    if not own:
        return set()
    often = Counter(a.worker for a in own)
    rarest = min(sorted(often), key=often.__getitem__)
    return _slots(a for a in own if a.worker == rarest)
