"""A week cut into parts: day after day, or whole.

Who made a plan for the days before has a say in the next: rest after the last visit,
hours used up, and whom each client has met by now. Hours are not spent before the
weekend: a day gets the share of what is left that its opening times have in those of
the days to come, and ``ELBOW`` times that.
"""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from benchmarks.peers.field import Cart, Part
from carerota.compiled.problem import NEVER
from carerota.units import hours_to_ticks, minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.field import Field, Plan

__all__ = ["PartSolver", "day_by_day", "whole_week"]

ELBOW = 1.25
HOLE_MINUTES = 30
"""Between the two carts into which a stretch is cut that is longer than a day's pay."""
LEAST_SECONDS = 0.5


class PartSolver(Protocol):
    """What a peer has to bring."""

    def __call__(
        self, field: Field, part: Part, *, seconds: float, threads: int, seed: int
    ) -> Plan:
        """Give a plan for some of the part's slots."""


def day_by_day(
    field: Field, solver: PartSolver, *, seconds: float, threads: int, seed: int
) -> Plan:
    """Solve one day after the other, within some seconds in all."""
    end = time.monotonic() + seconds
    plan: Plan = {}
    c = field.compiled
    days = [d for d in range(c.n_days) if (c.visit_day == d).any()]
    for i, day in enumerate(days):
        left = (end - time.monotonic()) / (len(days) - i)
        part = _part(field, [day], plan)
        plan |= solver(
            field, part, seconds=max(LEAST_SECONDS, left), threads=threads, seed=seed
        )
    return plan


def whole_week(
    field: Field, solver: PartSolver, *, seconds: float, threads: int, seed: int
) -> Plan:
    """Solve all days at once."""
    part = _part(field, range(field.compiled.n_days), {})
    return solver(field, part, seconds=seconds, threads=threads, seed=seed)


def _part(field: Field, days: Iterable[int], plan: Plan) -> Part:
    c = field.compiled
    days = list(days)
    slots = np.flatnonzero(np.isin(c.visit_day[c.slot_visit], days)).tolist()
    used = _used(field, plan)
    carts: list[Cart] = []
    rests: list[tuple[int, int, int]] = []
    spans: list[tuple[int, int, int]] = []
    weeks: list[tuple[list[int], int]] = []
    for w in range(c.n_workers):
        mine = _carts(field, w, days, plan, used)
        at = list(range(len(carts), len(carts) + len(mine)))
        carts += mine
        rest, span = _rest(field, w), _span(field, w)
        if span is not None:
            spans += [
                (i, j, span)
                for i in at
                for j in at
                if carts[i].day == carts[j].day and carts[i].opens < carts[j].opens
            ]
        for i in at:
            rests += [
                (i, j, rest) for j in at if carts[j].day == carts[i].day + 1 and rest
            ]
        left = _week_left(field, w)
        if left is not None and len(days) > 1 and at:
            weeks.append((at, left))
    pair, fits = _pairs(field, slots, plan)
    return Part(
        slots=slots,
        carts=carts,
        allowed=[_allowed(field, s, fits[i], carts) for i, s in enumerate(slots)],
        pair=pair,
        rests=rests,
        spans=spans,
        weeks=weeks,
    )


def _allowed(field: Field, s: int, fits: np.ndarray, carts: list[Cart]) -> list[int]:
    c = field.compiled
    v = int(c.slot_visit[s])
    windows, length = c.windows(v), int(c.visit_duration[v])
    day = int(c.visit_day[v])
    return [
        k
        for k, cart in enumerate(carts)
        if cart.day == day
        and fits[cart.worker]
        and any(max(a, cart.opens) <= min(b, cart.closes - length) for a, b in windows)
    ]


# ── carts ─────────────────────────────────────────────────────────────────────


def _carts(
    field: Field, w: int, days: list[int], plan: Plan, used: dict[int, int]
) -> list[Cart]:
    """Give a worker's stretches on some days, cut to what law and contract leave."""
    c, book = field.compiled, field.book
    contract = c.problem.workers[w].contract
    tpm = c.problem.ticks_per_minute
    found: list[Cart] = []
    if field.on_shift:
        return [cart for d in days for cart in _shifts(field, w, d)]
    limited = "day_minutes" in book and book["day_minutes"].hard
    most_a_day = minutes_to_ticks(contract.maximum_minutes_a_day, tpm)
    week = _week_left(field, w)
    for d in days:
        open_now = _open(field, w, d)
        day_most = (
            most_a_day if limited else max((b - a for a, b in open_now), default=0)
        )
        if week is not None and len(days) == 1:
            ahead = sum(
                b - a for e in range(d, c.n_days) for a, b in _open(field, w, e)
            )
            share = sum(b - a for a, b in open_now) / max(1, ahead)
            left = max(0, week - used.get(w, 0))
            day_most = min(day_most, left, round(ELBOW * share * left))
        rested = _rested(field, w, d, plan)
        pieces = _pieces(field, [(max(a, rested), b) for a, b in open_now], day_most)
        total = sum(b - a for a, b in pieces)
        for a, b in pieces:
            # so that they keep the day's limit together
            share = (b - a) / total
            most = min(b - a, day_most if len(pieces) == 1 else int(share * day_most))
            found.append(Cart(w, d, a, b, most))
    return found


