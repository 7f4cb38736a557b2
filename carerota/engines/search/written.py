"""Writing a worker's day as it is, with nothing decoded: for rotas held ready.

Starts, ways home and breaks are those that are given; only costs follow from them.
"""

from carerota.engines.search import costs
from carerota.engines.search.change import meet
from carerota.engines.search.journal import put, undo
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    COVER_SUM,
    FIRST_OF,
    HOME,
    N_DAYS,
    NEXT,
    PENALTY_SUM,
    PREV,
    PRICED_SUM,
    REST_AT,
    REST_LEN,
    S_VISIT,
    START_AT,
    SUM,
    WHOLE_PENALTY,
    WHOLE_PRICED,
    WORKER,
)
from carerota.engines.search.touched import begin, touch_day, touch_visit
from carerota.engines.search.update import ENDLESS, measure_touched


@kernel
def lay(m, travel, metres, wd, stops, found, keep):
    """Write a worker's day, and tell what all costs with it.

    Each stop is a row: slot, start, whether from home, start and ticks of the break.
    Slots that were in the day and are not any more are made by nobody. Slots that come
    into it must be made by nobody before. Gives the penalty of broken hard rules and
    the priced sum, what is uncovered with it. Unless it is to be kept, all is as it was
    then.
    """
    begin(m)
    w = wd // m[N_DAYS]
    s = m[m[FIRST_OF] + wd]
    while s >= 0:
        after = m[m[NEXT] + s]
        if not among(stops, s):
            own(m, s, w, -1)
        s = after
    for i in range(len(stops)):
        s = stops[i, 0]
        if m[m[WORKER] + s] != w:
            own(m, s, w, 1)
        elif m[m[START_AT] + s] != stops[i, 1]:
            touch_visit(m, m[m[S_VISIT] + s])
    write(m, wd, stops)
    touch_day(m, wd)
    costs.cost_clients(m)
    measure_touched(m, travel, metres, ENDLESS)
    sums = m[SUM]
    found[0] = m[sums + PENALTY_SUM] + m[sums + WHOLE_PENALTY]
    found[1] = m[sums + PRICED_SUM] + m[sums + WHOLE_PRICED] + m[sums + COVER_SUM]
    if not keep:
        undo(m)


@kernel
def among(stops, s):
    """Tell whether a slot is one of the stops."""
    found = False
    for i in range(len(stops)):
        found |= stops[i, 0] == s
    return found


@kernel
def own(m, s, w, change):
    """Count a slot to a worker, or no longer."""
    v = m[m[S_VISIT] + s]
    put(m, m[WORKER] + s, w if change > 0 else -1)
    meet(m, v, w, change)
    touch_visit(m, v)


@kernel
def write(m, wd, stops):
    """Write the stops of a day in their order."""
    before = -1
    for i in range(len(stops)):
        s = stops[i, 0]
        put(m, m[START_AT] + s, stops[i, 1])
        put(m, m[HOME] + s, stops[i, 2])
        put(m, m[REST_AT] + s, stops[i, 3])
        put(m, m[REST_LEN] + s, stops[i, 4])
        put(m, m[PREV] + s, before)
        put(m, m[NEXT] + s, -1)
        if before >= 0:
            put(m, m[NEXT] + before, s)
        before = s
    put(m, m[FIRST_OF] + wd, stops[0, 0] if len(stops) else -1)
