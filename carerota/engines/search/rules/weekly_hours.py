"""Paid ticks of a worker's week beyond what the contract leaves for it."""

from carerota.engines.search.facts import CONTACT, N_FACTS, TRAVEL, WAITING
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, worker, n_days, table, row):  # noqa: ARG001
    """Sum the days of the row. ``worker``: offset of their first day."""
    paid = 0
    for day in range(table[row + 1], table[row + 2]):
        here = worker + day * N_FACTS
        paid += facts[here + CONTACT] + facts[here + TRAVEL] + facts[here + WAITING]
    return max(0, paid - table[row])
