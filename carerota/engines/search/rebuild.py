"""Taking part of a day apart and putting each visit back where it is best.

Where days are packed, any one visit that changes places makes two of them worse: only
several at once make them better. So once in a while some (see :mod:`.ruin`) are taken
from whoever makes them, and put back one after the other, each in the best place that
it finds then.

Source: ruin and recreate (Schrimpf et al., Record breaking optimization results using
the ruin and recreate principle, 2000), with the blinks of Christiaens and Vanden Berghe
(Slack induction by string removals for vehicle routing problems, 2020).
"""

from typing import Final

from carerota.engines.search.chance import below
from carerota.engines.search.change import give, place, take
from carerota.engines.search.draws import (
    any_worker,
    fits,
)
from carerota.engines.search.journal import undo_to
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    CANDIDATE,
    FIRST_OF,
    JOURNAL_SIZE,
    NEXT,
    POS,
    REBUILT,
    S_CANDIDATE,
    S_VISIT,
    START_AT,
    STATE,
    STATE_END,
    TRIAL,
    V_DURATION,
    WORKER,
)
from carerota.engines.search.lists import day_of
from carerota.engines.search.propagation import forget_times
from carerota.engines.search.ruin import list_ruins
from carerota.engines.search.timing import closes, opens
from carerota.engines.search.touched import again
from carerota.engines.search.update import finish

MOST_WORKERS: Final = 40
"""Where more may make a slot, so many are drawn."""
BLINKS: Final = 100
"""One place in so many is not looked at: the best is not always the best."""
AMPLE: Final = 1 << 60
JOURNAL_HALF: Final = 4
"""Journal entries, in times the size of the state, with which no more is begun."""


@kernel
def rebuild(m, travel, metres, rebuilds):
    """Take some slots apart and put them back; times and costs are up to date then.

    ``rebuilds`` say what is taken apart (see :mod:`.ruin`). Gives how many places were
    tried.
    """
    n = list_ruins(m, rebuilds)
    for i in range(n):
        if m[m[WORKER] + m[m[REBUILT] + i]] >= 0:
            take(m, m[m[REBUILT] + i])
    now = finish(m, travel, metres, AMPLE)
    in_order(m, n)
    tried = 0
    for i in range(n):
        s = m[m[REBUILT] + i]
        if m[JOURNAL_SIZE] > JOURNAL_HALF * (m[STATE_END] - m[STATE]):
            break
        tried += best_place(m, travel, metres, s, now)
        w, position = m[m[TRIAL] + 1], m[m[TRIAL] + 2]
        if w >= 0:
            now = put_in(m, travel, metres, s, w, position, AMPLE)
    return tried


@kernel
def in_order(m, n):
    """Put the listed slots in the order in which they find their places.

    By chance, the longest first, or those with the narrowest windows first.
    """
    a = m[REBUILT]
    kind = below(m, 3)
    for i in range(n - 1, 0, -1):
        j = below(m, i + 1)
        x = m[a + i]
        m[a + i] = m[a + j]
        m[a + j] = x
    if kind == 0:
        return
    for i in range(1, n):
        x = m[a + i]
        mine = urgency(m, x, kind)
        j = i - 1
        while j >= 0 and urgency(m, m[a + j], kind) > mine:
            m[a + j + 1] = m[a + j]
            j -= 1
        m[a + j + 1] = x


@kernel
def urgency(m, s, kind):
    """Give what comes first where it is less: length or width of the windows."""
    v = m[m[S_VISIT] + s]
    if kind == 1:
        return -m[m[V_DURATION] + v]
    return closes(m, v) - opens(m, v)


@kernel
def best_place(m, travel, metres, s, now):
    """Find the best worker and position for an uncovered slot; ``now``: it is left out.

    Cells of TRIAL hold the cost, the worker (-1: to leave it out is best) and the
    position. Gives how many places were tried.
    """
    at = m[TRIAL]
    m[at] = now
    m[at + 1] = -1
    tried = 0
    first, last = m[m[S_CANDIDATE] + s], m[m[S_CANDIDATE] + s + 1]
    few = last - first <= MOST_WORKERS
    for i in range(min(last - first, MOST_WORKERS)):
        w = m[m[CANDIDATE] + first + i] if few else any_worker(m, s)
        if w >= 0 and fits(m, s, w):
            tried += best_of_day(m, travel, metres, s, w)
    return tried


@kernel
def best_of_day(m, travel, metres, s, w):
    """Try a slot between any two of a worker's day that may lie around it in time."""
    v = m[m[S_VISIT] + s]
    own = m[m[POS] + v]
    ample = 2 * m[m[V_DURATION] + v]
    first, last = opens(m, v) - ample, closes(m, v) + ample
    p, t = -1, m[m[FIRST_OF] + day_of(m, w, s)]
    tried = 0
    while True:
        if p >= 0 and m[m[START_AT] + p] > last:
            break
        if (t < 0 or m[m[START_AT] + t] >= first) and below(m, BLINKS):
            low = m[m[POS] + m[m[S_VISIT] + p]] if p >= 0 else -1
            high = m[m[POS] + m[m[S_VISIT] + t]] if t >= 0 else low + 2
            position = own
            if (p >= 0 and own <= low) or (t >= 0 and own >= high):
                position = max(0, (low + high) // 2)
            try_at(m, travel, metres, s, w, position)
            tried += 1
        if t < 0:
            break
        p, t = t, m[m[NEXT] + t]
    return tried


@kernel
def try_at(m, travel, metres, s, w, position):
    """Cost slot s with worker w at a position; the cells of TRIAL keep the best."""
    at = m[TRIAL]
    mark = m[JOURNAL_SIZE]
    cost = put_in(m, travel, metres, s, w, position, m[at] - 1)
    if cost < m[at]:
        m[at] = cost
        m[at + 1] = w
        m[at + 2] = position
    forget_times(m)
    undo_to(m, mark)


@kernel
def put_in(m, travel, metres, s, w, position, worst):
    """Give slot s to a worker at a position; gives the cost, or ``worst`` + 1 at least.

    It is a part of the move under way: what was touched before is up to date.
    """
    again(m)
    place(m, m[m[S_VISIT] + s], position)
    give(m, s, w)
    return finish(m, travel, metres, worst)
