"""Moves of when a worker has lunch."""

from carerota.engines.search.chance import below
from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    FIRST_OF,
    K_LUNCH,
    LUNCH,
    LUNCH_DUE,
    NEXT,
    PREV,
    S_VISIT,
    START_AT,
    WORKER,
)
from carerota.engines.search.lists import day_of
from carerota.engines.search.touched import retime, touch_day


@kernel
def retime_from(m, wd, tick):
    """Note that the first visit from a tick on may start at another time."""
    s = m[m[FIRST_OF] + wd]
    while s >= 0 and m[m[START_AT] + s] < tick:
        s = m[m[NEXT] + s]
    if s >= 0:
        retime(m, m[m[S_VISIT] + s])


@kernel
def lunches(m, s):
    """Let the worker of a slot have lunch before it."""
    w = m[m[WORKER] + s]
    if w < 0 or not m[LUNCH] or not m[m[K_LUNCH] + w]:
        return False
    wd = day_of(m, w, s)
    p = m[m[PREV] + s]
    start = m[m[START_AT] + s]
    since = m[m[START_AT] + p] if p >= 0 else start - 1
    due = start - below(m, max(1, start - since))
    old = m[m[LUNCH_DUE] + wd]
    if since < old <= start:
        return False
    put(m, m[LUNCH_DUE] + wd, due)
    retime_from(m, wd, old)
    retime(m, m[m[S_VISIT] + s])
    touch_day(m, wd)
    return True
