"""The cost of a state, kept up to date piece by piece.

Every worker's day, worker, visit, link, client and period keeps its own cost; when a
move touches one it is measured anew and the difference goes into the sums.
"""

import numpy as np

from carerota.engines.search import amounts
from carerota.engines.search.amounts import (
    AVERAGE_48,
    CARER_CEILING,
    CARER_PAIRS,
    CARER_TARGET,
    CONSECUTIVE_DAYS,
    CONTRACT_HOURS,
    COVER,
    DAILY_REST,
    DAY_RULES,
    DOUBLE_UP,
    LEFT_OUT,
    LINK_WORKERS,
    NEW_FACES,
    OVERTIME,
    SLOT_TIME_RULES,
    VISIT_LINKS,
    WEEKLY_HOURS,
    WEEKLY_REST,
    WHOLE_CLIENTS,
    WORST_IDLE,
    WORST_LATENESS,
    keys_of,
    on,
    row_of,
    weigh,
)
from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.guide import guide_day
from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    AMOUNT,
    CLIENT_COST,
    COVER_PRICE,
    COVER_SUM,
    D_SLOT,
    DAY_COST,
    DAY_SLOT,
    DIRTY_CLIENT,
    FACT,
    GUIDE_DISCOUNT,
    GUIDE_SUM,
    IDLE,
    IDLE_DIRTY,
    LATE,
    LINK_COST,
    MULTIPLIER,
    N_DAYS,
    N_DIRTY_CLIENTS,
    N_WORKERS,
    PAIR_HARD,
    PAIR_PRICE,
    PAIR_WIDTH,
    PENALTY_SUM,
    PERIOD_COST,
    PRICED_SUM,
    Q_CLIENT,
    R_HARD,
    R_PRICE,
    SUM,
    UNCOVERED,
    V_DAY,
    V_PRIORITY,
    V_SLOT,
    VISIT_COST,
    WHOLE_PENALTY,
    WHOLE_PRICED,
    WORKER,
    WORKER_COST,
    WORST_IDLE_NOW,
    WORST_LATE,
    WORST_LATE_NOW,
)
from carerota.engines.search.rules import (
    average_48,
    consecutive_days,
    contract_hours,
    daily_rest,
    overtime,
    weekly_hours,
    weekly_rest,
)
from carerota.engines.search.spread import SPREAD_RULES, spread_amount

THOUSAND = 1000


@kernel
def add(m, cell, change):
    """Add to one of the sums."""
    if change != 0:
        put(m, m[SUM] + cell, m[m[SUM] + cell] + change)


@kernel
def settle(m, cell, priced, penalty):
    """Replace a piece's cost and carry the difference to the sums."""
    add(m, PRICED_SUM, priced - m[cell])
    add(m, PENALTY_SUM, penalty - m[cell + 1])
    put(m, cell, priced)
    put(m, cell + 1, penalty)


@kernel
def weighed(m, penalty):
    """Give what a penalty counts for; no product is a thousand times as large."""
    whole, rest = m[MULTIPLIER] // THOUSAND, m[MULTIPLIER] % THOUSAND
    return penalty * whole + penalty * rest // THOUSAND


@kernel
def total(m):
    """Give the cost that the search lowers."""
    x = m[SUM]
    penalty = m[x + PENALTY_SUM] + m[x + WHOLE_PENALTY]
    return (
        m[x + PRICED_SUM]
        + m[x + WHOLE_PRICED]
        + m[x + COVER_SUM]
        + m[x + GUIDE_SUM]
        - m[GUIDE_DISCOUNT] * m[x + WORST_IDLE_NOW]
        + weighed(m, penalty)
    )


@kernel
def cost_day(m, wd):
    """Measure a worker's day anew, its facts being up to date."""
    amounts.day_amounts(m, wd)
    priced = np.int64(0)
    penalty = np.int64(0)
    for i in range(len(DAY_RULES)):
        rule = DAY_RULES[i]
        amount = m[m[AMOUNT] + rule]
        if amount != 0 and on(m, rule):
            a, b = weigh(m, rule, amount)
            priced += a
            penalty += b
    settle(m, m[DAY_COST] + 2 * wd, priced, penalty)
    if on(m, WORST_IDLE):
        idle = amounts.idle_amount(m, wd)
        old = m[m[IDLE] + wd]
        worst = m[m[SUM] + WORST_IDLE_NOW]
        if idle != old:
            put(m, m[IDLE] + wd, idle)
            guide_day(m, idle, old)
            if idle >= worst:
                put(m, m[SUM] + WORST_IDLE_NOW, idle)
            elif old == worst:
                m[IDLE_DIRTY] = 1


