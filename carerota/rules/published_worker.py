"""Published worker: people are visited by whom they were told.

Says
    A visit of the published rota is made by a worker it was published with, the more
    so the nearer the visit.
Because
    'Which carer, when, and told in advance if changed' is what contract monitors ask
    clients; missed and swapped visits lead the complaints (CQC themed review 2013).
    Employment Rights Act 2025: reasonable notice of changes of shifts.
Amount
    For each slot of a published visit, 1 if the worker is not among those it was
    published with, times ``short_notice_factor`` if the first window opens less than
    ``short_notice_hours`` after the change (the start of the horizon where no moment is
    given). Unit: times.
Example
    Published with Ann for tomorrow morning, now Ben: less than 48 hours, amount 3.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.pairs import TableRule
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import RotaProblem, Visit
    from carerota.rules.reading import Reading

__all__ = ["PublishedWorker"]


def _published(problem: RotaProblem) -> dict[str, set[str]]:
    """Give the workers that each visit was published with."""
    found = defaultdict(set)
    if problem.history.published is not None:
        for made in problem.history.published.assignments:
            found[made.visit].add(made.worker)
    return found


@dataclass(frozen=True, slots=True)
class PublishedWorker(TableRule):
    """See the module."""

    name: ClassVar[str] = "published_worker"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "the worker as published"

    short_notice_hours: float = 48.0
    short_notice_factor: int = 3

    def measure(self, reading: Reading) -> Amounts:
        """Find the slots that go to somebody else than published."""
        published = _published(reading.problem)
        limit = hours_to_ticks(self.short_notice_hours, reading.ticks_per_minute)
        found: Amounts = {}
        for stop in reading.stops:
            told = published.get(stop.visit.id)
            if not told or stop.worker.id in told:
                continue
            short = self._notice(reading, stop.visit) < limit
            factor = self.short_notice_factor if short else 1
            if factor:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = factor
        return found

    @staticmethod
    def _notice(reading: Reading, visit: Visit) -> int:
        """Ticks from the change to the visit."""
        changed = reading.problem.history.published_at
        now = reading.clock.tick(changed) if changed is not None else 0
        return min(reading.clock.tick(w.start) for w in visit.windows) - now

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say who comes instead of whom, and how soon."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        told = " and ".join(sorted(_published(reading.problem)[key.id]))
        notice = reading.words(self._notice(reading, stop.visit))
        return (
            f"{key.id} was published with {told} and goes to {stop.worker.id}, notice "
            f"{notice}"
        )

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Tabulate the change of each slot to each worker."""
        worker = {w: i for i, w in enumerate(compiled.worker_ids)}
        visit = {v: i for i, v in enumerate(compiled.visit_ids)}
        changed = compiled.problem.history.published_at
        now = compiled.clock.tick(changed) if changed is not None else 0
        tpm = compiled.problem.ticks_per_minute
        soon = now + hours_to_ticks(self.short_notice_hours, tpm)
        table = np.zeros((compiled.n_visits, compiled.n_workers), dtype=np.int64)
        for name, told in _published(compiled.problem).items():
            v = visit.get(name)
            if v is None:
                continue
            short = compiled.window_from[compiled.window_ptr[v]] < soon
            table[v] = self.short_notice_factor if short else 1
            table[v, [worker[w] for w in told if w in worker]] = 0
        return np.asarray(table[compiled.slot_visit], dtype=np.int64)
