"""Pack a compiled problem and its rule book into the kernel's memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import PRIORITIES
from carerota.engines.search import layout as at
from carerota.engines.search.amounts import MOST_SLOTS
from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.lunch_tables import first_due, lunches
from carerota.engines.search.nearness import near_slots
from carerota.engines.search.packer import Packer
from carerota.engines.search.pairs import candidates, pair_table, penalty_of, price_of
from carerota.engines.search.rebuild import JOURNAL_HALF
from carerota.engines.search.spread import SPREAD_RULES
from carerota.engines.search.tables import lasts, ragged, scrambled, targets
from carerota.model import Levels
from carerota.rules.base import Level
from carerota.rules.book import NAMES
from carerota.rules.optional import optional_slots
from carerota.units import hours_to_ticks, minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

    Ints = NDArray[np.int64]

__all__ = ["Memory", "build"]

COVER_POINTS: Final = {"critical": 16_000, "essential": 4_000, "flexible": 1_000}
"""What an uncovered slot costs in the search, in points. The levels themselves are
kept where rotas are compared; these only steer."""

SLACK_POINTS: Final = 12

BALANCED: Final = 4
"""How much nearer to each other two workers come by a move, in longest visits."""

SPREAD: Final = (
    "fairness_unsocial",
    "fairness_travel",
    "fairness_splits",
    "fairness_preferences",
)
PAID: Final = ("contract_hours", "overtime")

JOURNAL_ROOM: Final = 2 * JOURNAL_HALF
"""Journal entries there is room for, in times the size of the state."""


class Memory:
    """The kernel's memory for one problem.

    Parameters
    ----------
    m
        The flat array; see :mod:`carerota.engines.search.layout`.
    travel
        Ticks by mode, band, place and place.
    metres
        Metres by mode, place and place.
    """

    def __init__(self, m: Ints, travel: Ints, metres: Ints) -> None:
        self.m = m
        self.travel = travel
        self.metres = metres

    def copy(self) -> Memory:
        """Give a memory of its own for another chain; journeys are shared."""
        m = np.zeros_like(self.m)
        # the journal is last; what nobody has written takes no memory of the machine's
        kept = int(self.m[at.JOURNAL])
        m[:kept] = self.m[:kept]
        return Memory(m, self.travel, self.metres)


def build(
    compiled: Compiled, book: RuleBook, *, seed: int = 1, searching: bool = True
) -> Memory:
    """Pack a problem; the state is the empty rota, not yet measured.

    What only a search asks for (which slots are near) may be left out.
    """
    p = Packer()
    # those of slots by workers are large: they are made later, one at a time
    others = [bound for bound in book if bound.rule.level is not Level.SLOT]
    tables = {bound.name: bound.rule.kernel(compiled) for bound in others}
    _numbers(p, compiled, book, seed)
    _visits(p, compiled)
    _lateness(p, compiled, book)
    _pairs(p, compiled, book)
    pointer, flat = ragged(
        near_slots(compiled) if searching else [[]] * compiled.n_slots
    )
    p.table(at.S_NEAR, pointer)
    p.table(at.NEAR, flat)
    _people(p, compiled)
    _times(p, compiled, book)
    due = _lunch(p, compiled, book)
    _rules(p, compiled, book, tables)
    _state(p, compiled, due)
    return Memory(
        p.join(),
        _read_only(compiled.travel.ticks),
        _read_only(compiled.travel.metres),
    )


def _read_only(array: Ints) -> Ints:
    """Give it in one piece and locked, whether that took a copy or not.

    The kernel is compiled for just that; for another kind it would be once more, in
    the solve's time.
    """
    whole = np.ascontiguousarray(array, dtype=np.int64)
    whole.setflags(write=False)
    return whole


def _numbers(p: Packer, c: Compiled, book: RuleBook, seed: int) -> None:
    head = p.head
    tpm = c.problem.ticks_per_minute
    head[at.N_VISITS] = c.n_visits
    head[at.N_SLOTS] = c.n_slots
    head[at.N_WORKERS] = c.n_workers
    head[at.N_DAYS] = c.n_days
    head[at.N_CLIENTS] = c.n_clients
    head[at.N_PERIODS] = len(c.period_client)
    head[at.N_LINKS] = c.n_links
    head[at.POINT] = book.point
    head[at.MULTIPLIER] = 1000
    head[at.AUTO] = 1
    head[at.RNG] = scrambled(seed)
    head[at.HOME_PRICE] = price_of(book, "home_travel")
    head[at.TRAVEL_PRICE] = price_of(book, "travel")
    head[at.WAIT_PRICE] = price_of(book, "waiting")
    split = "split_days" in book and book["split_days"].hard
    head[at.SPLIT_PRICE] = at.NEVER_SPLIT if split else price_of(book, "split_days")
    head[at.REST_AFTER] = 1 << 60
    shared = any(price_of(book, name) for name in SPREAD)
    head[at.SLACK] = SLACK_POINTS * book.point if shared else 0
    longest = int(c.visit_duration.max(initial=0))
    head[at.SLACK] += BALANCED * longest * price_of(book, "workload_balance")
    head[at.PAID_PRICE] = _paid_price(book)
    if "rest_break" in book:
        param = book.param
        head[at.REST_LENGTH] = minutes_to_ticks(param("rest_break", "minutes"), tpm)
        head[at.REST_AFTER] = hours_to_ticks(param("rest_break", "after_hours"), tpm)
        margin = param("rest_break", "margin_minutes")
        head[at.REST_MARGIN] = minutes_to_ticks(margin, tpm)
        head[at.REST_HOME_LEGS] = int(param("rest_break", "home_legs"))
    if "short_runs" in book:
        head[at.RUN_LENGTH] = minutes_to_ticks(book.param("short_runs", "minutes"), tpm)


def _paid_price(book: RuleBook) -> int:
    others = [
        bound
        for bound in book
        if bound.rule.level is Level.WORKER and bound.name not in PAID and bound.priced
    ]
    return -1 if others else sum(price_of(book, name) for name in PAID)


def _visits(p: Packer, c: Compiled) -> None:
    p.table(at.V_CLIENT, c.visit_client)
    p.table(at.V_PLACE, c.visit_place)
    p.table(at.V_ACCESS, c.visit_access)
    p.table(at.V_DAY, c.visit_day)
    p.table(at.V_DURATION, c.visit_duration)
    p.table(at.V_PRIORITY, c.visit_priority)
    p.table(at.V_SLOT, c.visit_slot)
    p.table(at.V_PERIOD, c.visit_period)
    p.table(at.V_WINDOW, c.window_ptr)
    p.table(at.WINDOW_FROM, c.window_from)
    p.table(at.WINDOW_UNTIL, c.window_until)
    p.table(at.V_TARGET, targets(c))
    p.table(at.S_VISIT, c.slot_visit)
    links: list[list[int]] = [[] for _ in range(c.n_visits)]
    for x in range(c.n_links):
        links[c.link_first[x]].append(x)
        links[c.link_second[x]].append(x)
    pointer, flat = ragged(links)
    p.table(at.V_LINK, pointer)
    p.table(at.LINK_OF, flat)
    p.table(at.L_FIRST, c.link_first)
    p.table(at.L_SECOND, c.link_second)
    p.table(at.L_FROM_END, c.link_from_end)
    p.table(at.L_LOW, c.link_low)
    p.table(at.L_HIGH, c.link_high)
    days = c.visit_day[c.slot_visit]
    pointer, flat = ragged(
        [np.flatnonzero(days == d).tolist() for d in range(c.n_days)]
    )
    p.table(at.D_SLOT, pointer)
    p.table(at.DAY_SLOT, flat)
    clients = c.visit_client[c.slot_visit]
    order = np.argsort(clients, kind="stable")
    p.table(at.C_SLOT, np.searchsorted(clients[order], np.arange(c.n_clients + 1)))
    p.table(at.CLIENT_SLOT, order)


def _lateness(p: Packer, c: Compiled, book: RuleBook) -> None:
    price = price_of(book, "lateness")
    hard = "windows" in book and book["windows"].hard
    broken = penalty_of(book["windows"], book.point) if hard else 0
    last, soft = lasts(c, price)
    p.table(at.V_LAST, last)
    p.table(at.V_LATE_PRICE, price + np.where(soft, 0, broken))


def _pairs(p: Packer, c: Compiled, book: RuleBook) -> None:
    pairs = pair_table(c, book)
    p.table(at.PAIR_PRICE, pairs)
    p.head[at.PAIR_HARD] = p.head[at.PAIR_PRICE] + 1
    p.head[at.PAIR_UNMET] = p.head[at.PAIR_PRICE] + 2
    pointer, flat = candidates(c, book, pairs)
    p.table(at.S_CANDIDATE, pointer)
    p.table(at.CANDIDATE, flat)


def _people(p: Packer, c: Compiled) -> None:
    p.table(at.K_START, c.worker_start)
    p.table(at.K_END, c.worker_end)
    p.table(at.K_MODE, c.worker_mode)
    p.table(at.K_OPEN, c.open_ptr)
    p.table(at.OPEN_FROM, c.open_from)
    p.table(at.OPEN_UNTIL, c.open_until)
    p.table(at.K_UNWELCOME, c.unwelcome_ptr)
    p.table(at.UNWELCOME_FROM, c.unwelcome_from)
    p.table(at.UNWELCOME_UNTIL, c.unwelcome_until)
    p.table(at.SHIFT_FROM, c.shift_from)
    p.table(at.SHIFT_UNTIL, c.shift_until)
    p.table(at.PAST_MET, c.past_met)
    p.table(at.PERIOD_MET, c.period_met)
    p.table(at.Q_CLIENT, c.period_client)


def _times(p: Packer, c: Compiled, book: RuleBook) -> None:
    from carerota.compiled.stretches import nights, unsocial

    night: list[tuple[int, int]] = []
    if "night_work" in book:
        ask = partial(book.param, "night_work")
        night = nights(c, ask("from_hour"), ask("to_hour"))
    social: list[tuple[int, int]] = []
    if "fairness_unsocial" in book:
        ask = partial(book.param, "fairness_unsocial")
        social = unsocial(
            c,
            ask("early_hour"),
            ask("late_hour"),
            weekends=ask("weekends"),
            holidays=ask("holidays"),
        )
    p.table(at.D_START, c.day_start)
    for count, low, high, pointer, stretches in (
        (at.N_NIGHTS, at.NIGHT_FROM, at.NIGHT_UNTIL, at.D_NIGHT, night),
        (at.N_UNSOCIAL, at.UNSOCIAL_FROM, at.UNSOCIAL_UNTIL, at.D_UNSOCIAL, social),
    ):
        p.head[count] = len(stretches)
        p.table(low, [a for a, _ in stretches])
        p.table(high, [b for _, b in stretches])
        ends = np.array([b for _, b in stretches], dtype=np.int64)
        p.table(pointer, np.searchsorted(ends, c.day_start[:-1], side="right"))
    p.head[at.N_BANDS] = c.travel.ticks.shape[1]
    p.head[at.N_BANDS_AT] = len(c.travel.band_from)
    p.table(at.BAND_FROM, c.travel.band_from)
    p.table(at.BAND_OF, c.travel.band_of_boundary)


def _lunch(p: Packer, c: Compiled, book: RuleBook) -> Ints:
    """Tell of shifts and lunch breaks; give when lunch is due to begin with."""
    p.head[at.SHIFTS], p.head[at.LEAVE_IN_SHIFT], lunch = lunches(c, book)
    p.head[at.LUNCH] = int(lunch is not None)
    if lunch is not None:
        p.head[at.LUNCH_LENGTH] = lunch.length
        p.head[at.LUNCH_ALWAYS] = lunch.always
        p.head[at.LUNCH_BY_END] = lunch.by_end
        p.table(at.LUNCH_OPENS, lunch.opens)
        p.table(at.LUNCH_LAST, lunch.last)
        p.table(at.LUNCH_CLOSES, lunch.closes)
        p.table(at.K_LUNCH, 1 - c.no_lunch)
    return first_due(c, lunch)


def _rules(p: Packer, c: Compiled, book: RuleBook, tables: Mapping[str, Ints]) -> None:
    n = len(NAMES)
    is_on, price, hard, where, width, keys = (
        np.zeros(n, dtype=np.int64) for _ in range(6)
    )
    for bound in book:
        r = NAMES.index(bound.name)
        is_on[r] = 1
        price[r] = bound.weight if bound.priced else 0
        hard[r] = penalty_of(bound, book.point) if bound.hard else 0
        if bound.rule.level is Level.SLOT:
            continue
        table = np.asarray(tables[bound.name])
        if bound.rule.level is Level.WORKER:
            keys[r] = len(table) // max(1, c.n_workers)
        width[r] = table.shape[1]
        p.table(at.RULE_TABLES, table)
        where[r] = p.head[at.RULE_TABLES]
    flat = book.policy.levels is Levels.FLAT
    p.head[at.LEVELS_ON] = int(not flat)
    cover = price_of(book, "cover")
    points = [0 if flat else COVER_POINTS.get(x, 0) for x in PRIORITIES]
    cost = [x * book.point if x else cover for x in points]
    # cover is counted by priority, not by its price
    is_on[NAMES.index("cover")] = 1
    p.table(at.R_ON, is_on)
    p.table(at.R_PRICE, price)
    p.table(at.R_HARD, hard)
    p.table(at.R_TABLE, where)
    p.table(at.R_WIDTH, width)
    p.table(at.R_KEYS, keys)
    p.table(at.COVER_PRICE, cost)


def _state(p: Packer, c: Compiled, due: Ints) -> None:
    s, v, k, d = c.n_slots, c.n_visits, c.n_workers, c.n_days
    q, wd = len(c.period_client), k * d
    p.head[at.STATE] = p.size
    p.room(at.WORKER, s, -1)
    p.room(at.HOME_MODE, s)
    p.room(at.REST_MODE, s)
    target = targets(c)
    p.table(at.POS, np.maximum(target + c.day_start[0] + (1 << 20), 0) * 16)
    p.table(at.RELEASE, target)
    p.room(at.PUSHED, v)
    p.table(at.LUNCH_DUE, due)
    p.head[at.DECISIONS_END] = p.size
    p.room(at.START_AT, s)
    for cell in (at.NEXT, at.PREV):
        p.room(cell, s, -1)
    for cell in (at.HOME, at.REST_AT, at.REST_LEN, at.LATE):
        p.room(cell, s)
    p.room(at.FIRST_OF, wd, -1)
    p.room(at.FACT, wd * N_FACTS)
    p.room(at.TOTAL, k * N_FACTS)
    p.room(at.DAY_COST, wd * 2)
    p.room(at.WORKER_COST, k * 2)
    p.room(at.VISIT_COST, v * 3)
    p.room(at.LINK_COST, c.n_links * 2)
    p.room(at.CLIENT_COST, c.n_clients * 2)
    p.room(at.PERIOD_COST, q * 2)
    p.room(at.MET, c.n_clients * k)
    p.room(at.PERIOD_MADE, q * k)
    for cell in (at.NEW, at.SQUARES, at.MADE):
        p.room(cell, c.n_clients)
    p.table(at.LEFT, [len(slots) for slots in optional_slots(c)] or [0])
    p.table(at.DISTINCT, c.period_met.sum(axis=1) if q else [0])
    p.room(at.WORST_LATE, d)
    p.room(at.IDLE, wd)
    p.room(at.SHARE, len(SPREAD_RULES) * k, -1)
    p.room(at.SUM, at.N_SUMS)
    p.head[at.STATE_END] = p.size
    _scratch(p, c)


def _scratch(p: Packer, c: Compiled) -> None:
    v, wd = c.n_visits, c.n_workers * c.n_days
    q = len(c.period_client)
    for cell, n in (
        (at.RESET_STAMP, v),
        (at.DAY_STAMP, wd),
        (at.DIRTY_DAY, wd),
        (at.VISIT_STAMP, v),
        (at.DIRTY_VISIT, v),
        (at.CLIENT_STAMP, q),
        (at.DIRTY_CLIENT, q),
        (at.HEAP, v),
        (at.HEAP_STAMP, v),
        (at.WORKER_STAMP, c.n_workers),
        (at.DIRTY_WORKER, c.n_workers),
        (at.AMOUNT, len(NAMES)),
        (at.SCRATCH, N_FACTS + 2 * max(MOST_SLOTS, c.n_slots)),
        (at.UNCOVERED_SLOT, c.n_slots),
        (at.REBUILT, at.MOST_REBUILT),
        (at.TRIAL, 3),
    ):
        p.room(cell, n)
    size = int(p.head[at.STATE_END] - p.head[at.STATE])
    p.room(at.JOURNAL, 2 * JOURNAL_ROOM * size)
