"""What the checker says of a rota."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carerota.errors import Issue
    from carerota.model import Mode
    from carerota.rules.base import Amounts, Key, Unit

__all__ = ["Finding", "RuleScore", "ScoreReport"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One amount of one rule, said in a sentence."""

    rule: str
    key: Key
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule over the whole rota."""

    name: str
    title: str
    mode: Mode
    unit: Unit
    price: float
    amounts: Amounts
    points: float
    """What it adds to the priced sum; nought for a hard rule."""
    margins: tuple[str, ...] = ()
    """How near the rota comes to the rule's limit."""

    @property
    def amount(self) -> int:
        """The sum of the amounts."""
        return sum(self.amounts.values())


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What the checker says of a rota.

    ``levels`` compares rotas: hard breaches, then uncovered slots by priority, then
    the priced sum in the whole currency; less is better at the first difference.
    """

    rules: tuple[RuleScore, ...]
    uncovered: dict[str, int]
    """Slots that nobody makes, by priority."""
    cost: int
    """The priced sum in the whole currency of the objective."""
    point: int
    """How much of it makes one point, a minute of a member's travel."""
    policy_hash: str
    levels: tuple[int, ...]
    faults: tuple[Issue, ...] = ()
    """What makes the rota unreadable against the problem; the rest is then empty."""
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    """One line a breach of a hard rule."""

    @property
    def points(self) -> float:
        """The priced sum in points."""
        return self.cost / self.point

    @property
    def breaches(self) -> int:
        """How many keys of hard rules have an amount."""
        return sum(len(r.amounts) for r in self.rules if r.mode == "hard")

    @property
    def legal(self) -> bool:
        """Whether every hard rule is kept."""
        return not self.breaches and not self.faults

    @property
    def covered(self) -> bool:
        """Whether every slot that is not optional is covered."""
        missing = any(n for p, n in self.uncovered.items() if p != "optional")
        return not missing and not self.faults

    def __getitem__(self, name: str) -> RuleScore:
        return next(r for r in self.rules if r.name == name)

    def __contains__(self, name: object) -> bool:
        return any(r.name == name for r in self.rules)
