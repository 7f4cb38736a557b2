"""What a move has touched: what must be timed or measured anew after it."""

from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    DAY_STAMP,
    DIRTY_DAY,
    DIRTY_VISIT,
    HEAP,
    HEAP_STAMP,
    JOURNAL_SIZE,
    L_FIRST,
    L_SECOND,
    LINK_OF,
    N_DIRTY_CLIENTS,
    N_DIRTY_DAYS,
    N_DIRTY_VISITS,
    N_DIRTY_WORKERS,
    N_HEAP,
    PUSHES_LEFT,
    STAMP,
    V_LINK,
    VISIT_STAMP,
)

MOST_PUSHES = 8
"""How often a move may put off visits for the sake of linked ones."""


@kernel
def clear(m):
    """Forget what has been touched."""
    m[STAMP] += 1
    m[N_DIRTY_DAYS] = 0
    m[N_DIRTY_VISITS] = 0
    m[N_DIRTY_CLIENTS] = 0
    m[N_DIRTY_WORKERS] = 0
    m[N_HEAP] = 0


@kernel
def begin(m):
    """Begin a move: nothing is touched yet."""
    m[JOURNAL_SIZE] = 0
    again(m)


@kernel
def again(m):
    """Begin another part of a move, the times and costs being up to date."""
    m[PUSHES_LEFT] = MOST_PUSHES
    clear(m)


@kernel
def touch(m, stamps, places, count, i):
    """Add i to a list of touched things, once a move."""
    cell = m[stamps] + i
    if m[cell] != m[STAMP]:
        m[cell] = m[STAMP]
        m[m[places] + m[count]] = i
        m[count] += 1


@kernel
def touch_day(m, wd):
    """Note that a worker's day must be measured anew."""
    touch(m, DAY_STAMP, DIRTY_DAY, N_DIRTY_DAYS, wd)


@kernel
def touch_visit(m, v):
    """Note that a visit must be measured anew."""
    touch(m, VISIT_STAMP, DIRTY_VISIT, N_DIRTY_VISITS, v)


@kernel
def retime(m, v):
    """Note that a visit may start at another time."""
    cell = m[HEAP_STAMP] + v
    if m[cell] == 0:
        m[cell] = 1
        m[m[HEAP] + m[N_HEAP]] = v
        m[N_HEAP] += 1


@kernel
def partner(m, x, v):
    """Give the visit at the other end of link x."""
    first = m[m[L_FIRST] + x]
    return m[m[L_SECOND] + x] if first == v else first


@kernel
def retime_linked(m, v):
    """Note that what is linked to a visit may start at another time.

    Also where the visit itself stays when it was: that somebody makes it, or nobody
    any more, is enough.
    """
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        retime(m, partner(m, m[m[LINK_OF] + i], v))
