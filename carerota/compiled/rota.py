"""Rotas as arrays, and back: what goes round comes back the same."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from carerota.model import Assignment, RestBreak, Rota, Uncovered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled

__all__ = ["NOBODY", "RotaArrays", "from_rota", "sequences", "to_rota"]

NOBODY = -1


@dataclass(frozen=True)
class RotaArrays:
    """Who makes each slot, when and in which run; -1: nobody.

    ``rest_start`` and ``rest_length`` describe the break in the gap directly before
    the slot; length 0: none. Of the first slot of a day it is a break before the first
    visit, on the same day.
    """

    worker: NDArray[np.int64]
    start: NDArray[np.int64]
    run: NDArray[np.int64]
    rest_start: NDArray[np.int64]
    rest_length: NDArray[np.int64]

    @classmethod
    def empty(cls, n_slots: int) -> RotaArrays:
        """Give a rota in which nobody does anything."""
        zero = np.zeros(n_slots, dtype=np.int64)
        return cls(
            np.full(n_slots, NOBODY, dtype=np.int64),
            zero,
            np.ones(n_slots, dtype=np.int64),
            zero.copy(),
            zero.copy(),
        )

    def copy(self) -> RotaArrays:
        """Give a copy that shares nothing."""
        return RotaArrays(
            self.worker.copy(),
            self.start.copy(),
            self.run.copy(),
            self.rest_start.copy(),
            self.rest_length.copy(),
        )


def sequences(compiled: Compiled, rota: RotaArrays) -> dict[tuple[int, int], list[int]]:
    """Give the slots of each worker's day in the order in which they are made."""
    slots, days = in_order(compiled, rota)
    if not len(slots):
        return {}
    parts = np.split(slots, np.flatnonzero(np.diff(days)) + 1)
    keys = np.unique(days).tolist()
    return {
        divmod(key, compiled.n_days): part.tolist()
        for key, part in zip(keys, parts, strict=True)
    }


def in_order(
    compiled: Compiled, rota: RotaArrays
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the slots that are made, one worker's day after the other, and these days.

    A worker's day is the worker times the days of the horizon plus the day. Of a day
    the slots come in the order in which they are made.
    """
    made = np.flatnonzero(rota.worker >= 0)
    visit = compiled.slot_visit[made]
    day = rota.worker[made] * compiled.n_days + compiled.visit_day[visit]
    start = rota.start[made]
    order = np.lexsort((made, start + compiled.visit_duration[visit], start, day))
    return made[order], day[order]


def from_rota(compiled: Compiled, rota: Rota) -> RotaArrays:
    """Turn a rota into arrays.

    Of several breaks in one gap the longest is kept: the engines know one a gap, and
    the checker judges what the rota says.
    """
    arrays = RotaArrays.empty(compiled.n_slots)
    visit = {v: i for i, v in enumerate(compiled.visit_ids)}
    worker = {w: i for i, w in enumerate(compiled.worker_ids)}
    for a in rota.assignments:
        s = int(compiled.visit_slot[visit[a.visit]]) + a.slot
        arrays.worker[s] = worker[a.worker]
        arrays.start[s] = compiled.clock.tick(a.start)
        arrays.run[s] = a.run
    breaks: dict[int, list[tuple[int, int]]] = {}
    for b in rota.breaks:
        span = (compiled.clock.tick(b.start), compiled.clock.tick(b.end))
        breaks.setdefault(worker[b.worker], []).append(span)
    for (w, d), slots in sequences(compiled, arrays).items():
        if w not in breaks:
            continue
        _rest(arrays, slots[0], int(compiled.day_start[d]), breaks[w])
        for before, s in pairwise(slots):
            if arrays.run[before] == arrays.run[s]:
                _rest(arrays, s, int(arrays.start[before]), breaks[w])
    return arrays


def _rest(
    arrays: RotaArrays, s: int, low: int, breaks: Sequence[tuple[int, int]]
) -> None:
    """Put the longest of the breaks that begin from ``low`` on before slot s."""
    for start, end in breaks:
        if low <= start < arrays.start[s] and end - start > arrays.rest_length[s]:
            arrays.rest_start[s] = start
            arrays.rest_length[s] = end - start


def to_rota(compiled: Compiled, arrays: RotaArrays) -> Rota:
    """Turn arrays into a rota, in order of worker and time."""
    clock = compiled.clock
    made, breaks = [], []
    for (w, _), slots in sorted(sequences(compiled, arrays).items()):
        for s in slots:
            made.append(
                Assignment(
                    visit=compiled.visit_ids[compiled.slot_visit[s]],
                    slot=compiled.slot_index(s),
                    worker=compiled.worker_ids[w],
                    start=clock.moment(int(arrays.start[s])),
                    run=int(arrays.run[s]),
                )
            )
            if arrays.rest_length[s]:
                start = int(arrays.rest_start[s])
                breaks.append(
                    RestBreak(
                        worker=compiled.worker_ids[w],
                        start=clock.moment(start),
                        end=clock.moment(start + int(arrays.rest_length[s])),
                    )
                )
    uncovered = tuple(
        Uncovered(
            visit=compiled.visit_ids[compiled.slot_visit[s]],
            slot=compiled.slot_index(s),
        )
        for s in np.flatnonzero(arrays.worker < 0).tolist()
    )
    return Rota(
        problem=compiled.problem.name,
        assignments=tuple(made),
        breaks=tuple(breaks),
        uncovered=uncovered,
    )
