"""Changing who makes what, and bringing times and costs up to date after it."""

import numpy as np
from numba import njit

from carerota.engines.search import costs
from carerota.engines.search.amounts import WORST_IDLE, WORST_LATENESS
from carerota.engines.search.day import walk
from carerota.engines.search.journal import put
from carerota.engines.search.layout import (
    CLIENT_STAMP,
    DAY_COST,
    DAY_STAMP,
    DIRTY_CLIENT,
    DIRTY_DAY,
    DIRTY_VISIT,
    DIRTY_WORKER,
    DISTINCT,
    HEAP,
    HEAP_STAMP,
    HOPELESS,
    JOURNAL_SIZE,
    L_FIRST,
    L_FROM_END,
    L_HIGH,
    L_LOW,
    L_SECOND,
    LATE_PRICE,
    LINK_OF,
    MADE,
    MET,
    MULTIPLIER,
    N_CLIENTS,
    N_DAYS,
    N_DIRTY_CLIENTS,
    N_DIRTY_DAYS,
    N_DIRTY_VISITS,
    N_DIRTY_WORKERS,
    N_HEAP,
    N_LINKS,
    N_PERIODS,
    N_VISITS,
    N_WORKERS,
    NEW,
    NEXT,
    PAST_MET,
    PERIOD_MADE,
    PERIOD_MET,
    POS,
    PUSHED,
    PUSHES_LEFT,
    Q_CLIENT,
    R_PRICE,
    RELEASE,
    RESET_STAMP,
    S_VISIT,
    SLACK,
    SQUARES,
    STAMP,
    START_AT,
    SUM,
    V_CLIENT,
    V_DURATION,
    V_LINK,
    V_PERIOD,
    V_SLOT,
    V_TARGET,
    V_WINDOW,
    VISIT_STAMP,
    WINDOW_UNTIL,
    WORKER,
    WORKER_COST,
    WORKER_STAMP,
    WORST_IDLE_NOW,
    WORST_LATE_NOW,
)
from carerota.engines.search.lists import day_of, insert, remove
from carerota.engines.search.spread import share_out
from carerota.engines.search.timing import NONE, ahead, earliest, start_of

MOST_PUSHES = 8
"""How often a move may put off visits for the sake of linked ones."""


@njit(cache=True, nogil=True)
def begin(m):
    """Begin a move: nothing is touched yet."""
    m[JOURNAL_SIZE] = 0
    m[PUSHES_LEFT] = MOST_PUSHES
    clear(m)


@njit(cache=True, nogil=True)
def clear(m):
    """Forget what has been touched."""
    m[STAMP] += 1
    m[N_DIRTY_DAYS] = 0
    m[N_DIRTY_VISITS] = 0
    m[N_DIRTY_CLIENTS] = 0
    m[N_DIRTY_WORKERS] = 0
    m[N_HEAP] = 0


@njit(cache=True, nogil=True, inline="always")
def touch(m, stamps, places, count, i):
    """Add i to a list of touched things, once a move."""
    cell = m[stamps] + i
    if m[cell] != m[STAMP]:
        m[cell] = m[STAMP]
        m[m[places] + m[count]] = i
        m[count] += 1


@njit(cache=True, nogil=True, inline="always")
def touch_day(m, wd):
    """Note that a worker's day must be measured anew."""
    touch(m, DAY_STAMP, DIRTY_DAY, N_DIRTY_DAYS, wd)


@njit(cache=True, nogil=True, inline="always")
def touch_visit(m, v):
    """Note that a visit must be measured anew."""
    touch(m, VISIT_STAMP, DIRTY_VISIT, N_DIRTY_VISITS, v)


@njit(cache=True, nogil=True, inline="always")
def retime(m, v):
    """Note that a visit may start at another time."""
    cell = m[HEAP_STAMP] + v
    if m[cell] == 0:
        m[cell] = 1
        m[m[HEAP] + m[N_HEAP]] = v
        m[N_HEAP] += 1


