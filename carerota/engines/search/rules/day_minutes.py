"""Paid ticks of a day beyond the contract."""

from carerota.engines.search.facts import CONTACT, TRAVEL, WAITING
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):
    """Compare what is paid with the limit in the row."""
    paid = facts[day + CONTACT] + facts[day + TRAVEL] + facts[day + WAITING]
    return max(0, paid - table[row])
