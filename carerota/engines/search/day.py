"""One walk along a worker's day that fills in its facts."""

import numpy as np
from numba import njit

from carerota.engines.search import facts as fact
from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.journal import put
from carerota.engines.search.layout import (
    AUTO,
    D_NIGHT,
    D_START,
    D_UNSOCIAL,
    FACT,
    FIRST_OF,
    HOME,
    K_END,
    K_MODE,
    K_OPEN,
    K_START,
    K_UNWELCOME,
    N_DAYS,
    N_NIGHTS,
    N_UNSOCIAL,
    N_WORKERS,
    NEXT,
    NIGHT_FROM,
    NIGHT_UNTIL,
    OPEN_FROM,
    OPEN_UNTIL,
    PAIR_UNMET,
    REST_AFTER,
    REST_AT,
    REST_HOME_LEGS,
    REST_LEN,
    REST_LENGTH,
    REST_MARGIN,
    REST_MODE,
    RUN_LENGTH,
    S_VISIT,
    SCRATCH,
    START_AT,
    TOTAL,
    UNSOCIAL_FROM,
    UNSOCIAL_UNTIL,
    UNWELCOME_FROM,
    UNWELCOME_UNTIL,
    V_DURATION,
    V_PLACE,
)
from carerota.engines.search.timing import leg, leg_back, leg_out

N_TOTALLED = 6


@njit(cache=True, nogil=True, inline="always")
def shared(m, start, end, low, high, first, last):
    """Ticks that [start, end] shares with ascending stretches first to last."""
    total = np.int64(0)
    for i in range(first, last):
        opens = m[m[low] + i]
        if opens >= end:
            break
        closes = m[m[high] + i]
        if closes > start:
            total += min(end, closes) - max(start, opens)
    return total


@njit(cache=True, nogil=True, inline="always")
def first_stretch(m, pointer, d, start):
    """Give the first stretch that can touch a start on day d."""
    if m[m[D_START] + d] <= start:
        return m[m[pointer] + d]
    return np.int64(0)


@njit(cache=True, nogil=True)
def walk(m, travel, metres, wd):
    """Fill in the facts of a worker's day from the starts of its visits."""
    x = m[SCRATCH]
    for i in range(N_FACTS):
        m[x + i] = 0
    if m[m[FIRST_OF] + wd] >= 0:
        measure(m, travel, metres, wd, x)
        if (
            m[AUTO]
            and m[x + fact.BREAK] < m[REST_LENGTH]
            and worked(m, x) > m[REST_AFTER]
        ):
            rest_in_a_wait(m, travel, wd, x)
    old = m[FACT] + wd * N_FACTS
    w = wd // m[N_DAYS]
    total = m[TOTAL] + w * N_FACTS
    for i in range(N_FACTS):
        change = m[x + i] - m[old + i]
        if change != 0:
            put(m, old + i, m[x + i])
            put(m, total + i, m[total + i] + change)


@njit(cache=True, nogil=True, inline="always")
def worked(m, x):
    """Working time on the clock of the rule rest_break."""
    time = m[x + fact.CONTACT] + m[x + fact.TRAVEL] + m[x + fact.WAITING]
    if m[REST_HOME_LEGS]:
        time += m[x + fact.HOME_TRAVEL]
    return time


@njit(cache=True, nogil=True)
def end_run(m, w, x, begin, end):
    """Add a run to the facts."""
    m[x + fact.RUNS] += 1
    m[x + fact.SHORT_RUNS] += max(0, m[RUN_LENGTH] - (end - begin))
    end = max(begin, end)
    inside = shared(
        m, begin, end, OPEN_FROM, OPEN_UNTIL, m[m[K_OPEN] + w], m[m[K_OPEN] + w + 1]
    )
    m[x + fact.OUTSIDE] += end - begin - inside


