"""When a visit starts, given who makes it and what comes before it."""

import numpy as np

from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    BAND_FROM,
    BAND_OF,
    HOME_MODE,
    K_END,
    K_MODE,
    K_OPEN,
    K_START,
    L_FIRST,
    L_FROM_END,
    L_HIGH,
    L_LOW,
    L_SECOND,
    LEAVE_IN_SHIFT,
    LINK_OF,
    LUNCH,
    LUNCH_DUE,
    LUNCH_LENGTH,
    N_BANDS,
    N_BANDS_AT,
    N_DAYS,
    OPEN_FROM,
    OPEN_UNTIL,
    POS,
    PREV,
    RELEASE,
    REST_LENGTH,
    REST_MODE,
    S_VISIT,
    SHIFT_FROM,
    START_AT,
    V_ACCESS,
    V_CLIENT,
    V_DAY,
    V_DURATION,
    V_LINK,
    V_PLACE,
    V_SLOT,
    V_WINDOW,
    WINDOW_FROM,
    WINDOW_UNTIL,
    WORKER,
)
from carerota.engines.search.lunch import NO_LUNCH, lunch_between, lunch_first

ALWAYS_HOME = 2
NONE = -(1 << 40)


@kernel
def band_at(m, tick):
    """Give the band of travel times in force at a tick."""
    if m[N_BANDS] == 1:
        return np.int64(0)
    low = np.int64(0)
    high = m[N_BANDS_AT]
    while high - low > 1:
        middle = (low + high) // 2
        if m[m[BAND_FROM] + middle] <= tick:
            low = middle
        else:
            high = middle
    return m[m[BAND_OF] + low]


@kernel
def leg(m, travel, w, u, v, tick):
    """Ticks from visit u to visit v, access included, leaving at a tick."""
    ticks = travel[
        m[m[K_MODE] + w], band_at(m, tick), m[m[V_PLACE] + u], m[m[V_PLACE] + v]
    ]
    if m[m[V_CLIENT] + u] != m[m[V_CLIENT] + v]:
        ticks += m[m[V_ACCESS] + v]
    return ticks


@kernel
def leg_out(m, travel, w, v, tick):
    """Ticks from where the worker's runs start to visit v, for a start at a tick."""
    return (
        travel[m[m[K_MODE] + w], band_at(m, tick), m[m[K_START] + w], m[m[V_PLACE] + v]]
        + m[m[V_ACCESS] + v]
    )


@kernel
def leg_back(m, travel, w, u, tick):
    """Ticks from visit u to where the worker's runs end, leaving at a tick."""
    return travel[
        m[m[K_MODE] + w], band_at(m, tick), m[m[V_PLACE] + u], m[m[K_END] + w]
    ]


@kernel
def into_window(m, v, tick):
    """Give the earliest start from a tick on that a window of the visit allows."""
    for i in range(m[m[V_WINDOW] + v], m[m[V_WINDOW] + v + 1]):
        if tick <= m[m[WINDOW_UNTIL] + i]:
            return max(tick, m[m[WINDOW_FROM] + i])
    return tick


@kernel
def into_availability(m, w, tick, duration):
    """Give the earliest start from a tick on at which the worker is available."""
    for i in range(m[m[K_OPEN] + w], m[m[K_OPEN] + w + 1]):
        if tick + duration <= m[m[OPEN_UNTIL] + i]:
            return max(tick, m[m[OPEN_FROM] + i])
    return tick


@kernel
def order_key(m, v):
    """Give the key by which visits are decoded: day, then position."""
    return (m[m[V_DAY] + v] << 42) + m[m[POS] + v]


@kernel
def ahead(m, u, v):
    """Tell whether visit u is decoded before visit v; equal keys go by number."""
    a, b = order_key(m, u), order_key(m, v)
    return a < b or (a == b and u < v)


@kernel
def after_linked(m, x, v):
    """Give the start from which visit v keeps link x to one that is timed before it."""
    first = m[m[L_FIRST] + x]
    second = m[m[L_SECOND] + x]
    u = first if second == v else second
    start = start_of(m, u)
    if start == NONE or not ahead(m, u, v):
        return np.int64(NONE)
    if second == v:
        start += m[m[L_LOW] + x]
        if m[m[L_FROM_END] + x]:
            start += m[m[V_DURATION] + u]
    else:
        start -= m[m[L_HIGH] + x]
        if m[m[L_FROM_END] + x]:
            start -= m[m[V_DURATION] + v]
    return start


