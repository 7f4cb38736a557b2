"""Ticks by which a start lies before the preferred window."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Nought where there is no window: then it opens before every start."""
    return max(0, table[row] - start)
