"""What a model minimises: cover level by level, then the priced sum.

In a policy with strict levels an uncovered critical slot outweighs any number of
essential ones, those any number of flexible ones, and those every price; leaving out
an optional visit has the price of the rule ``cover``. In a flat policy cover is priced
like everything else. Levels become one weighted sum where the exact weights fit into
the solver's whole numbers, else they are minimised one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, Final, NamedTuple

from ortools.sat.python.cp_model import LinearExpr

from carerota.compiled.problem import PRIORITIES
from carerota.model import Levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carerota.engines.cpsat.encoder import RotaModel
    from carerota.rules.encoder import Expr

__all__ = ["Cost", "Weighing", "levels", "weigh"]

LARGEST: Final = 2**60
"""The solver counts in 64 bits and adds a little of its own."""
OPTIONAL: Final = PRIORITIES.index("optional")


class Cost(NamedTuple):
    """What a rota costs; compared from left to right."""

    critical: int
    """Critical slots that nobody makes; nought in a flat policy, as the next two."""
    essential: int
    flexible: int
    priced: int
    """In the whole currency of the rule book."""


def levels(model: RotaModel) -> tuple[Expr, Expr, Expr, Expr]:
    """Give the levels as expressions, in the order of :class:`Cost`."""
    c = model.compiled
    flat = model.book.policy.levels is Levels.FLAT
    uncovered: list[list[Expr]] = [[], [], []]
    priced: list[Expr] = []
    price = model.book["cover"].weight if "cover" in model.book else 0
    for s in range(c.n_slots):
        priority = int(c.visit_priority[c.slot_visit[s]])
        missing = 1 - model.covered(s)
        if flat or priority == OPTIONAL:
            priced.append(price * missing)
        else:
            uncovered[priority].append(missing)
    for bound in model.book:
        if bound.priced and bound.weight and bound.name != "cover":
            priced += [bound.weight * e for e in model.amounts(bound).values()]
    critical, essential, flexible = (sum(terms) for terms in uncovered)
    return critical, essential, flexible, sum(priced)


@dataclass(frozen=True, slots=True)
class Weighing:
    """Levels as one sum: each has a weight, counted in steps from a lower bound."""

    lows: tuple[int, ...]
    steps: tuple[int, ...]
    weights: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether the solver can count so far."""
        return self.weights[0] < LARGEST

    def cost(self, total: int) -> Cost:
        """Give the levels that make a total; of a bound, the bound of the levels."""
        found = []
        for low, step, weight in zip(
            self.lows, self.steps, self.weights[1:], strict=True
        ):
            times, total = divmod(total, weight)
            found.append(low + step * times)
        return Cost(*found)


def weigh(model: RotaModel, exprs: Sequence[Expr]) -> Weighing:
    """Find the least weights under which no level is ever traded for another."""
    lows, steps, weights = [], [], [1]
    for expr in reversed(exprs):
        terms, _ = model.flat(expr)
        low, high = model.bounds(expr)
        # a level whose values lie so far apart is counted in steps of that size
        step = gcd(*(k for _, k in terms)) or 1
        lows.append(low)
        steps.append(step)
        weights.append(weights[-1] * ((high - low) // step + 1))
    return Weighing(tuple(lows[::-1]), tuple(steps[::-1]), tuple(weights[::-1]))


def total(model: RotaModel, exprs: Sequence[Expr], weighing: Weighing) -> Expr:
    """Give the weighted sum of levels, so that its value is :meth:`Weighing.cost`'s."""
    coefficients: dict[int, int] = {}
    constant = 0
    for expr, low, step, weight in zip(
        exprs, weighing.lows, weighing.steps, weighing.weights[1:], strict=True
    ):
        terms, offset = model.flat(expr)
        constant += weight * ((offset - low) // step)
        for i, k in terms:
            coefficients[i] = coefficients.get(i, 0) + weight * (k // step)
    return (
        LinearExpr.weighted_sum(
            [model.variables[i] for i in coefficients], list(coefficients.values())
        )
        + constant
    )
