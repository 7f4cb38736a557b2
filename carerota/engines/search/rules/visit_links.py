"""Ticks by which the distance of two linked visits is out of bounds."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(first_start, first_end, second_start, table, row):
    """Measure from the start or the end, as the row says; then least and most."""
    distance = second_start - (first_end if table[row] else first_start)
    return max(0, table[row + 1] - distance) + max(0, distance - table[row + 2])
