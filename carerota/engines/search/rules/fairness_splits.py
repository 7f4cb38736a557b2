"""Hundredths between the shares of split days that lie furthest apart."""

from numba import njit

from carerota.engines.search.facts import RUNS, WORKED
from carerota.engines.search.shares import spread


@njit(cache=True, nogil=True)
def amount(totals, n_workers, table, row):
    """Take the first run of each day worked from the runs."""
    return spread(totals, RUNS, WORKED, -1, 100, n_workers, table, row)
