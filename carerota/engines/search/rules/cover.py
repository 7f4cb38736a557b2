"""Slots of a visit that nobody makes."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(first, last, uncovered, table, row):  # noqa: ARG001
    """Take the kernel's count."""
    return uncovered
