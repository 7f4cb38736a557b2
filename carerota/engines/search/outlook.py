"""What a change will cost at the least, told before anything is timed.

Most moves are for nothing, and most of these show it at once: by the way to go, by who
goes, by how many faces a client sees. So only what may be worth it is timed.

What a piece that must be timed costs now, it may be rid of at best: that is its slack.
Visits of other workers that a link makes later or earlier are looked at as far as the
visit linked; it is the search's own guess, and no rota is costed by it.
"""

import numpy as np

from carerota.engines.search import costs
from carerota.engines.search.amounts import row_of
from carerota.engines.search.facts import CONTACT, N_FACTS, TRAVEL, WAITING
from carerota.engines.search.guide import guidance
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    COVER_PRICE,
    DAY_COST,
    DIRTY_DAY,
    DIRTY_VISIT,
    DIRTY_WORKER,
    FACT,
    FIRST_OF,
    HOME_PRICE,
    IDLE,
    K_END,
    K_MODE,
    K_START,
    LATE,
    LINK_COST,
    LINK_OF,
    N_BANDS,
    N_DAYS,
    N_DIRTY_DAYS,
    N_DIRTY_VISITS,
    N_DIRTY_WORKERS,
    N_WORKERS,
    NEXT,
    PAID_PRICE,
    PAIR_PRICE,
    PAIR_WIDTH,
    R_PRICE,
    RELEASE,
    S_VISIT,
    SLACK,
    SPLIT_PRICE,
    STAMP,
    SUM,
    TRAVEL_PRICE,
    V_ACCESS,
    V_CLIENT,
    V_DURATION,
    V_LAST,
    V_LINK,
    V_PLACE,
    V_PRIORITY,
    V_SLOT,
    V_TARGET,
    VISIT_COST,
    VISIT_STAMP,
    WAIT_PRICE,
    WHOLE_PENALTY,
    WORKER,
    WORKER_COST,
    WORKER_STAMP,
    WORST_IDLE_NOW,
    WORST_LATE_NOW,
)
from carerota.engines.search.touched import partner, touch
from carerota.rules.book import NAMES

WORST_LATENESS = NAMES.index("worst_lateness")
MILEAGE = NAMES.index("mileage")
WORST_IDLE = NAMES.index("worst_idle")


@kernel
def pending(m, cell):
    """Give what a piece costs now, which it may be rid of at best."""
    return m[cell] + costs.weighed(m, m[cell + 1])


@kernel
def pending_day(m, wd):
    """Give what a worker's day costs now, what guides the search included."""
    return pending(m, m[DAY_COST] + 2 * wd) + guidance(m, m[m[IDLE] + wd])


@kernel
def least(travel, n_bands, mode, a, b):
    """Ticks from place a to place b at the quickest time of day."""
    ticks = travel[mode, 0, a, b]
    for band in range(1, n_bands):
        ticks = min(ticks, travel[mode, band, a, b])
    return ticks


@kernel
def outlook(m, travel, metres):
    """Give what the whole will cost at the least after the move begun.

    Clients and their carers are costed for good on the way.
    """
    costs.cost_clients(m)
    out = costs.total(m) - m[SLACK]
    out -= costs.weighed(m, m[m[SUM] + WHOLE_PENALTY])
    for i in range(m[N_DIRTY_VISITS]):
        out += of_visit(m, m[m[DIRTY_VISIT] + i])
    late = m[m[SUM] + WORST_LATE_NOW]
    idle = m[m[SUM] + WORST_IDLE_NOW]
    worst = np.int64(0)
    idlest = np.int64(0)
    for i in range(m[N_DIRTY_DAYS]):
        wd = m[m[DIRTY_DAY] + i]
        w = wd // m[N_DAYS]
        if m[m[WORKER_STAMP] + w] != m[STAMP]:
            touch(m, WORKER_STAMP, DIRTY_WORKER, N_DIRTY_WORKERS, w)
            cell = m[WORKER_COST] + 2 * w
            out -= costs.weighed(m, m[cell + 1])
            if m[PAID_PRICE] < 0:
                out -= m[cell]
        out -= pending_day(m, wd)
        out += of_day(m, travel, metres, wd)
        if m[m[IDLE] + wd] == idle:
            idlest = idle
        if late > 0:
            worst = max(worst, latest_of(m, wd))
    # the worst of all may fall only where it is touched
    if worst == late:
        out -= worst * m[m[R_PRICE] + WORST_LATENESS]
    return out - idlest * m[m[R_PRICE] + WORST_IDLE]


