"""What the checks of a diagnosis share: who may make what, and when.

Everything here errs on one side only: a worker is left out of a visit, or a start out
of a worker's times, where a hard rule alone or with history forbids it for certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.engines.cpsat.frame import allowed_pairs
from carerota.engines.cpsat.moments import common, start_intervals, worker_intervals
from carerota.model import Rota
from carerota.rules.base import Level
from carerota.rules.reading import Reading
from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

    Interval = tuple[int, int]

__all__ = ["CONTRACT_RULES", "Facts"]

CONTRACT_RULES: Final = ("day_minutes", "weekly_hours", "average_48")


@dataclass(frozen=True)
class Facts:
    """A problem under a policy, as the checks of a diagnosis read it."""

    compiled: Compiled
    book: RuleBook

    @cached_property
    def hard(self) -> frozenset[str]:
        """Names of the hard rules."""
        return frozenset(b.name for b in self.book if b.hard)

    @cached_property
    def bodily(self) -> bool:
        """Whether nobody may be in two places at a time, nor get there in no time."""
        return {"one_place", "reach"} <= self.hard

    @cached_property
    def reading(self) -> Reading:
        """The problem read plainly, for its words; of an empty rota."""
        return Reading(self.compiled.problem, Rota(), self.compiled.travel)

    # ── who may make what, the time left aside ────────────────────────────
    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """(S, W) no hard rule on pairs speaks against it."""
        return allowed_pairs(self.compiled, self.book)

    @cached_property
    def against(self) -> dict[str, NDArray[np.bool_]]:
        """(S, W) by hard rule on pairs: it speaks against it."""
        return {
            b.name: b.rule.kernel(self.compiled) != 0
            for b in self.book
            if b.hard and b.rule.level is Level.SLOT
        }

    # ── what contracts and history leave ──────────────────────────────────
    @cached_property
    def left(self) -> dict[str, NDArray[np.int64]]:
        """(W, D) by hard rule on hours: ticks with clients that a day can hold."""
        c, shape = self.compiled, (self.compiled.n_workers, self.compiled.n_days)
        found: dict[str, NDArray[np.int64]] = {}
        for name in CONTRACT_RULES:
            if name not in self.hard:
                continue
            table = self.book[name].rule.kernel(c)
            if name == "weekly_hours":
                weeks = table[:, 0].reshape(c.n_workers, c.n_weeks)
                found[name] = weeks[:, c.week_of_day]
            else:
                found[name] = np.broadcast_to(table[:, :1], shape)
        return found

    @cached_property
    def cap(self) -> NDArray[np.int64]:
        """(W, D) ticks with clients that contracts and law leave for a day."""
        c = self.compiled
        cap = np.full((c.n_workers, c.n_days), NEVER, dtype=np.int64)
        for table in self.left.values():
            cap = np.minimum(cap, table)
        if "consecutive_days" in self.hard:
            cap[self.row_is_full, 0] = 0
        return cap

    @cached_property
    def days_before(self) -> NDArray[np.int64]:
        """(W,) days worked in a row up to the horizon."""
        free = self.compiled.past_from[:, ::-1] >= NEVER
        n = free.shape[1]
        before: NDArray[np.int64] = np.where(
            free.any(axis=1), free.argmax(axis=1), n
        ).astype(np.int64)
        return before

    @cached_property
    def row_is_full(self) -> NDArray[np.bool_]:
        """(W,) history leaves no working day for the first day of the horizon."""
        workers = self.compiled.problem.workers
        limits = np.array([w.contract.maximum_consecutive_days for w in workers])
        return np.asarray(self.days_before >= limits, dtype=np.bool_)

    @cached_property
    def rest(self) -> NDArray[np.int64]:
        """(W,) the least daily rest in ticks; nought where the rule is not hard."""
        c, tpm = self.compiled, self.compiled.problem.ticks_per_minute
        wanted = np.zeros(c.n_workers, dtype=np.int64)
        if "daily_rest" not in self.hard:
            return wanted
        p = {
            name: self.book.param("daily_rest", name)
            for name in ("hours", "young_hours", "split_hours")
        }
        for w, worker in enumerate(c.problem.workers):
            law = worker.working_time
            base = p["young_hours"] if law.young else p["hours"]
            if law.split_day_exempt:
                base = min(base, p["split_hours"])
            wanted[w] = hours_to_ticks(max(base, law.daily_rest_hours or 0.0), tpm)
        return wanted

    @cached_property
    def rested(self) -> list[int]:
        """By worker, the first tick at which history lets them start."""
        last = self.compiled.past_until.max(axis=1, initial=-NEVER)
        known = (last > -NEVER) & (self.rest > 0)
        rested: list[int] = np.where(known, last + self.rest, -NEVER).tolist()
        return rested

    # ── when ──────────────────────────────────────────────────────────────
    @cached_property
    def starts(self) -> list[list[Interval]]:
        """By visit, when it may start by windows and pins."""
        c = self.compiled
        return [start_intervals(c, v, self.hard) for v in range(c.n_visits)]

    @cached_property
    def _kind(self) -> list[int]:
        """By visit, a number that is the same for the same starts and duration."""
        known: dict[tuple[tuple[Interval, ...], int], int] = {}
        return [
            known.setdefault((tuple(starts), lasts), len(known))
            for starts, lasts in zip(
                self.starts, self.compiled.visit_duration.tolist(), strict=True
            )
        ]

    @cached_property
    def _times(self) -> dict[tuple[int, int], list[Interval]]:
        return {}

    def times(self, v: int, w: int) -> list[Interval]:
        """Give when a worker can start a visit; empty: never."""
        c = self.compiled
        key = (self._kind[v], w)
        found = self._times.get(key)
        if found is None:
            starts, mine = self.starts[v], worker_intervals(c, v, w, self.hard)
            found = [*starts] if mine is None else common(starts, mine)
            if found and found[0][0] < self.rested[w]:
                found = common(found, [(self.rested[w], 2 * NEVER)])
            self._times[key] = found
        if {"shift_start", "reach"} <= self.hard:
            d = int(c.visit_day[v])
            leaves = int(c.shift_from[w, d])
            if leaves > -NEVER:
                way = int(self.ways(w)[c.visit_place[v]])
                return common(found, [(leaves + way, 2 * NEVER)])
        return found

    @cached_property
    def eligible(self) -> NDArray[np.bool_]:
        """(S, W) no hard rule is known to keep the worker from making the slot."""
        c = self.compiled
        able = self.allowed.copy()
        per_visit = np.zeros((c.n_visits, c.n_workers), dtype=np.bool_)
        cap = self.cap
        for v in range(c.n_visits):
            d, lasts = int(c.visit_day[v]), int(c.visit_duration[v])
            may = able[c.slots(v).start : c.slots(v).stop].any(axis=0)
            for w in np.flatnonzero(may & (cap[:, d] >= lasts)).tolist():
                per_visit[v, w] = bool(self.times(v, w))
        return np.asarray(able & per_visit[c.slot_visit], dtype=np.bool_)

    @cached_property
    def hulls(self) -> list[Interval | None]:
        """By visit, its first and last start over all who can make it."""
        c = self.compiled
        found: list[Interval | None] = []
        for v in range(c.n_visits):
            able = self.eligible[c.slots(v).start : c.slots(v).stop].any(axis=0)
            times = [self.times(v, w) for w in np.flatnonzero(able).tolist()]
            low = min((t[0][0] for t in times), default=None)
            high = max((t[-1][1] for t in times), default=None)
            found.append(None if low is None or high is None else (low, high))
        return found

    # ── ways ──────────────────────────────────────────────────────────────
    @cached_property
    def _ways(self) -> dict[tuple[int, int], NDArray[np.int64]]:
        return {}

    @cached_property
    def _legs(self) -> NDArray[np.int64]:
        """(M, P, P) the least ticks of a journey at any time of the day."""
        legs: NDArray[np.int64] = self.compiled.travel.ticks.min(axis=1)
        return legs

    def ways(self, w: int, place: int | None = None) -> NDArray[np.int64]:
        """Give the least ticks from a place, home unless told, to every other.

        By whatever other places: a matrix may know a way round that is shorter.
        """
        c = self.compiled
        here = int(c.worker_start[w]) if place is None else place
        key = (int(c.worker_mode[w]), here)
        if key not in self._ways:
            self._ways[key] = _shortest(self._legs[key[0]], here)
        return self._ways[key]

    def between(self, w: int, v: int, u: int) -> int:
        """Give the least ticks from the end of one visit to the start of another."""
        c = self.compiled
        way = int(self.ways(w, int(c.visit_place[v]))[c.visit_place[u]])
        same = c.visit_client[v] == c.visit_client[u]
        return way + (0 if same else int(c.visit_access[u]))

    # ── words ─────────────────────────────────────────────────────────────
    def at(self, tick: int) -> str:
        """Say a moment."""
        return self.reading.at(tick)

    def words(self, ticks: int) -> str:
        """Say a stretch of ticks."""
        return self.reading.words(ticks)

    def minutes(self, ticks: int) -> float:
        """Give a stretch of ticks in minutes."""
        return ticks / self.compiled.problem.ticks_per_minute

    def moment(self, tick: int) -> datetime:
        """Give the moment of a tick."""
        return self.compiled.clock.moment(tick)

    def visit(self, v: int) -> str:
        """Give the id of a visit."""
        return self.compiled.visit_ids[v]

    def client_of(self, v: int) -> str:
        """Give the id of a visit's client."""
        return self.compiled.client_ids[int(self.compiled.visit_client[v])]

    def skills(self, slots: list[int]) -> tuple[str, ...]:
        """Give the skills that every one of some slots asks for."""
        return tuple(sorted(frozenset.intersection(*map(self._asked, slots))))

    def any_skills(self, slots: list[int]) -> tuple[str, ...]:
        """Give the skills with which somebody could make any of some slots."""
        return tuple(sorted(frozenset.union(*map(self._asked, slots))))

    def _asked(self, s: int) -> frozenset[str]:
        c = self.compiled
        return c.problem.visits[int(c.slot_visit[s])].slots[c.slot_index(s)].skills


def _shortest(legs: NDArray[np.int64], start: int) -> NDArray[np.int64]:
    """Give the shortest ways from one place to all."""
    best: NDArray[np.int64] = legs[start].copy()
    best[start] = 0
    open_ = np.ones(len(best), dtype=np.bool_)
    for _ in range(len(best)):
        here = int(np.where(open_, best, NEVER * 2).argmin())
        open_[here] = False
        best = np.minimum(best, best[here] + legs[here])
    return best
