"""Ticks of work beyond the limit on a night worker's nights."""

from carerota.engines.search.facts import CONTACT, NIGHT, TRAVEL, WAITING
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):
    """Compare the work with the limit where enough of it lies in the night."""
    if table[row] == 0 or facts[day + NIGHT] < table[row + 2]:
        return 0
    work = facts[day + CONTACT] + facts[day + TRAVEL] + facts[day + WAITING]
    return max(0, work - table[row + 1])