@njit(cache=True, nogil=True, inline="always")
def retime_linked(m, v):
    """Note that what is linked to a visit may start at another time.

    Also where the visit itself stays when it was: that somebody makes it, or nobody
    any more, is enough.
    """
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        retime(m, partner(m, m[m[LINK_OF] + i], v))


@njit(cache=True, nogil=True)
def give(m, s, w):
    """Give an uncovered slot to a worker."""
    v = m[m[S_VISIT] + s]
    insert(m, s, w)
    after = m[m[NEXT] + s]
    if after >= 0:
        retime(m, m[m[S_VISIT] + after])
    retime(m, v)
    retime_linked(m, v)
    touch_visit(m, v)
    touch_day(m, day_of(m, w, s))
    meet(m, v, w, 1)


@njit(cache=True, nogil=True)
def take(m, s):
    """Take a slot from the worker who makes it."""
    v = m[m[S_VISIT] + s]
    w = m[m[WORKER] + s]
    touch_day(m, day_of(m, w, s))
    after = remove(m, s)
    if after >= 0:
        retime(m, m[m[S_VISIT] + after])
    retime(m, v)
    retime_linked(m, v)
    touch_visit(m, v)
    meet(m, v, w, -1)


@njit(cache=True, nogil=True)
def meet(m, v, w, change):
    """Count one more or one fewer meeting of the visit's client with a worker."""
    c = m[m[V_CLIENT] + v]
    k = m[N_WORKERS]
    cell = m[MET] + c * k + w
    n = m[cell]
    put(m, cell, n + change)
    put(m, m[SQUARES] + c, m[m[SQUARES] + c] + 2 * n * change + 1)
    put(m, m[MADE] + c, m[m[MADE] + c] + change)
    appears = (n == 0 and change > 0) or (n == 1 and change < 0)
    if appears and m[m[PAST_MET] + c * k + w] == 0:
        put(m, m[NEW] + c, m[m[NEW] + c] + change)
    q = m[m[V_PERIOD] + v]
    cell = m[PERIOD_MADE] + q * k + w
    n = m[cell]
    put(m, cell, n + change)
    appears = (n == 0 and change > 0) or (n == 1 and change < 0)
    if appears and m[m[PERIOD_MET] + q * k + w] == 0:
        put(m, m[DISTINCT] + q, m[m[DISTINCT] + q] + change)
    touch(m, CLIENT_STAMP, DIRTY_CLIENT, N_DIRTY_CLIENTS, q)


@njit(cache=True, nogil=True)
def place(m, v, position):
    """Move a visit to another place in the order; its carers keep it."""
    a, b = m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]
    for s in range(a, b):
        w = m[m[WORKER] + s]
        if w >= 0:
            after = remove(m, s)
            put(m, m[WORKER] + s, w)
            touch_day(m, day_of(m, w, s))
            if after >= 0:
                retime(m, m[m[S_VISIT] + after])
    put(m, m[POS] + v, position)
    for s in range(a, b):
        w = m[m[WORKER] + s]
        if w >= 0:
            insert(m, s, w)
            after = m[m[NEXT] + s]
            if after >= 0:
                retime(m, m[m[S_VISIT] + after])
    retime(m, v)
    retime_linked(m, v)
    touch_visit(m, v)


@njit(cache=True, nogil=True)
def next_due(m):
    """Take the visit that comes first in the order from those to be timed anew."""
    best = 0
    for i in range(1, m[N_HEAP]):
        if ahead(m, m[m[HEAP] + i], m[m[HEAP] + best]):
            best = i
    v = m[m[HEAP] + best]
    m[N_HEAP] -= 1
    m[m[HEAP] + best] = m[m[HEAP] + m[N_HEAP]]
    m[m[HEAP_STAMP] + v] = 0
    return v


@njit(cache=True, nogil=True)
def propagate(m, travel, limit):
    """Time anew what must be, in order, as far as changes reach.

    Gives False, leaving the rest undone, once visits start so late that the move
    cannot be worth it.
    """
    late = np.int64(0)
    while m[N_HEAP] > 0:
        late += time_visit(m, travel, next_due(m))
        if late * m[LATE_PRICE] > limit:
            for i in range(m[N_HEAP]):
                m[m[HEAP_STAMP] + m[m[HEAP] + i]] = 0
            m[N_HEAP] = 0
            return False
    return True


