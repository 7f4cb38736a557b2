"""The language in which rules write constraint programmes.

Rules import no solver: they are handed an :class:`Encoder` and do arithmetic on the
expressions it gives. Some parts of a rota may be frozen (a neighbourhood): then an
expression is simply a whole number, and the same code serves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carerota.compiled.problem import Compiled

__all__ = ["Arc", "Encoder", "Expr", "Literal"]

Expr = Any
"""A linear expression of the solver, or a whole number."""
Literal = Any
"""A Boolean variable of the solver, or 0 or 1."""


@dataclass(frozen=True, slots=True)
class Arc:
    """Two things that may follow each other on a worker's day.

    ``before`` and ``after`` are slots; -1 stands for home. ``leg`` is ticks of travel
    and access (both legs where the worker goes home between), ``metres`` likewise.
    """

    before: int
    after: int
    at_home: bool
    literal: Literal
    leg: Expr
    metres: int


class Encoder(Protocol):
    """What an encoding rule may ask for. Indices are those of :class:`Compiled`.

    ``w`` is a worker, ``d`` a day, ``s`` a slot, ``v`` a visit, ``c`` a client.
    """

    @property
    def compiled(self) -> Compiled:
        """The compiled problem."""

    # ── who and when ──────────────────────────────────────────────────────
    def does(self, s: int, w: int) -> Literal:
        """Worker w makes slot s."""

    def covered(self, s: int) -> Literal:
        """Somebody makes slot s."""

    def start(self, s: int) -> Expr:
        """Start of slot s in ticks (free to be anything when not covered)."""

    def candidates(self, s: int) -> Iterable[int]:
        """Give the workers that may make slot s in this model."""

    def slots_on(self, w: int, d: int) -> Iterable[int]:
        """Give the slots that worker w may make on day d in this model."""

    # ── a worker's day ────────────────────────────────────────────────────
    def arcs(self, w: int, d: int) -> Iterable[Arc]:
        """Give what may follow what on a day; a frozen day has constant arcs."""

    def works(self, w: int, d: int) -> Literal:
        """Tell whether the worker makes at least one visit on the day."""

    def begins(self, w: int, d: int, *, home_legs: bool) -> Expr:
        """Start of the first visit, or of the way to it; any value on a free day."""

    def ends(self, w: int, d: int, *, home_legs: bool) -> Expr:
        """End of the last visit, or of the way home; any value on a free day."""

    def departs(self, w: int, d: int) -> Expr:
        """Start of the way to the first visit, or to a break at its place before it.

        Any value on a free day.
        """

    def early_rest(self, w: int, d: int) -> tuple[Literal, Expr, Expr]:
        """Give whether there is a break before the first visit, its start and end."""

    def contact(self, w: int, d: int) -> Expr:
        """Ticks with clients."""

    def travel(self, w: int, d: int) -> Expr:
        """Ticks of travel and access between the visits of runs."""

    def home_travel(self, w: int, d: int) -> Expr:
        """Ticks of the legs from and to home of every run."""

    def metres(self, w: int, d: int) -> Expr:
        """Metres travelled."""

    def waiting(self, w: int, d: int) -> Expr:
        """Ticks of waiting within runs."""

    def paid(self, w: int, d: int) -> Expr:
        """Contact, travel between visits and waiting."""

    def working(self, w: int, d: int, *, home_legs: bool) -> Expr:
        """Ticks on the working-time clock."""

    def extra_runs(self, w: int, d: int) -> Expr:
        """Count runs beyond the first."""

    def gap_start(self, s: int, w: int, d: int) -> tuple[Expr, Literal, Literal]:
        """Give what comes before slot s on the day of w.

        The end of the visit before it (equal to the start of s where there is none,
        or where w does not make s), whether it follows directly, whether the worker
        was at home between.
        """

    def rest_before(self, s: int, w: int, d: int) -> Literal:
        """Tell whether a rest break of the policy's length lies before slot s."""

    def rest_span(self, s: int, w: int, d: int) -> tuple[Expr, Expr]:
        """Start and end of the rest break directly before slot s on the day of w.

        The two are equal where there is no break, or where w does not make s.
        """

    def starts_run(self, s: int, w: int, d: int) -> Literal:
        """Worker w makes slot s, and a run starts with it."""

    def ends_run(self, s: int, w: int, d: int) -> Literal:
        """Worker w makes slot s, and a run ends with it."""

    def run_start(self, s: int, w: int, d: int) -> Expr:
        """Start of the first visit of the run that slot s is in on the day of w.

        Equal to the start of s where w does not make s.
        """

    # ── clients ───────────────────────────────────────────────────────────
    def meetings(self, slots: Iterable[int], w: int) -> Expr:
        """How many of some slots worker w makes."""

    def meets(self, slots: Iterable[int], w: int) -> Literal:
        """Worker w makes at least one of some slots."""

    # ── building blocks ───────────────────────────────────────────────────
    def positive(self, expr: Expr) -> Expr:
        """``max(0, expr)``."""

    def largest(self, exprs: Iterable[Expr]) -> Expr:
        """Give the largest of some expressions; 0 of none."""

    def smallest(self, exprs: Iterable[Expr]) -> Expr:
        """Give the smallest of some expressions; 0 of none."""

    def absolute(self, expr: Expr) -> Expr:
        """``abs(expr)``."""

    def when(self, literal: Literal, expr: Expr) -> Expr:
        """``expr`` where the literal holds, else 0."""

    def both(self, *literals: Literal) -> Literal:
        """All of the literals hold."""

    def either(self, *literals: Literal) -> Literal:
        """At least one of the literals holds."""

    def negated(self, literal: Literal) -> Literal:
        """Negate a literal."""

    def at_least(self, expr: Expr, bound: int) -> Literal:
        """``expr >= bound``, as a literal that is true exactly then."""

    def overlap(self, start: Expr, end: Expr, low: int, high: int) -> Expr:
        """Ticks that [start, end] shares with the fixed stretch [low, high]."""

    def outside(self, start: Expr, stretches: Iterable[tuple[int, int]]) -> Expr:
        """Ticks from a moment to the nearest of some fixed stretches; 0 inside."""

    def divided(self, expr: Expr, by: int) -> Expr:
        """``expr // by``, rounded down; expr is not negative."""

    def square(self, expr: Expr) -> Expr:
        """``expr * expr`` of a small expression."""
