"""Slots of a visit that nobody makes."""

from numba import njit


@njit(cache=True, nogil=True, inline="always")
def amount(first, last, uncovered, table, row):  # noqa: ARG001
    """Take the kernel's count."""
    return uncovered
