"""How far apart the workers' shares of something are, for the rules on fairness."""

from typing import Final

from numba import njit

from carerota.engines.search.facts import N_FACTS

FULL_WEEK_MINUTES: Final = 40 * 60
"""Shares are told for this much contract time a week."""


@njit(cache=True, nogil=True)
def spread(totals, plus, other, sign, fineness, n_workers, table, row):
    """Take the least share from the greatest.

    A worker carries the balance of the row, the fact ``plus`` and ``sign`` times the
    fact ``other``, each worth ``fineness``. The row has balance and contract minutes of
    each worker; one without minutes has no share.
    """
    least = 0
    most = 0
    found = False
    for w in range(n_workers):
        minutes = table[row + 2 * w + 1]
        if minutes == 0:
            continue
        carried = table[row + 2 * w] + totals[w * N_FACTS + plus]
        carried += sign * totals[w * N_FACTS + other]
        share = carried * fineness * FULL_WEEK_MINUTES // minutes
        if not found or share < least:
            least = share
        if not found or share > most:
            most = share
        found = True
    return most - least
