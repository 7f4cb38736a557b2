"""From who-and-when to a whole rota: starts pushed together, runs, breaks.

The same for all peers. It chooses nothing about who makes what.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from carerota.compiled.problem import NEVER
from carerota.compiled.rota import RotaArrays, to_rota

if TYPE_CHECKING:
    from benchmarks.peers.field import Field, Plan
    from carerota.model import Rota

__all__ = ["finished", "tightened"]


def days_of(field: Field, plan: Plan) -> dict[tuple[int, int], list[int]]:
    """Give the slots of each worker's day in the order of their starts."""
    c = field.compiled
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for s, (w, _) in plan.items():
        found[w, int(c.visit_day[c.slot_visit[s]])].append(s)
    for slots in found.values():
        slots.sort(key=lambda s: (plan[s][1], s))
    return dict(found)


def tightened(field: Field, plan: Plan) -> Plan:
    """Start visits before a gap as late as their preferred window allows.

    Solvers of routes give earliest times. A visit moves only where that breaks
    nothing: one of a double-up stays, a linked one keeps its distance.
    """
    c = field.compiled
    plan = dict(plan)
    starts = {int(c.slot_visit[s]): start for s, (_, start) in plan.items()}
    links = _links(field)
    for (w, _), slots in days_of(field, plan).items():
        if field.has_lunch(w):
            # whoever made the plan chose the gap that lunch is in
            continue
        legs = field.legs(slots, w)
        for i in range(len(slots) - 2, -1, -1):
            s, after = slots[i], slots[i + 1]
            v = int(c.slot_visit[s])
            if len(c.slots(v)) > 1 or c.slot_visit[after] == v:
                continue
            now = plan[s][1]
            latest = plan[after][1] - int(legs[i, i + 1]) - int(c.visit_duration[v])
            latest = min(latest, _last(field, v, now))
            for x in links[v]:
                latest = min(latest, _bound(field, x, v, starts))
            if latest > now:
                plan[s] = (w, latest)
                starts[v] = latest
    return plan


def _links(field: Field) -> dict[int, list[int]]:
    c = field.compiled
    found: dict[int, list[int]] = defaultdict(list)
    for x in range(c.n_links):
        found[int(c.link_first[x])].append(x)
        found[int(c.link_second[x])].append(x)
    return found


def _last(field: Field, v: int, now: int) -> int:
    """Give the last start in the same window that is not late."""
    c = field.compiled
    window = next((b for a, b in c.windows(v) if a <= now <= b), now)
    return min(window, max(now, int(c.prefer_until[v])))


def _bound(field: Field, x: int, v: int, starts: dict[int, int]) -> int:
    """Give the last start of a visit that a link allows, the other one standing."""
    c = field.compiled
    first, second = int(c.link_first[x]), int(c.link_second[x])
    more = int(c.visit_duration[first]) if c.link_from_end[x] else 0
    if v == first and second in starts and c.link_low[x] > -NEVER:
        return starts[second] - int(c.link_low[x]) - more
    if v == second and first in starts and c.link_high[x] < NEVER:
        return starts[first] + int(c.link_high[x]) + more
    return NEVER


def finished(field: Field, plan: Plan) -> Rota:
    """Give the rota of a plan, with runs and breaks."""
    arrays = RotaArrays.empty(field.compiled.n_slots)
    for s, (w, start) in plan.items():
        arrays.worker[s], arrays.start[s] = w, start
    for (w, d), slots in days_of(field, plan).items():
        _runs(field, arrays, w, slots)
        _break(field, arrays, w, slots)
        _lunch(field, arrays, w, d, slots)
    return to_rota(field.compiled, arrays)


def _runs(field: Field, arrays: RotaArrays, w: int, slots: list[int]) -> None:
    """Send a worker home in a gap where that is cheaper than to wait, or a must."""
    p = field.prices
    splits = "split_days" not in field.book or not field.book["split_days"].hard
    stretches = field.compiled.stretches(w)
    legs, (out, back) = field.legs(slots, w), field.ways(slots, w)
    run = 1
    for i, (a, b) in enumerate(pairwise(slots)):
        ended = int(arrays.start[a] + field.compiled.visit_duration[field.visit_of(a)])
        gap, ways = int(arrays.start[b]) - ended, int(back[i] + out[i + 1])
        leg = int(legs[i, i + 1])
        stays = leg * p.travel + max(0, gap - leg) * p.waiting
        goes = ways * p.home + p.split
        through = any(x <= ended and arrays.start[b] <= y for x, y in stretches)
        if splits and gap >= ways and (goes < stays or not through):
            run += 1
        arrays.run[b] = run


def _break(field: Field, arrays: RotaArrays, w: int, slots: list[int]) -> None:
    """Put one break into a long day, in the first gap that has room for it."""
    if field.long_day is None or not field.rest:
        return
    c = field.compiled
    legs, (out, back) = field.legs(slots, w), field.ways(slots, w)
    ends = [int(arrays.start[s] + c.visit_duration[c.slot_visit[s]]) for s in slots]
    first, last = int(arrays.start[slots[0]]), ends[-1]
    paid, room, home = last - first, None, 0
    for i, (a, b) in enumerate(pairwise(slots)):
        gap = int(arrays.start[b]) - ends[i]
        if arrays.run[a] != arrays.run[b]:
            paid -= gap
            home = max(home, gap - int(back[i] + out[i + 1]))
            continue
        begins = max(ends[i], first + field.margin)
        latest = min(int(arrays.start[b]), last - field.margin)
        spare = gap - int(legs[i, i + 1])
        if room is None and spare >= field.rest and begins + field.rest <= latest:
            room = (b, begins)
    if paid > field.long_day and home < field.rest and room is not None:
        arrays.rest_start[room[0]] = room[1]
        arrays.rest_length[room[0]] = field.rest


def _lunch(field: Field, arrays: RotaArrays, w: int, d: int, slots: list[int]) -> None:
    """Put lunch into the first gap with room for it, else before the first visit."""
    lunch, c = field.lunch, field.compiled
    if lunch is None or not field.has_lunch(w):
        return
    opens, closes = lunch.spans[d]
    legs, (out, _) = field.legs(slots, w), field.ways(slots, w)
    for i, (a, b) in enumerate(pairwise(slots)):
        ended = int(arrays.start[a] + c.visit_duration[c.slot_visit[a]])
        leg, latest = int(legs[i, i + 1]), int(arrays.start[b]) - lunch.length
        # where the last visit was, the way after it, or where the next one will be
        for low, high in ((ended, latest - leg), (ended + leg, latest)):
            at = max(opens, low)
            if at <= min(closes, high):
                arrays.rest_start[b], arrays.rest_length[b] = at, lunch.length
                return
    first = slots[0]
    at = min(closes, int(arrays.start[first]) - lunch.length)
    starts = -NEVER
    if "shift_start" in field.book:
        starts = int(c.shift_from[w, d])
    if at >= max(opens, starts + int(out[0])):
        arrays.rest_start[first], arrays.rest_length[first] = at, lunch.length
