"""Ticks by which the distance of two linked visits is out of bounds."""

from numba import njit


@njit(cache=True, nogil=True, inline="always")
def amount(first_start, first_end, second_start, table, row):
    """Measure from the start or the end, as the row says; then least and most."""
    distance = second_start - (first_end if table[row] else first_start)
    return max(0, table[row + 1] - distance) + max(0, distance - table[row + 2])
