"""Moves of one visit, or of two that change places."""

from carerota.engines.search.chance import below
from carerota.engines.search.change import give, on_visit, place, take
from carerota.engines.search.draws import (
    any_candidate,
    any_near,
    any_of_day,
    beside,
    may,
    reassign,
)
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    L_HIGH,
    L_SECOND,
    LINK_OF,
    POS,
    S_VISIT,
    V_LINK,
    V_SLOT,
    WORKER,
)
from carerota.engines.search.touched import partner

FAR = 1 << 39
"""A link whose greatest distance is beyond this has none."""


@kernel
def relocate(m, s):
    """Give a slot to another worker at the same place in the order."""
    w = any_candidate(m, s)
    if w < 0 or w == m[m[WORKER] + s] or on_visit(m, m[m[S_VISIT] + s], w):
        return False
    reassign(m, s, w)
    return True


@kernel
def insert_near(m, s):
    """Put a slot directly before or after a near one, with that one's worker."""
    t = any_near(m, s)
    if t < 0:
        return False
    v = m[m[S_VISIT] + s]
    w = m[m[WORKER] + t]
    if w < 0 or not may(m, s, w):
        return False
    if w != m[m[WORKER] + s]:
        if on_visit(m, v, w):
            return False
        reassign(m, s, w)
    place(m, v, beside(m, t))
    if below(m, 2):
        bring_along(m, s, t)
    return True


@kernel
def bring_along(m, s, t):
    """Bring what is bound in time to slot s along to where slot t is.

    The other carers of a double-up may change to workers who are near; a visit linked
    with a greatest distance is put beside it in the order, and may change hands too.
    """
    v = m[m[S_VISIT] + s]
    for x in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if x != s and m[m[WORKER] + x] >= 0 and below(m, 2):
            change_hands(m, x, t)
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        link = m[m[LINK_OF] + i]
        if m[m[L_HIGH] + link] >= FAR:
            continue
        u = partner(m, link, v)
        step = 1 if m[m[L_SECOND] + link] == u else -1
        place(m, u, max(0, m[m[POS] + v] + step))
        x = m[m[V_SLOT] + u]
        if m[m[WORKER] + x] >= 0 and below(m, 2):
            change_hands(m, x, t)


@kernel
def change_hands(m, s, t):
    """Give slot s to a worker who makes something near slot t."""
    near = any_near(m, t)
    if near < 0:
        return
    w = m[m[WORKER] + near]
    if w >= 0 and may(m, s, w) and not on_visit(m, m[m[S_VISIT] + s], w):
        reassign(m, s, w)


@kernel
def swap(m, s):
    """Let the workers of two slots of a day change places."""
    t = any_near(m, s) if below(m, 4) else any_of_day(m, s)
    if t < 0:
        return False
    a, b = m[m[WORKER] + s], m[m[WORKER] + t]
    u, v = m[m[S_VISIT] + s], m[m[S_VISIT] + t]
    if a == b or u == v or a < 0 or b < 0:
        return False
    if not may(m, s, b) or not may(m, t, a) or on_visit(m, u, b) or on_visit(m, v, a):
        return False
    take(m, s)
    take(m, t)
    give(m, s, b)
    give(m, t, a)
    if below(m, 3) == 0:
        first, second = m[m[POS] + u], m[m[POS] + v]
        place(m, u, second)
        place(m, v, first)
    return True


@kernel
def kick(m, s):
    """Put a slot in the place of a near one, and that one with somebody else."""
    t = any_near(m, s)
    if t < 0:
        return False
    u, v = m[m[S_VISIT] + s], m[m[S_VISIT] + t]
    w = m[m[WORKER] + t]
    if w < 0 or w == m[m[WORKER] + s] or not may(m, s, w) or on_visit(m, u, w):
        return False
    x = any_candidate(m, t)
    if x < 0 or x == w or on_visit(m, v, x):
        return False
    take(m, t)
    reassign(m, s, w)
    give(m, t, x)
    return True


@kernel
def cover_up(m, s):
    """Cover what is uncovered of the visit of slot s."""
    v = m[m[S_VISIT] + s]
    done = False
    for x in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + x] < 0:
            w = any_candidate(m, x)
            if w >= 0 and not on_visit(m, v, w):
                give(m, x, w)
                done = True
    if done and below(m, 2):
        t = any_near(m, s)
        if t >= 0:
            place(m, v, beside(m, t))
    return done


@kernel
def leave(m, s):
    """Leave a slot uncovered."""
    if m[m[WORKER] + s] < 0:
        return False
    take(m, s)
    return True
