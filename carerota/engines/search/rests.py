"""Rest breaks that the decoder puts between the visits of a day."""

import numpy as np

from carerota.engines.search import facts as fact
from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    AUTO,
    FIRST_OF,
    HOME,
    N_DAYS,
    NEXT,
    PREV,
    REST_AT,
    REST_LEN,
    REST_LENGTH,
    REST_MARGIN,
    REST_MODE,
    S_VISIT,
    START_AT,
    V_DURATION,
)
from carerota.engines.search.timing import leg


@kernel
def rest_before(m, s, end):
    """Give the ticks of break before slot s."""
    if m[AUTO]:
        wanted = m[REST_LENGTH] if m[m[REST_MODE] + s] == 1 else 0
        put(m, m[REST_LEN] + s, wanted)
        if wanted > 0:
            put(m, m[REST_AT] + s, end)
    return m[m[REST_LEN] + s]


@kernel
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
        u = m[m[S_VISIT] + m[m[PREV] + best]]
        end = m[m[START_AT] + m[m[PREV] + best]] + m[m[V_DURATION] + u]
        put(m, m[REST_LEN] + best, length)
        put(m, m[REST_AT] + best, end)
        m[x + fact.WAITING] -= length
        m[x + fact.BREAK] = length
