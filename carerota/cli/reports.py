"""What the checker says, as plain data for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.cli.guard import issue_data

if TYPE_CHECKING:
    from carerota.model import Policy
    from carerota.score import Finding, RuleScore, ScoreReport

__all__ = ["points_of", "policy_data", "report_data"]


def points_of(score: RuleScore, report: ScoreReport) -> float:
    """Give what a rule adds to the priced sum.

    Cover is the rule of which only a part may be priced: where it has levels, only
    optional visits are.
    """
    if score.name != "cover":
        return score.points
    others = sum(s.points for s in report.rules if s.name != "cover")
    return max(0.0, round(report.points - others, 6))


def policy_data(policy: Policy) -> dict[str, str]:
    """Name a policy."""
    return {"name": policy.name, "version": policy.version, "hash": policy.hash}


def report_data(report: ScoreReport) -> dict[str, Any]:
    """Give a score report as plain data.

    Amounts are whole: of the unit ``minutes`` in ticks of the problem, of
    ``kilometres`` in metres.
    """
    return {
        "legal": report.legal,
        "covered": report.covered,
        "uncovered": dict(report.uncovered),
        "points": report.points,
        "breaches": [_finding(finding) for finding in report.findings],
        "rules": [_rule(score, report) for score in report.rules],
        "faults": [issue_data(issue) for issue in report.faults],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.key.level.value,
        "id": finding.key.id,
        "at": finding.key.at,
        "amount": int(finding.amount),
        "text": finding.text,
    }


def _rule(score: RuleScore, report: ScoreReport) -> dict[str, Any]:
    return {
        "name": score.name,
        "title": score.title,
        "mode": score.mode.value,
        "unit": score.unit.value,
        "price": score.price,
        "amount": int(score.amount),
        "points": float(points_of(score, report)),
        "margins": list(score.margins),
    }
