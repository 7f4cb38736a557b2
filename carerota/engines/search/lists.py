"""The visits of a worker's day as a linked list in the order of their positions."""

from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    FIRST_OF,
    N_DAYS,
    NEXT,
    POS,
    PREV,
    S_VISIT,
    V_DAY,
    WORKER,
)


@kernel
def before(m, s, t):
    """Tell whether slot s comes before slot t: by position, then by number."""
    a = m[m[POS] + m[m[S_VISIT] + s]]
    b = m[m[POS] + m[m[S_VISIT] + t]]
    return a < b or (a == b and s < t)


@kernel
def day_of(m, w, s):
    """Give the number of the worker's day on which the slot falls."""
    return w * m[N_DAYS] + m[m[V_DAY] + m[m[S_VISIT] + s]]


@kernel
def insert(m, s, w):
    """Give slot s to worker w, at the place its position says."""
    wd = day_of(m, w, s)
    last = -1
    after = m[m[FIRST_OF] + wd]
    while after >= 0 and before(m, after, s):
        last = after
        after = m[m[NEXT] + after]
    put(m, m[PREV] + s, last)
    put(m, m[NEXT] + s, after)
    if last >= 0:
        put(m, m[NEXT] + last, s)
    else:
        put(m, m[FIRST_OF] + wd, s)
    if after >= 0:
        put(m, m[PREV] + after, s)
    put(m, m[WORKER] + s, w)


@kernel
def remove(m, s):
    """Take slot s from whoever makes it; gives the slot that followed it, or -1."""
    w = m[m[WORKER] + s]
    last = m[m[PREV] + s]
    after = m[m[NEXT] + s]
    if last >= 0:
        put(m, m[NEXT] + last, after)
    else:
        put(m, m[FIRST_OF] + day_of(m, w, s), after)
    if after >= 0:
        put(m, m[PREV] + after, last)
    put(m, m[WORKER] + s, -1)
    put(m, m[PREV] + s, -1)
    put(m, m[NEXT] + s, -1)
    return after
