"""Different carers of a client beyond the target."""

from numba import njit


@njit(cache=True, nogil=True, inline="always")
def amount(distinct, table, row):
    """Compare with the target, which the row holds."""
    return max(0, distinct - table[row])
