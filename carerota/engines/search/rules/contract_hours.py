"""Ticks between the paid time of a worker's week and the contract's target."""

from carerota.engines.search.facts import CONTACT, N_FACTS, TRAVEL, WAITING
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, worker, n_days, table, row):  # noqa: ARG001
    """Sum the days of the row. ``worker``: offset of their first day."""
    if table[row] < 0:
        return 0
    paid = 0
    for day in range(table[row + 1], table[row + 2]):
        here = worker + day * N_FACTS
        paid += facts[here + CONTACT] + facts[here + TRAVEL] + facts[here + WAITING]
    return abs(paid - table[row])
