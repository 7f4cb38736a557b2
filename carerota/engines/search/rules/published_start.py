"""Ticks from a start to the published ones, beyond the tolerance."""

from carerota.compiled.problem import NEVER
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Read the row's pairs of edges; NEVER first: the visit was not published.

    The last number but one comes on top where the start is beyond them at all; the last
    says how many times it counts.
    """
    if table[row] == NEVER:
        return 0
    last = width - 2
    least = NEVER
    for i in range(0, last, 2):
        least = min(least, max(0, table[row + i] - start, start - table[row + i + 1]))
    return (least + table[row + last]) * table[row + last + 1] if least else 0
