"""Moves that change when visits start, or what lies between them."""

from carerota.engines.search.chance import below
from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    DELAYS,
    HOME,
    HOME_MODE,
    NEVER_SPLIT,
    NEXT,
    PREV,
    PUSHED,
    RELEASE,
    REST_LENGTH,
    REST_MODE,
    S_VISIT,
    SPLIT_PRICE,
    START_AT,
    V_DURATION,
    V_TARGET,
    WORKER,
)
from carerota.engines.search.lists import day_of
from carerota.engines.search.timing import closes, opens
from carerota.engines.search.touched import retime, touch_day


@kernel
def releases(m, s):
    """Change how early a visit may be started."""
    if m[m[WORKER] + s] < 0:
        return False
    v = m[m[S_VISIT] + s]
    old = m[m[RELEASE] + v]
    start = m[m[START_AT] + s]
    first = opens(m, v)
    last = closes(m, v)
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
    if new > max(old, m[m[V_TARGET] + v]) and not m[DELAYS]:
        # what waits costs nothing for now, and whatever comes to follow it is late
        return False
    if new == old or (old < start and new <= start):
        # it starts when it does for another reason
        return False
    put(m, m[RELEASE] + v, new)
    put(m, m[PUSHED] + v, 0)
    retime(m, v)
    touch_day(m, day_of(m, m[m[WORKER] + s], s))
    return True


@kernel
def modes(m, s):
    """Change whether the worker goes home, or has a break, before a slot."""
    w = m[m[WORKER] + s]
    if w < 0 or m[m[PREV] + s] < 0:
        return False
    if m[SPLIT_PRICE] != NEVER_SPLIT and (m[REST_LENGTH] == 0 or below(m, 2)):
        old = m[m[HOME_MODE] + s]
        new = 0 if old != 0 else 1 + (1 - m[m[HOME] + s])
        put(m, m[HOME_MODE] + s, new)
    else:
        put(m, m[REST_MODE] + s, 1 - m[m[REST_MODE] + s])
    retime(m, m[m[S_VISIT] + s])
    touch_day(m, day_of(m, w, s))
    return True
