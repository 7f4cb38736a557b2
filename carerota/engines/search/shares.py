"""What a worker carries of a burden, by contract, for the rules on fairness."""

from typing import Final

from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.kernel_cache import kernel

FULL_WEEK_MINUTES: Final = 40 * 60
"""Shares are told for this much contract time a week."""


@kernel
def share_of(totals, first, w, plus, other, sign, fineness, table, row):
    """Give worker w's share; -1 for a contract that aims at no hours.

    A worker carries the balance of the row, the fact ``plus`` and ``sign`` times the
    fact ``other``, each worth ``fineness``. The row has balance and contract minutes of
    each worker.
    """
    minutes = table[row + 2 * w + 1]
    if minutes == 0:
        return -1
    cell = first + w * N_FACTS
    carried = table[row + 2 * w] + totals[cell + plus] + sign * totals[cell + other]
    return carried * fineness * FULL_WEEK_MINUTES // minutes
