"""Workers whose way of getting about changes for a time: a car in the garage.

The times of such a worker are a mode of their own: those of the usual mode, and within
a change those of another one. The bands of the day are cut where a change begins and
ends, so that whoever reads a table by mode and band needs to know nothing of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from carerota.model import RotaProblem, TravelMode, Worker
    from carerota.travel.table import TravelTimes
    from carerota.units import Clock

__all__ = ["with_own_modes"]


def with_own_modes(table: TravelTimes, problem: RotaProblem) -> TravelTimes:
    """Give the table with a row for each worker whose mode changes."""
    changing = [w for w in problem.workers if w.travel_changes]
    if not changing:
        return table
    clock = problem.clock
    cuts = {
        clock.tick(moment)
        for w in changing
        for change in w.travel_changes
        for moment in (change.start, change.end)
    }
    starts = sorted(cuts | set(table.band_from.tolist()))
    # what holds from each start on: a band of the day, and a mode for each of them
    kinds: dict[tuple[int, ...], int] = {}
    bands = []
    for tick in starts:
        modes = (table.mode_index(_mode_at(w, tick, clock)) for w in changing)
        kind = (table.band_at(tick), *modes)
        bands.append(kinds.setdefault(kind, len(kinds)))
    of_day = [kind[0] for kind in kinds]
    rows = [table.ticks[:, of_day]]
    usual = [table.mode_index(w.travel_mode) for w in changing]
    for i in range(len(changing)):
        own = [table.ticks[kind[1 + i], kind[0]] for kind in kinds]
        rows.append(np.stack(own)[None])
    first = len(table.modes)
    return replace(
        table,
        ticks=np.concatenate(rows),
        metres=np.concatenate([table.metres, table.metres[usual]]),
        provenance=np.concatenate([table.provenance, table.provenance[usual]]),
        band_from=np.array(starts, dtype=np.int64),
        band_of_boundary=np.array(bands, dtype=np.int64),
        own={w.id: first + i for i, w in enumerate(changing)},
    )


def _mode_at(worker: Worker, tick: int, clock: Clock) -> TravelMode:
    for change in reversed(worker.travel_changes):
        if clock.tick(change.start) <= tick < clock.tick(change.end):
            return change.mode
    return worker.travel_mode
