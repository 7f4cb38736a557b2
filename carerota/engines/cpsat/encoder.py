"""The whole rota as a constraint programme: what rules write their amounts on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.compiled.rota import NOBODY, RotaArrays, sequences
from carerota.engines.breaks import break_lengths
from carerota.engines.cpsat.algebra import Algebra
from carerota.engines.cpsat.broken import broken_by_nobody
from carerota.engines.cpsat.circuit import Circuit, frozen_day
from carerota.engines.cpsat.day import Visitation
from carerota.engines.cpsat.frame import Frame
from carerota.engines.cpsat.legs import Legs
from carerota.engines.cpsat.lunches import only_lunches
from carerota.engines.cpsat.moments import common, start_intervals, worker_intervals
from carerota.model import Levels
from carerota.rules.base import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carerota.compiled.problem import Compiled
    from carerota.engines.cpsat.day import Day
    from carerota.rules.base import Key
    from carerota.rules.book import BoundRule, RuleBook
    from carerota.rules.encoder import Arc, Expr, Literal

    Interval = tuple[int, int]

__all__ = ["RotaModel"]

STRUCTURAL = frozenset({"cover", "windows", "pinned_start"})
"""Hard rules that the variables themselves keep, besides those on pairs of slot and
worker; cover has levels of its own where it is not demanded outright."""


class RotaModel(Algebra):
    """A problem, a policy and a frame as a constraint programme.

    Implements :class:`carerota.rules.encoder.Encoder`. Rules that are hard in the
    policy hold in every solution; what rules measure is made when it is asked for.

    Parameters
    ----------
    compiled
        The problem.
    book
        The policy.
    frame
        What may change; ``None``: everything.
    """

    def __init__(
        self, compiled: Compiled, book: RuleBook, *, frame: Frame | None = None
    ) -> None:
        super().__init__()
        self._compiled = compiled
        self.book = book
        self.frame = Frame.whole(compiled, book) if frame is None else frame
        self.incumbent = self.frame.incumbent or RotaArrays.empty(compiled.n_slots)
        self.hard = frozenset(b.name for b in book if b.hard)
        self.rest_length = _rest_length(compiled, book)
        self.free_rests = "lunch_break" in book
        self._visit = [int(v) for v in compiled.slot_visit]
        self._day_of = [int(compiled.visit_day[v]) for v in self._visit]
        self._amounts: dict[str, Mapping[Key, Expr]] = {}
        self._does: dict[tuple[int, int], Literal] = {}
        self._legs = Legs(compiled, self)
        self._days: dict[tuple[int, int], Day] = {}
        self._sequences = sequences(compiled, self.incumbent)
        self._assign()
        self._begin()
        self._build_days()
        only_lunches(self)
        self._forbid()

    # ── decisions ─────────────────────────────────────────────────────────
    def _assign(self) -> None:
        """Decide who may make what."""
        self._candidates: list[tuple[int, ...]] = []
        self._covered: list[Literal] = []
        self._intervals: list[list[Interval]] = []
        by_visit = [
            start_intervals(self._compiled, v, self.hard)
            for v in range(self._compiled.n_visits)
        ]
        for s, v in enumerate(self._visit):
            self._intervals.append(by_visit[v])
            if s in self.frame.candidates:
                self._assign_free(s)
            else:
                w = int(self.incumbent.worker[s])
                self._candidates.append(() if w == NOBODY else (w,))
                self._covered.append(int(w != NOBODY))
                if w != NOBODY:
                    self._does[s, w] = 1

    def _assign_free(self, s: int) -> None:
        d = self._day_of[s]
        workers = tuple(
            w
            for w in self.frame.candidates[s]
            if (w, d) in self.frame.days and self._moments(s, w)
        )
        does = [self.flag() for _ in workers]
        self._does.update({(s, w): x for w, x in zip(workers, does, strict=True)})
        self._candidates.append(workers)
        self._covered.append(self._any_of(does))

    def _any_of(self, does: Sequence[Literal]) -> Literal:
        if len(does) > 1:
            self.model.add_at_most_one(does)
        return self.one_of(does)

    def _moments(self, s: int, w: int) -> list[Interval]:
        """When a worker may start a slot."""
        mine = worker_intervals(self._compiled, self._visit[s], w, self.hard)
        theirs = self._intervals[s]
        return theirs if mine is None else common(theirs, mine)

    def _begin(self) -> None:
        """Decide when slots start: together, where a double-up must be."""
        self._start: list[Expr] = [int(t) for t in self.incumbent.start]
        for v in range(self._compiled.n_visits):
            slots = self._compiled.slots(v)
            if "double_up" not in self.hard:
                for s in slots:
                    if not self._stands(s):
                        self._start[s] = self._new_start(s)
                continue
            standing = [s for s in slots if self._made(s) and self._stands(s)]
            moving = [s for s in slots if not self._stands(s)]
            if moving:
                together = (
                    self._start[standing[0]] if standing else self._new_start(moving[0])
                )
                for s in moving:
                    self._start[s] = together

    def _made(self, s: int) -> bool:
        return bool(self._candidates[s]) and s not in self.frame.candidates

    def _stands(self, s: int) -> bool:
        """Tell whether the slot's start may not change."""
        if s in self.frame.candidates:
            return False
        w = int(self.incumbent.worker[s])
        moves = (w, self._day_of[s]) in self.frame.days
        return not moves or s in self.frame.still or not self._intervals[s]

    def _new_start(self, s: int) -> Expr:
        intervals = self._intervals[s]
        return self.number_in(intervals) if intervals else int(self.incumbent.start[s])

    def _build_days(self) -> None:
        circuit = Circuit(
            self._compiled,
            self,
            self._legs,
            hard=self.hard,
            rest_length=self.rest_length,
            free_rests=self.free_rests,
        )
        on: dict[tuple[int, int], list[int]] = {key: [] for key in self.frame.days}
        for s, workers in enumerate(self._candidates):
            for w in workers:
                if (w, self._day_of[s]) in on:
                    on[w, self._day_of[s]].append(s)
        for (w, d), slots in sorted(on.items()):
            visits, hulls = {}, {}
            for s in slots:
                visits[s] = Visitation(
                    s, self._does[s, w], self._start[s], self.duration(s)
                )
                hulls[s] = self._confine(s, w)
            self._days[w, d] = circuit.day(w, visits, hulls)

    def _confine(self, s: int, w: int) -> Interval:
        """Keep a slot's start to when the worker can make it; give the hull."""
        start, does = self._start[s], self._does[s, w]
        low, high = self.bounds(start)
        inside = common(self._moments(s, w), [(low, high)])
        if not inside:
            if not isinstance(does, int):
                self.require(self.negated(does), 1)
            # what stands, or must be made and cannot, is not judged here
            return low, high
        if low < high and inside != common(self._intervals[s], [(low, high)]):
            self._only_in(start, inside, does)
        return inside[0][0], inside[-1][1]

    def _only_in(self, start: Expr, inside: list[Interval], does: Literal) -> None:
        from ortools.sat.python.cp_model import Domain

        domain = Domain.from_intervals([list(i) for i in inside])
        kept = self.model.add_linear_expression_in_domain(start, domain)
        if not isinstance(does, int):
            kept.only_enforce_if(does)

    def _forbid(self) -> None:
        """Keep every hard rule that the variables do not keep by themselves."""
        kept = set(STRUCTURAL)
        if "cover" in self.hard and self.book.policy.levels is Levels.FLAT:
            self.demand(self.frame.candidates)
        if {"reach", "one_place"} <= self.hard:
            kept |= {"reach", "one_place"}
        if "one_place" in self.hard and self._one_stretch_a_day():
            kept.add("availability")
        for bound in self.book:
            if not bound.hard or bound.name in kept:
                continue
            if bound.rule.level is Level.SLOT:
                continue  # no candidate breaks it
            broken = broken_by_nobody(self._compiled, bound.rule)
            for key, expr in self.amounts(bound).items():
                low, high = self.bounds(expr)
                if low < high:
                    # what history or a frozen part has broken is broken already
                    self.require(-expr, -max(0, low, broken.get(key, 0)))

    def _one_stretch_a_day(self) -> bool:
        """No run can leave a stretch of availability without a visit that does."""
        for w, d in self.frame.days:
            stretches = self._compiled.stretches(w)
            used = {
                next(
                    (i for i, (x, y) in enumerate(stretches) if x <= a and b <= y), None
                )
                for s in self.slots_on(w, d)
                for a, b in self._moments(s, w) or [(0, 0)]
            }
            if len(used) > 1 or None in used:
                return False
        return True

    def demand(self, slots: Iterable[int]) -> None:
        """Ask for slots to be covered."""
        for s in slots:
            self.require(self._covered[s], 1)

    def amounts(self, bound: BoundRule) -> Mapping[Key, Expr]:
        """Give the amounts of a rule, made once."""
        if bound.name not in self._amounts:
            self._amounts[bound.name] = bound.rule.encode(self)
        return self._amounts[bound.name]

    # ── who and when ──────────────────────────────────────────────────────
    @property
    def compiled(self) -> Compiled:
        """The compiled problem."""
        return self._compiled

    def duration(self, s: int) -> int:
        """Ticks that a slot takes."""
        return int(self._compiled.visit_duration[self._visit[s]])

    def does(self, s: int, w: int) -> Literal:
        """Tell whether worker w makes slot s."""
        return self._does.get((s, w), 0)

    def covered(self, s: int) -> Literal:
        """Tell whether somebody makes slot s."""
        return self._covered[s]

    def start(self, s: int) -> Expr:
        """Start of slot s in ticks."""
        return self._start[s]

    def candidates(self, s: int) -> Iterable[int]:
        """Give the workers that may make slot s in this model."""
        return self._candidates[s]

    def slots_on(self, w: int, d: int) -> Iterable[int]:
        """Give the slots that worker w may make on day d in this model."""
        return tuple(self.day(w, d).visits)

    def meetings(self, slots: Iterable[int], w: int) -> Expr:
        """How many of some slots worker w makes."""
        return sum(self.does(s, w) for s in slots)

    def meets(self, slots: Iterable[int], w: int) -> Literal:
        """Tell whether worker w makes at least one of some slots."""
        return self.either(*(self.does(s, w) for s in slots))

    # ── a worker's day ────────────────────────────────────────────────────
    def day(self, w: int, d: int) -> Day:
        """Give everything about a worker's day."""
        if (w, d) not in self._days:
            sequence = self._sequences.get((w, d), [])
            self._days[w, d] = frozen_day(
                self._compiled, self, self._legs, w, sequence, self.incumbent
            )
        return self._days[w, d]

    def arcs(self, w: int, d: int) -> Iterable[Arc]:
        """Say what may follow what; a frozen day has constant arcs."""
        return self.day(w, d).arcs

    def works(self, w: int, d: int) -> Literal:
        """Tell whether the worker makes a visit on the day."""
        return self.day(w, d).works

    def begins(self, w: int, d: int, *, home_legs: bool) -> Expr:
        """Start of the first visit, or of the way to it; any value on a free day."""
        day = self.day(w, d)
        return day.leaves if home_legs else day.begins

    def ends(self, w: int, d: int, *, home_legs: bool) -> Expr:
        """End of the last visit, or of the way home; any value on a free day."""
        day = self.day(w, d)
        return day.returns if home_legs else day.ends

    def departs(self, w: int, d: int) -> Expr:
        """Start of the way to the first visit, or to the break before it."""
        return self.day(w, d).departs

    def early_rest(self, w: int, d: int) -> tuple[Literal, Expr, Expr]:
        """Tell whether there is a break before the first visit, its start and end."""
        return self.day(w, d).early

    def contact(self, w: int, d: int) -> Expr:
        """Ticks with clients."""
        return self.day(w, d).contact

    def travel(self, w: int, d: int) -> Expr:
        """Ticks of travel and access between the visits of runs."""
        return self.day(w, d).travel

    def home_travel(self, w: int, d: int) -> Expr:
        """Ticks of the legs from and to home of every run."""
        return self.day(w, d).home_travel

    def metres(self, w: int, d: int) -> Expr:
        """Metres travelled."""
        return self.day(w, d).metres

    def waiting(self, w: int, d: int) -> Expr:
        """Ticks of waiting within runs."""
        return self.day(w, d).waiting

    def paid(self, w: int, d: int) -> Expr:
        """Contact, travel between visits and waiting."""
        return self.day(w, d).paid

    def working(self, w: int, d: int, *, home_legs: bool) -> Expr:
        """Ticks on the working-time clock."""
        day = self.day(w, d)
        return day.paid + day.home_travel if home_legs else day.paid

    def extra_runs(self, w: int, d: int) -> Expr:
        """Give the runs beyond the first."""
        return self.day(w, d).extra_runs

    def gap_start(self, s: int, w: int, d: int) -> tuple[Expr, Literal, Literal]:
        """Say what comes before slot s on the day of w."""
        day = self.day(w, d)
        if s not in day.visits:
            return self._start[s], 0, 0
        return day.ended(s), day.directly(s), day.from_home(s)

    def rest_before(self, s: int, w: int, d: int) -> Literal:
        """Tell whether a rest break lies directly before slot s."""
        return self.day(w, d).rest(s)

    def rest_span(self, s: int, w: int, d: int) -> tuple[Expr, Expr]:
        """Start and end of the rest break directly before slot s on the day of w."""
        return self.day(w, d).rest_span(s)

    def starts_run(self, s: int, w: int, d: int) -> Literal:
        """Tell whether worker w makes slot s and a run starts with it."""
        return self.day(w, d).starts_run(s)

    def ends_run(self, s: int, w: int, d: int) -> Literal:
        """Tell whether worker w makes slot s and a run ends with it."""
        return self.day(w, d).ends_run(s)

    def run_start(self, s: int, w: int, d: int) -> Expr:
        """Start of the first visit of the run that slot s is in on the day of w."""
        day = self.day(w, d)
        return day.run_start(s) if s in day.visits else self._start[s]


def _rest_length(compiled: Compiled, book: RuleBook) -> int | None:
    """Ticks of a break that is long enough for every rule that asks for one."""
    return max(break_lengths(book, compiled), default=None)
