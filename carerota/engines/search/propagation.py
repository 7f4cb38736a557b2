"""Timing anew what a change reaches, both ends of a link together."""

import numpy as np

from carerota.engines.search.journal import (
    put,
)
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    HEAP,
    HEAP_STAMP,
    L_FROM_END,
    L_HIGH,
    L_LOW,
    L_SECOND,
    LINK_OF,
    N_HEAP,
    NEXT,
    PUSHED,
    PUSHES_LEFT,
    RELEASE,
    RESET_STAMP,
    S_VISIT,
    STAMP,
    START_AT,
    V_DURATION,
    V_LAST,
    V_LATE_PRICE,
    V_LINK,
    V_SLOT,
    V_TARGET,
    VISIT_STAMP,
    WORKER,
    WORKER_STAMP,
)
from carerota.engines.search.lists import (
    day_of,
)
from carerota.engines.search.timing import (
    NONE,
    ahead,
    closes,
    earliest,
    start_of,
)
from carerota.engines.search.touched import (
    partner,
    retime,
    touch_day,
    touch_visit,
)


@kernel
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


@kernel
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


@kernel
def reset(m, v):
    """Release a visit that was put off; gives False if this move did so already."""
    if m[m[RESET_STAMP] + v] == m[STAMP]:
        return False
    m[m[RESET_STAMP] + v] = m[STAMP]
    put(m, m[RELEASE] + v, m[m[V_TARGET] + v])
    put(m, m[PUSHED] + v, 0)
    return True


@kernel
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
        least = min(least, closes(m, u))
        if other < least and m[PUSHES_LEFT] > 0:
            m[PUSHES_LEFT] -= 1
            put(m, m[RELEASE] + u, least)
            put(m, m[PUSHED] + u, 1)
            retime(m, u)


@kernel
def time_visit(m, travel, v):
    """Start a visit as early as it can be; hand on to what depends on it.

    Gives what it costs that it is later beyond repair than was foreseen.
    """
    if m[PUSHES_LEFT] > 0 and unpush(m, v):
        return np.int64(0)
    tick = earliest(m, travel, v)
    moved = False
    old = tick
    # the outlook took all lateness of these workers for slack, once
    forgiven = m[m[VISIT_STAMP] + v] != m[STAMP]
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] >= 0 and m[m[START_AT] + s] != tick:
            old = m[m[START_AT] + s]
            put(m, m[START_AT] + s, tick)
            moved = True
            if m[m[WORKER_STAMP] + m[m[WORKER] + s]] != m[STAMP]:
                forgiven = False
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
    last = m[m[V_LAST] + v]
    late = max(0, tick - last)
    if not forgiven:
        late -= max(0, old - last)
    return late * m[m[V_LATE_PRICE] + v]


@kernel
def forget_times(m):
    """Leave untimed what was to be timed anew: the move is given up."""
    for i in range(m[N_HEAP]):
        m[m[HEAP_STAMP] + m[m[HEAP] + i]] = 0
    m[N_HEAP] = 0


@kernel
def propagate(m, travel, limit):
    """Time anew what must be, in order, as far as changes reach.

    Gives False, leaving the rest undone, once visits start so late that the move
    cannot be worth it.
    """
    late = np.int64(0)
    while m[N_HEAP] > 0:
        late += time_visit(m, travel, next_due(m))
        if late > limit:
            forget_times(m)
            return False
    return True
