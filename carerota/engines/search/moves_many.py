"""Moves of several visits of a day: tails, stretches and whole days."""

from typing import Final

from carerota.engines.search.chance import below
from carerota.engines.search.change import give, on_visit, take
from carerota.engines.search.draws import (
    any_candidate,
    any_near,
    fits,
    give_all,
    take_all,
)
from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    FIRST_OF,
    N_DAYS,
    N_WORKERS,
    NEXT,
    PREV,
    S_VISIT,
    SCRATCH,
    V_DAY,
    WORKER,
)
from carerota.engines.search.lists import before, day_of

LONGEST: Final = 200
"""Slots of a worker's day a move can carry."""


@kernel
def collect(m, s, w, at):
    """List slot s and those after it, where worker w may make them; -1 if not all."""
    n = 0
    while s >= 0:
        if not fits(m, s, w) or n == LONGEST:
            return -1
        m[at + n] = s
        n += 1
        s = m[m[NEXT] + s]
    return n


@kernel
def tails(m, s):
    """Exchange the rest of the day of two workers, from slot s on."""
    a = m[m[WORKER] + s]
    if a < 0:
        return False
    t = any_near(m, s)
    if t < 0:
        return False
    b = m[m[WORKER] + t]
    if b < 0 or a == b:
        return False
    # the first slot of b that comes after s in the order
    while t >= 0 and before(m, s, t):
        t = m[m[PREV] + t]
    if t < 0:
        t = m[m[FIRST_OF] + day_of(m, b, s)]
    while t >= 0 and before(m, t, s):
        t = m[m[NEXT] + t]
    one = m[SCRATCH] + N_FACTS
    n = collect(m, s, b, one)
    if n < 0:
        return False
    two = one + n
    k = collect(m, t, a, two)
    if k < 0:
        return False
    exchange(m, one, n, b, two, k, a)
    return True


@kernel
def exchange(m, one, n, b, two, k, a):
    """Give the n slots listed at ``one`` to b and the k slots at ``two`` to a."""
    take_all(m, one, n)
    take_all(m, two, k)
    give_all(m, one, n, b)
    give_all(m, two, k, a)


@kernel
def segment(m, s):
    """Give two to four slots that follow each other to another worker."""
    a = m[m[WORKER] + s]
    if a < 0:
        return False
    t = any_near(m, s)
    w = m[m[WORKER] + t] if t >= 0 and below(m, 2) else any_candidate(m, s)
    if w < 0 or w == a:
        return False
    length = 2 + below(m, 3)
    at = m[SCRATCH] + N_FACTS
    n = 0
    while s >= 0 and n < length:
        if not fits(m, s, w):
            return False
        m[at + n] = s
        n += 1
        s = m[m[NEXT] + s]
    take_all(m, at, n)
    give_all(m, at, n, w)
    return True


@kernel
def days(m, s):
    """Let two workers change a whole day."""
    a = m[m[WORKER] + s]
    b = below(m, m[N_WORKERS])
    if a < 0 or a == b:
        return False
    d = m[m[V_DAY] + m[m[S_VISIT] + s]]
    one = m[SCRATCH] + N_FACTS
    n = collect(m, m[m[FIRST_OF] + a * m[N_DAYS] + d], b, one)
    if n < 0:
        return False
    k = collect(m, m[m[FIRST_OF] + b * m[N_DAYS] + d], a, one + n)
    if k < 0:
        return False
    exchange(m, one, n, b, one + n, k, a)
    return True


@kernel
def clear_day(m, s):
    """Give a worker a day off: somebody else, or nobody, makes their visits."""
    a = m[m[WORKER] + s]
    if a < 0:
        return False
    leave = below(m, 3) == 0
    t = m[m[FIRST_OF] + day_of(m, a, s)]
    while t >= 0:
        after = m[m[NEXT] + t]
        w = any_candidate(m, t)
        take(m, t)
        if not leave and w >= 0 and w != a and not on_visit(m, m[m[S_VISIT] + t], w):
            give(m, t, w)
        t = after
    return True
