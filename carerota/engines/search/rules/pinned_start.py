"""Ticks between a start and the visit's pin."""

from carerota.compiled.problem import NEVER
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(start, end, table, row, width):  # noqa: ARG001
    """Nought where the row holds no pin."""
    pin = table[row]
    return abs(start - pin) if pin != NEVER else 0
