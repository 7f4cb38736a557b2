"""The amounts of every rule at a key, by calling its compiled function."""

from typing import Final

import numpy as np

from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    AMOUNT,
    DISTINCT,
    FACT,
    L_FIRST,
    L_SECOND,
    LEFT,
    MADE,
    N_DAYS,
    NEW,
    R_HARD,
    R_KEYS,
    R_ON,
    R_PRICE,
    R_TABLE,
    R_WIDTH,
    SCRATCH,
    SQUARES,
    START_AT,
    V_DURATION,
    V_SLOT,
    WORKER,
)
from carerota.engines.search.rules import (
    availability,
    average_48,
    carer_ceiling,
    carer_pairs,
    carer_target,
    consecutive_days,
    contract_hours,
    cover,
    daily_rest,
    day_minutes,
    day_span,
    double_up,
    earliness,
    extra_time,
    home_travel,
    lateness,
    left_out,
    link_workers,
    lunch_break,
    mileage,
    new_faces,
    night_work,
    one_place,
    overtime,
    pinned_start,
    published_start,
    reach,
    rest_break,
    shift_start,
    short_runs,
    split_days,
    travel,
    unwelcome,
    visit_links,
    waiting,
    weekly_hours,
    weekly_rest,
    whole_clients,
    windows,
    worst_idle,
    worst_lateness,
)
from carerota.engines.search.timing import NONE, start_of
from carerota.rules.book import NAMES

COVER: Final = NAMES.index("cover")
DOUBLE_UP: Final = NAMES.index("double_up")
WINDOWS: Final = NAMES.index("windows")
PINNED_START: Final = NAMES.index("pinned_start")
LATENESS: Final = NAMES.index("lateness")
EARLINESS: Final = NAMES.index("earliness")
PUBLISHED_START: Final = NAMES.index("published_start")
WORST_LATENESS: Final = NAMES.index("worst_lateness")
WORST_IDLE: Final = NAMES.index("worst_idle")
VISIT_LINKS: Final = NAMES.index("visit_links")
LINK_WORKERS: Final = NAMES.index("link_workers")
AVAILABILITY: Final = NAMES.index("availability")
DAY_MINUTES: Final = NAMES.index("day_minutes")
DAY_SPAN: Final = NAMES.index("day_span")
HOME_TRAVEL: Final = NAMES.index("home_travel")
MILEAGE: Final = NAMES.index("mileage")
NIGHT_WORK: Final = NAMES.index("night_work")
ONE_PLACE: Final = NAMES.index("one_place")
REACH: Final = NAMES.index("reach")
REST_BREAK: Final = NAMES.index("rest_break")
SHORT_RUNS: Final = NAMES.index("short_runs")
SPLIT_DAYS: Final = NAMES.index("split_days")
TRAVEL: Final = NAMES.index("travel")
UNWELCOME: Final = NAMES.index("unwelcome")
WAITING: Final = NAMES.index("waiting")
SHIFT_START: Final = NAMES.index("shift_start")
EXTRA_TIME: Final = NAMES.index("extra_time")
LUNCH_BREAK: Final = NAMES.index("lunch_break")
LEFT_OUT: Final = NAMES.index("left_out")
WHOLE_CLIENTS: Final = NAMES.index("whole_clients")
AVERAGE_48: Final = NAMES.index("average_48")
CONSECUTIVE_DAYS: Final = NAMES.index("consecutive_days")
CONTRACT_HOURS: Final = NAMES.index("contract_hours")
DAILY_REST: Final = NAMES.index("daily_rest")
OVERTIME: Final = NAMES.index("overtime")
WEEKLY_HOURS: Final = NAMES.index("weekly_hours")
WEEKLY_REST: Final = NAMES.index("weekly_rest")
NEW_FACES: Final = NAMES.index("new_faces")
CARER_PAIRS: Final = NAMES.index("carer_pairs")
CARER_TARGET: Final = NAMES.index("carer_target")
CARER_CEILING: Final = NAMES.index("carer_ceiling")

DAY_RULES: Final = (
    TRAVEL,
    HOME_TRAVEL,
    MILEAGE,
    WAITING,
    REACH,
    ONE_PLACE,
    AVAILABILITY,
    UNWELCOME,
    DAY_MINUTES,
    DAY_SPAN,
    REST_BREAK,
    SPLIT_DAYS,
    SHORT_RUNS,
    NIGHT_WORK,
    SHIFT_START,
    EXTRA_TIME,
    LUNCH_BREAK,
)
CLIENT_RULES: Final = (NEW_FACES, CARER_PAIRS, LEFT_OUT, WHOLE_CLIENTS)
"""Rules on clients over the horizon; the others are on periods of it."""
WORKER_RULES: Final = (
    DAILY_REST,
    WEEKLY_REST,
    WEEKLY_HOURS,
    AVERAGE_48,
    CONSECUTIVE_DAYS,
    CONTRACT_HOURS,
    OVERTIME,
)
SLOT_TIME_RULES: Final = (WINDOWS, PINNED_START, LATENESS, EARLINESS, PUBLISHED_START)

