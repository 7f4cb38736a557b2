"""Rules of law, safety and physics that a policy switches off or puts a price on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.errors import Issue
from carerota.model import Mode
from carerota.policies import load
from carerota.rules.book import RULES

if TYPE_CHECKING:
    from carerota.model import Policy

__all__ = ["policy_warnings"]


def policy_warnings(policy: Policy) -> list[Issue]:
    """Warn of each rule that is not for a vote and not hard in a policy.

    Returns
    -------
    list of Issue
        Warnings, in the order of the rules; rules that the library itself prices, such
        as ``cover``, are left out.
    """
    default = load().rules
    found = []
    for name, rule in RULES.items():
        line = policy.rules.get(name)
        mode = Mode.OFF if line is None else line.mode
        if rule.votable or mode is Mode.HARD or default[name].mode is not Mode.HARD:
            continue
        text = mode.value if line is not None else "nothing, which means off"
        found.append(
            Issue(
                f"policy.rules.{name}.mode",
                text,
                "hard: it is law, safety or physics, and not for a vote",
                "such a rota may be against the law or beyond anybody's power",
                "rule-not-votable",
                warning=True,
            )
        )
    return found