@kernel
def admitted(m, v, tick):
    """Give the earliest start from a tick on in a window, with carers available."""
    duration = m[m[V_DURATION] + v]
    tick = into_window(m, v, tick)
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        w = m[m[WORKER] + s]
        if w >= 0:
            moved = into_availability(m, w, tick, duration)
            if moved != tick:
                tick = into_window(m, v, moved)
    return tick


@kernel
def shift_begins(m, w, s):
    """Give when the shift begins in which worker w makes slot s."""
    return m[m[SHIFT_FROM] + w * m[N_DAYS] + m[m[V_DAY] + m[m[S_VISIT] + s]]]


@kernel
def after_lunch(m, travel, s, tick):
    """Give when slot s can start if lunch comes before it, else the tick given."""
    w = m[m[WORKER] + s]
    v = m[m[S_VISIT] + s]
    d = m[m[V_DAY] + v]
    wd = w * m[N_DAYS] + d
    due = m[m[LUNCH_DUE] + wd]
    p = m[m[PREV] + s]
    if due > tick:
        return tick
    if p < 0:
        at = lunch_first(m, wd, leg_out(m, travel, w, v, tick))
        return tick if at == NO_LUNCH else at + m[LUNCH_LENGTH]
    if m[m[START_AT] + p] >= due or m[m[HOME_MODE] + s] == ALWAYS_HOME:
        return tick
    u = m[m[S_VISIT] + p]
    end = m[m[START_AT] + p] + m[m[V_DURATION] + u]
    road = leg(m, travel, w, u, v, end)
    at = lunch_between(m, d, end, road)
    if at == NO_LUNCH:
        return tick
    return at + m[LUNCH_LENGTH] + (road if at < end + road else 0)


@kernel
def after_lunches(m, travel, v, tick):
    """Give the start of visit v after the lunches its carers have before it."""
    a, b = m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]
    # a lunch of one carer may put it off to when another's is due
    for _ in range(a, b):
        late = tick
        for s in range(a, b):
            if m[m[WORKER] + s] >= 0:
                late = max(late, after_lunch(m, travel, s, tick))
        if late == tick:
            break
        tick = admitted(m, v, late)
    return tick


@kernel
def earliest(m, travel, v):
    """Give the start of visit v: as early as everything before it allows."""
    tick = m[m[RELEASE] + v]
    a, b = m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]
    for s in range(a, b):
        p = m[m[PREV] + s]
        w = m[m[WORKER] + s]
        if w < 0:
            continue
        if p < 0:
            if m[LEAVE_IN_SHIFT]:
                out = leg_out(m, travel, w, v, tick)
                tick = max(tick, shift_begins(m, w, s) + out)
            continue
        u = m[m[S_VISIT] + p]
        end = m[m[START_AT] + p] + m[m[V_DURATION] + u]
        if m[m[HOME_MODE] + s] == ALWAYS_HOME:
            arrival = (
                end
                + leg_back(m, travel, w, u, end)
                + leg_out(m, travel, w, v, max(end, tick))
            )
        else:
            arrival = end + leg(m, travel, w, u, v, end)
            if m[m[REST_MODE] + s] == 1:
                arrival += m[REST_LENGTH]
        tick = max(tick, arrival)
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        tick = max(tick, after_linked(m, m[m[LINK_OF] + i], v))
    tick = admitted(m, v, tick)
    return after_lunches(m, travel, v, tick) if m[LUNCH] else tick


@kernel
def start_of(m, v):
    """Give the earliest start of a visit's covered slots; NONE if there is none."""
    best = np.int64(NONE)
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[m[WORKER] + s] >= 0:
            start = m[m[START_AT] + s]
            if best == NONE or start < best:
                best = start
    return best


@kernel
def opens(m, v):
    """Give when the first window of a visit opens."""
    return m[m[WINDOW_FROM] + m[m[V_WINDOW] + v]]


@kernel
def closes(m, v):
    """Give when the last window of a visit closes."""
    return m[m[WINDOW_UNTIL] + m[m[V_WINDOW] + v + 1] - 1]
