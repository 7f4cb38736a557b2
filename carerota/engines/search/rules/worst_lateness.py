"""Ticks by which a start lies after the preferred window; the kernel takes the most."""

from numba import njit


@njit(cache=True, nogil=True, inline="always")
def amount(start, end, table, row, width):  # noqa: ARG001
    """Compare the start with the end of the preferred window."""
    return max(0, start - table[row])
