"""Availability: work only when the worker can.

Says
    Every run lies, from the start of its first visit to the end of its last, within
    the times the worker said they can work.
Because
    The worker's word: nobody is rostered outside the times they offered.
Amount
    For each worker and day, summed over the runs, the ticks from the first start to
    the last end outside every interval of availability. The ways from and to home do
    not count. Unit: minutes.
Example
    Available from 07:00 to 11:00, a run from 07:30 to 11:20: 20 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading
    from carerota.rules.stops import Stop

__all__ = ["Availability"]


@dataclass(frozen=True, slots=True)
class Availability(Rule):
    """See the module."""

    name: ClassVar[str] = "availability"
    level: ClassVar[Level] = Level.DAY
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "availability"
    votable: ClassVar[bool] = False

    def measure(self, reading: Reading) -> Amounts:
        """Sum what lies outside of the worker's intervals."""
        tick = reading.clock.tick
        found: Amounts = {}
        for (w, d), day in reading.days.items():
            intervals = [(tick(a.start), tick(a.end)) for a in day.worker.availability]
            amount = sum(_left_over(run, intervals) for run in day.runs)
            if amount:
                found[Key(Level.DAY, w, d)] = amount
        return found

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say how long the worker works when they cannot."""
        return (
            f"{key.id} works {reading.words(amount)} outside their availability on "
            f"{reading.day_name(key.at)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Sum, over ends less starts of runs, the time outside counted from an anchor.

        The anchor lies within the day's main stretch, so that whatever lies there too
        counts as nought and makes no term.
        """
        c = cp.compiled
        found = {}
        for w, worker in enumerate(c.worker_ids):
            gaps = _gaps(c.stretches(w))
            for d in range(c.n_days):
                anchor = _anchor(c, w, d)
                terms = []
                for s in cp.slots_on(w, d):
                    start = cp.start(s)
                    end = start + int(c.visit_duration[c.slot_visit[s]])
                    if not _is_nought(out := _outside(cp, anchor, start, gaps)):
                        terms.append(-cp.when(cp.starts_run(s, w, d), out))
                    if not _is_nought(out := _outside(cp, anchor, end, gaps)):
                        terms.append(cp.when(cp.ends_run(s, w, d), out))
                if terms:
                    found[Key(Level.DAY, worker, d)] = sum(terms)
        return found

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Need nothing but the facts of the day."""
        return np.zeros((compiled.n_workers, 1), dtype=np.int64)


def _left_over(run: Sequence[Stop], intervals: list[tuple[int, int]]) -> int:
    """Ticks from the first start to the last end of a run that no interval holds."""
    at, end = run[0].start, max(run[0].start, run[-1].end)
    outside = 0
    for opens, closes in sorted(intervals):
        outside += max(0, min(opens, end) - at)
        at = min(end, max(at, closes))
    return outside + end - at


def _gaps(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give what lies outside of disjoint stretches in order."""
    ends = [-NEVER, *(until for _, until in stretches)]
    starts = [*(opens for opens, _ in stretches), NEVER]
    return list(zip(ends, starts, strict=True))


def _anchor(c: Compiled, w: int, d: int) -> int:
    """Give the start of the stretch that shares most with a day, else of the day."""
    low, high = int(c.day_start[d]), int(c.day_start[d + 1])
    shared = [
        (min(high, until) - max(low, opens), opens) for opens, until in c.stretches(w)
    ]
    return max(shared)[1] if shared else low


def _outside(cp: Encoder, anchor: int, t: Expr, gaps: list[tuple[int, int]]) -> Expr:
    """Ticks outside the stretches from the anchor to t; less than nought before it."""
    after = sum(
        cp.overlap(anchor, t, max(low, anchor), high)
        for low, high in gaps
        if high > anchor
    )
    before = sum(
        cp.overlap(t, anchor, low, min(high, anchor))
        for low, high in gaps
        if low < anchor
    )
    return after - before


def _is_nought(expr: Expr) -> bool:
    return isinstance(expr, int) and expr == 0
