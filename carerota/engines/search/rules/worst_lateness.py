"""Ticks by which a start lies after the preferred window; the kernel takes the most."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Nought where there is no window: then it ends after every start."""
    closes = table[row]
    for i in range(1, width, 2):
        if start >= table[row + i]:
            closes = table[row + i + 1]
    return max(0, start - closes)