def _shifts(field: Field, w: int, d: int) -> list[Cart]:
    """Give a worker's shift of a day, the ways from home and back within it.

    Without a shift the ways bind nothing. Nobody leaves before a shift; after it they
    stay as long as there are visits, at the price of extra time.
    """
    c, book = field.compiled, field.book
    slots = np.flatnonzero(c.visit_day[c.slot_visit] == d).tolist()
    if not slots:
        return []
    out, back = field.ways(slots, w)
    v = c.slot_visit[slots]
    low = int((c.window_from[c.window_ptr[v]] - out).min())
    ends = c.window_until[c.window_ptr[v + 1] - 1] + c.visit_duration[v] + back
    high, until = int(ends.max()), None
    if c.shift_until[w, d] < NEVER:
        until = int(c.shift_until[w, d])
        if "shift_start" in book:
            low = int(c.shift_from[w, d])
        if "extra_time" in book and book["extra_time"].hard:
            high = until
        high = max(high, until)
    return [Cart(w, d, low, high, high - low, until)] if high > low else []


def _open(field: Field, w: int, d: int) -> list[tuple[int, int]]:
    """Give a worker's stretches within the time in which the day has visits."""
    c = field.compiled
    if "availability" not in field.book:
        stretches = [(-(1 << 40), 1 << 40)]
    else:
        stretches = c.stretches(w)
    visits = np.flatnonzero(c.visit_day == d)
    if not len(visits):
        return []
    first = int(c.window_from[c.window_ptr[visits]].min())
    ends = c.window_until[c.window_ptr[visits + 1] - 1] + c.visit_duration[visits]
    last = int(ends.max())
    cut = [(max(a, first), min(b, last)) for a, b in stretches]
    return [(a, b) for a, b in cut if b > a]


def _pieces(
    field: Field, stretches: list[tuple[int, int]], most: int
) -> list[tuple[int, int]]:
    """Cut a stretch much longer than a day's pay in two, with time at home between."""
    hole = minutes_to_ticks(HOLE_MINUTES, field.problem.ticks_per_minute)
    splits = "split_days" not in field.book or not field.book["split_days"].hard
    found = []
    for a, b in stretches:
        if b <= a:
            continue
        if splits and len(stretches) == 1 and b - a > most + 2 * hole:
            middle = (a + b) // 2
            found += [(a, middle - hole // 2), (middle + hole // 2, b)]
        else:
            found.append((a, b))
    return found


def _rest(field: Field, w: int) -> int:
    if "daily_rest" not in field.book or not field.book["daily_rest"].hard:
        return 0
    working = field.problem.workers[w].working_time
    name = "young_hours" if working.young else "hours"
    hours = max(
        float(field.book.param("daily_rest", name)), working.daily_rest_hours or 0.0
    )
    return hours_to_ticks(hours, field.problem.ticks_per_minute)


def _span(field: Field, w: int) -> int | None:
    """Give the ticks from first start to last end of a day that the law allows."""
    if "day_span" not in field.book or not field.book["day_span"].hard:
        return None
    exempt = field.problem.workers[w].working_time.split_day_exempt
    name = "split_hours" if exempt else "hours"
    hours = float(field.book.param("day_span", name))
    return hours_to_ticks(hours, field.problem.ticks_per_minute)


def _rested(field: Field, w: int, d: int, plan: Plan) -> int:
    """Give the first tick at which a worker may start again on a day."""
    c = field.compiled
    past = c.past_until[w]
    ends = [int(x) for x in past if x > -(1 << 40)]
    for s, (who, start) in plan.items():
        v = c.slot_visit[s]
        if who == w and c.visit_day[v] < d:
            ends.append(start + int(c.visit_duration[v]))
    return max(ends, default=-(1 << 40)) + _rest(field, w) if ends else -(1 << 40)


def _week_left(field: Field, w: int) -> int | None:
    """Give the paid ticks of a week; weeks that history reaches into are not told."""
    if "weekly_hours" not in field.book or not field.book["weekly_hours"].hard:
        return None
    hours = field.problem.workers[w].contract.maximum_hours
    weeks = max(1, field.compiled.n_weeks)
    return hours_to_ticks(hours, field.problem.ticks_per_minute) * weeks


def _used(field: Field, plan: Plan) -> dict[int, int]:
    """Give each worker's ticks from first start to last end of each half of a day."""
    c = field.compiled
    found: dict[int, int] = defaultdict(int)
    runs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for s, (w, start) in plan.items():
        v = c.slot_visit[s]
        runs[w, int(c.visit_day[v])].append((start, start + int(c.visit_duration[v])))
    long = minutes_to_ticks(120, field.problem.ticks_per_minute)
    for (w, _), spans in runs.items():
        spans.sort()
        found[w] += spans[-1][1] - spans[0][0]
        gaps = (b[0] - a[1] for a, b in pairwise(spans))
        found[w] -= sum(gap for gap in gaps if gap > long)
    return found


# ── continuity, as far as a price on a pair can say it ────────────────────────


def _pairs(field: Field, slots: list[int], plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Give costs and possibilities by slot and worker, given whom clients have met."""
    c, prices = field.compiled, field.prices
    client = c.visit_client[c.slot_visit[slots]]
    met = np.zeros((c.n_clients, c.n_workers), dtype=bool)
    for s, (w, _) in plan.items():
        met[c.visit_client[c.slot_visit[s]], w] = True
    pair = field.pair[slots].copy()
    fits = field.fits[slots].copy()
    known = met | (c.past_met > 0)
    pair += np.where(known[client], 0, prices.new_face)
    many = met.sum(axis=1)
    target = np.array(
        [x.carers.target or c.n_workers for x in c.problem.clients], dtype=np.int64
    )
    beyond = ~met[client] & (many >= target)[client][:, None]
    pair += np.where(beyond, prices.beyond_target, 0)
    if prices.new_face and "carer_ceiling" in field.book:
        ceiling = np.array(
            [x.carers.ceiling or c.n_workers for x in c.problem.clients], dtype=np.int64
        )
        fits &= met[client] | (many < ceiling)[client][:, None]
    return pair, fits
