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
    given), and times ``last_minute_factor`` instead if it opens less than
    ``last_minute_hours`` after it. Unit: times.
Example
    Published with Ann for tomorrow morning, now Ben: less than 48 hours, amount 3; for
    this noon, and it is six in the morning: amount 6.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.notice import factor_of, notice, notices
from carerota.rules.pairs import TableRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import RotaProblem
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
    last_minute_hours: float = 12.0
    last_minute_factor: int = 6

    def measure(self, reading: Reading) -> Amounts:
        """Find the slots that go to somebody else than published."""
        published = _published(reading.problem)
        found: Amounts = {}
        for stop in reading.stops:
            told = published.get(stop.visit.id)
            if not told or stop.worker.id in told:
                continue
            ahead = notice(reading, stop.visit)
            factor = factor_of(self, ahead, reading.ticks_per_minute)
            if factor:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = factor
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say who comes instead of whom, and how soon."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        told = " and ".join(sorted(_published(reading.problem)[key.id]))
        ahead = reading.words(notice(reading, stop.visit))
        return (
            f"{key.id} was published with {told} and goes to {stop.worker.id}, notice "
            f"{ahead}"
        )

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Tabulate the change of each slot to each worker."""
        worker = {w: i for i, w in enumerate(compiled.worker_ids)}
        visit = {v: i for i, v in enumerate(compiled.visit_ids)}
        tpm = compiled.problem.ticks_per_minute
        ahead = notices(compiled).tolist()
        table = np.zeros((compiled.n_visits, compiled.n_workers), dtype=np.int64)
        for name, told in _published(compiled.problem).items():
            v = visit.get(name)
            if v is None:
                continue
            table[v] = factor_of(self, ahead[v], tpm)
            table[v, [worker[w] for w in told if w in worker]] = 0
        return np.asarray(table[compiled.slot_visit], dtype=np.int64)
