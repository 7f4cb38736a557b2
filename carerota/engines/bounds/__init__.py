"""Proven lower bounds of the priced sum, for problems too large to prove whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.model import Levels

if TYPE_CHECKING:
    from carerota.rules.book import RuleBook

__all__ = ["can_bound"]

NEEDED: Final = frozenset({"windows", "reach", "one_place"})
"""Rules that must be hard for a worker's day to be a way through it."""


def can_bound(book: RuleBook) -> bool:
    """Tell whether days can be bounded: what makes them ways must be hard.

    In a flat policy a slot left out has a price of its own, which is not looked at.
    """
    hard = {b.name for b in book if b.hard}
    return hard >= NEEDED and book.policy.levels is Levels.STRICT
