"""A worker's day as a table: what the cheapest ways through it are found in.

Every number is the least it can be, whatever else the rota has: travel of the quickest
hour, waiting that no start of the two visits avoids. So a way is never dearer here than
the day of any legal rota that makes the same visits in the same order.

With one exception: which breaks a rota has. The checker takes them as they are, of any
length, any number in a gap and asked for by no rule, so that on paper no worker need
ever wait; and all waiting would have to be left out. A bound is one of the rotas that
the engines make instead: at most one break a gap, as long as ``rest_break`` or
``lunch_break`` asks for; without the former only lunches, at the time of lunch; and
without both none. Where waiting has a price a rota made by hand with other breaks may
cost less than is proven here, as it may cost less than what CP-SAT proves.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.engines.bounds.waits import Waits
from carerota.engines.cpsat.frame import allowed_pairs
from carerota.engines.cpsat.moments import common, start_intervals, worker_intervals
from carerota.rules.base import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

    Ints = NDArray[np.int64]
    Interval = tuple[int, int]

__all__ = ["Outline", "Ways", "ways_of_day"]

BITS: Final = 62
"""Visits of a worker's day that can be remembered."""


@dataclass(frozen=True)
class Ways:
    """What ways there are through a day of some workers who are all alike.

    ``slots``, ``spans``, ``need`` and ``cost`` are those of
    :func:`carerota.engines.bounds.labels.cheapest_ways`; prices of slots are those of
    the rules on pairs, without anything that a bound adds.
    """

    workers: tuple[int, ...]
    day: int
    made: Ints
    """The slots that they may make; rows of the tables are in this order."""
    slots: Ints
    spans: Ints
    need: Ints
    cost: Ints


class Outline:
    """What the days of a problem have in common: pairs allowed, prices, moments.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    latest
        The latest start of each visit that is still of interest, (V,).
    linked
        Whether to keep links between visits, which bind only where both are made: for
        rotas that make every slot that anybody can make.
    """

    def __init__(
        self, compiled: Compiled, book: RuleBook, latest: Ints, *, linked: bool
    ) -> None:
        self.linked = linked
        self.compiled, self.book = compiled, book
        self.hard = frozenset(b.name for b in book if b.hard)
        self.allowed = allowed_pairs(compiled, book)
        self.pair_price = _pair_prices(compiled, book)
        self.day = compiled.visit_day[compiled.slot_visit]
        self.moments = [
            common(start_intervals(compiled, v, self.hard), [(-NEVER, int(latest[v]))])
            for v in range(compiled.n_visits)
        ]
        self.late_price = self.weight("lateness")
        self.due = late_from(compiled)
        self.worst_price = self.weight("worst_lateness") // max(1, self._late_days())
        """The price of the worst lateness that each day may count: there is one for
        the whole rota, whichever day it is on."""
        self._apart = _never_together(compiled, self.hard)
        self._waits = Waits(compiled, book)

    def weight(self, rule: str) -> int:
        """Give the price of a unit of a rule's amount; nought where it has none."""
        if rule not in self.book or not self.book[rule].priced:
            return 0
        return self.book[rule].weight

    def most_late(self, v: int) -> int:
        """Give the ticks by which a visit is late at most; nought: never."""
        closes = int(self.due[v])
        latest = max((b for _, b in self.moments[v]), default=-NEVER)
        return max(0, latest - closes) if closes < NEVER else 0

    def _late_days(self) -> int:
        """Count the days on which a visit may be late."""
        days = self.compiled.visit_day.tolist()
        return len({d for v, d in enumerate(days) if self.most_late(v)})

    def ways(self, w: int, d: int, nearby: int) -> Ways | None:
        """Give the ways through a worker's day; ``None``: there is nothing to make.

        ``nearby`` visits are remembered at each place.
        """
        c = self.compiled
        made: list[int] = []
        spans: list[Interval] = []
        rows: list[Interval] = []
        for s in np.flatnonzero(self.allowed[:, w] & (self.day == d)).tolist():
            v = int(c.slot_visit[s])
            times = worker_intervals(c, v, w, self.hard)
            inside = self.moments[v]
            if times is not None:
                inside = common(inside, times)
            if inside:
                rows.append((len(spans), len(spans) + len(inside)))
                made.append(s)
                spans.extend(inside)
        if not made:
            return None
        found = np.array(made, dtype=np.int64)
        visits = c.slot_visit[found]
        table = np.zeros((len(made), 12), dtype=np.int64)
        table[:, :2] = rows
        table[:, 2] = c.visit_duration[visits]
        table[:, 3] = self.pair_price[found, w]
        table[:, 4] = self.due[visits]
        table[:, 5] = np.where(self.due[visits] < NEVER, self.late_price, 0)
        moments = np.array(spans, dtype=np.int64)
        need, cost = self._legs(w, d, visits, table, moments)
        self._remember(table, visits, need, nearby)
        return Ways((w,), d, found, table, moments, need, cost)

    def _legs(
        self, w: int, d: int, visits: Ints, table: Ints, spans: Ints
    ) -> tuple[Ints, Ints]:
        """Fill in the ways from and to home, and give those between slots."""
        c = self.compiled
        mode, place = c.worker_mode[w], c.visit_place[visits]
        ticks, metres = c.travel.ticks[mode], c.travel.metres[mode]
        least, most = ticks.min(axis=0), ticks.max(axis=0)
        access = c.visit_access[visits]
        home, end = c.worker_start[w], c.worker_end[w]
        mile = 0
        if self.weight("mileage"):
            rule = self.book["mileage"]
            mile = rule.weight * int(rule.rule.kernel(c)[w, 0])
        by_home = self.weight("home_travel")
        out = least[home, place] + access
        back = least[place, end]
        out_cost = by_home * out + mile * metres[home, place]
        back_cost = by_home * back + mile * metres[place, end]
        table[:, 7], table[:, 8] = out_cost, back_cost
        client = c.visit_client[visits]
        knock = np.where(client[:, None] == client[None, :], 0, access[None, :])
        leg = least[place[:, None], place[None, :]] + knock
        slow = most[place[:, None], place[None, :]] + knock
        n = len(visits)
        opens = spans[table[:, 0], 0]
        closes = spans[table[:, 1] - 1, 1]
        lasts = table[:, 2]
        need = np.empty((2, n, n), dtype=np.int64)
        cost = np.empty((2, n, n), dtype=np.int64)
        need[0] = lasts[:, None] + leg
        need[1] = lasts[:, None] + back[:, None] + out[None, :]
        starts = np.stack([opens, closes], axis=1)
        wait = self._waits.least(d, starts + lasts[:, None], starts, (leg, slow))
        cost[0] = (
            self.weight("travel") * leg
            + mile * metres[place[:, None], place[None, :]]
            + self.weight("waiting") * wait
        )
        cost[1] = back_cost[:, None] + out_cost[None, :] + self.weight("split_days")
        never = opens[None, :, None] + need > closes[None, None, :]
        need[never] = -1
        need[:, np.arange(n), np.arange(n)] = -1
        # by way of home where that is neither quicker nor cheaper
        direct = need[0] >= 0
        need[1][direct & (need[1] >= need[0]) & (cost[1] >= cost[0])] = -1
        return need, cost

    def _remember(self, table: Ints, visits: Ints, need: Ints, nearby: int) -> None:
        """Fill in what is remembered where."""
        slots_of: dict[int, list[int]] = defaultdict(list)
        for i, v in enumerate(visits.tolist()):
            slots_of[v].append(i)
        own = self._own_bits(table, slots_of)
        table[:, 11] = table[:, 9] = own
        for v, rows in slots_of.items():
            others = [j for u in self._apart[v] for j in slots_of.get(u, ())]
            for i in rows:
                table[i, 9] |= np.bitwise_or.reduce([own[j] for j in others] or [0])
        if not nearby:
            table[:, 10] = own
            return
        near = np.where(need[0] >= 0, need[0], NEVER)
        near = np.minimum(near, near.T)
        for i in range(len(visits)):
            table[i, 10] = own[i]
            for k in np.argsort(near[i], kind="stable")[:nearby].tolist():
                table[i, 10] |= own[k]

    def _own_bits(self, table: Ints, slots_of: dict[int, list[int]]) -> list[int]:
        """Give each slot a bit; both of a double-up one, which nobody makes twice."""
        as_one = {"double_up", "one_place"} <= self.hard
        own = [0] * len(table)
        bits = 0
        for rows in slots_of.values():
            one = as_one and table[rows[0], 2] > 0
            for i in rows:
                if one and i != rows[0]:
                    own[i] = own[rows[0]]
                else:
                    own[i] = _bit(bits)
                    bits += 1
        return own


