"""Ticks of waiting on a worker's day; the kernel takes the most of all days."""

from carerota.engines.search.facts import IDLE, WAITING
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):
    """Read it off the facts of the day: all idle time in the shift, if the row says."""
    return facts[day + IDLE] if table[row] else facts[day + WAITING]