@njit(cache=True, nogil=True, inline="always")
def partner(m, x, v):
    """Give the visit at the other end of link x."""
    first = m[m[L_FIRST] + x]
    return m[m[L_SECOND] + x] if first == v else first


@njit(cache=True, nogil=True)
def unpush(m, v):
    """Take back, once a move, that a visit and those linked to it were put off.

    Gives True where one that is timed before v was: v must be timed again after it.
    """
    again = False
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        u = partner(m, m[m[LINK_OF] + i], v)
        if m[m[PUSHED] + u] and ahead(m, u, v) and reset(m, u):
            retime(m, u)
            again = True
    if again:
        retime(m, v)
    elif m[m[PUSHED] + v] and reset(m, v):
        for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
            retime(m, partner(m, m[m[LINK_OF] + i], v))
    return again


@njit(cache=True, nogil=True, inline="always")
def reset(m, v):
    """Release a visit that was put off; gives False if this move did so already."""
    if m[m[RESET_STAMP] + v] == m[STAMP]:
        return False
    m[m[RESET_STAMP] + v] = m[STAMP]
    put(m, m[RELEASE] + v, m[m[V_TARGET] + v])
    put(m, m[PUSHED] + v, 0)
    return True


@njit(cache=True, nogil=True)
def push_linked(m, v):
    """Put off visits linked to v that are timed before it and start too early for it.

    So both ends of a link are decoded together, wherever they stand in the order.
    """
    start = start_of(m, v)
    if start == NONE:
        return
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        x = m[m[LINK_OF] + i]
        u = partner(m, x, v)
        other = start_of(m, u)
        if other == NONE or not ahead(m, u, v):
            continue
        if m[m[L_SECOND] + x] == v:
            least = start - m[m[L_HIGH] + x]
            if m[m[L_FROM_END] + x]:
                least -= m[m[V_DURATION] + u]
        else:
            least = start + m[m[L_LOW] + x]
            if m[m[L_FROM_END] + x]:
                least += m[m[V_DURATION] + v]
        least = min(least, m[m[WINDOW_UNTIL] + m[m[V_WINDOW] + u + 1] - 1])
        if other < least and m[PUSHES_LEFT] > 0:
            m[PUSHES_LEFT] -= 1
            put(m, m[RELEASE] + u, least)
            put(m, m[PUSHED] + u, 1)
            retime(m, u)


@njit(cache=True, nogil=True)
def time_visit(m, travel, v):
    """Start a visit as early as it can be; hand on to what depends on it.

    Gives by how much it now starts later after its last window than it did.
    """
    if m[PUSHES_LEFT] > 0 and unpush(m, v):
        return np.int64(0)
    tick = earliest(m, travel, v)
    moved = False
    old = tick
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] >= 0 and m[m[START_AT] + s] != tick:
            old = m[m[START_AT] + s]
            put(m, m[START_AT] + s, tick)
            moved = True
            touch_day(m, day_of(m, m[m[WORKER] + s], s))
            after = m[m[NEXT] + s]
            if after >= 0:
                retime(m, m[m[S_VISIT] + after])
    if m[PUSHES_LEFT] > 0:
        push_linked(m, v)
    if not moved:
        return np.int64(0)
    touch_visit(m, v)
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        u = partner(m, m[m[LINK_OF] + i], v)
        if ahead(m, v, u):
            retime(m, u)
    last = m[m[WINDOW_UNTIL] + m[m[V_WINDOW] + v + 1] - 1]
    return max(0, tick - last) - max(0, old - last)


@njit(cache=True, nogil=True, inline="always")
def pending(m, cell):
    """Give what a piece costs now, which it may be rid of at best."""
    return m[cell] + m[cell + 1] * m[MULTIPLIER] // 1000


@njit(cache=True, nogil=True, inline="always")
def whole_worst(m):
    """Give what the worst lateness and the worst idle time cost now."""
    late = m[m[SUM] + WORST_LATE_NOW] * m[m[R_PRICE] + WORST_LATENESS]
    return late + m[m[SUM] + WORST_IDLE_NOW] * m[m[R_PRICE] + WORST_IDLE]


