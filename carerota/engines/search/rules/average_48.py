"""Working ticks of a worker's horizon beyond what the reference period leaves."""

from carerota.engines.search.facts import (
    CONTACT,
    HOME_TRAVEL,
    N_FACTS,
    TRAVEL,
    WAITING,
)
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, worker, n_days, table, row):
    """Sum all days. ``worker``: offset of their first day."""
    home_legs = table[row + 1]
    worked = 0
    for day in range(n_days):
        here = worker + day * N_FACTS
        worked += facts[here + CONTACT] + facts[here + TRAVEL] + facts[here + WAITING]
        if home_legs:
            worked += facts[here + HOME_TRAVEL]
    return max(0, worked - table[row])