def _bit(i: int) -> int:
    """Give a bit of its own; none where there are no more."""
    return 1 << i if i < BITS else 0


def _pair_prices(compiled: Compiled, book: RuleBook) -> Ints:
    """Give what the rules on pairs of slot and worker cost, (S, W)."""
    found = np.zeros((compiled.n_slots, compiled.n_workers), dtype=np.int64)
    for bound in book:
        if bound.priced and bound.weight and bound.rule.level is Level.SLOT:
            found += bound.weight * bound.rule.kernel(compiled)
    return found


def late_from(compiled: Compiled) -> Ints:
    """Give the tick from which a visit's start is surely late, (V,).

    A visit may be preferred again later: only after the last time it is late for good.
    Before, it may be late as well, which a bound may leave out.
    """
    last = (compiled.closings(v)[-1][1] for v in range(compiled.n_visits))
    return np.fromiter(last, dtype=np.int64, count=compiled.n_visits)


def _never_together(
    compiled: Compiled, hard: frozenset[str]
) -> dict[int, frozenset[int]]:
    """Give for each visit the others that nobody who makes it may make."""
    found: dict[int, set[int]] = defaultdict(set)
    if "link_workers" in hard:
        for a, b, apart in zip(
            compiled.link_first.tolist(),
            compiled.link_second.tolist(),
            compiled.link_different.tolist(),
            strict=True,
        ):
            if apart:
                found[a].add(b)
                found[b].add(a)
    return {v: frozenset(found[v]) for v in range(compiled.n_visits)}


def ways_of_day(outline: Outline, d: int, nearby: int) -> list[Ways]:
    """Give the ways through a day, workers who are alike together."""
    alike: dict[bytes, Ways] = {}
    for w in range(outline.compiled.n_workers):
        ways = outline.ways(w, d, nearby)
        if ways is None:
            continue
        tables = (ways.made, ways.slots, ways.spans, ways.need, ways.cost)
        key = b"|".join(t.tobytes() for t in tables)
        if key in alike:
            one = alike[key]
            alike[key] = Ways((*one.workers, w), d, *tables)
        else:
            alike[key] = ways
    return list(alike.values())
