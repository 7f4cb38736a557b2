"""What guides the search where the price says nothing until the last step.

The rule on the worst idle time sees one worker's day and is blind to the next worst:
most moves would change nothing, and those that do change much. So while it is warm, the
search pays instead for every worker's idle time, the more steeply the nearer it comes
to the worst.

A new face costs the same for one visit as for ten: only the move that takes away its
last visit is worth anything. So while it is warm, each visit by one costs something
too.

What a rota costs, and which one is best, is not touched by either.
"""

from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    GUIDE_POWER,
    GUIDE_PRICE,
    GUIDE_SCALE,
    GUIDE_SUM,
    IDLE,
    MET,
    N_CLIENTS,
    N_DAYS,
    N_WORKERS,
    PAST_MET,
    STRANGER_PRICE,
    SUM,
)


@kernel
def guidance(m, idle):
    """Give what a worker's day pays for idle time: a power of it."""
    if m[GUIDE_PRICE] == 0:
        return 0
    power = m[GUIDE_POWER]
    scale = m[GUIDE_SCALE]
    # beyond the scale it goes on as steeply as it came there
    part = (min(idle, scale) / scale) ** power / power
    return int(m[GUIDE_PRICE] * (scale * part + max(0, idle - scale)))


@kernel
def guide_day(m, idle, old):
    """Keep the sum up to date when a day's idle time changes."""
    change = guidance(m, idle) - guidance(m, old)
    if change != 0:
        cell = m[SUM] + GUIDE_SUM
        put(m, cell, m[cell] + change)


@kernel
def guide_stranger(m, change):
    """Keep the sum up to date when a worker new to a client gets or loses a visit."""
    price = m[STRANGER_PRICE]
    if price > 0:
        cell = m[SUM] + GUIDE_SUM
        put(m, cell, m[cell] + change * price)


@kernel
def guide_all(m):
    """Sum over every worker's day and every stranger, after prices have changed."""
    total = 0
    if m[STRANGER_PRICE] > 0:
        for i in range(m[N_CLIENTS] * m[N_WORKERS]):
            if m[m[PAST_MET] + i] == 0:
                total += m[m[MET] + i] * m[STRANGER_PRICE]
    if m[GUIDE_PRICE] > 0:
        for wd in range(m[N_WORKERS] * m[N_DAYS]):
            total += guidance(m, m[m[IDLE] + wd])
    m[m[SUM] + GUIDE_SUM] = total
