"""Whether a long day lacks its rest break."""

from carerota.engines.search.facts import BREAK, CONTACT, HOME_TRAVEL, TRAVEL, WAITING
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):
    """Compare the work, and the longest good break, with the row."""
    work = facts[day + CONTACT] + facts[day + TRAVEL] + facts[day + WAITING]
    if table[row + 2]:
        work += facts[day + HOME_TRAVEL]
    return int(work > table[row] and facts[day + BREAK] < table[row + 1])
