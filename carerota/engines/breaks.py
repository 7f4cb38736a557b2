"""How long breaks are that rules ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

__all__ = ["break_lengths"]

ASKING: Final = ("rest_break", "lunch_break")


def break_lengths(book: RuleBook, compiled: Compiled) -> list[int]:
    """Give the lengths of breaks that rules of a policy ask for, in ticks, rising."""
    tpm = compiled.problem.ticks_per_minute
    asking = [rule for rule in ASKING if rule in book]
    return sorted({minutes_to_ticks(book.param(r, "minutes"), tpm) for r in asking})
