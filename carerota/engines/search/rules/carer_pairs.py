"""Pairs of a client's slots that are not made by the same worker."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(squares, made, table, row):
    """``squares``: sum of n_i squared; ``made``: sum of n_i; the row holds N."""
    slots = table[row]
    return (slots * slots - slots - (squares - made)) // 2
