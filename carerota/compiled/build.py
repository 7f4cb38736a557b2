"""Compile a problem: ids to indices, zone-aware time to ticks, lists to arrays."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from carerota.compiled.past import past_times
from carerota.compiled.periods import carer_periods
from carerota.compiled.problem import NEVER, PAST_DAYS, PRIORITIES, Compiled
from carerota.model import AvailabilityKind, LinkFrom
from carerota.travel import travel_times
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from carerota.model import RotaProblem, Worker
    from carerota.travel.table import TravelTimes
    from carerota.units import Clock

__all__ = ["compile_problem"]

Stretch = tuple[int, int]
Point = TypeVar("Point", int, datetime)
"""Of time: a tick or a moment."""


def compile_problem(
    problem: RotaProblem, *, travel: TravelTimes | None = None
) -> Compiled:
    """Compile a problem whose packages are expanded and whose faults are checked.

    Parameters
    ----------
    problem
        The problem.
    travel
        Its travel times, where they are already known.
    """
    travel = travel or travel_times(problem)
    clock = problem.clock
    made: dict[str, Any] = {}
    made |= _calendar(problem, clock)
    made |= _workers(problem, clock, travel)
    made |= _visits(problem, clock, travel)
    made |= _links(problem)
    made |= _past(problem, clock)
    made |= carer_periods(problem, clock)
    for value in made.values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return Compiled(
        problem=problem,
        travel=travel,
        clock=clock,
        worker_ids=tuple(w.id for w in problem.workers),
        client_ids=tuple(c.id for c in problem.clients),
        visit_ids=tuple(v.id for v in problem.visits),
        link_ids=tuple(x.id for x in problem.links),
        **made,
    )


def ints(values: Iterable[int]) -> NDArray[np.int64]:
    """Make an array of whole numbers."""
    return np.array(list(values), dtype=np.int64)


def _calendar(problem: RotaProblem, clock: Clock) -> dict[str, Any]:
    week = -1
    weeks = []
    for d in range(problem.days):
        if d == 0 or clock.date_of(d).weekday() == 0:
            week += 1
        weeks.append(week)
    full = [int(weeks.count(k) == 7) for k in range(week + 1)]
    return {
        "day_start": ints(clock.day_start(d) for d in range(problem.days + 1)),
        "week_of_day": ints(weeks),
        "week_full": ints(full),
    }


def merged(stretches: Iterable[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Make one stretch of those that touch or overlap, in order of time."""
    out: list[tuple[Point, Point]] = []
    for start, end in sorted(stretches):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _ragged(rows: Sequence[Sequence[Stretch]], name: str) -> dict[str, Any]:
    flat = [x for row in rows for x in row]
    return {
        f"{name}_ptr": ints(accumulate((len(r) for r in rows), initial=0)),
        f"{name}_from": ints(a for a, _ in flat),
        f"{name}_until": ints(b for _, b in flat),
    }


def _workers(problem: RotaProblem, clock: Clock, travel: TravelTimes) -> dict[str, Any]:
    def stretches(w: Worker, *kinds: AvailabilityKind) -> list[Stretch]:
        return merged(
            (clock.tick(a.start), clock.tick(a.end))
            for a in w.availability
            if a.kind in kinds
        )

    ws = problem.workers
    return {
        "worker_start": ints(travel.place_index(w.start_place or w.home) for w in ws),
        "worker_end": ints(travel.place_index(w.end_place or w.home) for w in ws),
        "worker_mode": ints(travel.row_of(w) for w in ws),
        **_ragged([stretches(w, *AvailabilityKind) for w in ws], "open"),
        **_ragged([stretches(w, AvailabilityKind.UNWELCOME) for w in ws], "unwelcome"),
        **_shifts([stretches(w, *AvailabilityKind) for w in ws], problem.days, clock),
        "no_lunch": ints(w.working_time.no_lunch for w in ws),
    }


