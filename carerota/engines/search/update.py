"""Bringing times and costs up to date after a change."""

from carerota.engines.search import costs
from carerota.engines.search.amounts import (
    WORST_IDLE,
    WORST_LATENESS,
)
from carerota.engines.search.day import (
    walk,
)
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    DIRTY_DAY,
    DIRTY_VISIT,
    DIRTY_WORKER,
    HEAP,
    HEAP_STAMP,
    JOURNAL_SIZE,
    LINK_OF,
    N_CLIENTS,
    N_DAYS,
    N_DIRTY_DAYS,
    N_DIRTY_VISITS,
    N_DIRTY_WORKERS,
    N_HEAP,
    N_LINKS,
    N_PERIODS,
    N_VISITS,
    N_WORKERS,
    PUSHES_LEFT,
    R_PRICE,
    SLACK,
    SUM,
    V_LINK,
    WORKER_COST,
    WORKER_STAMP,
    WORST_IDLE_NOW,
    WORST_LATE_NOW,
)
from carerota.engines.search.outlook import outlook, pending, pending_day
from carerota.engines.search.propagation import (
    forget_times,
    propagate,
    time_visit,
)
from carerota.engines.search.spread import (
    share_out,
)
from carerota.engines.search.touched import (
    clear,
    touch,
)

ENDLESS = 1 << 61
"""A total that no rota comes to: with it no move is given up."""


@kernel
def whole_worst(m):
    """Give what the worst lateness and the worst idle time cost now."""
    late = m[m[SUM] + WORST_LATE_NOW] * m[m[R_PRICE] + WORST_LATENESS]
    return late + m[m[SUM] + WORST_IDLE_NOW] * m[m[R_PRICE] + WORST_IDLE]


@kernel
def measure_touched(m, travel, metres, worst):
    """Bring the costs of everything touched up to date.

    No piece costs less than nothing. So as soon as the total, less what the pieces not
    yet measured cost before, is above ``worst``, the move is given up: gives False.
    """
    # the worst lateness and idle time may fall to nothing in one move
    open_ = m[SLACK] + whole_worst(m)
    for i in range(m[N_DIRTY_DAYS]):
        wd = m[m[DIRTY_DAY] + i]
        open_ += pending_day(m, wd)
        touch(m, WORKER_STAMP, DIRTY_WORKER, N_DIRTY_WORKERS, wd // m[N_DAYS])
    for i in range(m[N_DIRTY_WORKERS]):
        open_ += pending(m, m[WORKER_COST] + 2 * m[m[DIRTY_WORKER] + i])
    for i in range(m[N_DIRTY_VISITS]):
        v = m[m[DIRTY_VISIT] + i]
        costs.cost_visit(m, v)
        for j in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
            costs.cost_link(m, m[m[LINK_OF] + j])
    if costs.total(m) - open_ > worst:
        return False
    for i in range(m[N_DIRTY_DAYS]):
        wd = m[m[DIRTY_DAY] + i]
        open_ -= pending_day(m, wd)
        walk(m, travel, metres, wd)
        costs.cost_day(m, wd)
        if costs.total(m) - open_ > worst:
            return False
    for i in range(m[N_DIRTY_WORKERS]):
        w = m[m[DIRTY_WORKER] + i]
        open_ -= pending(m, m[WORKER_COST] + 2 * w)
        costs.cost_worker(m, w)
        if costs.total(m) - open_ > worst:
            return False
        share_out(m, w)
    costs.cost_whole(m)
    return True


@kernel
def finish(m, travel, metres, worst):
    """End a move: times, then costs. Gives the new total, or at least ``worst`` + 1."""
    foreseen = outlook(m, travel, metres)
    if foreseen > worst:
        forget_times(m)
        return worst + 1
    if not propagate(m, travel, worst - foreseen):
        return worst + 1
    if not measure_touched(m, travel, metres, worst):
        return worst + 1
    return costs.total(m)


@kernel
def decode_all(m, travel, metres, order):
    """Time every visit, in the order given, and measure everything."""
    m[JOURNAL_SIZE] = -1
    m[PUSHES_LEFT] = 0
    clear(m)
    for i in range(len(order)):
        time_visit(m, travel, order[i])
        for j in range(m[N_HEAP]):
            m[m[HEAP_STAMP] + m[m[HEAP] + j]] = 0
        m[N_HEAP] = 0
    measure_all(m, travel, metres)


@kernel
def measure_all(m, travel, metres):
    """Measure everything."""
    m[JOURNAL_SIZE] = -1
    clear(m)
    n_days = m[N_DAYS]
    for wd in range(m[N_WORKERS] * n_days):
        walk(m, travel, metres, wd)
        costs.cost_day(m, wd)
    for w in range(m[N_WORKERS]):
        costs.cost_worker(m, w)
        share_out(m, w)
    for v in range(m[N_VISITS]):
        costs.cost_visit(m, v)
    for x in range(m[N_LINKS]):
        costs.cost_link(m, x)
    for q in range(m[N_PERIODS]):
        costs.cost_period(m, q)
    for c in range(m[N_CLIENTS]):
        costs.cost_client(m, c)
    costs.cost_whole(m)
    m[JOURNAL_SIZE] = 0
