"""What is proven at the prices that a trade-off tries.

A solve of a small problem proves something itself. Of a larger one every price gets a
bound by workers' days, all of them from one series beside the solves; and whatever is
proven at some prices holds at any that are nowhere lower.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from carerota.compiled.build import compile_problem
from carerota.engines.bounds import SMALL, carried
from carerota.engines.bounds.beside import bounds_of_each, series_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from carerota.engines.bounds.series import BoundSeries
    from carerota.engines.portfolio import Choice
    from carerota.model import RotaProblem
    from carerota.rules.book import RuleBook

__all__ = ["Proven"]


class Proven:
    """Lower bounds of the priced sum at several prices.

    Parameters
    ----------
    problem
        With its packages expanded.
    books
        Policies that differ in their prices only, in the order in which they are tried.
    engine
        Who solves.
    """

    def __init__(
        self, problem: RotaProblem, books: Sequence[RuleBook], engine: Choice
    ) -> None:
        self._compiled = compile_problem(problem)
        self._books = books
        self._told: list[tuple[RuleBook, tuple[int, ...], int]] = []
        self._series: BoundSeries | None = None
        self.by_solves = self._compiled.n_slots <= SMALL and engine != "search"
        """Whether each solve tries a proof itself, so that there is no series."""

    @contextmanager
    def beside(self, seconds: float | None, threads: int | None) -> Iterator[None]:
        """Look for bounds beside what is done within; without a clock do nothing."""
        if seconds is None or self.by_solves:
            yield
            return
        terms = (seconds, threads or os.cpu_count() or 1)
        with series_beside(self._compiled, self._books, *terms) as self._series:
            yield

    def by_rounds(self, over: Callable[[], bool]) -> None:
        """Look for bounds without a clock: the same each time."""
        if self.by_solves:
            return
        self._series = bounds_of_each(self._compiled, self._books)
        if self._series is not None:
            self._series.run_by_rounds(over)

    def learn(self, book: RuleBook, levels: Sequence[int], points: float) -> None:
        """Take in what a solve proved of rotas that cover as much as its own."""
        self._told.append((book, _cover(levels), round(points * book.point)))

    def at(self, book: RuleBook, levels: Sequence[int]) -> int | None:
        """Give the best that is proven at some prices of rotas that cover so much."""
        proven = [
            carried(bound, of, book)
            for of, cover, bound in self._told
            if cover == _cover(levels)
        ]
        if self._series is not None:
            proven.append(self._series.at(book, tuple(levels)) or 0)
        return max((x for x in proven if x > 0), default=None)


def _cover(levels: Sequence[int]) -> tuple[int, ...]:
    """Give the uncovered slots by priority: a bound is proven for these."""
    return tuple(levels[1:-1])
