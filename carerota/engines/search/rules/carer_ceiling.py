"""Different carers of a client beyond the ceiling."""

from numba import njit


@njit(cache=True, nogil=True, inline="always")
def amount(distinct, table, row):
    """Compare with the ceiling, which the row holds."""
    return max(0, distinct - table[row])
