"""What of a rota stands still while it is repaired, and what may move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerota.repairing.excuses import parts_involved

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from carerota.model import Assignment, Rota
    from carerota.repairing.events import Effect
    from carerota.repairing.excuses import Judge
    from carerota.repairing.held import Part
    from carerota.score import Finding

__all__ = ["Scope"]


@dataclass
class Scope:
    """Who may move.

    Parameters
    ----------
    effect
        What the events leave. What a frozen assignment breaks since then is loosened
        here.
    judge
        Of the problem as it is now; what stands still is excused here.
    before
        What the rota broke before the events, in the problem as it was.
    now, earliest
        What began before ``now`` has happened; what starts before ``earliest`` is
        frozen.
    """

    effect: Effect
    judge: Judge
    before: Collection[Finding]
    now: datetime
    earliest: datetime

    def __post_init__(self) -> None:
        problem = self.effect.problem
        self._visits = {v.id: v for v in problem.visits}
        self._loosen_the_frozen()
        still = self.frozen_rota
        if still.assignments:
            self.judge.excuse(still)
        # what was broken before and is not touched stays as it was, and is reported
        self.judge.excuse_findings(self.before)
        self._as_it_was = parts_involved(problem, self.effect.rota, self.before)
        self._broken = self._broken_now()

    # ── what stands still ─────────────────────────────────────────────────────

    def frozen(self, a: Assignment) -> bool:
        """Tell whether an assignment has happened or starts within the notice."""
        return a.start.timestamp() < self.earliest.timestamp()

    def begun(self, a: Assignment) -> bool:
        """Tell whether an assignment has begun."""
        return a.start.timestamp() < self.now.timestamp()

    @property
    def frozen_rota(self) -> Rota:
        """The rota of what is frozen alone."""
        rota = self.effect.rota
        kept = tuple(a for a in rota.assignments if self.frozen(a))
        return rota.model_copy(update={"assignments": kept})

    def _loosen_the_frozen(self) -> None:
        """Take from their workers what they cannot make any more, though frozen."""
        if not self.effect.causes:
            return
        problem = self.effect.problem
        self.judge.excuse_findings(self.before)
        while True:
            still = self.frozen_rota
            if all(map(self.begun, still.assignments)):
                return
            breaches = self.judge.breaches(self.judge.findings(still))
            parts = parts_involved(problem, still, breaches)
            movable = [
                a
                for a in still.assignments
                if (a.visit, a.slot) in parts and not self.begun(a)
            ]
            if not movable:
                return
            last = max(movable, key=lambda a: a.start.timestamp())
            self.effect.loosen([(last.visit, last.slot)], self._cause_of(last))

    def _cause_of(self, a: Assignment) -> int | None:
        """Give the event that has to do with an assignment's visit, worker or day."""
        causes = self.effect.causes
        if (a.visit, a.slot) in causes:
            return causes[a.visit, a.slot]
        theirs = {
            (b.visit, b.slot)
            for b in self.effect.rota.assignments
            if b.worker == a.worker and self._day(b) == self._day(a)
        }
        return next((e for part, e in causes.items() if part in theirs), None)

    def _day(self, a: Assignment) -> date:
        return self._visits[a.visit].day

    # ── what may move ─────────────────────────────────────────────────────────

    def _broken_now(self) -> set[Part]:
        """Give what breaks rules since the events: a longer visit, a slower way."""
        rota = self.effect.rota
        breaches = self.judge.breaches(self.judge.findings(rota))
        parts = parts_involved(self.effect.problem, rota, breaches)
        parts = {p for p in parts if p in self._movable()}
        self.effect.days |= {self._visits[v].day for v, _ in parts}
        return parts

    def _movable(self, days: Collection[date] | None = None) -> set[Part]:
        return {
            (a.visit, a.slot)
            for a in self.effect.rota.assignments
            if not self.frozen(a)
            and (a.visit, a.slot) not in self._as_it_was
            and (days is None or self._day(a) in days)
        }

    @property
    def wanted(self) -> set[Part]:
        """Slots that need somebody, or that an event makes room for."""
        return self.effect.loose | self._before_unmade()

    def _before_unmade(self) -> set[Part]:
        """Give slots nobody made before, on days on which there is room now."""
        if not self.effect.room:
            return set()
        made = {(a.visit, a.slot) for a in self.effect.rota.assignments}
        begun = {a.visit for a in self.effect.rota.assignments if self.begun(a)}
        return {
            (v.id, s)
            for v in self.effect.problem.visits
            if v.day in self.effect.room and v.id not in begun
            for s in range(len(v.slots))
            if (v.id, s) not in made
        }

    @property
    def nothing_to_do(self) -> bool:
        """Whether everybody has a carer who can come."""
        return not self.wanted and not self._broken

    def first(self) -> set[Part]:
        """Give what may move at first: what needs somebody, and what is broken."""
        return self.wanted | self._broken

    def days(self) -> set[Part]:
        """Give what may move then: the days that are affected."""
        days = self.effect.days | {self._visits[v].day for v, _ in self.wanted}
        return self.first() | self._movable(days)

    def whole(self) -> set[Part]:
        """Give what may move in the end: whatever is not frozen."""
        return self.first() | self._movable()
