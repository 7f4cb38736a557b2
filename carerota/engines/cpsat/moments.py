"""When a slot may start: windows, pins and availability as intervals of ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carerota.compiled.problem import Compiled

    Interval = tuple[int, int]

__all__ = ["common", "present", "start_intervals", "worker_intervals"]


def common(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """Give what two lists of intervals share, both ends included."""
    shared = sorted(
        (max(a, c), min(b, d))
        for a, b in one
        for c, d in other
        if max(a, c) <= min(b, d)
    )
    merged: list[Interval] = []
    for low, high in shared:
        # windows may overlap each other; the solver wants them apart
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def start_intervals(compiled: Compiled, v: int, hard: frozenset[str]) -> list[Interval]:
    """Give when a visit may start, as hard windows and hard pins have it.

    Where windows are not hard, any time on its day or on the day after.
    """
    d = int(compiled.visit_day[v])
    windows = compiled.windows(v)
    if "windows" in hard:
        found = common(windows, windows)
    else:
        length = int(compiled.day_start[d + 1] - compiled.day_start[d])
        low = min(int(compiled.day_start[d]), *(a for a, _ in windows))
        high = max(int(compiled.day_start[d + 1]) + length, *(b for _, b in windows))
        found = [(low, high)]
    pin = compiled.problem.visits[v].pinned_start
    if pin is not None:
        tick = compiled.clock.tick(pin)
        if "pinned_start" in hard:
            return common(found, [(tick, tick)])
        if "windows" not in hard:
            found = [(min(found[0][0], tick), max(found[0][1], tick))]
    return found


def worker_intervals(
    compiled: Compiled, v: int, w: int, hard: frozenset[str]
) -> list[Interval] | None:
    """Give when a worker's availability lets a visit start; ``None``: at any time."""
    if "availability" not in hard:
        return None
    # a visit may only outlast the last one of its run where the two may overlap
    needed = int(compiled.visit_duration[v]) if "one_place" in hard else 0
    return [(a, b - needed) for a, b in compiled.stretches(w) if a <= b - needed]


def present(
    compiled: Compiled, v: int, workers: Iterable[int], hard: frozenset[str]
) -> list[int]:
    """Give those of some workers who are there at a time when a visit may start."""
    starts = start_intervals(compiled, v, hard)
    found = []
    for w in workers:
        times = worker_intervals(compiled, v, w, hard)
        if times is None or common(starts, times):
            found.append(w)
    return found
