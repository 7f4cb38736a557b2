"""Moves of one visit, or of two that change places."""

from carerota.engines.search.chance import below
from carerota.engines.search.change import give, on_visit, place, take
from carerota.engines.search.draws import (
    any_near,
    any_of_day,
    any_worker,
    beside,
    fits,
    may,
    reassign,
    take_all,
)
from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    FIRST_OF,
    L_HIGH,
    L_SECOND,
    LINK_OF,
    NEXT,
    POS,
    S_VISIT,
    SCRATCH,
    START_AT,
    V_DURATION,
    V_LINK,
    V_SLOT,
    V_TARGET,
    WORKER,
)
from carerota.engines.search.lists import day_of
from carerota.engines.search.touched import partner

MOST_KICKS = 3
"""How many more slots a kick may put out of their places."""
WANDERS = 2
"""One slot in so many that nobody had is exchanged for what is handed on for it."""
FAR = 1 << 39
"""A link whose greatest distance is beyond this has none."""


@kernel
def relocate(m, s):
    """Give a slot to another worker at the same place in the order."""
    w = any_worker(m, s)
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
    changes = w != m[m[WORKER] + s]
    if changes:
        if on_visit(m, v, w):
            return False
        reassign(m, s, w)
    changes = place(m, v, beside(m, t)) or changes
    if below(m, 2):
        changes = bring_along(m, s, t) or changes
    return changes


@kernel
def bring_along(m, s, t):
    """Bring what is bound in time to slot s along to where slot t is.

    The other carers of a double-up may change to workers who are near; a visit linked
    with a greatest distance is put beside it in the order, and may change hands too.
    """
    v = m[m[S_VISIT] + s]
    changes = False
    for x in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if x != s and m[m[WORKER] + x] >= 0 and below(m, 2):
            change_hands(m, x, t)
            changes = True
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        link = m[m[LINK_OF] + i]
        if m[m[L_HIGH] + link] >= FAR:
            continue
        u = partner(m, link, v)
        step = 1 if m[m[L_SECOND] + link] == u else -1
        place(m, u, max(0, m[m[POS] + v] + step))
        changes = True
        x = m[m[V_SLOT] + u]
        if m[m[WORKER] + x] >= 0 and below(m, 2):
            change_hands(m, x, t)
    return changes


@kernel
def change_hands(m, s, t):
    """Give slot s to a worker who makes something near slot t."""
    near = any_near(m, t)
    if near < 0:
        return
    w = m[m[WORKER] + near]
    if w >= 0 and fits(m, s, w):
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
    if not fits(m, s, b) or not fits(m, t, a):
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
def trade(m, s):
    """Give a slot to another worker, who hands on what they make at that time."""
    w = any_worker(m, s)
    if w < 0 or w == m[m[WORKER] + s] or on_visit(m, m[m[S_VISIT] + s], w):
        return False
    return hand_over(m, s, w)


@kernel
def hand_over(m, s, w):
    """Give slot s to worker w, who hands on what they make at that time.

    What they hand on goes to whoever had the slot; if nobody had it, to somebody else,
    or to nobody: so what is uncovered wanders. Nothing is changed where whoever had the
    slot may not make what is handed on.
    """
    a = m[m[WORKER] + s]
    v = m[m[S_VISIT] + s]
    start = m[m[START_AT] + s] if a >= 0 else m[m[V_TARGET] + v]
    end = start + m[m[V_DURATION] + v]
    at = m[SCRATCH] + N_FACTS
    n = 0
    t = m[m[FIRST_OF] + day_of(m, w, s)]
    while t >= 0:
        u = m[m[S_VISIT] + t]
        begins = m[m[START_AT] + t]
        if begins < end and begins + m[m[V_DURATION] + u] > start:
            if a >= 0 and not fits(m, t, a):
                return False
            m[at + n] = t
            n += 1
        t = m[m[NEXT] + t]
    take_all(m, at, n)
    reassign(m, s, w)
    for i in range(n):
        t = m[at + i]
        x = a
        if a < 0 and below(m, WANDERS):
            x = any_worker(m, t)
        if x >= 0 and not on_visit(m, m[m[S_VISIT] + t], x):
            give(m, t, x)
    return True


@kernel
def kick(m, s):
    """Put a slot in the place of a near one, and that one with somebody else.

    That one may take the place of another in its turn, and so on a few times.
    """
    t = any_near(m, s)
    if t < 0 or not displaces(m, s, t):
        return False
    w = m[m[WORKER] + t]
    take(m, t)
    reassign(m, s, w)
    for _ in range(MOST_KICKS):
        if below(m, 2):
            break
        s, t = t, any_near(m, t)
        if t < 0 or not displaces(m, s, t):
            t = s
            break
        w = m[m[WORKER] + t]
        take(m, t)
        give(m, s, w)
    x = any_worker(m, t)
    if x >= 0 and not on_visit(m, m[m[S_VISIT] + t], x):
        give(m, t, x)
    return True


@kernel
def displaces(m, s, t):
    """Tell whether slot s can be made by the worker of slot t instead of it."""
    w = m[m[WORKER] + t]
    return w >= 0 and fits(m, s, w)


@kernel
def cover_up(m, s):
    """Cover what is uncovered of the visit of slot s."""
    v = m[m[S_VISIT] + s]
    done = False
    for x in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + x] < 0:
            w = any_worker(m, x)
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
