"""Exact arithmetic on expressions of the solver.

Every method gives an expression that *equals* what it names, in both directions, for
every value of its arguments. Whatever is a whole number stays one: bounds of variables
are tracked, and what they decide is folded away before the solver sees it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import FlatIntExpr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from carerota.rules.encoder import Expr, Literal

    Interval = tuple[int, int]
    Values = Sequence[int]
    Derive = Callable[[Values], int]

__all__ = ["Algebra", "Flat", "worth"]

Flat = tuple[tuple[tuple[int, int], ...], int]
"""A linear expression: pairs of variable and coefficient in order, and a constant."""

WHOLE = (int, np.integer)


def worth(flat: Flat, values: Values) -> int:
    """Give the value of an expression, given those of all variables."""
    terms, constant = flat
    return sum(k * values[i] for i, k in terms) + constant


class Algebra:
    """A constraint programme, its variables with their bounds, and exact arithmetic.

    Variables are decisions or derived; a derived one knows how its value follows from
    variables made before it, so that a hint for the decisions is completed for all.
    """

    def __init__(self) -> None:
        self.model = cp_model.CpModel()
        self.variables: list[cp_model.IntVar] = []
        self._bounds: list[Interval] = []
        self._derived: dict[int, Derive] = {}
        self._known: dict[Any, Expr] = {}

    # ── variables ─────────────────────────────────────────────────────────
    def number(self, low: int, high: int, derive: Derive | None = None) -> Expr:
        """Make a whole number between two bounds; the number itself if they meet."""
        if low == high:
            return low
        return self._keep(self.model.new_int_var(low, high, ""), low, high, derive)

    def number_in(self, intervals: Sequence[Interval]) -> Expr:
        """Make a whole number that lies in one of some intervals, in order."""
        low, high = intervals[0][0], intervals[-1][1]
        if low == high:
            return low
        domain = cp_model.Domain.from_intervals([list(i) for i in intervals])
        made = self.model.new_int_var_from_domain(domain, "")
        return self._keep(made, low, high, None)

    def flag(self, derive: Derive | None = None) -> Any:
        """Make a Boolean variable."""
        return self._keep(self.model.new_bool_var(""), 0, 1, derive)

    def _keep(
        self, made: cp_model.IntVar, low: int, high: int, derive: Derive | None
    ) -> cp_model.IntVar:
        for i in range(len(self.variables), made.index):
            # the model makes variables of its own for constants
            constant = self.model.get_int_var_from_proto_index(i)
            self.variables.append(constant)
            value = constant.domain.min()
            self._bounds.append((value, value))
        self.variables.append(made)
        self._bounds.append((low, high))
        if derive is not None:
            self._derived[made.index] = derive
        return made

    def complete(self, decisions: dict[int, int]) -> list[int]:
        """Give the values of all variables that follow from those of the decisions.

        A decision that is not given is at its lower bound.
        """
        values = [low for low, _ in self._bounds]
        for i in range(len(values)):
            derive = self._derived.get(i)
            values[i] = derive(values) if derive else decisions.get(i, values[i])
        return values

    # ── reading expressions ───────────────────────────────────────────────
    @staticmethod
    def flat(expr: Expr) -> Flat:
        """Give an expression in its plain form."""
        if isinstance(expr, WHOLE):
            return (), int(expr)
        if isinstance(expr, cp_model.IntVar):
            return ((expr.index, 1),), 0
        parts = FlatIntExpr(expr)
        terms = sorted(
            (v.index, int(k)) for v, k in zip(parts.vars, parts.coeffs, strict=True)
        )
        return tuple((i, k) for i, k in terms if k), int(parts.offset)

    def bounds(self, expr: Expr) -> Interval:
        """Give bounds of an expression."""
        return self._bounds_of(self.flat(expr))

    def _bounds_of(self, flat: Flat) -> Interval:
        terms, low = flat
        high = low
        for i, k in terms:
            a, b = self._bounds[i]
            low += k * (a if k > 0 else b)
            high += k * (b if k > 0 else a)
        return low, high

    def folded(self, expr: Expr) -> Expr:
        """Give the whole number that an expression is, if it is one."""
        flat = self.flat(expr)
        low, high = self._bounds_of(flat)
        return low if low == high else expr

    # ── constraints ───────────────────────────────────────────────────────
    def require(self, expr: Expr, least: int, literal: Literal = 1) -> None:
        """Ask for ``expr >= least``, where a literal holds."""
        low, high = self.bounds(expr)
        if low >= least or (isinstance(literal, WHOLE) and not literal):
            return
        if high < least and isinstance(literal, WHOLE):
            self.model.add_bool_or([])  # nothing can make it true
        elif high < least:
            self.model.add_bool_or([literal.negated()])
        elif isinstance(literal, WHOLE):
            self.model.add(expr >= least)
        else:
            self.model.add(expr >= least).only_enforce_if(literal)

    def equal(self, one: Expr, other: Expr, literal: Literal) -> None:
        """Ask for two expressions to be equal, where a literal holds."""
        self.require(one - other, 0, literal)
        self.require(other - one, 0, literal)

    # ── literals ──────────────────────────────────────────────────────────
    @staticmethod
    def negated(literal: Literal) -> Literal:
        """Tell that the literal does not hold."""
        return 1 - literal if isinstance(literal, WHOLE) else literal.negated()

    def both(self, *literals: Literal) -> Literal:
        """All of the literals hold."""
        open_ = {x.index: x for x in literals if not isinstance(x, WHOLE)}
        if any(isinstance(x, WHOLE) and not x for x in literals):
            return 0
        if any(-i - 1 in open_ for i in open_):
            return 0
        if len(open_) <= 1:
            return next(iter(open_.values()), 1)
        key = ("both", tuple(sorted(open_)))
        if key not in self._known:
            flats = [self.flat(x) for x in open_.values()]
            made = self.flag(lambda v: int(all(worth(f, v) for f in flats)))
            self.model.add_bool_and(list(open_.values())).only_enforce_if(made)
            self.model.add_bool_or([*(x.negated() for x in open_.values()), made])
            self._known[key] = made
        return self._known[key]

    def either(self, *literals: Literal) -> Literal:
        """At least one of the literals holds."""
        return self.negated(self.both(*(self.negated(x) for x in literals)))

    def one_of(self, literals: Iterable[Literal]) -> Literal:
        """One of some literals holds, of which no two can hold together."""
        open_: list[Any] = [x for x in literals if not isinstance(x, WHOLE) or x]
        if any(isinstance(x, WHOLE) for x in open_):
            return 1
        if len(open_) <= 1:
            return open_[0] if open_ else 0
        key = ("one of", tuple(sorted(x.index for x in open_)))
        if key not in self._known:
            flats = [self.flat(x) for x in open_]
            made = self.flag(lambda v: int(any(worth(f, v) for f in flats)))
            self.model.add(sum(open_) == made)
            self._known[key] = made
        return self._known[key]

    def at_least(self, expr: Expr, bound: int) -> Literal:
        """``expr >= bound``, as a literal that is true exactly then."""
        flat = self.flat(expr)
        low, high = self._bounds_of(flat)
        if low >= bound or high < bound:
            return int(low >= bound)
        (i, k), *more = flat[0]
        if not more and self._bounds[i] == (0, 1):
            variable = self.variables[i]
            return variable if k > 0 else variable.negated()
        key = ("at least", flat[0], bound - flat[1])
        if key not in self._known:
            made = self.flag(lambda v: int(worth(flat, v) >= bound))
            self.model.add(expr >= bound).only_enforce_if(made)
            self.model.add(expr <= bound - 1).only_enforce_if(made.negated())
            self._known[key] = made
        return self._known[key]

    # ── numbers ───────────────────────────────────────────────────────────
    def positive(self, expr: Expr) -> Expr:
        """``max(0, expr)``."""
        return self.largest((expr, 0))

    def largest(self, exprs: Iterable[Expr]) -> Expr:
        """Give the largest of some expressions; 0 of none."""
        by_flat = {self.flat(e): e for e in exprs}
        if not by_flat:
            return 0
        bounds = {flat: self._bounds_of(flat) for flat in by_flat}
        best = max(bounds, key=lambda f: bounds[f])
        least = bounds[best][0]
        # what can never pass the best one's lower bound cannot be the largest
        flats = [f for f in by_flat if f == best or bounds[f][1] > least]
        if len(flats) == 1:
            return self.folded(by_flat[best])
        key = ("largest", tuple(sorted(flats)))
        if key not in self._known:
            most = max(bounds[f][1] for f in flats)
            made = self.number(least, most, lambda v: max(worth(f, v) for f in flats))
            self.model.add_max_equality(made, [by_flat[f] for f in flats])
            self._known[key] = made
        return self._known[key]

    def smallest(self, exprs: Iterable[Expr]) -> Expr:
        """Give the smallest of some expressions; 0 of none."""
        return -self.largest([-e for e in exprs])

    def absolute(self, expr: Expr) -> Expr:
        """``abs(expr)``."""
        return self.largest((expr, -expr))

    def when(self, literal: Literal, expr: Expr) -> Expr:
        """``expr`` where the literal holds, else 0."""
        if isinstance(literal, WHOLE):
            return self.folded(expr) if literal else 0
        flat = self.flat(expr)
        low, high = self._bounds_of(flat)
        if low == high:
            return low * literal if low else 0
        key = ("when", literal.index, flat)
        if key not in self._known:
            holds = self.flat(literal)
            made = self.number(
                min(0, low),
                max(0, high),
                lambda v: worth(flat, v) if worth(holds, v) else 0,
            )
            self.model.add(made == expr).only_enforce_if(literal)
            self.model.add(made == 0).only_enforce_if(literal.negated())
            # the same for fractions of the literal: the solver's bounds live on it
            if low:
                self.model.add(made >= low * literal)
            self.model.add(made <= high * literal)
            self.model.add(made >= expr - high + high * literal)
            self._known[key] = made
        return self._known[key]

    def pick(
        self,
        cases: Sequence[tuple[Literal, Expr]],
        *,
        otherwise: tuple[Literal, Expr] | None = None,
        low: int | None = None,
    ) -> Expr:
        """Give the expression whose literal holds; at most one of them does.

        ``otherwise`` is the literal that none of the cases holds, and the value then;
        without it the value is then any that a case could have, 0 of none. ``low`` is
        a lower bound that is known to hold.
        """
        every = [*cases, otherwise] if otherwise else list(cases)
        every = [(x, e) for x, e in every if not isinstance(x, WHOLE) or x]
        sure = [e for x, e in every if isinstance(x, WHOLE)]
        if sure or len(every) <= 1:
            return self.folded(sure[0] if sure else every[0][1]) if every else 0
        flats = [(self.flat(x), self.flat(e)) for x, e in every]
        bounds = [self._bounds_of(e) for _, e in flats]
        least = min(b for b, _ in bounds)
        least = least if low is None else max(least, low)
        most = max(least, *(b for _, b in bounds))

        def value(values: Values) -> int:
            return next((worth(e, values) for x, e in flats if worth(x, values)), least)

        made = self.number(least, most, value)
        for literal, expr in every:
            self.model.add(made == expr).only_enforce_if(literal)
        # the same for fractions of the literals: the solver's bounds live on it
        rises = [(x, b - least) for (x, _), (b, _) in zip(every, bounds, strict=True)]
        if any(rise > 0 for _, rise in rises):
            self.model.add(made >= least + sum(k * x for x, k in rises if k > 0))
        return made

    def overlap(self, start: Expr, end: Expr, low: int, high: int) -> Expr:
        """Ticks that [start, end] shares with the fixed stretch [low, high]."""
        until, since = self.smallest((end, high)), self.largest((start, low))
        return self.positive(until - since)

    def outside(self, start: Expr, stretches: Iterable[tuple[int, int]]) -> Expr:
        """Ticks from a moment to the nearest of some fixed stretches; 0 inside."""
        return self.smallest(
            [self.largest((0, a - start, start - b)) for a, b in stretches]
        )

    def divided(self, expr: Expr, by: int) -> Expr:
        """``expr // by``, rounded down."""
        flat = self.flat(expr)
        low, high = self._bounds_of(flat)
        if low // by == high // by:
            return low // by
        key = ("divided", flat, by)
        if key not in self._known:
            made = self.number(low // by, high // by, lambda v: worth(flat, v) // by)
            # linear, and rounds down on both sides of nought
            self.model.add(by * made <= expr)
            self.model.add(by * made >= expr - (by - 1))
            self._known[key] = made
        return self._known[key]

    def square(self, expr: Expr) -> Expr:
        """``expr * expr`` of a small expression."""
        flat = self.flat(expr)
        low, high = self._bounds_of(flat)
        if low == high:
            return low * low
        if (low, high) == (0, 1):
            return expr
        key = ("square", flat)
        if key not in self._known:
            # the solver multiplies variables, not sums
            side = self.number(low, high, lambda v: worth(flat, v))
            self.model.add(side == expr)
            ends = (low * low, high * high)
            least = 0 if low < 0 < high else min(ends)
            made = self.number(least, max(ends), lambda v: worth(flat, v) ** 2)
            self.model.add_multiplication_equality(made, [side, side])
            self._known[key] = made
        return self._known[key]

    def stepped(self, moment: Expr, steps: Sequence[tuple[int, int]]) -> Expr:
        """Give the value in force at a moment.

        ``steps`` are moments, ascending, each with the value from then on; the first
        holds before its moment too.
        """
        total: Expr = steps[0][1]
        for (_, before), (since, value) in pairwise(steps):
            if value != before:
                total = total + (value - before) * self.at_least(moment, since)
        return self.folded(total)
