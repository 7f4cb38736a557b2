"""Ticks between a start and the visit's pin."""

from numba import njit

from carerota.compiled.problem import NEVER


@njit(cache=True, nogil=True, inline="always")
def amount(start, end, table, row, width):  # noqa: ARG001
    """Nought where the row holds no pin."""
    pin = table[row]
    return abs(start - pin) if pin != NEVER else 0
