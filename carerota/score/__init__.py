"""The checker: judges any rota, a hand-made one too; shares nothing with engines."""

from carerota.score.checker import check
from carerota.score.report import Finding, RuleScore, ScoreReport

__all__ = ["Finding", "RuleScore", "ScoreReport", "check"]
