"""Have the kernel compiled before any clock runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.engines.search.chain import Chain

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

__all__ = ["compile_kernel"]


def compile_kernel(compiled: Compiled, book: RuleBook) -> None:
    """Call each compiled entry once, on a chain of its own that is then dropped."""
    chain = Chain(compiled, book)
    chain.anneal(1, 1.0, 0.5)
    chain.return_to_best()
