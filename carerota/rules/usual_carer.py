"""Usual carer: whoever usually comes at this time of day comes again.

Says
    A visit is made by those who have usually made the client's visits at that time.
Because
    NICE NG21 1.1.4: the same workers, so that they become familiar; people ask not
    only for few carers but for the one they expect at breakfast.
Amount
    Past visits of the client count whose start lies within ``within_minutes`` (by the
    wall clock, also over midnight) of the middle of the preferred window, or of the
    stretch from the first window to the last. The usual carers are the workers with
    the most such visits, at least ``least``: as many as the visit has slots, and all
    who have as many as the last of them. For each slot, 1 if the visit has usual carers
    and the worker is not among them. Unit: times.
Example
    Of the last 14 breakfasts Ann made 9, Ben 5. Ben makes the next: amount 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from carerota.compiled.past import wall_of
from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Unit
from carerota.rules.pairs import TableRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Visit
    from carerota.rules.reading import Reading

    Ints = NDArray[np.int64]

__all__ = ["UsualCarer", "usual_carers"]

MINUTE: Final = 60_000_000
"""Microseconds, in which a wall clock is read."""
DAY: Final = 24 * 60 * MINUTE


@dataclass(frozen=True, slots=True)
class UsualCarer(TableRule):
    """See the module."""

    name: ClassVar[str] = "usual_carer"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "the usual carer at the usual time"

    within_minutes: float = 90.0
    least: int = 3

    def measure(self, reading: Reading) -> Amounts:
        """Find the slots that somebody unusual makes."""
        found: Amounts = {}
        for stop in reading.stops:
            usual = usual_carers(reading, stop.visit, self)
            if usual and stop.worker.id not in usual:
                found[Key(Level.SLOT, stop.visit.id, stop.slot)] = 1
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name who comes and who usually does."""
        del amount
        stop = next(s for s in reading.stops_of[key.id] if s.slot == key.at)
        usual = usual_carers(reading, stop.visit, self)
        names = " or ".join(sorted(usual))
        return f"{key.id} is made by {stop.worker.id}; usually {names} comes"

    def kernel(self, compiled: Compiled) -> Ints:
        """Tabulate who is not usual, one search a client, time of day and slots."""
        past = _past_arrays(compiled)
        table = np.zeros((compiled.n_slots, compiled.n_workers), dtype=np.int64)
        known: dict[tuple[int, int, int], Ints] = {}
        nobody = np.empty(0, dtype=np.int64)
        for v in range(compiled.n_visits):
            slots = compiled.slots(v)
            walls, workers = past.get(int(compiled.visit_client[v]), (nobody, nobody))
            key = (int(compiled.visit_client[v]), _middle(compiled, v), len(slots))
            if key not in known:
                apart = np.abs(walls - key[1])
                near = np.minimum(apart, DAY - apart) <= self.within_minutes * MINUTE
                counts = np.bincount(workers[near], minlength=compiled.n_workers)
                known[key] = self._unusual(counts, len(slots))
            table[slots.start : slots.stop] = known[key]
        return table

    def _unusual(self, counts: NDArray[np.intp], n_slots: int) -> Ints:
        """1 for each worker who is not usual, given their visits at that time."""
        ranked = np.sort(counts[counts >= max(1, self.least)])[::-1]
        if not len(ranked):
            return np.zeros(len(counts), dtype=np.int64)
        last = ranked[min(n_slots, len(ranked)) - 1]
        return np.asarray(counts < last, dtype=np.int64)


def _past_walls(reading: Reading) -> dict[str, list[tuple[int, str]]]:
    """Time of day and worker of every past visit, by client."""
    found = defaultdict(list)
    for worker, visits in reading.past.items():
        for visit in visits:
            local = visit.start.astimezone(reading.clock.zone)
            found[visit.client].append((wall_of(local), worker))
    return found


def usual_carers(reading: Reading, visit: Visit, rule: UsualCarer) -> frozenset[str]:
    """Give the usual carers of a visit; nobody where none has come often enough."""
    spans = [visit.preferred] if visit.preferred else visit.windows
    opens = min(reading.clock.tick(w.start) for w in spans)
    closes = max(reading.clock.tick(w.end) for w in spans)
    middle = wall_of(reading.clock.moment((opens + closes) // 2))
    past = reading.once_for_all(rule.name, _past_walls).get(visit.client, [])
    n_slots = len(visit.slots)
    # the same visit of every day has the same answer
    return reading.once_for_all(
        (rule, visit.client, middle, n_slots),
        lambda _: _often(past, middle, n_slots, rule),
    )


def _often(
    past: list[tuple[int, str]], middle: int, n_slots: int, rule: UsualCarer
) -> frozenset[str]:
    """Give who came most often near a time of day, as many as come now."""
    came: Counter[str] = Counter()
    for wall, worker in past:
        apart = abs(wall - middle)
        if min(apart, DAY - apart) <= rule.within_minutes * MINUTE:
            came[worker] += 1
    often = [(n, worker) for worker, n in came.items() if n >= rule.least]
    best = sorted((n for n, _ in often), reverse=True)[:n_slots]
    return frozenset(worker for n, worker in often if n >= best[-1])


def _past_arrays(compiled: Compiled) -> dict[int, tuple[Ints, Ints]]:
    """Time of day and worker of every past visit, by client, as arrays."""
    client, worker, past = compiled.past_client, compiled.past_worker, compiled.past
    known = np.flatnonzero((client >= 0) & (worker >= 0) & (past.start < 0))
    known = known[np.argsort(client[known], kind="stable")]
    clients, firsts = np.unique(client[known], return_index=True)
    rows = np.split(known, firsts[1:])
    return {
        c: (past.wall[row], worker[row])
        for c, row in zip(clients.tolist(), rows, strict=False)
    }


def _middle(compiled: Compiled, v: int) -> int:
    opens, closes = int(compiled.prefer_from[v]), int(compiled.prefer_until[v])
    if opens == -NEVER:
        windows = compiled.windows(v)
        opens, closes = windows[0][0], max(end for _, end in windows)
    return wall_of(compiled.clock.moment((opens + closes) // 2))
