"""Paid ticks of a day beyond the contract."""

from numba import njit

from carerota.engines.search.facts import CONTACT, TRAVEL, WAITING


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):
    """Compare what is paid with the limit in the row."""
    paid = facts[day + CONTACT] + facts[day + TRAVEL] + facts[day + WAITING]
    return max(0, paid - table[row])
