"""From what stands of a rota to a legal one near it: ever wider, ever better."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final

from carerota.engines.base import Event, Progress, Status, Stopwatch
from carerota.engines.near import NearSearch
from carerota.repairing.held import held_problem
from carerota.repairing.seats import seated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date

    from carerota.model import Assignment, RestBreak, Rota
    from carerota.repairing.excuses import Judge
    from carerota.repairing.held import Part
    from carerota.repairing.limits import Limits, TimeLeft
    from carerota.repairing.scope import Scope
    from carerota.rules.book import RuleBook

    Day = tuple[str, date]

__all__ = ["Search", "merged", "without"]

FIRST: Final = 0.1
"""Share of the budget for finding places for what needs one; all else stands still."""
FIRST_SECONDS: Final = 0.5
FIRST_MOVES: Final = 20_000
DAYS: Final = 0.65
"""Share after which, where something is still uncovered, the whole horizon may move."""
A_MINUTE: Final = 60.0
COLD: Final = 0.99
"""Share of a search's time that is not passed where there is no end of it."""
PUT_BACK: Final = 1.0
"""Points for which a visit is not told another time than before."""


@dataclass
class Search:
    """One repair's search.

    Parameters
    ----------
    scope, judge
        What may move, and what rotas are compared by.
    books
        Two rule books of the search. In both pins are hard, and each start apart from
        what people were told has a price, and so has each minute of it. In the second
        a change is so dear that only better cover is worth it.
    old
        The rota as it was.
    limits, left
        How long, and what is left of it.
    tell
        Receives every event.
    watch
        Since the repair began.
    """

    scope: Scope
    judge: Judge
    books: tuple[RuleBook, RuleBook]
    old: Rota
    limits: Limits
    left: TimeLeft
    tell: Callable[[Event], None]
    watch: Stopwatch
    moves: int = 0
    status: Status = Status.FEASIBLE
    legal_after: float = field(default=0.0)
    """Seconds after which there was a legal rota."""

    def run(self) -> Rota:
        """Search. KeyboardInterrupt ends it with the best legal rota so far."""
        kept = self.scope.effect.rota
        self._improved = 0.0
        self._best, self._standing = self._made_legal(kept)
        if self.scope.nothing_to_do and self._best is kept:
            self.legal_after = self.watch.seconds
            return self._best
        try:
            self._stages()
        except KeyboardInterrupt:
            self.status = Status.STOPPED
        return self._best

    def _levels(self, rota: Rota) -> tuple[int, ...]:
        """Give what rotas are compared by, the price with it."""
        began, known = self.watch.seconds, self.judge.knows(rota)
        report = self.judge.report(rota)
        if not known:
            self.left.looked(began)
        return self.judge.levels(report)

    def _made_legal(self, rota: Rota) -> tuple[Rota, tuple[int, ...]]:
        """Leave out what breaks rules; gives what the rest stands at but for price."""
        began = self.watch.seconds
        standing = self.judge.standing(rota)
        self.left.looked(began, priced=False)
        if standing[0]:
            rota = self.judge.made_legal(rota, self.scope.frozen)
            standing = self.judge.standing(rota)
        return rota, standing

    def _stages(self) -> None:
        self._say("phase", "looking for a place for what lost its carer")
        start = self.scope.effect.rota
        self._stage(self.scope.first(), start, 0.0, FIRST)
        self._note_legal(self._standing)
        self._say("phase", "rearranging the days that are affected")
        self._stage(self.scope.days(), self._best, FIRST, DAYS)
        if self.missing() and len(self.scope.whole()) > len(self.scope.days()):
            self._say("phase", "rearranging the whole horizon for what is uncovered")
            self._stage(self.scope.whole(), self._best, DAYS, 1.0, wide=True)
        else:
            self._stage(self.scope.days(), self._best, DAYS, 1.0)

    def missing(self, rota: Rota | None = None) -> bool:
        """Tell whether something that somebody made, or that is new, is uncovered.

        In a rota, or the best so far.
        """
        made = {(a.visit, a.slot) for a in (rota or self._best).assignments}
        was = {(a.visit, a.slot) for a in self.old.assignments}
        lost = (was | self.scope.effect.loose) - made
        known = {v.id for v in self.scope.effect.problem.visits}
        return any(part[0] in known for part in lost)

    def _stage(
        self,
        free: Collection[Part],
        start: Rota,
        since: float,
        until: float,
        *,
        wide: bool = False,
    ) -> None:
        """Search among what is free, for a share of the budget."""
        if self._halted() or not free:
            return
        began = self.watch.seconds
        place = held_problem(
            self.scope.effect.problem,
            start,
            free,
            earliest=self.scope.earliest,
            travel=self.judge.travel,
        )
        if not place.compiled.n_slots:
            return
        book = self.books[int(wide)]
        told = place.arrays(self.old)
        search = NearSearch(
            place.compiled,
            book,
            optional=place.optional,
            held=place.held,
            start=place.arrays(start),
            told=told,
            seed=self.limits.seed,
            threads=self.limits.threads,
        )
        moves, end = None, 0.0
        if self.limits.moves is not None:
            moves = max(1, int(self.limits.moves * (until - since)))
            if since == 0.0:
                moves = min(moves, FIRST_MOVES)
        else:
            end = until * self.left.searching(missing=self.missing())
            if since == 0.0:
                end = min(end, began + FIRST_SECONDS)
        before = self.moves

        def share() -> float:
            now = self.watch.seconds
            if end == inf:
                # no clock: it cools within a minute and goes on cold
                return min(COLD, (now - began) / A_MINUTE)
            return 1.0 if now >= end else (now - began) / (end - began)

        def halted() -> bool:
            self.moves = before + search.moves
            return self._halted()

        goes_on = False
        try:
            search.run(moves=moves, share=share, halted=halted)
            goes_on = until < 1.0 and self.status is not Status.STOPPED
        finally:
            # what was found until an interrupt counts
            self.moves = before + search.moves
            held = without(start, free)
            found = merged(self.scope, self.old, place.rota(search.rota()), held)
            # where the same may move afterwards, times are put back then
            if not goes_on or self.missing(found):
                worth = int(PUT_BACK * book.point)
                arrays = search.put_back(worth=worth, over=self._no_time)
                found = merged(self.scope, self.old, place.rota(arrays), held)
            self._offer(found, only_cover=wide)

    # ── one best ──────────────────────────────────────────────────────────────

    def _no_time(self) -> bool:
        return not self.left.enough(missing=self.missing())

    def _offer(self, rota: Rota, *, only_cover: bool) -> None:
        """Take a rota where it is better than the best so far."""
        rota, standing = self._made_legal(rota)
        self._note_legal(standing)
        better = standing < self._standing
        # the price takes long to tell, and often cover decides
        if standing == self._standing and not only_cover:
            better = self._levels(rota) < self._levels(self._best)
        if better:
            self._best, self._standing = rota, standing
            self._improved = self.watch.seconds
            self._say("incumbent", "")

    def _note_legal(self, standing: tuple[int, ...]) -> None:
        if not (standing[0] or self.legal_after):
            self.legal_after = self.watch.seconds

    def _halted(self) -> bool:
        if self.limits.stop is None:
            return False
        # nothing is priced for this alone
        priced = self.judge.knows(self._best)
        progress = Progress(
            elapsed=self.watch.seconds,
            moves=self.moves // max(1, self.limits.threads),
            since_improvement=self.watch.seconds - self._improved,
            moves_since_improvement=0,
            levels=self._levels(self._best) if priced else None,
            bound=None,
            gap=None,
        )
        if self.limits.stop(progress):
            self.status = Status.STOPPED
            return True
        return False

    def _say(self, kind: str, text: str) -> None:
        priced = kind == "incumbent"
        levels = self._levels(self._best) if priced else None
        self.tell(
            Event(
                kind=kind,  # type: ignore[arg-type]
                elapsed=self.watch.seconds,
                source="repair",
                text=text,
                levels=levels,
                points=self.judge.report(self._best).points if priced else None,
                moves=self.moves,
            )
        )


