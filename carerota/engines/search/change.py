"""Changing who makes what, and in what order."""

from carerota.engines.search.guide import guide_stranger
from carerota.engines.search.journal import (
    put,
)
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    CLIENT_STAMP,
    DIRTY_CLIENT,
    DISTINCT,
    LEFT,
    LINK_OF,
    MADE,
    MET,
    N_DIRTY_CLIENTS,
    N_WORKERS,
    NEW,
    NEXT,
    PAST_MET,
    PERIOD_MADE,
    PERIOD_MET,
    POS,
    PREV,
    S_VISIT,
    SQUARES,
    V_CLIENT,
    V_LINK,
    V_PERIOD,
    V_PRIORITY,
    V_SLOT,
    WORKER,
)
from carerota.engines.search.lists import (
    day_of,
    insert,
    remove,
)
from carerota.engines.search.touched import (
    partner,
    retime,
    retime_linked,
    touch,
    touch_day,
    touch_visit,
)

OPTIONAL = 3
"""The priority of optional visits."""


@kernel
def give_all(m, slots, workers):
    """Give each of some slots to its worker."""
    for i in range(len(slots)):
        give(m, slots[i], workers[i])


@kernel
def on_visit(m, v, w):
    """Tell whether a worker already makes a slot of the visit."""
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] == w:
            return True
    return False


@kernel
def enter(m, s, w):
    """Put slot s into a worker's day; what follows it may start at another time."""
    insert(m, s, w)
    after = m[m[NEXT] + s]
    if after >= 0:
        retime(m, m[m[S_VISIT] + after])


@kernel
def withdraw(m, s):
    """Take slot s out of its worker's day; what followed it may start earlier."""
    touch_day(m, day_of(m, m[m[WORKER] + s], s))
    after = remove(m, s)
    if after >= 0:
        retime(m, m[m[S_VISIT] + after])


@kernel
def give(m, s, w):
    """Give an uncovered slot to a worker."""
    v = m[m[S_VISIT] + s]
    enter(m, s, w)
    retime(m, v)
    retime_linked(m, v)
    touch_visit(m, v)
    touch_day(m, day_of(m, w, s))
    meet(m, v, w, 1)


@kernel
def take(m, s):
    """Take a slot from the worker who makes it."""
    v = m[m[S_VISIT] + s]
    w = m[m[WORKER] + s]
    withdraw(m, s)
    retime(m, v)
    retime_linked(m, v)
    touch_visit(m, v)
    meet(m, v, w, -1)


@kernel
def meet(m, v, w, change):
    """Count one more or one fewer meeting of the visit's client with a worker."""
    c = m[m[V_CLIENT] + v]
    k = m[N_WORKERS]
    cell = m[MET] + c * k + w
    n = m[cell]
    put(m, cell, n + change)
    put(m, m[SQUARES] + c, m[m[SQUARES] + c] + 2 * n * change + 1)
    put(m, m[MADE] + c, m[m[MADE] + c] + change)
    if m[m[PAST_MET] + c * k + w] == 0:
        guide_stranger(m, change)
        if (n == 0 and change > 0) or (n == 1 and change < 0):
            put(m, m[NEW] + c, m[m[NEW] + c] + change)
    if m[m[V_PRIORITY] + v] == OPTIONAL:
        put(m, m[LEFT] + c, m[m[LEFT] + c] - change)
    q = m[m[V_PERIOD] + v]
    cell = m[PERIOD_MADE] + q * k + w
    n = m[cell]
    put(m, cell, n + change)
    appears = (n == 0 and change > 0) or (n == 1 and change < 0)
    if appears and m[m[PERIOD_MET] + q * k + w] == 0:
        put(m, m[DISTINCT] + q, m[m[DISTINCT] + q] + change)
    touch(m, CLIENT_STAMP, DIRTY_CLIENT, N_DIRTY_CLIENTS, q)


@kernel
def place(m, v, position):
    """Move a visit to another place in the order; its carers keep it.

    Gives False where that changes nothing: it comes after the same visits as before,
    and before or after the same ones of those linked to it.
    """
    if stays(m, v, position):
        put(m, m[POS] + v, position)
        return False
    a, b = m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]
    for s in range(a, b):
        w = m[m[WORKER] + s]
        if w >= 0:
            withdraw(m, s)
            put(m, m[WORKER] + s, w)
    put(m, m[POS] + v, position)
    for s in range(a, b):
        w = m[m[WORKER] + s]
        if w >= 0:
            enter(m, s, w)
    retime(m, v)
    retime_linked(m, v)
    touch_visit(m, v)
    return True


@kernel
def stays(m, v, position):
    """Tell whether a visit comes after the same ones if it has another position."""
    old = m[m[POS] + v]
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] < 0:
            continue
        p, n = m[m[PREV] + s], m[m[NEXT] + s]
        if p >= 0:
            other = m[m[POS] + m[m[S_VISIT] + p]]
            if other > position or (other == position and p > s):
                return False
        if n >= 0:
            other = m[m[POS] + m[m[S_VISIT] + n]]
            if other < position or (other == position and n < s):
                return False
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        other = m[m[POS] + partner(m, m[m[LINK_OF] + i], v)]
        if (other < old) != (other < position) or other == position:
            return False
    return True
