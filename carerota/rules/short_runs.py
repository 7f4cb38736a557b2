"""Short runs: no run that is hardly worth leaving home for.

Says
    Every run, from the start of its first visit to the end of its last, lasts at
    least ``minutes``.
Because
    Half an hour of pay does not cover an evening's way out and back. Several US states
    have reporting-time pay for the same reason.
Amount
    For each worker and day, summed over the runs, the ticks by which the run falls
    short. Unit: minutes.
Example
    A tea run of one visit from 17:00 to 17:45, 60 minutes wanted: 15 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["ShortRuns"]


@dataclass(frozen=True, slots=True)
class ShortRuns(Rule):
    """See the module."""

    name: ClassVar[str] = "short_runs"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "short runs"

    minutes: float = 60.0
    """What a run should last at least."""

    def measure(self, reading: Reading) -> Amounts:
        """Sum what each run of a day falls short by."""
        least = reading.ticks(self.minutes)
        found: Amounts = {}
        for (w, d), day in reading.days.items():
            lengths = [max(0, run[-1].end - run[0].start) for run in day.runs]
            short = sum(max(0, least - length) for length in lengths)
            if short:
                found[Key(Level.DAY, w, d)] = short
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how short the shortest run is and how much is missing."""
        runs = reading.days[key.id, key.at].runs
        run = min(runs, key=lambda r: r[-1].end - r[0].start)
        length = reading.words(max(0, run[-1].end - run[0].start))
        return (
            f"{key.id} goes out for only {length} at {reading.at(run[0].start)}; the "
            f"runs of the day are {reading.words(amount)} too short"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the length of the run at each slot that may end one."""
        c = cp.compiled
        least = minutes_to_ticks(self.minutes, c.problem.ticks_per_minute)
        found = {}
        for w, worker in enumerate(c.worker_ids):
            for d in range(c.n_days):
                terms = []
                for s in cp.slots_on(w, d):
                    minutes = int(c.visit_duration[c.slot_visit[s]])
                    # a run is never shorter than the visit that ends it
                    if minutes < least:
                        length = cp.start(s) + minutes - cp.run_start(s, w, d)
                        short = cp.positive(least - length)
                        terms.append(cp.when(cp.ends_run(s, w, d), short))
                if terms:
                    found[Key(Level.DAY, worker, d)] = sum(terms)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give the least ticks of a run, the same for every worker."""
        least = minutes_to_ticks(self.minutes, compiled.problem.ticks_per_minute)
        return np.full((compiled.n_workers, 1), least, dtype=np.int64)