@kernel
def cost_worker(m, w):
    """Measure what is about a worker's weeks anew, the facts being up to date."""
    # written out rule by rule, so that each amount is compiled into its loop
    f = m[FACT] + w * m[N_DAYS] * N_FACTS
    n = m[N_DAYS]
    priced = np.int64(0)
    penalty = np.int64(0)
    if on(m, DAILY_REST):
        a, b = keys_of(m, DAILY_REST, w)
        amount = np.int64(0)
        for key in range(a, b):
            amount += daily_rest.amount(m, f, n, m, row_of(m, DAILY_REST, key))
        priced += amount * m[m[R_PRICE] + DAILY_REST]
        penalty += amount * m[m[R_HARD] + DAILY_REST]
    if on(m, WEEKLY_REST):
        a, b = keys_of(m, WEEKLY_REST, w)
        amount = np.int64(0)
        for key in range(a, b):
            amount += weekly_rest.amount(m, f, n, m, row_of(m, WEEKLY_REST, key))
        priced += amount * m[m[R_PRICE] + WEEKLY_REST]
        penalty += amount * m[m[R_HARD] + WEEKLY_REST]
    if on(m, WEEKLY_HOURS):
        a, b = keys_of(m, WEEKLY_HOURS, w)
        amount = np.int64(0)
        for key in range(a, b):
            amount += weekly_hours.amount(m, f, n, m, row_of(m, WEEKLY_HOURS, key))
        priced += amount * m[m[R_PRICE] + WEEKLY_HOURS]
        penalty += amount * m[m[R_HARD] + WEEKLY_HOURS]
    if on(m, AVERAGE_48):
        a, b = keys_of(m, AVERAGE_48, w)
        amount = np.int64(0)
        for key in range(a, b):
            amount += average_48.amount(m, f, n, m, row_of(m, AVERAGE_48, key))
        priced += amount * m[m[R_PRICE] + AVERAGE_48]
        penalty += amount * m[m[R_HARD] + AVERAGE_48]
    if on(m, CONSECUTIVE_DAYS):
        a, b = keys_of(m, CONSECUTIVE_DAYS, w)
        amount = np.int64(0)
        for key in range(a, b):
            amount += consecutive_days.amount(
                m, f, n, m, row_of(m, CONSECUTIVE_DAYS, key)
            )
        priced += amount * m[m[R_PRICE] + CONSECUTIVE_DAYS]
        penalty += amount * m[m[R_HARD] + CONSECUTIVE_DAYS]
    if on(m, CONTRACT_HOURS):
        a, b = keys_of(m, CONTRACT_HOURS, w)
        amount = np.int64(0)
        for key in range(a, b):
            amount += contract_hours.amount(m, f, n, m, row_of(m, CONTRACT_HOURS, key))
        priced += amount * m[m[R_PRICE] + CONTRACT_HOURS]
        penalty += amount * m[m[R_HARD] + CONTRACT_HOURS]
    if on(m, OVERTIME):
        a, b = keys_of(m, OVERTIME, w)
        amount = np.int64(0)
        for key in range(a, b):
            amount += overtime.amount(m, f, n, m, row_of(m, OVERTIME, key))
        priced += amount * m[m[R_PRICE] + OVERTIME]
        penalty += amount * m[m[R_HARD] + OVERTIME]
    settle(m, m[WORKER_COST] + 2 * w, priced, penalty)


@kernel
def cost_visit(m, v):
    """Measure a visit anew: who makes it, when, and whether anybody does."""
    priced = np.int64(0)
    penalty = np.int64(0)
    late = on(m, WORST_LATENESS)
    for s in range(m[m[V_SLOT] + v], m[m[V_SLOT] + v + 1]):
        w = m[m[WORKER] + s]
        lateness = np.int64(0)
        if w >= 0:
            priced += m[m[PAIR_PRICE] + (s * m[N_WORKERS] + w) * PAIR_WIDTH]
            penalty += m[m[PAIR_HARD] + (s * m[N_WORKERS] + w) * PAIR_WIDTH]
            for i in range(len(SLOT_TIME_RULES)):
                rule = SLOT_TIME_RULES[i]
                if on(m, rule):
                    amount = amounts.slot_amount(m, rule, v, s)
                    if amount != 0:
                        a, b = weigh(m, rule, amount)
                        priced += a
                        penalty += b
            if late:
                lateness = amounts.slot_amount(m, WORST_LATENESS, v, s)
        if late:
            note_lateness(m, s, m[m[V_DAY] + v], lateness)
    if on(m, DOUBLE_UP) and m[m[V_SLOT] + v + 1] - m[m[V_SLOT] + v] > 1:
        a, b = weigh(m, DOUBLE_UP, amounts.cover_amount(m, DOUBLE_UP, v))
        priced += a
        penalty += b
    settle(m, m[VISIT_COST] + 3 * v, priced, penalty)
    cost_cover(m, v)


