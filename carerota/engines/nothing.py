"""What a solve gives that ends before any engine has begun."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carerota.engines.base import Incumbent

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.rules.book import RuleBook

__all__ = ["nothing_done"]


def nothing_done(
    compiled: Compiled, book: RuleBook, start: RotaArrays | None
) -> Incumbent:
    """Give the rota to begin from, or the empty one, judged by the checker."""
    from carerota.compiled.rota import RotaArrays, to_rota
    from carerota.score import check

    c = compiled

    def judged(arrays: RotaArrays) -> Incumbent:
        rota = to_rota(c, arrays)
        report = check(c.problem, rota, policy=book.policy, travel=c.travel)
        return Incumbent(arrays, tuple(report.levels))

    empty = judged(RotaArrays.empty(c.n_slots))
    best = empty
    if start is not None:
        best = min(empty, judged(start), key=lambda x: x.levels)
    floor = empty.levels[0]
    return replace(best, levels=(best.levels[0] - floor, *best.levels[1:]))
