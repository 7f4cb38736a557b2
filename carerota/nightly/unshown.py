"""What repairs of published rotas were for and tonight's problem does not show.

The store keeps what a repair left, its rota and its problem, and not the events it
answered. They are read off the difference between its problem and that of the version
it was based on: who is away, which visits are gone, new, moved or of another length.
What the problem of the night shows by now, or says otherwise, is not told; what ended
before it neither. A client's stay in hospital after the last day of the repaired
problem cannot be known from it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from carerota.compiled.build import merged
from carerota.units import day_and_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.model import RotaProblem, TravelChange, Visit, Worker
    from carerota.store import Store, Version

    Stretch = tuple[datetime, datetime]

__all__ = ["Unshown", "unshown"]

WEEKS_BEFORE: Final = 4
"""A sickness told of in a version so many weeks old may last into tonight's days."""
MOST_NAMED: Final = 5
"""Visits of one client that are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Unshown:
    """Something that a repair was for and the problem does not show."""

    version: int
    """The number of the version that was the repair."""
    text: str
    """In a sentence; for the coordinator."""


def unshown(store: Store, co_op: str, problem: RotaProblem) -> tuple[Unshown, ...]:
    """List what published repairs were for and a problem does not show.

    Parameters
    ----------
    store, co_op
        Where the repairs were published.
    problem
        Tonight's, with its history from the store.
    """
    since = problem.first_day - timedelta(weeks=WEEKS_BEFORE)
    found = store.versions(co_op, day=since, last_day=problem.last_day)
    told: dict[str, Unshown] = {}
    for version in found:
        if version.rota.provenance.engine == "repair":
            compared = _Compared(problem, version, store)
            for text in compared.texts():
                told.setdefault(text, Unshown(version.number, text))
    return tuple(told.values())


class _Compared:
    """A repair, what it was based on, and tonight's problem."""

    def __init__(self, problem: RotaProblem, version: Version, store: Store) -> None:
        self.tonight, self.clock = problem, problem.clock
        self.after = store.problem(version.problem)
        base = _base(store, version)
        self.before = problem if base is None else base
        first, last = problem.first_day, problem.last_day
        if base is None:
            # of other days the repaired problem may not say anything
            first, last = max(first, version.first_day), min(last, version.last_day)
        self.low = self.clock.midnight(first).astimezone(UTC)
        self.high = self.clock.midnight(last + timedelta(days=1)).astimezone(UTC)
        changed = problem.history.published_at
        if changed is not None:
            self.low = max(self.low, changed.astimezone(UTC))

    def texts(self) -> Iterator[str]:
        """Give a sentence for each difference."""
        was = {w.id: w for w in self.before.workers}
        now = {w.id: w for w in self.after.workers}
        for worker in self.tonight.workers:
            if worker.id in was and worker.id in now:
                yield from self._of_worker(was[worker.id], now[worker.id], worker)
        yield from self._of_visits()

    # ── workers ───────────────────────────────────────────────────────────────

    def _of_worker(self, was: Worker, now: Worker, tonight: Worker) -> Iterator[str]:
        taken = _less(_free(was), _free(now))
        lost = _both(_both(taken, _free(tonight)), [(self.low, self.high)])
        left = _both(_free(now), _free(tonight))
        for start, end in _joined(lost, left):
            yield f"{tonight.id} is away from {self._at(start)} to {self._at(end)}"
        for change in now.travel_changes:
            reaches = change.start < self.high and change.end > self.low
            known = (*was.travel_changes, *tonight.travel_changes)
            if reaches and not any(_within(change, c) for c in known):
                mode = change.mode.replace("_", " ")
                since, until = self._at(change.start), self._at(change.end)
                yield f"{tonight.id} travels by {mode} from {since} to {until}"

    # ── visits ────────────────────────────────────────────────────────────────

    def _of_visits(self) -> Iterator[str]:
        was = {v.id: v for v in self.before.visits}
        now = {v.id: v for v in self.after.visits}
        tonight = {v.id: v for v in self.tonight.visits}
        clients = {c.id for c in self.tonight.clients}
        gone: dict[str, list[str]] = defaultdict(list)
        for name, visit in tonight.items():
            if self._to_come(visit) and name in was and name not in now:
                gone[visit.client].append(name)
        for client, names in gone.items():
            yield f"{_listed(names)} of {client} {_is(names)} not wanted"
        for name, visit in now.items():
            if not self._to_come(visit):
                continue
            if name not in was and name not in tonight and visit.client in clients:
                day = f"{visit.day:%a} {visit.day.day} {visit.day:%b}"
                yield f"{name} of {visit.client} is wanted on {day}"
            elif name in was and name in tonight:
                yield from self._otherwise(was[name], visit, tonight[name])

    def _otherwise(self, was: Visit, now: Visit, tonight: Visit) -> Iterator[str]:
        """Say what of a visit is otherwise, where tonight it is still as it was."""
        if now.windows != was.windows == tonight.windows:
            first, last = now.windows[0].start, now.windows[-1].end
            yield f"{now.id} is moved to {self._at(first)} to {self._at(last)}"
        if now.minutes != was.minutes == tonight.minutes:
            yield f"{now.id} takes {now.minutes:g} instead of {was.minutes:g} minutes"

    def _to_come(self, visit: Visit) -> bool:
        first = min(w.start.astimezone(UTC) for w in visit.windows)
        last = max(w.end.astimezone(UTC) for w in visit.windows)
        return first < self.high and last > self.low

    def _at(self, moment: datetime) -> str:
        return day_and_time(moment.astimezone(self.clock.zone))


def _base(store: Store, version: Version) -> RotaProblem | None:
    """Give the problem of the version that a repair was based on, if it had one."""
    based_on = store.proposal(version.proposal).based_on
    first, last = version.first_day, version.last_day
    for other in store.versions(version.co_op, day=first, last_day=last):
        if other.id == based_on:
            return store.problem(other.problem)
    return None


def _within(change: TravelChange, known: TravelChange) -> bool:
    same = change.mode == known.mode
    return same and known.start <= change.start and known.end >= change.end


def _listed(names: list[str]) -> str:
    named = names[:MOST_NAMED]
    if len(names) > MOST_NAMED:
        named.append(f"{len(names) - MOST_NAMED} more")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


# ── stretches of time, in order and apart ─────────────────────────────────────────


def _free(worker: Worker) -> list[Stretch]:
    """Give when a worker can work, stretches that touch as one."""
    return merged(
        (a.start.astimezone(UTC), a.end.astimezone(UTC)) for a in worker.availability
    )


def _both(some: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    """Give what is in both."""
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others)
    return sorted((start, end) for start, end in pairs if start < end)


def _less(some: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    """Give what is in the first and not in the second."""
    found = []
    for start, end in some:
        low = start
        for since, until in others:
            if until <= low or since >= end:
                continue
            if since > low:
                found.append((low, since))
            low = max(low, until)
        if low < end:
            found.append((low, end))
    return found


def _joined(lost: list[Stretch], left: list[Stretch]) -> list[Stretch]:
    """Tell stretches as one between which nothing is left: nights and days off."""
    found: list[Stretch] = []
    for start, end in lost:
        if found and not _both(left, [(found[-1][1], start)]):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found