@kernel
def cost_cover(m, v):
    """Count the visit's uncovered slots."""
    uncovered = amounts.cover_amount(m, COVER, v)
    cell = m[VISIT_COST] + 3 * v + 2
    change = uncovered - m[cell]
    if change != 0:
        put(m, cell, uncovered)
        priority = m[m[V_PRIORITY] + v]
        add(m, UNCOVERED + priority, change)
        add(m, COVER_SUM, change * m[m[COVER_PRICE] + priority])


@kernel
def note_lateness(m, s, d, lateness):
    """Keep the worst lateness of the day up to date."""
    old = m[m[LATE] + s]
    if lateness == old:
        return
    put(m, m[LATE] + s, lateness)
    worst = m[m[WORST_LATE] + d]
    if lateness >= worst:
        put(m, m[WORST_LATE] + d, lateness)
    elif old == worst:
        worst = np.int64(0)
        for i in range(m[m[D_SLOT] + d], m[m[D_SLOT] + d + 1]):
            worst = max(worst, m[m[LATE] + m[m[DAY_SLOT] + i]])
        put(m, m[WORST_LATE] + d, worst)


@kernel
def cost_link(m, x):
    """Measure a link anew."""
    priced = np.int64(0)
    penalty = np.int64(0)
    if on(m, VISIT_LINKS):
        a, b = weigh(m, VISIT_LINKS, amounts.link_distance_amount(m, x))
        priced += a
        penalty += b
    if on(m, LINK_WORKERS):
        a, b = weigh(m, LINK_WORKERS, amounts.link_workers_amount(m, x))
        priced += a
        penalty += b
    settle(m, m[LINK_COST] + 2 * x, priced, penalty)


@kernel
def cost_client(m, c):
    """Measure a client's continuity over the horizon anew."""
    priced = np.int64(0)
    penalty = np.int64(0)
    if on(m, NEW_FACES):
        a, b = weigh(m, NEW_FACES, amounts.client_amount(m, NEW_FACES, c))
        priced += a
        penalty += b
    if on(m, CARER_PAIRS):
        a, b = weigh(m, CARER_PAIRS, amounts.client_amount(m, CARER_PAIRS, c))
        priced += a
        penalty += b
    if on(m, LEFT_OUT):
        a, b = weigh(m, LEFT_OUT, amounts.client_amount(m, LEFT_OUT, c))
        priced += a
        penalty += b
    if on(m, WHOLE_CLIENTS):
        a, b = weigh(m, WHOLE_CLIENTS, amounts.client_amount(m, WHOLE_CLIENTS, c))
        priced += a
        penalty += b
    settle(m, m[CLIENT_COST] + 2 * c, priced, penalty)


@kernel
def cost_period(m, q):
    """Measure a client's different carers in a period anew."""
    priced = np.int64(0)
    penalty = np.int64(0)
    if on(m, CARER_TARGET):
        a, b = weigh(m, CARER_TARGET, amounts.period_amount(m, CARER_TARGET, q))
        priced += a
        penalty += b
    if on(m, CARER_CEILING):
        a, b = weigh(m, CARER_CEILING, amounts.period_amount(m, CARER_CEILING, q))
        priced += a
        penalty += b
    settle(m, m[PERIOD_COST] + 2 * q, priced, penalty)


@kernel
def cost_clients(m):
    """Measure anew the periods, and their clients, that a move has touched."""
    for i in range(m[N_DIRTY_CLIENTS]):
        q = m[m[DIRTY_CLIENT] + i]
        cost_period(m, q)
        cost_client(m, m[m[Q_CLIENT] + q])


@kernel
def cost_whole(m):
    """Measure what is about the whole rota: the worst, and the spread."""
    priced = np.int64(0)
    penalty = np.int64(0)
    if on(m, WORST_LATENESS):
        worst = np.int64(0)
        for d in range(m[N_DAYS]):
            worst = max(worst, m[m[WORST_LATE] + d])
        put(m, m[SUM] + WORST_LATE_NOW, worst)
        a, b = weigh(m, WORST_LATENESS, worst)
        priced += a
        penalty += b
    if on(m, WORST_IDLE):
        if m[IDLE_DIRTY]:
            m[IDLE_DIRTY] = 0
            worst = np.int64(0)
            for wd in range(m[N_DAYS] * m[N_WORKERS]):
                worst = max(worst, m[m[IDLE] + wd])
            put(m, m[SUM] + WORST_IDLE_NOW, worst)
        a, b = weigh(m, WORST_IDLE, m[m[SUM] + WORST_IDLE_NOW])
        priced += a
        penalty += b
    for i in range(len(SPREAD_RULES)):
        rule = SPREAD_RULES[i]
        if on(m, rule):
            a, b = weigh(m, rule, spread_amount(m, i))
            priced += a
            penalty += b
    put(m, m[SUM] + WHOLE_PRICED, priced)
    put(m, m[SUM] + WHOLE_PENALTY, penalty)
