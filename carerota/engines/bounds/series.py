"""Bounds of one problem at several prices, each begun from what others have shown.

What a slot is worth beyond its cheapest step is much the same at other prices: one look
at it proves most of what a climb of its own would.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from carerota.engines.bounds import SMALL, carried
from carerota.engines.bounds.whole import WholeBound

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

__all__ = ["BoundSeries"]

FIRST: Final = 4.0
"""Shares of the time for the first prices: the others begin from what it shows."""
ROUNDS: Final = 8
"""Rounds for each of the others where there is no clock."""
SMALL_ROUNDS: Final = 60
"""The same of small problems, which begin anew each time."""


class BoundSeries:
    """Bounds the priced sum at several prices, one after the other.

    Parameters
    ----------
    compiled
        The problem.
    books
        Policies that differ in their prices, if
        :func:`carerota.engines.bounds.can_bound`.
    """

    def __init__(self, compiled: Compiled, books: Sequence[RuleBook]) -> None:
        self._c = compiled
        self._books = tuple(books)
        self._found: list[tuple[RuleBook, WholeBound]] = []

    def run(self, over: Callable[[float], bool], rounds: int | None = None) -> None:
        """Look for the bounds, or improve them, as :meth:`WholeBound.run` does."""
        known: Mapping[int, Mapping[Hashable, float]] = {}
        shares = FIRST + len(self._books) - 1
        since = 0.0
        for i, book in enumerate(self._books):
            if over(1.0):
                return
            until = since + (1.0 if i else FIRST)

            def passed(share: float, a: float = since, b: float = until) -> bool:
                return over((a + share * (b - a)) / shares)

            bound = WholeBound(self._c, book, known=known)
            self._found.append((book, bound))
            most = rounds if rounds is None or i else int(FIRST * rounds)
            bound.run(passed, most, ended=partial(over, 1.0))
            known, since = bound.known, until

    def run_by_rounds(self, over: Callable[[], bool]) -> None:
        """Look for the bounds without a clock: the same each time."""
        small = self._c.n_slots <= SMALL
        self.run(lambda _: over(), SMALL_ROUNDS if small else ROUNDS)

    def at(self, book: RuleBook, levels: tuple[int, ...]) -> int | None:
        """Give the best that is proven at some prices of rotas that cover so much.

        Parameters
        ----------
        book
            The policy with these prices.
        levels
            As in :meth:`WholeBound.at`.
        """
        proven = [
            carried(bound, of, book)
            for of, whole in self._found
            if (bound := whole.at(levels)) is not None
        ]
        return max((x for x in proven if x > 0), default=None)
