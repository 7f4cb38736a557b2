"""A rota as constants: the other two faces of a rule over one given rota.

:class:`Fixed` speaks the encoder's language in plain numbers, so that ``encode`` can
be compared with ``measure`` without a solver; :func:`facts` fills in the facts that
the compiled amounts read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.compiled.rota import NOBODY, from_rota, sequences
from carerota.compiled.stretches import nights
from carerota.engines.search import facts as f
from carerota.rules.base import Key, Level
from carerota.rules.encoder import Arc
from carerota.rules.shifts import departs
from tests.builders import compiled as compile_
from tests.builders import read, rota

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Rota, RotaProblem
    from carerota.rules.base import Rule

HOME = -1


class Fixed:
    """An encoder all of whose parts are frozen at one rota."""

    def __init__(self, problem: RotaProblem, rota: Rota) -> None:
        self.compiled: Compiled = compile_(problem)
        self.arrays = from_rota(self.compiled, rota)
        self.order = sequences(self.compiled, self.arrays)
        self.reading = read(problem, rota)

    def _day(self, w: int, d: int) -> Any:
        return self.reading.days.get((self.compiled.worker_ids[w], d))

    def _sum(self, w: int, d: int, name: str) -> int:
        day = self._day(w, d)
        return getattr(day, name) if day else 0

    def _end(self, s: int) -> int:
        return self.start(s) + int(
            self.compiled.visit_duration[self.compiled.slot_visit[s]]
        )

    # ── who and when ──────────────────────────────────────────────────────
    def does(self, s: int, w: int) -> int:
        return int(self.arrays.worker[s] == w)

    def covered(self, s: int) -> int:
        return int(self.arrays.worker[s] != NOBODY)

    def start(self, s: int) -> int:
        return int(self.arrays.start[s])

    def candidates(self, s: int) -> list[int]:
        return list(range(self.compiled.n_workers))

    def slots_on(self, w: int, d: int) -> list[int]:
        day = self.compiled.visit_day[self.compiled.slot_visit]
        return [int(s) for s in np.flatnonzero(day == d)]

    # ── a worker's day ────────────────────────────────────────────────────
    def arcs(self, w: int, d: int) -> list[Arc]:
        day = self._day(w, d)
        if not day:
            return []
        made = self.order[w, d]
        between = [
            Arc(a, b, gap.at_home, 1, gap.leg, gap.metres)
            for a, b, gap in zip(made, made[1:], day.gaps, strict=False)
        ]
        return [
            Arc(HOME, made[0], True, 1, day.first_leg, 0),
            *between,
            Arc(made[-1], HOME, True, 1, day.last_leg, day.home_metres),
        ]

    def works(self, w: int, d: int) -> int:
        return int(self._day(w, d) is not None)

    def begins(self, w: int, d: int, *, home_legs: bool) -> int:
        day = self._day(w, d)
        return day.begins(home_legs=home_legs) if day else -7777

    def ends(self, w: int, d: int, *, home_legs: bool) -> int:
        day = self._day(w, d)
        return day.ends(home_legs=home_legs) if day else 777_777

    def departs(self, w: int, d: int) -> int:
        day = self._day(w, d)
        return departs(day) if day else -7777

    def early_rest(self, w: int, d: int) -> tuple[int, int, int]:
        made = self.order.get((w, d))
        if not made or not self.arrays.rest_length[made[0]]:
            return 0, 0, 0
        start = int(self.arrays.rest_start[made[0]])
        return 1, start, start + int(self.arrays.rest_length[made[0]])

    def contact(self, w: int, d: int) -> int:
        return self._sum(w, d, "contact")

    def travel(self, w: int, d: int) -> int:
        return self._sum(w, d, "travel")

    def home_travel(self, w: int, d: int) -> int:
        return self._sum(w, d, "home_travel")

    def metres(self, w: int, d: int) -> int:
        return self._sum(w, d, "metres")

    def waiting(self, w: int, d: int) -> int:
        return self._sum(w, d, "waiting")

    def paid(self, w: int, d: int) -> int:
        return self._sum(w, d, "paid")

    def working(self, w: int, d: int, *, home_legs: bool) -> int:
        day = self._day(w, d)
        return day.working(home_legs=home_legs) if day else 0

    def extra_runs(self, w: int, d: int) -> int:
        day = self._day(w, d)
        return len(day.runs) - 1 if day else 0

    def _before(self, s: int, w: int, d: int) -> Arc | None:
        arcs = [a for a in self.arcs(w, d) if a.after == s and a.before != HOME]
        return arcs[0] if arcs else None

    def gap_start(self, s: int, w: int, d: int) -> tuple[int, int, int]:
        arc = self._before(s, w, d)
        if arc is None:
            return self.start(s), 0, 0
        return self._end(arc.before), int(not arc.at_home), int(arc.at_home)

    def rest_before(self, s: int, w: int, d: int) -> int:
        made = self._before(s, w, d) is not None
        return int(made and self.does(s, w) and self.arrays.rest_length[s] > 0)

    def rest_span(self, s: int, w: int, d: int) -> tuple[int, int]:
        if not self.rest_before(s, w, d):
            return 0, 0
        start = int(self.arrays.rest_start[s])
        return start, start + int(self.arrays.rest_length[s])

    def starts_run(self, s: int, w: int, d: int) -> int:
        return int(any(a.after == s and a.at_home for a in self.arcs(w, d)))

    def ends_run(self, s: int, w: int, d: int) -> int:
        return int(any(a.before == s and a.at_home for a in self.arcs(w, d)))

    def run_start(self, s: int, w: int, d: int) -> int:
        arc = self._before(s, w, d)
        if arc is None or arc.at_home:
            return self.start(s)
        return self.run_start(arc.before, w, d)

    # ── clients ───────────────────────────────────────────────────────────
    def meetings(self, slots: Iterable[int], w: int) -> int:
        return sum(self.does(s, w) for s in slots)

    def meets(self, slots: Iterable[int], w: int) -> int:
        return int(self.meetings(slots, w) > 0)

    # ── building blocks ───────────────────────────────────────────────────
    def positive(self, expr: int) -> int:
        return max(0, expr)

    def largest(self, exprs: Iterable[int]) -> int:
        return max(exprs, default=0)

    def smallest(self, exprs: Iterable[int]) -> int:
        return min(exprs, default=0)

    def absolute(self, expr: int) -> int:
        return abs(expr)

    def when(self, literal: int, expr: int) -> int:
        return expr if literal else 0

    def both(self, *literals: int) -> int:
        return int(all(literals))

    def either(self, *literals: int) -> int:
        return int(any(literals))

    def negated(self, literal: int) -> int:
        return 1 - literal

    def at_least(self, expr: int, bound: int) -> int:
        return int(expr >= bound)

    def overlap(self, start: int, end: int, low: int, high: int) -> int:
        return max(0, min(end, high) - max(start, low))

    def outside(self, start: int, stretches: Iterable[tuple[int, int]]) -> int:
        return min(max(0, low - start, start - high) for low, high in stretches)

    def divided(self, expr: int, by: int) -> int:
        return expr // by

    def square(self, expr: int) -> int:
        return expr * expr


def facts(fixed: Fixed, rule: Rule) -> NDArray[np.int64]:
    """Give the facts of every worker's days; those of a rule are filled for that rule."""
    c = fixed.compiled
    table = np.zeros((c.n_workers, c.n_days, f.N_FACTS), dtype=np.int64)
    table[:, :, f.IDLE] = np.where(
        c.shift_until < NEVER, c.shift_until - c.shift_from, 0
    )
    if rule.name == "lunch_break":
        for key in rule.measure(fixed.reading):  # the kernel fills this fact itself
            table[c.worker_ids.index(key.id), key.at, f.MISSED] = 1
    for (name, d), day in fixed.reading.days.items():
        w = c.worker_ids.index(name)
        row = table[w, d]
        row[f.N], row[f.WORKED] = len(day.stops), 1
        row[f.FIRST], row[f.LAST] = day.first, day.last
        row[f.OUT], row[f.BACK] = day.begins(home_legs=True), day.ends(home_legs=True)
        row[f.CONTACT], row[f.TRAVEL] = day.contact, day.travel
        row[f.HOME_TRAVEL], row[f.METRES] = day.home_travel, day.metres
        row[f.WAITING], row[f.RUNS] = day.waiting, len(day.runs)
        row[f.SHORTAGE] = sum(g.shortage for g in day.gaps)
        row[f.OVERLAP] = sum(g.overlap for g in day.gaps)
        row[f.HOME_GAP] = sum(g.home for g in day.gaps)
        stops = [(s.start, s.end) for s in day.stops]
        runs = [(r[0].start, r[-1].end) for r in day.runs]
        row[f.OUTSIDE] = sum(b - a for a, b in runs) - _shared(runs, c.stretches(w))
        row[f.UNWELCOME] = _shared(stops, c.unwelcome(w))
        shift = c.shift_from[w, d], c.shift_until[w, d]
        row[f.EARLY] = max(0, shift[0] - departs(day))
        row[f.EXTRA] = max(0, day.ends(home_legs=True) - shift[1])
        row[f.IDLE] = day.waiting
        if day.early is not None:
            row[f.IDLE] += max(0, day.first - day.early[1])
        if shift[1] < NEVER:
            row[f.IDLE] += max(0, departs(day) - shift[0])
            row[f.IDLE] += max(0, shift[1] - day.ends(home_legs=True))
        if rule.name == "night_work":
            row[f.NIGHT] = _shared(stops, nights(c, rule.from_hour, rule.to_hour))
        if rule.name == "rest_break":
            row[f.BREAK] = _good_break(fixed, day, w, int(rule.kernel(c)[w, 3]))
        if rule.name == "short_runs":
            least = int(rule.kernel(c)[w, 0])
            row[f.SHORT_RUNS] = sum(max(0, least - (b - a)) for a, b in runs)
    return table.ravel()


