"""What is left to measure of a day where a rule is about shifts or about lunch.

A second walk, after the one that every day has, so that others need not pay for it.
"""

import numpy as np

from carerota.engines.search import facts as fact
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    AUTO,
    FIRST_OF,
    HOME,
    K_LUNCH,
    LUNCH,
    LUNCH_ALWAYS,
    LUNCH_DUE,
    LUNCH_LAST,
    LUNCH_LENGTH,
    N_DAYS,
    NEXT,
    REST_AT,
    REST_LEN,
    REST_MARGIN,
    S_VISIT,
    SHIFT_FROM,
    SHIFT_UNTIL,
    START_AT,
    V_DURATION,
)
from carerota.engines.search.lunch import (
    FAR,
    eat,
    goes_through,
    is_lunch,
    lunch_between,
    lunch_first,
)
from carerota.engines.search.timing import leg, leg_out


@kernel
def measure_shift(m, travel, wd, x):
    """Put in lunch, where the decoder may; fill in the facts of shift and lunch."""
    w = wd // m[N_DAYS]
    d = wd % m[N_DAYS]
    s = m[m[FIRST_OF] + wd]
    v = m[m[S_VISIT] + s]
    start = m[m[START_AT] + s]
    out = leg_out(m, travel, w, v, start)
    departs = start - out
    idle = lunched = np.int64(0)
    if m[AUTO] and m[LUNCH] and m[m[LUNCH_DUE] + wd] <= start:
        lunch_before(m, wd, s, start, out)
    rest = m[m[REST_LEN] + s]
    if rest > 0:
        at = m[m[REST_AT] + s]
        departs = at - out
        idle += max(0, start - at - rest)
        if m[LUNCH] and at + rest <= start:
            lunched |= is_lunch(m, d, at, rest)
    if m[LUNCH]:
        measure_lunch(m, travel, wd, x, lunched)
    idle += m[x + fact.WAITING]
    m[x + fact.EARLY] = max(0, m[m[SHIFT_FROM] + wd] - departs)
    m[x + fact.EXTRA] = max(0, m[x + fact.BACK] - m[m[SHIFT_UNTIL] + wd])
    if m[m[SHIFT_UNTIL] + wd] < FAR:
        idle += max(0, departs - m[m[SHIFT_FROM] + wd])
        idle += max(0, m[m[SHIFT_UNTIL] + wd] - m[x + fact.BACK])
    m[x + fact.IDLE] = idle


@kernel
def lunch_before(m, wd, s, start, out):
    """Put lunch before the first visit, as late as that and its window allow."""
    at = lunch_first(m, wd, out)
    if at >= 0:
        last = m[m[LUNCH_LAST] + wd % m[N_DAYS]]
        at = max(at, min(start - m[LUNCH_LENGTH], last))
    eat(m, s, at)


@kernel
def measure_lunch(m, travel, wd, x, lunched):
    """Put lunch between two visits; tell whether one is due and missed."""
    w = wd // m[N_DAYS]
    d = wd % m[N_DAYS]
    due = m[m[LUNCH_DUE] + wd]
    p = m[m[FIRST_OF] + wd]
    u = m[m[S_VISIT] + p]
    before = m[m[START_AT] + p]
    begin_run = before
    end = before + m[m[V_DURATION] + u]
    through = np.int64(0)
    s = m[m[NEXT] + p]
    while s >= 0:
        v = m[m[S_VISIT] + s]
        start = m[m[START_AT] + s]
        if m[m[HOME] + s]:
            through |= goes_through(m, d, begin_run, end)
            begin_run = start
        else:
            road = leg(m, travel, w, u, v, end)
            if m[AUTO] and before < due <= start and m[m[REST_LEN] + s] == 0:
                lunch_within(m, x, s, lunch_between(m, d, end, road), end, road)
            rest = m[m[REST_LEN] + s]
            at = m[m[REST_AT] + s]
            inside = end <= at and at + rest <= start
            if inside and max(at - end, start - at - rest) >= road:
                lunched |= is_lunch(m, d, at, rest)
        before = start
        end = start + m[m[V_DURATION] + v]
        u = v
        s = m[m[NEXT] + s]
    m[x + fact.MISSED] = 0
    if not lunched and m[m[K_LUNCH] + w]:
        through |= goes_through(m, d, begin_run, end)
        m[x + fact.MISSED] = 1 if m[LUNCH_ALWAYS] else through


@kernel
def lunch_within(m, x, s, at, end, road):
    """Put lunch before slot s, where there is no other break yet, and count it."""
    start = m[m[START_AT] + s]
    length = max(0, start - end)
    eat(m, s, at)
    rest = m[m[REST_LEN] + s]
    if rest == 0:
        return
    m[x + fact.WAITING] += max(0, length - road - rest) - max(0, length - road)
    m[x + fact.SHORTAGE] += max(0, road + rest - length) - max(0, road - length)
    m[x + fact.OVERLAP] += max(0, at + rest - start)
    margin = m[REST_MARGIN]
    if at >= m[x + fact.FIRST] + margin and at + rest <= m[x + fact.LAST] - margin:
        m[x + fact.BREAK] = max(m[x + fact.BREAK], rest)
