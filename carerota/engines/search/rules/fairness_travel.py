"""Ticks between the shares of travel that lie furthest apart."""

from numba import njit

from carerota.engines.search.facts import HOME_TRAVEL, TRAVEL
from carerota.engines.search.shares import spread


@njit(cache=True, nogil=True)
def amount(totals, n_workers, table, row):
    """Add up the travel in the totals of each worker."""
    return spread(totals, TRAVEL, HOME_TRAVEL, 1, 1, n_workers, table, row)