def _shared(some: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in some for c, d in others)


def _good_break(fixed: Fixed, day: Any, w: int, margin: int) -> int:
    best = max((g.home for g in day.gaps), default=0)
    for s in fixed.order[w, day.day]:
        start, end = fixed.rest_span(s, w, day.day)
        if start - day.first >= margin and day.last - end >= margin:
            best = max(best, end - start)
    return best


def faces(rule: Rule, problem: RotaProblem, rota: Rota) -> list[dict[Key, int]]:
    """Give the amounts of a rule on the level of days by its three faces."""
    fixed = Fixed(problem, rota)
    c = fixed.compiled
    amount = import_module(f"carerota.engines.search.rules.{rule.name}").amount
    table = rule.kernel(c)
    flat, width, known = table.ravel(), table.shape[1], facts(fixed, rule)
    compiled = {
        Key(Level.DAY, name, d): int(
            amount.py_func(known, (w * c.n_days + d) * f.N_FACTS, flat, w * width)
        )
        for w, name in enumerate(c.worker_ids)
        for d in range(c.n_days)
    }
    encoded = {key: int(value) for key, value in rule.encode(fixed).items()}
    return [
        rule.measure(fixed.reading),
        {key: value for key, value in encoded.items() if value},
        {key: value for key, value in compiled.items() if value},
    ]


def agreed(
    rule: Rule,
    problem: RotaProblem,
    *made: tuple[Any, ...],
    breaks: Iterable[tuple[Any, ...]] = (),
) -> dict[tuple[str, int], int]:
    """Give a rule's amounts by ``(id, at)``, having seen that its three faces agree."""
    measured, encoded, compiled = faces(
        rule, problem, rota(problem, *made, breaks=breaks)
    )
    assert measured == encoded, "measure and encode differ"
    assert measured == compiled, "measure and the compiled amount differ"
    assert all(measured.values()), "a nought among the amounts"
    assert all(key.level is Level.DAY for key in measured), "a key of another level"
    return {(key.id, key.at): amount for key, amount in measured.items()}
