"""Proven lower bounds of the priced sum, for problems too large to prove whole."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from carerota.model import Levels

if TYPE_CHECKING:
    from carerota.rules.book import RuleBook

__all__ = ["SMALL", "can_bound", "carried"]

SMALL: Final = 60
"""Slots up to which ways remember visits, and the last thousandth is worth its time."""
NEEDED: Final = frozenset({"windows", "reach", "one_place"})
"""Rules that must be hard for a worker's day to be a way through it."""


def can_bound(book: RuleBook) -> bool:
    """Tell whether days can be bounded: what makes them ways must be hard.

    In a flat policy a slot left out has a price of its own, which is not looked at.
    """
    hard = {b.name for b in book if b.hard}
    return hard >= NEEDED and book.policy.levels is Levels.STRICT


def carried(bound: int, of: RuleBook, to: RuleBook) -> int:
    """Give what a bound of the priced sum at some prices proves at others.

    Amounts are never negative. So what is proven at some prices is proven at any prices
    that are nowhere lower; and if those are everywhere at least so many times as high,
    so many times as much is.

    Parameters
    ----------
    bound
        What is proven.
    of, to
        The policies with the prices of the bound, and with the others; they have the
        same rules hard, and priced rules count the same in both.

    Returns
    -------
    int
        Nought, where it proves nothing: something it counts has no price there.
    """
    least: Fraction | None = None
    for one in of:
        if not one.priced or not one.weight:
            continue
        if one.name not in to or not to[one.name].priced:
            return 0
        times = Fraction(to[one.name].weight, one.weight)
        least = times if least is None else min(least, times)
    return 0 if least is None or bound <= 0 else int(bound * least)