@njit(cache=True, nogil=True)
def measure(m, travel, metres, wd, x):
    """Walk along the day."""
    w = wd // m[N_DAYS]
    d = wd % m[N_DAYS]
    mode = m[m[K_MODE] + w]
    last_of_day = last_end(m, wd)
    begin_day = m[m[START_AT] + m[m[FIRST_OF] + wd]]
    s = m[m[FIRST_OF] + wd]
    p = np.int64(-1)
    end = np.int64(0)
    begin_run = begin_day
    while s >= 0:
        v = m[m[S_VISIT] + s]
        start = m[m[START_AT] + s]
        duration = m[m[V_DURATION] + v]
        place = m[m[V_PLACE] + v]
        if p < 0:
            out = leg_out(m, travel, w, v, start)
            m[x + fact.FIRST] = start
            m[x + fact.OUT] = start - out
            m[x + fact.HOME_TRAVEL] += out
            m[x + fact.METRES] += metres[mode, m[m[K_START] + w], place]
        else:
            u = m[m[S_VISIT] + p]
            length = max(0, start - end)
            m[x + fact.OVERLAP] += max(0, end - start)
            if m[m[HOME] + s]:
                legs = leg_back(m, travel, w, u, end) + leg_out(
                    m, travel, w, v, start
                )
                m[x + fact.HOME_TRAVEL] += legs
                m[x + fact.METRES] += (
                    metres[mode, m[m[V_PLACE] + u], m[m[K_END] + w]]
                    + metres[mode, m[m[K_START] + w], place]
                )
                at_home = max(0, length - legs)
                m[x + fact.HOME_GAP] += at_home
                m[x + fact.SHORTAGE] += max(0, legs - length)
                m[x + fact.BREAK] = max(m[x + fact.BREAK], at_home)
                end_run(m, w, x, begin_run, end)
                begin_run = start
            else:
                road = leg(m, travel, w, u, v, end)
                m[x + fact.TRAVEL] += road
                m[x + fact.METRES] += metres[mode, m[m[V_PLACE] + u], place]
                rest = rest_before(m, s, end, start, begin_day, last_of_day, x)
                m[x + fact.WAITING] += max(0, length - road - rest)
                m[x + fact.SHORTAGE] += max(0, road + rest - length)
        end = start + duration
        m[x + fact.N] += 1
        m[x + fact.CONTACT] += duration
        times_of_visit(m, w, d, s, x, start, end)
        p = s
        s = m[m[NEXT] + s]
    back = leg_back(m, travel, w, m[m[S_VISIT] + p], end)
    m[x + fact.LAST] = end
    m[x + fact.BACK] = end + back
    m[x + fact.HOME_TRAVEL] += back
    m[x + fact.METRES] += metres[mode, m[m[V_PLACE] + m[m[S_VISIT] + p]], m[m[K_END] + w]]
    m[x + fact.WORKED] = 1
    end_run(m, w, x, begin_run, end)


@njit(cache=True, nogil=True, inline="always")
def last_end(m, wd):
    """End of the day's last visit in order."""
    s = m[m[FIRST_OF] + wd]
    while m[m[NEXT] + s] >= 0:
        s = m[m[NEXT] + s]
    return m[m[START_AT] + s] + m[m[V_DURATION] + m[m[S_VISIT] + s]]


@njit(cache=True, nogil=True, inline="always")
def times_of_visit(m, w, d, s, x, start, end):
    """Add what depends on when a visit is made."""
    a, b = m[m[K_UNWELCOME] + w], m[m[K_UNWELCOME] + w + 1]
    if a < b:
        m[x + fact.UNWELCOME] += shared(
            m, start, end, UNWELCOME_FROM, UNWELCOME_UNTIL, a, b
        )
    if m[N_NIGHTS] > 0:
        i = first_stretch(m, D_NIGHT, d, start)
        m[x + fact.NIGHT] += shared(
            m, start, end, NIGHT_FROM, NIGHT_UNTIL, i, m[N_NIGHTS]
        )
    if m[N_UNSOCIAL] > 0:
        i = first_stretch(m, D_UNSOCIAL, d, start)
        m[x + fact.UNSOCIAL] += shared(
            m, start, end, UNSOCIAL_FROM, UNSOCIAL_UNTIL, i, m[N_UNSOCIAL]
        )
    m[x + fact.UNMET] += m[m[PAIR_UNMET] + s * m[N_WORKERS] + w]


@njit(cache=True, nogil=True, inline="always")
def rest_before(m, s, end, start, begin_day, end_day, x):
    """Give the ticks of break before slot s, and see whether it counts."""
    if m[AUTO]:
        wanted = m[REST_LENGTH] if m[m[REST_MODE] + s] == 1 else 0
        put(m, m[REST_LEN] + s, wanted)
        put(m, m[REST_AT] + s, end)
    rest = m[m[REST_LEN] + s]
    if rest > 0:
        at = m[m[REST_AT] + s]
        m[x + fact.OVERLAP] += max(0, end - at) + max(0, at + rest - start)
        if at >= begin_day + m[REST_MARGIN] and at + rest <= end_day - m[REST_MARGIN]:
            m[x + fact.BREAK] = max(m[x + fact.BREAK], rest)
    return rest


@njit(cache=True, nogil=True)
def rest_in_a_wait(m, travel, wd, x):
    """Put the day's break into the longest wait that is long enough for it."""
    w = wd // m[N_DAYS]
    length = m[REST_LENGTH]
    low = m[x + fact.FIRST] + m[REST_MARGIN]
    high = m[x + fact.LAST] - m[REST_MARGIN] - length
    best = np.int64(-1)
    longest = length - 1
    p = m[m[FIRST_OF] + wd]
    s = m[m[NEXT] + p]
    while s >= 0:
        if not m[m[HOME] + s] and m[m[REST_LEN] + s] == 0:
            u = m[m[S_VISIT] + p]
            end = m[m[START_AT] + p] + m[m[V_DURATION] + u]
            free = m[m[START_AT] + s] - end
            free -= leg(m, travel, w, u, m[m[S_VISIT] + s], end)
            if free > longest and low <= end <= high:
                longest = free
                best = s
        p = s
        s = m[m[NEXT] + s]
    if best >= 0:
        put(m, m[REST_LEN] + best, length)
        m[x + fact.WAITING] -= length
        m[x + fact.BREAK] = length
