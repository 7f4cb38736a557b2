"""Ticks a worker works, and how far all are from the mean."""

from carerota.engines.search.facts import CONTACT, HOME_TRAVEL, N_FACTS, TRAVEL
from carerota.engines.search.kernel_cache import kernel


@kernel
def load(totals, first, w):
    """``first``: offset of the facts of worker 0 in ``totals``."""
    cell = first + w * N_FACTS
    return totals[cell + CONTACT] + totals[cell + TRAVEL] + totals[cell + HOME_TRAVEL]


@kernel
def amount(loads, first, n_workers):
    """``first``: offset of the load of worker 0 in ``loads``."""
    total = 0
    for w in range(n_workers):
        total += loads[first + w]
    apart = 0
    for w in range(n_workers):
        off = abs(n_workers * loads[first + w] - total)
        apart += (off + n_workers - 1) // n_workers
    return apart