def without(rota: Rota, parts: Collection[Part]) -> list[Assignment]:
    """Give the assignments of all but some slots."""
    return [a for a in rota.assignments if (a.visit, a.slot) not in parts]


def merged(scope: Scope, old: Rota, found: Rota, held: Iterable[Assignment]) -> Rota:
    """Give what was found, with days that are as they were exactly as they were.

    What is held stands, and so do breaks that have begun. The engines know one break a
    gap: of a day that does not change, the rota's own are kept.
    """
    problem = scope.effect.problem
    day_of = {v.id: v.day for v in problem.visits}
    was = {(a.visit, a.slot): a for a in old.assignments}
    stands = {(a.visit, a.slot): a for a in held}
    stood = [a for a in found.assignments if (a.visit, a.slot) in stands]
    free = [a for a in found.assignments if (a.visit, a.slot) not in stands]
    free = seated(problem, old, free, stands)
    made = list(stands.values())
    for a in free:
        part = (a.visit, a.slot)
        made.append(was[part] if part in was and _same(was[part], a) else a)
    days = _changed_days(old.assignments, made, day_of)
    kept = [b for b in old.breaks if not _on(b, days, scope) or _begun(b, scope)]
    new = [b for b in found.breaks if _on(b, days, scope) and not _begun(b, scope)]
    # runs are counted anew where a day changes, and are the rota's own elsewhere
    runs = {
        (a.visit, a.slot): a.run
        for a in (*stood, *free)
        if (a.worker, day_of[a.visit]) in days
    }
    rows = [
        a
        if runs.get((a.visit, a.slot), a.run) == a.run
        else a.model_copy(update={"run": runs[a.visit, a.slot]})
        for a in made
    ]
    order = {(a.visit, a.slot): i for i, a in enumerate(old.assignments)}
    rows.sort(key=lambda a: (order.get((a.visit, a.slot), len(order)), a.visit, a.slot))
    breaks = sorted(new, key=lambda b: (b.worker, b.start.timestamp()))
    return old.model_copy(
        update={"assignments": tuple(rows), "breaks": (*kept, *breaks), "uncovered": ()}
    )


def _same(a: Assignment, b: Assignment) -> bool:
    return a.worker == b.worker and a.start == b.start


def _changed_days(
    old: Iterable[Assignment], new: Iterable[Assignment], day_of: Mapping[str, date]
) -> set[Day]:
    """Give the workers' days that differ in anything."""

    def by_day(rows: Iterable[Assignment]) -> dict[Day, set[tuple[str, int, float]]]:
        found: dict[Day, set[tuple[str, int, float]]] = {}
        for a in rows:
            if a.visit in day_of:
                key = (a.worker, day_of[a.visit])
                found.setdefault(key, set()).add((a.visit, a.slot, a.start.timestamp()))
        return found

    was, now = by_day(old), by_day(new)
    return {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}


def _on(b: RestBreak, days: set[Day], scope: Scope) -> bool:
    zone = scope.effect.problem.clock.zone
    day = b.start.astimezone(zone).date()
    return (b.worker, day) in days


def _begun(b: RestBreak, scope: Scope) -> bool:
    return b.start.timestamp() < scope.now.timestamp()
