"""Ticks from a start to the nearest window of the visit."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Read the row's pairs of opening and closing ticks."""
    least = abs(table[row] - start) + abs(table[row + 1] - start)
    for i in range(0, width, 2):
        opens = table[row + i]
        closes = table[row + i + 1]
        least = min(least, max(0, opens - start, start - closes))
    return least