def _shifts(
    stretches: Sequence[Sequence[Stretch]], days: int, clock: Clock
) -> dict[str, Any]:
    begins = np.full((len(stretches), days), -NEVER, dtype=np.int64)
    until = np.full((len(stretches), days), NEVER, dtype=np.int64)
    for d in range(days):
        low, high = clock.day_start(d), clock.day_start(d + 1)
        for w, row in enumerate(stretches):
            mine = [(a, b) for a, b in row if low <= a < high]
            if mine:
                begins[w, d], until[w, d] = mine[0][0], mine[-1][1]
    return {"shift_from": begins, "shift_until": until}


def _visits(problem: RotaProblem, clock: Clock, travel: TravelTimes) -> dict[str, Any]:
    tpm = problem.ticks_per_minute
    client_index = {c.id: i for i, c in enumerate(problem.clients)}
    clients = [problem.clients[client_index[v.client]] for v in problem.visits]
    vs = problem.visits
    windows = [
        sorted((clock.tick(w.start), clock.tick(w.end)) for w in v.windows) for v in vs
    ]
    n_slots = [len(v.slots) for v in vs]
    return {
        "visit_client": ints(client_index[v.client] for v in vs),
        "visit_place": ints(travel.place_index(c.place) for c in clients),
        "visit_access": ints(minutes_to_ticks(c.access_minutes, tpm) for c in clients),
        "visit_day": ints(clock.index_of(v.day) for v in vs),
        "visit_duration": ints(minutes_to_ticks(v.minutes, tpm) for v in vs),
        "visit_priority": ints(PRIORITIES.index(v.priority) for v in vs),
        "visit_slot": ints(accumulate(n_slots, initial=0)),
        **_ragged(windows, "window"),
        "prefer_from": ints(
            clock.tick(v.preferred.start) if v.preferred else -NEVER for v in vs
        ),
        "prefer_until": ints(
            clock.tick(v.preferred.end) if v.preferred else NEVER for v in vs
        ),
        **_ragged(
            [
                [(clock.tick(w.start), clock.tick(w.end)) for w in v.also_preferred]
                for v in vs
            ],
            "also",
        ),
        "slot_visit": np.repeat(np.arange(len(vs), dtype=np.int64), n_slots),
    }


def _links(problem: RotaProblem) -> dict[str, Any]:
    tpm = problem.ticks_per_minute
    index = {v.id: i for i, v in enumerate(problem.visits)}

    def bound(minutes: float | None, without: int) -> int:
        return without if minutes is None else minutes_to_ticks(minutes, tpm)

    ls = problem.links
    return {
        "link_first": ints(index[x.first] for x in ls),
        "link_second": ints(index[x.second] for x in ls),
        "link_from_end": ints(x.measured_from == LinkFrom.END for x in ls),
        "link_low": ints(bound(x.minimum_minutes, -NEVER) for x in ls),
        "link_high": ints(bound(x.maximum_minutes, NEVER) for x in ls),
        "link_same": ints(x.same_worker for x in ls),
        "link_different": ints(x.different_worker for x in ls),
    }


def _past(problem: RotaProblem, clock: Clock) -> dict[str, Any]:
    workers = {w.id: i for i, w in enumerate(problem.workers)}
    clients = {c.id: i for i, c in enumerate(problem.clients)}
    shape = (len(workers), PAST_DAYS)
    begin = np.full(shape, NEVER, dtype=np.int64)
    until = np.full(shape, -NEVER, dtype=np.int64)
    contact = np.zeros(shape, dtype=np.int64)
    met = np.zeros((len(clients), len(workers)), dtype=np.int64)
    visits = problem.history.visits
    times = past_times(visits, clock)
    worker = ints(workers.get(visit.worker, -1) for visit in visits)
    client = ints(clients.get(visit.client, -1) for visit in visits)
    known = (worker >= 0) & (times.start < 0)
    both = known & (client >= 0)
    np.add.at(met, (client[both], worker[both]), 1)
    near = known & (times.day >= -PAST_DAYS)
    cells = worker[near], PAST_DAYS + times.day[near]
    start, end = times.start[near], times.end[near]
    np.minimum.at(begin, cells, start)
    np.maximum.at(until, cells, end)
    np.add.at(contact, cells, end - start)
    return {
        "past": times,
        "past_worker": worker,
        "past_client": client,
        "past_from": begin,
        "past_until": until,
        "past_contact": contact,
        "past_met": met,
    }
