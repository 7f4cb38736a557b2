"""Pairs of a client's slots that are not made by the same worker."""

from numba import njit


@njit(cache=True, nogil=True, inline="always")
def amount(squares, made, table, row):
    """``squares``: sum of n_i squared; ``made``: sum of n_i; the row holds N."""
    slots = table[row]
    return (slots * slots - slots - (squares - made)) // 2
