"""Ticks from a start to the published ones, beyond the tolerance."""

from carerota.compiled.problem import NEVER
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Read the row's pairs of edges; NEVER first: the visit was not published.

    Its last number comes on top where the start is beyond them at all.
    """
    if table[row] == NEVER:
        return 0
    last = width - 1
    least = NEVER
    for i in range(0, last, 2):
        least = min(least, max(0, table[row + i] - start, start - table[row + i + 1]))
    return least + table[row + last] if least else 0
