"""Ticks by which a start lies after the preferred window; the kernel takes the most."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Compare the start with the end of the preferred window."""
    return max(0, start - table[row])