MOST_SLOTS: Final = 8


@kernel
def on(m, rule):
    """Tell whether a rule counts."""
    return m[m[R_ON] + rule] != 0


@kernel
def row_of(m, rule, key):
    """Give where the row of a rule's table for a key begins."""
    return m[m[R_TABLE] + rule] + key * m[m[R_WIDTH] + rule]


@kernel
def weigh(m, rule, amount):
    """Give the priced cost and the penalty of an amount."""
    return amount * m[m[R_PRICE] + rule], amount * m[m[R_HARD] + rule]


@kernel
def day_amounts(m, wd):
    """Put the amounts of the rules on a worker's day into the cells of AMOUNT."""
    w = wd // m[N_DAYS]
    f = m[FACT] + wd * N_FACTS
    out = m[AMOUNT]
    if on(m, TRAVEL):
        m[out + TRAVEL] = travel.amount(m, f, m, row_of(m, TRAVEL, w))
    if on(m, HOME_TRAVEL):
        m[out + HOME_TRAVEL] = home_travel.amount(m, f, m, row_of(m, HOME_TRAVEL, w))
    if on(m, MILEAGE):
        m[out + MILEAGE] = mileage.amount(m, f, m, row_of(m, MILEAGE, w))
    if on(m, WAITING):
        m[out + WAITING] = waiting.amount(m, f, m, row_of(m, WAITING, w))
    if on(m, REACH):
        m[out + REACH] = reach.amount(m, f, m, row_of(m, REACH, w))
    if on(m, ONE_PLACE):
        m[out + ONE_PLACE] = one_place.amount(m, f, m, row_of(m, ONE_PLACE, w))
    if on(m, AVAILABILITY):
        m[out + AVAILABILITY] = availability.amount(m, f, m, row_of(m, AVAILABILITY, w))
    if on(m, UNWELCOME):
        m[out + UNWELCOME] = unwelcome.amount(m, f, m, row_of(m, UNWELCOME, w))
    if on(m, DAY_MINUTES):
        m[out + DAY_MINUTES] = day_minutes.amount(m, f, m, row_of(m, DAY_MINUTES, w))
    if on(m, DAY_SPAN):
        m[out + DAY_SPAN] = day_span.amount(m, f, m, row_of(m, DAY_SPAN, w))
    if on(m, REST_BREAK):
        m[out + REST_BREAK] = rest_break.amount(m, f, m, row_of(m, REST_BREAK, w))
    if on(m, SPLIT_DAYS):
        m[out + SPLIT_DAYS] = split_days.amount(m, f, m, row_of(m, SPLIT_DAYS, w))
    if on(m, SHORT_RUNS):
        m[out + SHORT_RUNS] = short_runs.amount(m, f, m, row_of(m, SHORT_RUNS, w))
    if on(m, NIGHT_WORK):
        m[out + NIGHT_WORK] = night_work.amount(m, f, m, row_of(m, NIGHT_WORK, w))
    if on(m, SHIFT_START):
        m[out + SHIFT_START] = shift_start.amount(m, f, m, row_of(m, SHIFT_START, w))
    if on(m, EXTRA_TIME):
        m[out + EXTRA_TIME] = extra_time.amount(m, f, m, row_of(m, EXTRA_TIME, w))
    if on(m, LUNCH_BREAK):
        m[out + LUNCH_BREAK] = lunch_break.amount(m, f, m, row_of(m, LUNCH_BREAK, w))