@kernel
def of_visit(m, v):
    """Give by how much a visit whose carers change will cost more at the least."""
    cell = m[VISIT_COST] + 3 * v
    price = m[m[COVER_PRICE] + m[m[V_PRIORITY] + v]]
    change = -pending(m, cell) - m[cell + 2] * price
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        w = m[m[WORKER] + s]
        change += (
            m[m[PAIR_PRICE] + (s * m[N_WORKERS] + w) * PAIR_WIDTH] if w >= 0 else price
        )
    for i in range(m[m[V_LINK] + v], m[m[V_LINK] + v + 1]):
        x = m[m[LINK_OF] + i]
        change -= pending(m, m[LINK_COST] + 2 * x)
        change -= slack_of(m, partner(m, x, v))
    return change


@kernel
def slack_of(m, v):
    """Give what a visit costs now by when it starts."""
    if m[m[VISIT_STAMP] + v] == m[STAMP]:
        return np.int64(0)
    cost = pending(m, m[VISIT_COST] + 3 * v)
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        w = m[m[WORKER] + s]
        if w >= 0:
            cost -= m[m[PAIR_PRICE] + (s * m[N_WORKERS] + w) * PAIR_WIDTH]
    return max(0, cost)


@kernel
def latest_of(m, wd):
    """Give the greatest lateness on a worker's day as it was."""
    worst = np.int64(0)
    s = m[m[FIRST_OF] + wd]
    while s >= 0:
        worst = max(worst, m[m[LATE] + s])
        s = m[m[NEXT] + s]
    return worst


@kernel
def of_day(m, travel, metres, wd):
    """Give what a day costs at the least by its roads, less the slack of its times."""
    s = m[m[FIRST_OF] + wd]
    f = m[FACT] + wd * N_FACTS
    worked = m[f + CONTACT]
    slack = m[f + TRAVEL] + m[f + WAITING]
    if s < 0:
        return -(worked + slack) * max(0, m[PAID_PRICE])
    w = wd // m[N_DAYS]
    mode, bands = m[m[K_MODE] + w], m[N_BANDS]
    from_home, to_home = m[m[K_START] + w], m[m[K_END] + w]
    visit_of, after, place_of = m[S_VISIT], m[NEXT], m[V_PLACE]
    access_of, duration_of, client_of = m[V_ACCESS], m[V_DURATION], m[V_CLIENT]
    way_home, split = m[HOME_PRICE], m[SPLIT_PRICE]
    metre = m[m[R_PRICE] + MILEAGE]
    if metre > 0:
        metre *= m[row_of(m, MILEAGE, w)]
    v = m[visit_of + s]
    here = m[place_of + v]
    out = least(travel, bands, mode, from_home, here) + m[access_of + v]
    cost = out * way_home + metres[mode, from_home, here] * metre
    while True:
        worked -= m[duration_of + v]
        cost -= slack_of(m, v)
        s = m[after + s]
        if s < 0:
            break
        u = v
        v = m[visit_of + s]
        there = m[place_of + v]
        ticks = least(travel, bands, mode, here, there)
        if m[client_of + u] != m[client_of + v]:
            ticks += m[access_of + v]
        wait = min(m[m[RELEASE] + v], m[m[V_TARGET] + v])
        wait -= m[m[V_LAST] + u] + m[duration_of + u] + ticks
        direct = ticks * m[TRAVEL_PRICE] + max(0, wait) * m[WAIT_PRICE]
        direct += metres[mode, here, there] * metre
        if direct > split:
            ticks = least(travel, bands, mode, here, to_home) + m[access_of + v]
            ticks += least(travel, bands, mode, from_home, there)
            legs = metres[mode, here, to_home] + metres[mode, from_home, there]
            direct = min(direct, ticks * way_home + legs * metre + split)
        cost += direct
        here = there
    cost += least(travel, bands, mode, here, to_home) * way_home
    cost += metres[mode, here, to_home] * metre
    return cost - (abs(worked) + slack) * max(0, m[PAID_PRICE])
