"""Ticks between the shares of unsocial hours that lie furthest apart."""

from numba import njit

from carerota.engines.search.facts import UNSOCIAL
from carerota.engines.search.shares import spread


@njit(cache=True, nogil=True)
def amount(totals, n_workers, table, row):
    """Read unsocial time off the totals of each worker."""
    return spread(totals, UNSOCIAL, UNSOCIAL, 0, 1, n_workers, table, row)
