"""What a change of a rota changes: every rule's amount, by rule and key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerota.compiled.problem import PRIORITIES
from carerota.model import Levels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carerota.rules.base import Key
    from carerota.rules.book import RuleBook

__all__ = ["AmountChange", "Changes", "changes_between"]


@dataclass(frozen=True, slots=True)
class AmountChange:
    """One rule's amount at one key, before and after, in the rule's whole unit."""

    rule: str
    key: Key
    before: int
    after: int

    @property
    def amount(self) -> int:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Changes:
    """What a changed rota changes against the one it was made from.

    The checker finds the same: its amounts, priced sum and uncovered slots of the
    changed rota less those of the given one.
    """

    rows: tuple[AmountChange, ...]
    """In the order of the rules; what stays the same is left out."""
    cost: int
    """Change of the priced sum, in the whole currency of the objective."""
    point: int
    """How much of it makes one point."""
    uncovered: dict[str, int]
    """Change of the uncovered slots, by priority."""
    broken: tuple[AmountChange, ...]
    """The rows of hard rules that are broken, or broken by more than before."""
    mended: tuple[AmountChange, ...]
    """The rows of hard rules that are broken by less than before, or no longer."""
    strict: bool = True
    """Whether cover stands above the prices."""

    @property
    def points(self) -> float:
        """Change of the priced sum in points; more is worse."""
        return self.cost / self.point

    @property
    def legal(self) -> bool:
        """Whether no hard rule is broken that was not, or by more than before."""
        return not self.broken

    @property
    def order(self) -> tuple[int, ...]:
        """What changes are compared by: less is better at the first difference.

        Rules newly broken, then uncovered slots by priority, then the priced sum.
        """
        missed = [self.uncovered[p] if self.strict else 0 for p in PRIORITIES[:-1]]
        return (len(self.broken), *missed, self.cost)


def changes_between(
    book: RuleBook,
    before: Mapping[tuple[str, Key], int],
    after: Mapping[tuple[str, Key], int],
    uncovered: Mapping[str, int],
) -> Changes:
    """Compare amounts by rule and key; a key that is missing has amount nought.

    Parameters
    ----------
    book
        The policy.
    before, after
        The amounts of all rules that are on, at least wherever they differ.
    uncovered
        Change of the uncovered slots, by priority.
    """
    index = {bound.name: i for i, bound in enumerate(book)}
    rows = sorted(
        (
            AmountChange(*where, before.get(where, 0), after.get(where, 0))
            for where in {**before, **after}
            if before.get(where, 0) != after.get(where, 0)
        ),
        key=lambda row: (index[row.rule], row.key.level.value, row.key.id, row.key.at),
    )
    bound = {b.name: b for b in book}
    strict = book.policy.levels is Levels.STRICT
    cost = sum(
        bound[row.rule].weight * row.amount
        for row in rows
        if row.rule != "cover" and bound[row.rule].priced
    )
    if "cover" in bound and bound["cover"].priced:
        priced = uncovered["optional"] if strict else sum(uncovered.values())
        cost += priced * bound["cover"].weight
    hard = [row for row in rows if bound[row.rule].hard]
    return Changes(
        rows=tuple(rows),
        cost=cost,
        point=book.point,
        uncovered=dict(uncovered),
        broken=tuple(row for row in hard if row.amount > 0),
        mended=tuple(row for row in hard if row.amount < 0),
        strict=strict,
    )
