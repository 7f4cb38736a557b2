"""Moves that give the idlest worker something to do."""

from carerota.engines.search.chance import below
from carerota.engines.search.change import give, place, take
from carerota.engines.search.draws import any_near, beside, fits
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    FIRST_OF,
    IDLE,
    N_DAYS,
    N_WORKERS,
    NEXT,
    S_VISIT,
    V_DAY,
    WORKER,
)

TRIED = 3
"""Workers' days of which the idlest is taken, where it is not the idlest of all."""


@kernel
def idlest(m):
    """Draw a worker's day: half the time the idlest, else that of a few."""
    n = m[N_WORKERS] * m[N_DAYS]
    best = below(m, n)
    if below(m, 2):
        for _ in range(TRIED - 1):
            other = below(m, n)
            if m[m[IDLE] + other] > m[m[IDLE] + best]:
                best = other
        return best
    for wd in range(n):
        if m[m[IDLE] + wd] > m[m[IDLE] + best]:
            best = wd
    return best


@kernel
def any_of(m, wd):
    """Draw a slot of a worker's day; -1 of a free one."""
    n = 0
    s = m[m[FIRST_OF] + wd]
    while s >= 0:
        n += 1
        s = m[m[NEXT] + s]
    if n == 0:
        return s
    s = m[m[FIRST_OF] + wd]
    for _ in range(below(m, n)):
        s = m[m[NEXT] + s]
    return s


@kernel
def occupy(m, s):
    """Give the idlest worker a slot near one of theirs, or for one of theirs."""
    wd = idlest(m)
    w = wd // m[N_DAYS]
    x = any_of(m, wd)
    t = any_near(m, x) if x >= 0 else s
    if t < 0 or m[m[V_DAY] + m[m[S_VISIT] + t]] != wd % m[N_DAYS]:
        return False
    a = m[m[WORKER] + t]
    if a == w or not fits(m, t, w):
        return False
    change = x >= 0 and a >= 0 and below(m, 3) == 0 and fits(m, x, a)
    if a >= 0:
        take(m, t)
    if change:
        take(m, x)
    give(m, t, w)
    if change:
        give(m, x, a)
    elif x >= 0 and below(m, 2):
        place(m, m[m[S_VISIT] + t], beside(m, x))
    return True
