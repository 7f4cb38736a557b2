"""Breaches that are a rota's own: what history alone breaks is not held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.model import Rota
from carerota.score.checker import check

if TYPE_CHECKING:
    from carerota.model import Policy, RotaProblem
    from carerota.score.report import Finding, ScoreReport
    from carerota.travel import TravelTimes

__all__ = ["own_breaches"]


def own_breaches(
    problem: RotaProblem,
    report: ScoreReport,
    *,
    policy: Policy | None = None,
    travel: TravelTimes | None = None,
) -> tuple[Finding, ...]:
    """Give the breaches of hard rules that a rota without any visit does not have.

    A worker whose hours are used up before the horizon breaks a rule whatever the rota
    says; only what comes on top of it is a fault of the rota.

    Parameters
    ----------
    problem, policy, travel
        As they were given to :func:`carerota.score.check`.
    report
        What it said of the rota.
    """
    if not report.findings:
        return ()
    nothing = check(problem, Rota(), policy=policy, travel=travel, margins=False)
    excused = {(f.rule, f.key): f.amount for f in nothing.findings}
    return tuple(
        finding
        for finding in report.findings
        if finding.amount > excused.get((finding.rule, finding.key), 0)
    )
