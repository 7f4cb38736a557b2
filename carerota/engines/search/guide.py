"""What guides the search where only the worst counts.

The rule on the worst idle time sees one worker's day and is blind to the next worst:
most moves would change nothing, and those that do change much. So while it is warm, the
search pays instead for every worker's idle time, the more steeply the nearer it comes
to the worst. What a rota costs, and which one is best, is not touched by it.
"""

from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    GUIDE_POWER,
    GUIDE_PRICE,
    GUIDE_SCALE,
    GUIDE_SUM,
    IDLE,
    N_DAYS,
    N_WORKERS,
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
def guide_all(m):
    """Sum over every worker's day, after the price has changed."""
    total = 0
    if m[GUIDE_PRICE] > 0:
        for wd in range(m[N_WORKERS] * m[N_DAYS]):
            total += guidance(m, m[m[IDLE] + wd])
    m[m[SUM] + GUIDE_SUM] = total