@kernel
def idle_amount(m, wd):
    """Give the amount of the rule worst_idle on one worker's day."""
    f = m[FACT] + wd * N_FACTS
    return worst_idle.amount(m, f, m, row_of(m, WORST_IDLE, wd // m[N_DAYS]))


@kernel
def keys_of(m, rule, w):
    """Give the first and last + 1 key of a worker in a rule's table."""
    n = m[m[R_KEYS] + rule]
    return w * n, w * n + n


@kernel
def worker_amount(m, rule, w, key):
    """Give the amount of a rule on a worker at one of their keys."""
    f = m[FACT] + w * m[N_DAYS] * N_FACTS
    row = row_of(m, rule, w * m[m[R_KEYS] + rule] + key)
    n = m[N_DAYS]
    if rule == DAILY_REST:
        return daily_rest.amount(m, f, n, m, row)
    if rule == WEEKLY_REST:
        return weekly_rest.amount(m, f, n, m, row)
    if rule == WEEKLY_HOURS:
        return weekly_hours.amount(m, f, n, m, row)
    if rule == AVERAGE_48:
        return average_48.amount(m, f, n, m, row)
    if rule == CONSECUTIVE_DAYS:
        return consecutive_days.amount(m, f, n, m, row)
    if rule == CONTRACT_HOURS:
        return contract_hours.amount(m, f, n, m, row)
    return overtime.amount(m, f, n, m, row)


@kernel
def slot_amount(m, rule, v, s):
    """Give the amount of a rule on when a covered slot starts."""
    start = m[m[START_AT] + s]
    end = start + m[m[V_DURATION] + v]
    row = row_of(m, rule, v)
    width = m[m[R_WIDTH] + rule]
    if rule == WINDOWS:
        return windows.amount(start, end, m, row, width)
    if rule == LATENESS:
        return lateness.amount(start, end, m, row, width)
    if rule == EARLINESS:
        return earliness.amount(start, end, m, row, width)
    if rule == PINNED_START:
        return pinned_start.amount(start, end, m, row, width)
    if rule == PUBLISHED_START:
        return published_start.amount(start, end, m, row, width)
    return worst_lateness.amount(start, end, m, row, width)


@kernel
def cover_amount(m, rule, v):
    """Give the amount of ``cover`` or ``double_up`` at a visit."""
    first = np.int64(0)
    last = np.int64(0)
    uncovered = 0
    made = 0
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] < 0:
            uncovered += 1
            continue
        start = m[m[START_AT] + s]
        first = start if made == 0 else min(first, start)
        last = start if made == 0 else max(last, start)
        made += 1
    row = row_of(m, rule, v)
    if rule == COVER:
        return cover.amount(first, last, uncovered, m, row)
    return double_up.amount(first, last, uncovered, m, row)


@kernel
def visit_amount(m, rule, v):
    """Give the amount of a rule at a visit."""
    if rule in (COVER, DOUBLE_UP):
        return cover_amount(m, rule, v)
    total = np.int64(0)
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] >= 0:
            total += slot_amount(m, rule, v, s)
    return total


@kernel
def link_distance_amount(m, x):
    """Give the amount of ``visit_links`` at a link."""
    u, v = m[m[L_FIRST] + x], m[m[L_SECOND] + x]
    first = start_of(m, u)
    second = start_of(m, v)
    if first == NONE or second == NONE:
        return np.int64(0)
    end = first + m[m[V_DURATION] + u]
    return visit_links.amount(first, end, second, m, row_of(m, VISIT_LINKS, x))


@kernel
def carers_of(m, v, carers):
    """List the workers on a visit; gives how many there are."""
    n = 0
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] >= 0:
            carers[n] = m[m[WORKER] + s]
            n += 1
    return n


@kernel
def link_workers_amount(m, x):
    """Give the amount of ``link_workers`` at a link."""
    at = m[SCRATCH] + N_FACTS
    first, second = m[at : at + MOST_SLOTS], m[at + MOST_SLOTS : at + 2 * MOST_SLOTS]
    a = carers_of(m, m[m[L_FIRST] + x], first)
    b = carers_of(m, m[m[L_SECOND] + x], second)
    return link_workers.amount(first, a, second, b, m, row_of(m, LINK_WORKERS, x))


@kernel
def client_amount(m, rule, c):
    """Give the amount of a rule at a client over the horizon."""
    row = row_of(m, rule, c)
    if rule == LEFT_OUT:
        return left_out.amount(m[m[LEFT] + c], m, row)
    if rule == WHOLE_CLIENTS:
        return whole_clients.amount(m[m[LEFT] + c], m, row)
    if rule == NEW_FACES:
        return new_faces.amount(m[m[NEW] + c], m, row)
    return carer_pairs.amount(m[m[SQUARES] + c], m[m[MADE] + c], m, row)


@kernel
def period_amount(m, rule, q):
    """Give the amount of ``carer_target`` or ``carer_ceiling`` in a period."""
    row = row_of(m, rule, q)
    if rule == CARER_TARGET:
        return carer_target.amount(m[m[DISTINCT] + q], m, row)
    return carer_ceiling.amount(m[m[DISTINCT] + q], m, row)
