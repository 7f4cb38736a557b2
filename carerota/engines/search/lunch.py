"""Where in a worker's day the lunch break lies.

A worker's day has one decision about it, when lunch is due; the break then comes before
the first visit that starts at that time or later, wherever other moves put visits. It
is taken where that visit is, or, if only so it begins in time, where the worker was.
"""

import numpy as np

from carerota.engines.search import facts as fact
from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    K_LUNCH,
    LEAVE_IN_SHIFT,
    LUNCH,
    LUNCH_ALWAYS,
    LUNCH_BY_END,
    LUNCH_CLOSES,
    LUNCH_LAST,
    LUNCH_LENGTH,
    LUNCH_OPENS,
    N_DAYS,
    REST_AT,
    REST_LEN,
    SHIFT_FROM,
    SHIFT_UNTIL,
)

NO_LUNCH = -1
FAR = 1 << 39
"""A shift that ends after this is none."""


@kernel
def lunch_between(m, d, end, road):
    """Give when lunch begins between a visit that ends then and the next; -1: never."""
    at = max(end + road, m[m[LUNCH_OPENS] + d])
    if at <= m[m[LUNCH_LAST] + d]:
        return at
    at = max(end, m[m[LUNCH_OPENS] + d])
    return at if at <= m[m[LUNCH_LAST] + d] else np.int64(NO_LUNCH)


@kernel
def lunch_first(m, wd, out):
    """Give when lunch can begin before the first visit of the day; -1: never."""
    d = wd % m[N_DAYS]
    at = m[m[LUNCH_OPENS] + d]
    if m[LEAVE_IN_SHIFT]:
        at = max(at, m[m[SHIFT_FROM] + wd] + out)
    return at if at <= m[m[LUNCH_LAST] + d] else np.int64(NO_LUNCH)


@kernel
def eat(m, s, at):
    """Put a lunch break before slot s; none if it begins never."""
    if at == NO_LUNCH:
        put(m, m[REST_LEN] + s, 0)
    else:
        put(m, m[REST_LEN] + s, m[LUNCH_LENGTH])
        put(m, m[REST_AT] + s, at)


@kernel
def is_lunch(m, d, at, rest):
    """Tell whether a break counts as lunch by its length and time."""
    if rest < m[LUNCH_LENGTH] or at < m[m[LUNCH_OPENS] + d]:
        return False
    met = at + rest if m[LUNCH_BY_END] else at
    return met <= m[m[LUNCH_CLOSES] + d]


@kernel
def free_shift(m, wd, x):
    """Fill in what a shift without a visit is: idle, and without lunch."""
    if m[m[SHIFT_UNTIL] + wd] < FAR:
        m[x + fact.IDLE] = m[m[SHIFT_UNTIL] + wd] - m[m[SHIFT_FROM] + wd]
        if m[LUNCH] and m[LUNCH_ALWAYS]:
            m[x + fact.MISSED] = m[m[K_LUNCH] + wd // m[N_DAYS]]


@kernel
def goes_through(m, d, begin, end):
    """Tell whether a run begins before lunch and ends after it."""
    return begin <= m[m[LUNCH_OPENS] + d] and end >= m[m[LUNCH_CLOSES] + d]
