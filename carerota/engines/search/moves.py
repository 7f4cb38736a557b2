"""The moves of the local search. Each changes the state and says whether it did.

A move never gives a slot to a worker who may not make it, nor two slots of one visit
to the same worker; whether times and hours work out is for the costs to say.
"""

from typing import Final

from numba import njit

from carerota.engines.search.chance import below
from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.journal import put
from carerota.engines.search.layout import (
    C_SLOT,
    CANDIDATE,
    CLIENT_SLOT,
    D_SLOT,
    DAY_SLOT,
    FIRST_OF,
    HOME,
    HOME_MODE,
    N_DAYS,
    N_SLOTS,
    N_WORKERS,
    NEAR,
    NEXT,
    PAIR_HARD,
    POS,
    PREV,
    RELEASE,
    REST_MODE,
    S_CANDIDATE,
    S_NEAR,
    S_VISIT,
    SCRATCH,
    START_AT,
    V_CLIENT,
    V_DAY,
    V_DURATION,
    V_SLOT,
    V_TARGET,
    V_WINDOW,
    WINDOW_FROM,
    WINDOW_UNTIL,
    WORKER,
)
from carerota.engines.search.lists import before, day_of
from carerota.engines.search.update import (
    give,
    on_visit,
    place,
    retime,
    take,
    touch_day,
)

N_MOVES: Final = 11
RELOCATE: Final = 0
INSERT_NEAR: Final = 1
SWAP: Final = 2
TAILS: Final = 3
SEGMENT: Final = 4
CLIENT: Final = 5
DAYS: Final = 6
RELEASES: Final = 7
MODES: Final = 8
KICK: Final = 9
COVER_UP: Final = 10

LONGEST: Final = 200
"""Slots of a worker's day a move can carry."""


@njit(cache=True, nogil=True, inline="always")
def may(m, s, w):
    """Tell whether worker w may make slot s."""
    return m[m[PAIR_HARD] + s * m[N_WORKERS] + w] == 0


@njit(cache=True, nogil=True, inline="always")
def any_candidate(m, s):
    """Draw a worker who may make slot s; -1 if there is none."""
    a, b = m[m[S_CANDIDATE] + s], m[m[S_CANDIDATE] + s + 1]
    if a == b:
        return -1
    return m[m[CANDIDATE] + a + below(m, b - a)]


@njit(cache=True, nogil=True, inline="always")
def any_near(m, s):
    """Draw a near slot; -1 if there is none. The nearest are likelier."""
    a, b = m[m[S_NEAR] + s], m[m[S_NEAR] + s + 1]
    if a == b:
        return -1
    i = min(below(m, b - a), below(m, b - a))
    return m[m[NEAR] + a + i]


@njit(cache=True, nogil=True, inline="always")
def any_of_day(m, s):
    """Draw a slot of the same day."""
    d = m[m[V_DAY] + m[m[S_VISIT] + s]]
    a, b = m[m[D_SLOT] + d], m[m[D_SLOT] + d + 1]
    return m[m[DAY_SLOT] + a + below(m, b - a)]


@njit(cache=True, nogil=True, inline="always")
def beside(m, s):
    """Draw a position just before or just after that of slot s."""
    step = 1 + below(m, 12)
    position = m[m[POS] + m[m[S_VISIT] + s]]
    return position + step if below(m, 2) else max(0, position - step)


@njit(cache=True, nogil=True)
def reassign(m, s, w):
    """Give slot s to worker w, from whoever has it."""
    if m[m[WORKER] + s] >= 0:
        take(m, s)
    give(m, s, w)


@njit(cache=True, nogil=True)
def relocate(m, s):
    """Give a slot to another worker at the same place in the order."""
    w = any_candidate(m, s)
    if w < 0 or w == m[m[WORKER] + s] or on_visit(m, m[m[S_VISIT] + s], w):
        return False
    reassign(m, s, w)
    return True


@njit(cache=True, nogil=True)
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
    return True


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def collect(m, s, w, at):
    """List slot s and those after it, where worker w may make them; -1 if not all."""
    n = 0
    while s >= 0:
        if not may(m, s, w) or on_visit(m, m[m[S_VISIT] + s], w) or n == LONGEST:
            return -1
        m[at + n] = s
        n += 1
        s = m[m[NEXT] + s]
    return n


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def exchange(m, one, n, b, two, k, a):
    """Give the n slots listed at ``one`` to b and the k slots at ``two`` to a."""
    for i in range(n):
        take(m, m[one + i])
    for i in range(k):
        take(m, m[two + i])
    for i in range(n):
        give(m, m[one + i], b)
    for i in range(k):
        give(m, m[two + i], a)


