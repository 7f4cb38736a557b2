"""Making a state legal: what breaks a hard rule is left out, as little as will do.

A search that may break rules for a while ends up with some still broken, the more
likely the larger the problem. One broken rule must not cost the whole rota.
"""

import numpy as np

from carerota.engines.search.change import take
from carerota.engines.search.journal import undo
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    C_SLOT,
    CLIENT_COST,
    CLIENT_SLOT,
    COVER_PRICE,
    DAY_COST,
    FIRST_OF,
    JOURNAL_SIZE,
    L_FIRST,
    L_SECOND,
    LINK_COST,
    MET,
    N_CLIENTS,
    N_DAYS,
    N_LINKS,
    N_PERIODS,
    N_VISITS,
    N_WORKERS,
    NEXT,
    PENALTY_SUM,
    PERIOD_COST,
    Q_CLIENT,
    S_VISIT,
    SUM,
    V_PERIOD,
    V_PRIORITY,
    V_SLOT,
    VISIT_COST,
    WORKER,
    WORKER_COST,
)
from carerota.engines.search.touched import begin
from carerota.engines.search.update import finish

ENDLESS = 1 << 61


@kernel
def penalty(m):
    """Give the penalty of all broken rules but those about the whole."""
    return m[m[SUM] + PENALTY_SUM]


@kernel
def leave_out(m, travel, metres, s):
    """Leave slot s uncovered for good."""
    begin(m)
    take(m, s)
    finish(m, travel, metres, ENDLESS)
    m[JOURNAL_SIZE] = 0


@kernel
def relief(m, travel, metres, s):
    """Give by how much the penalty falls for what leaving slot s costs, a thousandfold.

    Nothing is changed.
    """
    before = penalty(m)
    price = m[m[COVER_PRICE] + m[m[V_PRIORITY] + m[m[S_VISIT] + s]]]
    begin(m)
    take(m, s)
    finish(m, travel, metres, ENDLESS)
    gain = before - penalty(m)
    undo(m)
    return gain * 1000 / max(1, price)


@kernel
def best_of_day(m, travel, metres, wd, best, most):
    """Give the slot of a worker's day that relieves most, if more than ``most``."""
    s = m[m[FIRST_OF] + wd]
    while s >= 0:
        gain = relief(m, travel, metres, s)
        if gain > most:
            best, most = s, gain
        s = m[m[NEXT] + s]
    return best, most


@kernel
def relieve_days(m, travel, metres, w, first, last, cell):
    """Leave slots of a worker's days uncovered until a cost has no penalty."""
    while m[cell + 1] > 0:
        best = np.int64(-1)
        most = 0.0
        for d in range(first, last):
            best, most = best_of_day(m, travel, metres, w * m[N_DAYS] + d, best, most)
        if best < 0:
            return
        leave_out(m, travel, metres, best)


@kernel
def relieve_visit(m, travel, metres, v, cell):
    """Leave slots of a visit uncovered while a cost has a penalty."""
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        if m[cell + 1] > 0 and m[m[WORKER] + s] >= 0:
            leave_out(m, travel, metres, s)


@kernel
def relieve_period(m, travel, metres, q):
    """Leave uncovered what rare carers of a client make in a period."""
    c = m[m[Q_CLIENT] + q]
    while m[m[PERIOD_COST] + 2 * q + 1] > 0:
        rare = np.int64(-1)
        fewest = np.int64(ENDLESS)
        for i in range(m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]):
            s = m[m[CLIENT_SLOT] + i]
            w = m[m[WORKER] + s]
            if w >= 0 and m[m[V_PERIOD] + m[m[S_VISIT] + s]] == q:
                met = m[m[MET] + c * m[N_WORKERS] + w]
                if met < fewest:
                    rare, fewest = w, met
        if rare < 0:
            return
        for i in range(m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]):
            s = m[m[CLIENT_SLOT] + i]
            if m[m[WORKER] + s] == rare and m[m[V_PERIOD] + m[m[S_VISIT] + s]] == q:
                leave_out(m, travel, metres, s)


@kernel
def relieve(m, travel, metres):
    """Leave uncovered what breaks hard rules."""
    n_days = m[N_DAYS]
    for v in range(m[N_VISITS]):
        relieve_visit(m, travel, metres, v, m[VISIT_COST] + 3 * v)
    for x in range(m[N_LINKS]):
        relieve_visit(m, travel, metres, m[m[L_SECOND] + x], m[LINK_COST] + 2 * x)
        relieve_visit(m, travel, metres, m[m[L_FIRST] + x], m[LINK_COST] + 2 * x)
    for wd in range(m[N_WORKERS] * n_days):
        w, d = wd // n_days, wd % n_days
        relieve_days(m, travel, metres, w, d, d + 1, m[DAY_COST] + 2 * wd)
    for w in range(m[N_WORKERS]):
        relieve_days(m, travel, metres, w, 0, n_days, m[WORKER_COST] + 2 * w)
    for q in range(m[N_PERIODS]):
        relieve_period(m, travel, metres, q)
    for c in range(m[N_CLIENTS]):
        for i in range(m[m[C_SLOT] + c], m[m[C_SLOT] + c + 1]):
            s = m[m[CLIENT_SLOT] + i]
            if m[m[CLIENT_COST] + 2 * c + 1] > 0 and m[m[WORKER] + s] >= 0:
                leave_out(m, travel, metres, s)
