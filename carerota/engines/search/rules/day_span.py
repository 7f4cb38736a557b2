"""Ticks from the first start to the last end beyond the limit."""

from carerota.engines.search.facts import BACK, FIRST, LAST, OUT, N
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):
    """Compare the span of a worked day with the limit in the row."""
    if facts[day + N] == 0:
        return 0
    if table[row + 1]:
        return max(0, facts[day + BACK] - facts[day + OUT] - table[row])
    return max(0, facts[day + LAST] - facts[day + FIRST] - table[row])