@njit(cache=True, nogil=True)
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
        if not may(m, s, w) or on_visit(m, m[m[S_VISIT] + s], w):
            return False
        m[at + n] = s
        n += 1
        s = m[m[NEXT] + s]
    for i in range(n):
        take(m, m[at + i])
    for i in range(n):
        give(m, m[at + i], w)
    return True


@njit(cache=True, nogil=True)
def of_client(m, s):
    """Give all (or a day's, or part) of a client's visits by one worker to another."""
    a = m[m[WORKER] + s]
    c = m[m[V_CLIENT] + m[m[S_VISIT] + s]]
    first, last = m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]
    other = m[m[CLIENT_SLOT] + first + below(m, last - first)]
    w = m[m[WORKER] + other] if below(m, 3) else any_candidate(m, s)
    if a < 0 or w < 0 or w == a:
        return False
    moved = False
    part = below(m, 3)
    trade = below(m, 2)
    for i in range(first, last):
        t = m[m[CLIENT_SLOT] + i]
        v = m[m[S_VISIT] + t]
        if part == 1 and m[m[V_DAY] + v] != m[m[V_DAY] + m[m[S_VISIT] + s]]:
            continue
        if part == 2 and t != s and below(m, 2):
            continue
        k = m[m[WORKER] + t]
        if k == a and may(m, t, w) and not on_visit(m, v, w):
            reassign(m, t, w)
            moved = True
        elif trade and k == w and may(m, t, a) and not on_visit(m, v, a):
            reassign(m, t, a)
            moved = True
    return moved


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def releases(m, s):
    """Change how early a visit may be started."""
    if m[m[WORKER] + s] < 0:
        return False
    v = m[m[S_VISIT] + s]
    old = m[m[RELEASE] + v]
    start = m[m[START_AT] + s]
    first = m[m[WINDOW_FROM] + m[m[V_WINDOW] + v]]
    last = m[m[WINDOW_UNTIL] + m[m[V_WINDOW] + v + 1] - 1]
    kind = below(m, 5)
    new = old
    if kind == 0:
        new = m[m[V_TARGET] + v]
    elif kind == 1:
        new = first
    elif kind == 2:
        new = first + below(m, last - first + 1)
    else:
        # let the worker wait before this visit rather than after it
        t = m[m[NEXT] + s]
        if t >= 0:
            wait = m[m[START_AT] + t] - start - m[m[V_DURATION] + v]
            if wait > 0:
                reach = wait if kind == 3 else below(m, wait) + 1
                new = min(last, start + reach)
    if new == old:
        return False
    put(m, m[RELEASE] + v, new)
    retime(m, v)
    touch_day(m, day_of(m, m[m[WORKER] + s], s))
    return True


@njit(cache=True, nogil=True)
def modes(m, s):
    """Change whether the worker goes home, or has a break, before a slot."""
    w = m[m[WORKER] + s]
    if w < 0 or m[m[PREV] + s] < 0:
        return False
    if below(m, 2):
        old = m[m[HOME_MODE] + s]
        new = 0 if old != 0 else 1 + (1 - m[m[HOME] + s])
        put(m, m[HOME_MODE] + s, new)
    else:
        put(m, m[REST_MODE] + s, 1 - m[m[REST_MODE] + s])
    retime(m, m[m[S_VISIT] + s])
    touch_day(m, day_of(m, w, s))
    return True


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def leave(m, s):
    """Leave a slot uncovered."""
    if m[m[WORKER] + s] < 0:
        return False
    take(m, s)
    return True


@njit(cache=True, nogil=True)
def move(m, kind):
    """Make a move of a kind from a random slot on."""
    s = below(m, m[N_SLOTS])
    if m[m[WORKER] + s] < 0 and kind not in (INSERT_NEAR, KICK):
        return cover_up(m, s)
    if kind == RELOCATE:
        return relocate(m, s)
    if kind == INSERT_NEAR:
        return insert_near(m, s)
    if kind == SWAP:
        return swap(m, s)
    if kind == TAILS:
        return tails(m, s)
    if kind == SEGMENT:
        return segment(m, s)
    if kind == CLIENT:
        return of_client(m, s)
    if kind == DAYS:
        return days(m, s)
    if kind == RELEASES:
        return releases(m, s)
    if kind == MODES:
        return modes(m, s)
    if kind == KICK:
        return kick(m, s)
    return leave(m, s)