@njit(cache=True, nogil=True)
def measure_touched(m, travel, metres, worst):
    """Bring the costs of everything touched up to date.

    No piece costs less than nothing. So as soon as the total, less what the pieces not
    yet measured cost before, is above ``worst``, the move is given up: gives False.
    """
    # the worst lateness and idle time may fall to nothing in one move
    open_ = m[SLACK] + whole_worst(m)
    for i in range(m[N_DIRTY_DAYS]):
        wd = m[m[DIRTY_DAY] + i]
        open_ += pending(m, m[DAY_COST] + 2 * wd)
        touch(m, WORKER_STAMP, DIRTY_WORKER, N_DIRTY_WORKERS, wd // m[N_DAYS])
    for i in range(m[N_DIRTY_WORKERS]):
        open_ += pending(m, m[WORKER_COST] + 2 * m[m[DIRTY_WORKER] + i])
    for i in range(m[N_DIRTY_CLIENTS]):
        q = m[m[DIRTY_CLIENT] + i]
        costs.cost_period(m, q)
        costs.cost_client(m, m[m[Q_CLIENT] + q])
    for i in range(m[N_DIRTY_VISITS]):
        v = m[m[DIRTY_VISIT] + i]
        costs.cost_visit(m, v)
        for j in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
            costs.cost_link(m, m[m[LINK_OF] + j])
    if costs.total(m) - open_ > worst:
        return False
    for i in range(m[N_DIRTY_DAYS]):
        wd = m[m[DIRTY_DAY] + i]
        open_ -= pending(m, m[DAY_COST] + 2 * wd)
        walk(m, travel, metres, wd)
        costs.cost_day(m, wd)
        if costs.total(m) - open_ > worst:
            return False
    for i in range(m[N_DIRTY_WORKERS]):
        w = m[m[DIRTY_WORKER] + i]
        open_ -= pending(m, m[WORKER_COST] + 2 * w)
        costs.cost_worker(m, w)
        if costs.total(m) - open_ > worst:
            return False
        share_out(m, w)
    costs.cost_whole(m)
    return True


@njit(cache=True, nogil=True)
def finish(m, travel, metres, worst):
    """End a move: times, then costs. Gives the new total, or at least ``worst`` + 1."""
    limit = worst - costs.total(m) + m[HOPELESS]
    if not propagate(m, travel, limit):
        return worst + 1
    if not measure_touched(m, travel, metres, worst):
        return worst + 1
    return costs.total(m)


@njit(cache=True, nogil=True)
def on_visit(m, v, w):
    """Tell whether a worker already makes a slot of the visit."""
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] == w:
            return True
    return False


@njit(cache=True, nogil=True)
def decode_all(m, travel, metres, order):
    """Time every visit, in the order given, and measure everything."""
    m[JOURNAL_SIZE] = -1
    m[PUSHES_LEFT] = 0
    clear(m)
    for i in range(len(order)):
        time_visit(m, travel, order[i])
        for j in range(m[N_HEAP]):
            m[m[HEAP_STAMP] + m[m[HEAP] + j]] = 0
        m[N_HEAP] = 0
    measure_all(m, travel, metres)


@njit(cache=True, nogil=True)
def measure_all(m, travel, metres):
    """Measure everything."""
    m[JOURNAL_SIZE] = -1
    clear(m)
    n_days = m[N_DAYS]
    for wd in range(m[N_WORKERS] * n_days):
        walk(m, travel, metres, wd)
        costs.cost_day(m, wd)
    for w in range(m[N_WORKERS]):
        costs.cost_worker(m, w)
        share_out(m, w)
    for v in range(m[N_VISITS]):
        costs.cost_visit(m, v)
    for x in range(m[N_LINKS]):
        costs.cost_link(m, x)
    for q in range(m[N_PERIODS]):
        costs.cost_period(m, q)
    for c in range(m[N_CLIENTS]):
        costs.cost_client(m, c)
    costs.cost_whole(m)
    m[JOURNAL_SIZE] = 0
