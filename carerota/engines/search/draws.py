"""Drawing who or what a move is about."""

from typing import Final

import numpy as np

from carerota.engines.search.chance import below
from carerota.engines.search.change import give, on_visit, take
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    C_SLOT,
    CANDIDATE,
    CLIENT_SLOT,
    D_SLOT,
    DAY_SLOT,
    K_OPEN,
    N_UNCOVERED,
    N_WORKERS,
    NEAR,
    OPEN_FROM,
    OPEN_UNTIL,
    PAIR_HARD,
    PAIR_WIDTH,
    POS,
    S_CANDIDATE,
    S_NEAR,
    S_VISIT,
    START_AT,
    UNCOVERED_SLOT,
    V_CLIENT,
    V_DAY,
    V_DURATION,
    V_TARGET,
    WORKER,
)

DRAWS: Final = 4
"""How often a random choice is tried within a move."""

FEW: Final = 3
"""A client with fewer slots has no carers to choose among."""


@kernel
def may(m, s, w):
    """Tell whether worker w may make slot s."""
    return m[m[PAIR_HARD] + (s * m[N_WORKERS] + w) * PAIR_WIDTH] == 0


@kernel
def fits(m, s, w):
    """Tell whether worker w may make slot s, and makes no other slot of its visit."""
    return may(m, s, w) and not on_visit(m, m[m[S_VISIT] + s], w)


@kernel
def free(m, s, w):
    """Tell whether worker w is available when slot s is, or would be, made."""
    v = m[m[S_VISIT] + s]
    tick = m[m[START_AT] + s] if m[m[WORKER] + s] >= 0 else m[m[V_TARGET] + v]
    end = tick + m[m[V_DURATION] + v]
    opens, closes = m[OPEN_FROM], m[OPEN_UNTIL]
    for i in range(m[m[K_OPEN] + w], m[m[K_OPEN] + w + 1]):
        if m[closes + i] >= end:
            return m[opens + i] <= tick
    return False


@kernel
def front(m, n):
    """Draw a whole number from 0 to n - 1; as often as not one of the first few.

    Of these, 0 to 1 are as likely as 2 to 3, and as 4 to 7, and so on: so that the
    front is found however long the list.
    """
    if below(m, 2):
        return below(m, n)
    size = 1
    while size < n and below(m, 4):
        size *= 2
    return below(m, min(size, n))


@kernel
def any_candidate(m, s):
    """Draw a worker who may make slot s; -1 if there is none.

    Those cheaper by wishes and by continuity with the client are likelier, and those
    available at the time.
    """
    a, b = m[m[S_CANDIDATE] + s], m[m[S_CANDIDATE] + s + 1]
    if a == b:
        return -1
    w = np.int64(-1)
    for _ in range(DRAWS):
        w = m[m[CANDIDATE] + a + front(m, b - a)]
        if free(m, s, w):
            break
    return w


@kernel
def any_carer(m, s):
    """Draw a worker who makes something else of the client of slot s; -1 if none can.

    They must be able to make slot s, and be available at the time.
    """
    c = m[m[V_CLIENT] + m[m[S_VISIT] + s]]
    first, last = m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]
    if last - first < FEW:
        return -1
    for _ in range(DRAWS):
        w = m[m[WORKER] + m[m[CLIENT_SLOT] + first + below(m, last - first)]]
        if w >= 0 and fits(m, s, w) and free(m, s, w):
            return w
    return -1


@kernel
def any_worker(m, s):
    """Draw a worker for slot s: a carer of the client, one who is near, or any."""
    kind = below(m, 3)
    if kind == 0:
        w = any_carer(m, s)
        if w >= 0:
            return w
    elif kind == 1:
        t = any_near(m, s)
        w = m[m[WORKER] + t] if t >= 0 else -1
        if w >= 0 and may(m, s, w):
            return w
    return any_candidate(m, s)


@kernel
def any_near(m, s):
    """Draw a near slot; -1 if there is none. The nearest are likelier."""
    a, b = m[m[S_NEAR] + s], m[m[S_NEAR] + s + 1]
    if a == b:
        return -1
    i = min(below(m, b - a), below(m, b - a))
    return m[m[NEAR] + a + i]


@kernel
def any_uncovered(m):
    """Draw a slot of those listed as uncovered; there is one."""
    return m[m[UNCOVERED_SLOT] + below(m, m[N_UNCOVERED])]


@kernel
def any_of_day(m, s):
    """Draw a slot of the same day."""
    d = m[m[V_DAY] + m[m[S_VISIT] + s]]
    a, b = m[m[D_SLOT] + d], m[m[D_SLOT] + d + 1]
    return m[m[DAY_SLOT] + a + below(m, b - a)]


@kernel
def beside(m, s):
    """Draw a position just before or just after that of slot s."""
    step = 1 + below(m, 12)
    position = m[m[POS] + m[m[S_VISIT] + s]]
    return position + step if below(m, 2) else max(0, position - step)


@kernel
def take_all(m, at, n):
    """Take the n slots listed at a cell from those who make them."""
    for i in range(n):
        take(m, m[at + i])


@kernel
def give_all(m, at, n, w):
    """Give the n uncovered slots listed at a cell to worker w."""
    for i in range(n):
        give(m, m[at + i], w)


@kernel
def reassign(m, s, w):
    """Give slot s to worker w, from whoever has it."""
    if m[m[WORKER] + s] >= 0:
        take(m, s)
    give(m, s, w)
