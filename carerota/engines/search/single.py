"""Single slots, put in where they cost least, or left out.

One entry for both: each carries with it all that ends a move, which the compiler takes
long over.
"""

from carerota.engines.search.change import give, on_visit, place, take
from carerota.engines.search.costs import total
from carerota.engines.search.journal import put, undo
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    CANDIDATE,
    FIRST_OF,
    JOURNAL_SIZE,
    N_DAYS,
    NEXT,
    PENALTY_SUM,
    POS,
    PREV,
    RELEASE,
    S_CANDIDATE,
    S_VISIT,
    SUM,
    V_DAY,
    V_WINDOW,
    WHOLE_PENALTY,
    WINDOW_FROM,
)
from carerota.engines.search.touched import begin, retime
from carerota.engines.search.update import ENDLESS, finish

NOBODY = -1


PUT_IN = 0
LEAVE_OUT = 1
TRY_WITHOUT = 2


@kernel
def change_slot(m, travel, metres, s, what):
    """Put slot s in, leave it out, or only try what it would be without it.

    Gives by how much the penalty of broken rules falls, but for those on the whole.
    """
    before = m[m[SUM] + PENALTY_SUM]
    if what == PUT_IN:
        fill_slot(m, travel, metres, s)
    else:
        begin(m)
        take(m, s)
        finish(m, travel, metres, ENDLESS)
    gain = before - m[m[SUM] + PENALTY_SUM]
    if what == TRY_WITHOUT:
        undo(m)
    elif what == LEAVE_OUT:
        m[JOURNAL_SIZE] = 0
    return gain


@kernel
def fill_slot(m, travel, metres, s):
    """Give slot s to whoever makes it for least, if that is worth it.

    What comes after it in a worker's day may start later; only where that does not do,
    what comes before it as early as it can. Nothing more is broken by it.
    """
    v = m[m[S_VISIT] + s]
    d = m[m[V_DAY] + v]
    own = m[m[POS] + v]
    for early in range(2):
        best = total(m)
        who = where = NOBODY
        for i in range(m[m[S_CANDIDATE] + s], m[m[S_CANDIDATE] + s + 1]):
            w = m[m[CANDIDATE] + i]
            if on_visit(m, v, w):
                continue
            # a position in the order between any two neighbours of the day
            low = NOBODY
            after = m[m[FIRST_OF] + w * m[N_DAYS] + d]
            while low != ENDLESS:
                if after >= 0:
                    high = m[m[POS] + m[m[S_VISIT] + after]]
                    at = own if low < own < high else max(0, (low + high) // 2)
                    after = m[m[NEXT] + after]
                else:
                    high = ENDLESS
                    at = own if own > low else low + 1
                cost = put_in(m, travel, metres, s, w, at, early)
                undo(m)
                if cost < best:
                    best, who, where = cost, w, at
                low = high
        if who >= 0:
            put_in(m, travel, metres, s, who, where, early)
            m[JOURNAL_SIZE] = 0
            return


@kernel
def put_in(m, travel, metres, s, w, at, early):
    """Give a slot to a worker; gives the cost, endless if it breaks something."""
    before = broken(m)
    begin(m)
    place(m, m[m[S_VISIT] + s], at)
    give(m, s, w)
    if early:
        hurry(m, s)
    cost = finish(m, travel, metres, ENDLESS)
    return cost if broken(m) <= before else ENDLESS


@kernel
def hurry(m, s):
    """Let a slot and whatever comes before it start as early as it can."""
    while s >= 0:
        v = m[m[S_VISIT] + s]
        put(m, m[RELEASE] + v, m[m[WINDOW_FROM] + m[m[V_WINDOW] + v]])
        retime(m, v)
        s = m[m[PREV] + s]


@kernel
def broken(m):
    """Weigh the hard rules that are broken."""
    return m[m[SUM] + PENALTY_SUM] + m[m[SUM] + WHOLE_PENALTY]
