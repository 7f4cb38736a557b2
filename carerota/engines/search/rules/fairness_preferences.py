"""Hundredths between the shares of unmet wishes that lie furthest apart."""

from numba import njit

from carerota.engines.search.facts import UNMET
from carerota.engines.search.shares import spread


@njit(cache=True, nogil=True)
def amount(totals, n_workers, table, row):
    """Read unmet wishes off the totals of each worker."""
    return spread(totals, UNMET, UNMET, 0, 100, n_workers, table, row)
