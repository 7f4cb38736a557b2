"""Ticks from a start to the published ones, beyond the tolerance."""

from carerota.compiled.problem import NEVER
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Read the row's pairs of edges; NEVER first: the visit was not published."""
    least = NEVER
    for i in range(0, width, 2):
        least = min(least, max(0, table[row + i] - start, start - table[row + i + 1]))
    return least if table[row] != NEVER else 0
