"""Timing a worker's day in the order given: what is in the way gives way.

For rotas held ready, of which many days are tried: what stops are wished for becomes
stops as they can be made, with nothing written.
"""

from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    D_START,
    LEAVE_IN_SHIFT,
    N_DAYS,
    SHIFT_FROM,
    V_DAY,
    V_DURATION,
    V_WINDOW,
    WINDOW_FROM,
    WINDOW_UNTIL,
)
from carerota.engines.search.timing import (
    into_availability,
    into_window,
    leg,
    leg_back,
    leg_out,
)

# columns of a wish
SLOT = 0
VISIT = 1
WISHED = 2
FIXED = 3
HOME = 4
REST_AT = 5
REST = 6
WISH_WIDTH = 7


@kernel
def timed(m, travel, w, wishes, pull, stops):
    """Time a day of worker w in the order given.

    Visits start when wished, later where what comes before takes until then and, if
    told to pull, earlier where what comes after needs it. Each wish is a row: slot,
    visit, start, whether it is fixed, whether from home, start and ticks of the break.
    Each stop comes to be a row as :func:`carerota.engines.search.written.lay` reads it.
    """
    for i in range(len(wishes)):
        stops[i, 1] = wishes[i, WISHED]
    if pull:
        pulled(m, travel, w, wishes, stops)
    end = 0
    for i in range(len(wishes)):
        v = wishes[i, VISIT]
        start = stops[i, 1]
        if not wishes[i, FIXED]:
            if i > 0:
                road = road_to(m, travel, w, wishes, i, end, max(end, start))
                start = max(start, end + road)
            elif m[LEAVE_IN_SHIFT]:
                shift = m[m[SHIFT_FROM] + w * m[N_DAYS] + m[m[V_DAY] + v]]
                start = max(start, shift + leg_out(m, travel, w, v, start))
            start = not_before(m, w, v, start)
        write_stop(m, wishes, i, start, end, stops)
        end = start + m[m[V_DURATION] + v]


@kernel
def pulled(m, travel, w, wishes, stops):
    """Let starts be earlier where what comes after them needs it."""
    for i in range(len(wishes) - 2, -1, -1):
        if not wishes[i, FIXED]:
            v = wishes[i, VISIT]
            after = stops[i + 1, 1]
            road = road_to(m, travel, w, wishes, i + 1, after, after)
            latest = after - road - m[m[V_DURATION] + v]
            if latest < stops[i, 1]:
                stops[i, 1] = not_after(m, v, latest)


@kernel
def road_to(m, travel, w, wishes, i, end, start):
    """Ticks from the visit before to wish i, the break between them included."""
    u, v = wishes[i - 1, VISIT], wishes[i, VISIT]
    if wishes[i, HOME]:
        return leg_back(m, travel, w, u, end) + leg_out(m, travel, w, v, start)
    return leg(m, travel, w, u, v, end) + wishes[i, REST]


@kernel
def not_before(m, w, v, tick):
    """Give the earliest start from a tick on in a window, worker w available.

    Where there is none, the windows are kept rather than the availability.
    """
    tick = into_availability(m, w, into_window(m, v, tick), m[m[V_DURATION] + v])
    return into_window(m, v, tick)


@kernel
def not_after(m, v, tick):
    """Give the latest start up to a tick in a window; else the first there is."""
    a, b = m[m[V_WINDOW] + v], m[m[V_WINDOW] + v + 1]
    for i in range(b - 1, a - 1, -1):
        if m[m[WINDOW_FROM] + i] <= tick:
            return min(tick, m[m[WINDOW_UNTIL] + i])
    return m[m[WINDOW_FROM] + a]


@kernel
def write_stop(m, wishes, i, start, end, stops):
    """Write wish i as a stop, its break where it was or as early as it can be."""
    home = wishes[i, HOME] and i > 0
    at, rest = wishes[i, REST_AT], wishes[i, REST]
    if home:
        rest = 0
    if rest:
        low = end if i > 0 else m[m[D_START] + m[m[V_DAY] + wishes[i, VISIT]]]
        if at < low or at + rest > start:
            at = low if i > 0 else start - rest
            if at < low or at + rest > start:
                rest = 0
    stops[i, 0] = wishes[i, SLOT]
    stops[i, 1] = start
    stops[i, 2] = home
    stops[i, 3] = at if rest else 0
    stops[i, 4] = rest
