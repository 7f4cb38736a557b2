"""What is broken before anybody does anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.model import Rota
from carerota.rules.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carerota.compiled.problem import Compiled
    from carerota.rules.base import Key, Rule

__all__ = ["broken_by_nobody"]


def broken_by_nobody(compiled: Compiled, rule: Rule) -> Mapping[Key, int]:
    """Give the amounts of a rule in a rota without any visit, by history alone.

    The least that a model's expression may come to can be below them: it is worked out
    from the bounds of its parts. They are worked out once for a problem.
    """
    key = ("broken by nobody", rule)
    if key not in compiled.memo:
        reading = compiled.memo.get("nobody")
        if reading is None:
            reading = Reading(compiled.problem, Rota(), compiled.travel)
            compiled.memo["nobody"] = reading
        compiled.memo[key] = rule.measure(reading)
    found: Mapping[Key, int] = compiled.memo[key]
    return found
