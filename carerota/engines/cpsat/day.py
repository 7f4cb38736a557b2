"""A worker's day: which slot follows which, and everything that is read off it.

The same formulas serve a day that may change, where arcs are literals of a circuit, and
one that is frozen, where they are nought or one and everything folds into numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from carerota.engines.cpsat.algebra import worth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from carerota.engines.cpsat.algebra import Algebra, Values
    from carerota.rules.encoder import Arc, Expr, Literal

__all__ = ["HOME", "Day", "Visitation"]

HOME = -1
"""Where a day's circuit begins and ends, in place of a slot."""


@dataclass(frozen=True, slots=True)
class Visitation:
    """A slot as a worker may make it."""

    slot: int
    does: Literal
    start: Expr
    duration: int

    @property
    def end(self) -> Expr:
        """When the visit ends."""
        return self.start + self.duration


class Day:
    """Everything about a worker's day, made when it is first asked for.

    Parameters
    ----------
    algebra
        The programme.
    visits
        The slots that the worker may make, by slot.
    arcs
        What may follow what.
    works
        At least one of the slots is made.
    rests
        The rest break directly before a slot, by slot: whether there is one, and its
        start and end unless it begins as soon as the visit before has ended.
    rest_length
        Ticks of a rest break that the model puts in.
    timely
        Every leg and break between two visits is known to fit between them.
    early
        The break at the place of the first visit before it: whether there is one, its
        start and end.
    """

    def __init__(
        self,
        algebra: Algebra,
        visits: Mapping[int, Visitation],
        arcs: Sequence[Arc],
        *,
        works: Literal,
        rests: Mapping[int, tuple[Literal, tuple[Expr, Expr] | None]],
        rest_length: int,
        timely: bool,
        early: tuple[Literal, Expr, Expr] = (0, 0, 0),
    ) -> None:
        self._algebra = algebra
        self.visits = visits
        self.arcs = arcs
        self.works = works
        self._rests = rests
        self._rest_length = rest_length
        self._timely = timely
        self.early = early
        self._into: dict[int, list[Arc]] = defaultdict(list)
        self._out: dict[int, list[Arc]] = defaultdict(list)
        for arc in arcs:
            self._into[arc.after].append(arc)
            self._out[arc.before].append(arc)
        self._known: dict[tuple[str, int], Expr] = {}

    def _once(self, name: str, s: int, make: Callable[[], Expr]) -> Expr:
        if (name, s) not in self._known:
            self._known[name, s] = make()
        return self._known[name, s]

    # ── the whole day ─────────────────────────────────────────────────────
    @cached_property
    def contact(self) -> Expr:
        """Ticks with clients."""
        return self._sum(v.duration * v.does for v in self.visits.values())

    @cached_property
    def travel(self) -> Expr:
        """Ticks of travel and access between the visits of runs."""
        legs = (self._algebra.when(a.literal, a.leg) for a in self._direct_arcs())
        return self._sum(legs)

    @cached_property
    def home_travel(self) -> Expr:
        """Ticks of the legs from and to home of every run."""
        return self._sum(
            self._algebra.when(a.literal, a.leg)
            for a in self.arcs
            if a.at_home or HOME in (a.before, a.after)
        )

    @cached_property
    def metres(self) -> Expr:
        """Metres travelled."""
        return self._sum(a.metres * a.literal for a in self.arcs)

    @cached_property
    def extra_runs(self) -> Expr:
        """Runs beyond the first."""
        return self._sum(a.literal for a in self.arcs if a.at_home)

    @cached_property
    def waiting(self) -> Expr:
        """Ticks of waiting within runs."""
        return self._sum(self._waiting_before(s) for s in self.visits)

    @cached_property
    def paid(self) -> Expr:
        """Contact, travel between visits and waiting."""
        return self.contact + self.travel + self.waiting

    @cached_property
    def begins(self) -> Expr:
        """Start of the first visit."""
        return self._algebra.pick(
            [(a.literal, self.visits[a.after].start) for a in self._out[HOME]]
        )

    @cached_property
    def leaves(self) -> Expr:
        """Start of the way to the first visit."""
        return self._algebra.pick(
            [(a.literal, self.visits[a.after].start - a.leg) for a in self._out[HOME]]
        )

    @cached_property
    def departs(self) -> Expr:
        """Start of the way to the first visit, or to the break before it."""
        early, start, _ = self.early
        return self.leaves - self._algebra.when(early, self.begins - start)

    @cached_property
    def ends(self) -> Expr:
        """End of the last visit."""
        return self._algebra.pick(
            [(a.literal, self.visits[a.before].end) for a in self._into[HOME]]
        )

    @cached_property
    def returns(self) -> Expr:
        """End of the way home from the last visit."""
        return self._algebra.pick(
            [(a.literal, self.visits[a.before].end + a.leg) for a in self._into[HOME]]
        )

    @staticmethod
    def _sum(terms: Iterable[Expr]) -> Expr:
        return sum(t for t in terms if not isinstance(t, int) or t)

    def _direct_arcs(self) -> list[Arc]:
        return [
            a for a in self.arcs if not a.at_home and HOME not in (a.before, a.after)
        ]

    # ── before and after a slot ───────────────────────────────────────────
    def _arcs_into(self, s: int, *, at_home: bool) -> list[Arc]:
        return [a for a in self._into[s] if a.before != HOME and a.at_home == at_home]

    def directly(self, s: int) -> Literal:
        """Tell whether one of the same run comes before it."""
        arcs = self._arcs_into(s, at_home=False)
        return self._algebra.one_of(a.literal for a in arcs)

    def from_home(self, s: int) -> Literal:
        """Tell whether a visit of another run comes before it."""
        arcs = self._arcs_into(s, at_home=True)
        return self._algebra.one_of(a.literal for a in arcs)

    def ended(self, s: int) -> Expr:
        """End of the visit before it; its own start where there is none."""
        return self._once("ended", s, lambda: self._ended(s))

    def _ended(self, s: int) -> Expr:
        arcs = [a for a in self._into[s] if a.before != HOME]
        none = self._algebra.negated(self._algebra.one_of(a.literal for a in arcs))
        return self._algebra.pick(
            [(a.literal, self.visits[a.before].end) for a in arcs],
            otherwise=(none, self.visits[s].start),
        )

    def rest(self, s: int) -> Literal:
        """Tell whether a rest break lies in the gap directly before it."""
        return self._rests.get(s, (0, None))[0]

    def rest_span(self, s: int) -> tuple[Expr, Expr]:
        """Start and end of that break; equal where there is none."""
        literal, fixed = self._rests.get(s, (0, None))
        if fixed is not None:
            return fixed
        if isinstance(literal, int) and not literal:
            return 0, 0
        start = self.ended(s)
        return start, start + self._rest_length * literal

    def _rest_ticks(self, s: int) -> Expr:
        literal, fixed = self._rests.get(s, (0, None))
        return fixed[1] - fixed[0] if fixed else self._rest_length * literal

    def _waiting_before(self, s: int) -> Expr:
        arcs = self._arcs_into(s, at_home=False)
        if not arcs:
            return 0
        here, rest = self.visits[s].start, self._rest_ticks(s)
        left = self._algebra.pick(
            [
                (a.literal, here - self.visits[a.before].end - a.leg - rest)
                for a in arcs
            ],
            otherwise=(self._algebra.negated(self.directly(s)), 0),
            low=0 if self._timely else None,
        )
        return self._algebra.positive(left)

    # ── runs ──────────────────────────────────────────────────────────────
    def starts_run(self, s: int) -> Literal:
        """Tell whether a run starts with it."""
        arcs = [a for a in self._into[s] if a.before == HOME or a.at_home]
        return self._algebra.one_of(a.literal for a in arcs)

    def ends_run(self, s: int) -> Literal:
        """Tell whether a run ends with it."""
        arcs = [a for a in self._out[s] if a.after == HOME or a.at_home]
        return self._algebra.one_of(a.literal for a in arcs)

    def run_start(self, s: int) -> Expr:
        """Start of the first visit of its run; its own start where it is not made."""
        return self._run_starts[s]

    @cached_property
    def _run_starts(self) -> dict[int, Expr]:
        algebra, visits = self._algebra, self.visits
        into = {s: self._arcs_into(s, at_home=False) for s in visits}
        found: dict[int, Expr] = {}
        if all(isinstance(a.literal, int) for a in self.arcs):
            for s, visit in visits.items():  # a frozen day lists them in order
                found[s] = found[into[s][0].before] if into[s] else visit.start
            return found
        bounds = [algebra.bounds(v.start) for v in visits.values()]
        low, high = min(a for a, _ in bounds), max(b for _, b in bounds)
        for s, visit in visits.items():
            found[s] = visit.start
            if into[s]:
                found[s] = algebra.number(low, high, self._walk_back(s, into))
        for s, visit in visits.items():
            if into[s]:
                for arc in into[s]:
                    algebra.equal(found[s], found[arc.before], arc.literal)
                alone = algebra.negated(self.directly(s))
                algebra.equal(found[s], visit.start, alone)
        return found

    def _walk_back(
        self, s: int, into: Mapping[int, Sequence[Arc]]
    ) -> Callable[[Values], int]:
        flat = self._algebra.flat
        before = {
            t: [(flat(a.literal), a.before) for a in arcs] for t, arcs in into.items()
        }
        starts = {t: flat(v.start) for t, v in self.visits.items()}

        def value(values: Values) -> int:
            here, seen = s, {s}
            while True:
                there = next((t for x, t in before[here] if worth(x, values)), HOME)
                if there == HOME or there in seen:
                    return worth(starts[here], values)
                here = there
                seen.add(here)

        return value
