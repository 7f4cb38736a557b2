"""Trying a change of a rota at small cost, and what it changes exactly.

>>> trial = Trial(problem, rota)
>>> mark = trial.mark()
>>> trial.place("v12", "ann")           # the best place in Ann's day
>>> trial.changes().points              # what the rota as a whole loses by it
>>> trial.result()                      # the rota with the change
>>> trial.go_back(mark)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from carerota.advice.ids import demand, unknown
from carerota.advice.trial.board import Board
from carerota.advice.trial.changes import changes_between
from carerota.advice.trial.pieces import Pieces, touched
from carerota.advice.trial.planning import Planner
from carerota.advice.trial.result import faithful, written
from carerota.advice.trial.starts import good_starts
from carerota.compiled.build import compile_problem
from carerota.compiled.problem import PRIORITIES
from carerota.compiled.rota import from_rota
from carerota.engines.search.warm import compile_kernel, compiled_before
from carerota.errors import DataError
from carerota.model.expand import expand
from carerota.model.faults import check_faults
from carerota.model.faults.issues import fault
from carerota.rules.book import bind
from carerota.rules.reading import Reading
from carerota.score.checker import policy_of
from carerota.score.faults import rota_faults

if TYPE_CHECKING:
    from datetime import datetime

    from carerota.advice.trial.board import Day, Snapshot
    from carerota.advice.trial.changes import Changes
    from carerota.advice.trial.pieces import Piece
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.rules.base import Key

    Amounts = dict[tuple[str, Key], int]
    Days = dict[tuple[int, int], Day]

__all__ = ["Mark", "Trial"]

NOBODY: Final = -1


class Mark(NamedTuple):
    """A state of a trial to go back to."""

    snapshot: Snapshot


class Trial:
    """A rota held ready, of which changes can be tried.

    Whatever the starts of the rota are, its baseline is what the checker says of it,
    and what changes is told against that. Days that no change touches stay word for
    word as they are.

    Parameters
    ----------
    problem
        Packages are expanded here where they are not yet.
    rota
        Any rota for it, legal or not.
    policy
        Instead of the problem's own, or the default.

    Raises
    ------
    DataError
        The problem, the policy or the rota is faulty.
    """

    def __init__(
        self, problem: RotaProblem, rota: Rota, *, policy: Policy | None = None
    ) -> None:
        problem = expand(problem)
        check_faults(problem)
        if faults := rota_faults(problem, rota):
            raise DataError(faults, source="the rota")
        self.problem = problem
        self.rota = rota
        self.policy = policy_of(problem, policy)
        self.book = bind(self.policy, problem.ticks_per_minute)
        c = self.compiled = compile_problem(problem)
        if not compiled_before():
            compile_kernel(c, self.book)
        self._arrays = from_rota(c, rota)
        self.board = Board(c, self.book, self._arrays)
        self._planner = Planner(self.board, self.book)
        self._pieces = Pieces(self.board, self.book)
        self._visit = {name: v for v, name in enumerate(c.visit_ids)}
        self._worker = {name: w for w, name in enumerate(c.worker_ids)}
        self._start = self.mark()
        self._changed: list[tuple[int, int]] | None = None
        self._known: dict[Piece, Amounts] = {}
        self._whole = not faithful(c, rota)
        self._reading: Reading | None = None
        self._of_client: dict[str, Reading] = {}

    # ── who and what ──────────────────────────────────────────────────────

    def visit(self, name: str) -> int:
        """Give the index of a visit, or refuse its name."""
        demand(unknown("visit", name, self._visit, "a visit of the problem"))
        return self._visit[name]

    def worker(self, name: str) -> int:
        """Give the index of a worker, or refuse the name."""
        demand(unknown("worker", name, self._worker, "a worker of the problem"))
        return self._worker[name]

    def slot(self, visit: str, slot: int = 0) -> int:
        """Give the index of a slot of a visit, or refuse it."""
        slots = self.compiled.slots(self.visit(visit))
        if not 0 <= slot < len(slots):
            expected = f"from 0 to {len(slots) - 1}, the slots of {visit}"
            raise DataError([fault("unknown-slot", "slot", str(slot), expected)])
        return slots[slot]

    def holder(self, visit: str, slot: int = 0) -> str | None:
        """Name who makes a slot now; ``None``: nobody."""
        w = self.board.worker[self.slot(visit, slot)]
        return None if w < 0 else self.compiled.worker_ids[w]

    def tick_of(self, s: int) -> int | None:
        """Give the tick at which a slot starts now; ``None``: nobody makes it."""
        w = self.board.worker[s]
        day = () if w < 0 else self.board.day(w, self._day_of(s))
        return next((x.start for x in day if x.slot == s), None)

    def starts_at(self, s: int) -> datetime | None:
        """Give when a slot starts now; ``None``: nobody makes it."""
        tick = self.tick_of(s)
        return None if tick is None else self.compiled.clock.moment(tick)

    def client_of(self, visit: str) -> str:
        """Name the client of a visit."""
        return self.problem.visits[self.visit(visit)].client

    def clients_of_link(self, link: str) -> set[str]:
        """Name the clients at both ends of a link."""
        found = next(x for x in self.problem.links if x.id == link)
        return {self.client_of(found.first), self.client_of(found.second)}

    def visits_client(self, worker: str, client: str) -> bool:
        """Tell whether a worker makes a visit to a client in the rota as given."""
        return any(
            a.worker == worker and self.client_of(a.visit) == client
            for a in self.rota.assignments
        )

    def knows(self, worker: str, client: str) -> bool:
        """Tell whether a worker has been to a client, or goes there in the rota."""
        c = self.compiled
        met = c.past_met[c.client_ids.index(client), self.worker(worker)]
        return bool(met) or self.visits_client(worker, client)

    def keys_of(self, rule: str) -> int:
        """Give how many keys a worker has in a rule on workers: days, weeks or one."""
        return self._pieces.keys_of(rule)

    def reading(self) -> Reading:
        """Give the checker's reading of the rota as it was given."""
        if self._reading is None:
            self._reading = Reading(self.problem, self.rota, self.compiled.travel)
        return self._reading

    def reading_of_client(self, client: str) -> Reading:
        """Give a reading that knows of the past only who was at one client."""
        if client not in self._of_client:
            history = self.problem.history
            visits = tuple(x for x in history.visits if x.client == client)
            history = history.model_copy(update={"visits": visits})
            problem = self.problem.model_copy(update={"history": history})
            reading = Reading(problem, self.rota, self.compiled.travel)
            self._of_client[client] = reading
        return self._of_client[client]

    # ── trying ────────────────────────────────────────────────────────────

    def leave_out(self, visit: str, slot: int = 0) -> None:
        """Let nobody make a slot; the other visits of its carer stay as they are."""
        self.take(self.slot(visit, slot))

    def place(
        self,
        visit: str,
        worker: str,
        *,
        slot: int = 0,
        start: datetime | None = None,
        rearrange: bool = True,
    ) -> None:
        """Give a slot to a worker, at the best place in their day.

        Whoever made it before is left as with :meth:`leave_out`. Only the worker's day
        changes: visits there that another worker makes too stay when they are.

        Parameters
        ----------
        visit, slot
            The visit, and which carer's part in it.
        worker
            Who takes it.
        start
            When it starts; ``None``: when is best.
        rearrange
            Whether the other visits of the worker's day may start at another time or
            come in another order.
        """
        s, w = self.slot(visit, slot), self.worker(worker)
        at = None if start is None else self.compiled.clock.tick(start)
        self.take(s)
        self.give(s, w, at=at, rearrange=rearrange)

    def take(self, s: int) -> None:
        """Do as :meth:`leave_out`, by index."""
        board = self.board
        w = board.worker[s]
        if w < 0:
            return
        d = self._day_of(s)
        self._lay(s, w, without(board.day(w, d), s))

    def give(
        self, s: int, w: int, *, at: int | None = None, rearrange: bool = True
    ) -> None:
        """Give a slot that nobody makes to a worker, by index; see :meth:`place`."""
        _, day = self._best(s, w, at, rearrange=rearrange)
        self._lay(s, w, day)

    def give_if_legal(
        self, s: int, w: int, *, at: int | None = None, rearrange: bool = True
    ) -> bool:
        """Do as :meth:`give` unless hard rules are broken by it; tells if it was done.

        What is broken already may stay so.
        """
        penalty, day = self._best(s, w, at, rearrange=rearrange)
        if penalty > self.board.penalty:
            return False
        self._lay(s, w, day)
        return True

    def _best(
        self, s: int, w: int, at: int | None, *, rearrange: bool
    ) -> tuple[int, Day]:
        was = int(self._arrays.start[s]) if self._arrays.worker[s] >= 0 else None
        starts = (
            [at] if at is not None else good_starts(self.compiled, self.board, s, was)
        )
        return self._planner.best(
            w, s, starts, fixed=at is not None, rearrange=rearrange
        )

    def _lay(self, s: int, w: int, day: Day) -> None:
        self.board.lay(w, self._day_of(s), day)
        self._changed = None

    def _day_of(self, s: int) -> int:
        return int(self.compiled.visit_day[self.compiled.slot_visit[s]])

    # ── what it changes ───────────────────────────────────────────────────

    def mark(self) -> Mark:
        """Give the present state, to go back to."""
        return Mark(self.board.snapshot())

    def go_back(self, mark: Mark | None = None) -> None:
        """Go back to a state; to the rota as it was given where none is named."""
        self.board.go_back((mark or self._start).snapshot)
        self._changed = None

    @property
    def changed_days(self) -> list[tuple[int, int]]:
        """The workers' days that are not as in the given rota, by index."""
        if self._changed is None:
            now, was = self.board.days, self._start.snapshot.days
            keys = {k for k in {*now, *was} if now.get(k) is not was.get(k)}
            self._changed = sorted(k for k in keys if now.get(k, ()) != was.get(k, ()))
        return self._changed

    def changed_slots(self) -> list[int]:
        """Give the slots that are made by another worker, or at another time."""
        now, was = self._starts_on(self.board.days), self._starts_on(self.given_days)
        return sorted(s for s in {*now, *was} if now.get(s) != was.get(s))

    @property
    def given_days(self) -> Days:
        """The workers' days of the rota as it was given."""
        return self._start.snapshot.days

    def _starts_on(
        self, days: dict[tuple[int, int], Day]
    ) -> dict[int, tuple[int, int]]:
        """Give who makes the slots of the days that have changed, and when."""
        keys = self.changed_days
        return {x.slot: (k[0], x.start) for k in keys for x in days.get(k, ())}

    def changes(self) -> Changes:
        """Compare the present state with the rota as it was given, rule by rule."""
        uncovered = self._uncovered()
        if self._whole or self._two_days_claim_a_break():
            before, after = self._measured(self.rota), self._measured(self.result())
        else:
            before, after = self._of_pieces()
        return changes_between(self.book, before, after, uncovered)

    def _of_pieces(self) -> tuple[Amounts, Amounts]:
        n = self.compiled.n_days
        days = [w * n + d for w, d in self.changed_days]
        pieces = touched(self.board, self.changed_slots(), days)
        after = self._pieces.measure(pieces)
        unknown_yet = [p for p in pieces if p not in self._known]
        if unknown_yet:
            now = self.mark()
            self.go_back()
            for piece in unknown_yet:
                self._known[piece] = self._pieces.measure([piece])
            self.go_back(now)
        before: Amounts = {}
        for piece in pieces:
            before |= self._known[piece]
        return before, after

    def _measured(self, rota: Rota) -> Amounts:
        """Give all amounts as the checker has them."""
        reading = self.reading().again(rota)
        return {
            (bound.name, key): n
            for bound in self.book
            for key, n in bound.rule.measure(reading).items()
        }

    def _uncovered(self) -> dict[str, int]:
        c, found = self.compiled, dict.fromkeys(PRIORITIES, 0)
        was, now = self._start.snapshot.worker, self.board.worker
        for s in self.changed_slots():
            priority = PRIORITIES[int(c.visit_priority[c.slot_visit[s]])]
            found[priority] += (now[s] < 0) - (was[s] < 0)
        return found

    def _two_days_claim_a_break(self) -> bool:
        """Tell whether a break near midnight could count to two days of a worker."""
        c, board = self.compiled, self.board
        for w, day in self.changed_days:
            for d in (day - 1, day):
                first, second = board.day(w, d), board.day(w, d + 1)
                late = any(x.rest and x.rest_at >= c.day_start[d + 1] for x in first)
                last = first[-1].start if first else None
                early = last is not None and any(
                    x.rest and x.rest_at < last for x in second
                )
                if late or early:
                    return True
        return False

    def result(self) -> Rota:
        """Give the rota with what was tried in it.

        Reasons of slots that stay uncovered are kept. It has no provenance: no engine
        made it.
        """
        return written(self.compiled, self.rota, self.board, self.changed_days)


def without(day: Day, s: int) -> Day:
    """Take a slot out of a day; nothing else moves.

    Of the breaks before and after it the longer stays, if it is not at home now.
    """
    i = next(i for i, x in enumerate(day) if x.slot == s)
    gone, rest = day[i], day[i + 1 :]
    if not rest:
        return day[:i]
    after = rest[0]
    home = i > 0 and (gone.home or after.home)
    taken = max((gone, after), key=lambda x: x.rest)
    at, length = (0, 0) if home or not taken.rest else (taken.rest_at, taken.rest)
    if i == 0 and after.home:
        at, length = gone.rest_at, gone.rest
    return (
        *day[:i],
        after._replace(home=home, rest_at=at, rest=length),
        *rest[1:],
    )
