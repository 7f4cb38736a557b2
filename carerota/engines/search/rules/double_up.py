"""Ticks from the earliest to the latest start of a visit's carers."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(first, last, uncovered, table, row):  # noqa: ARG001
    """Compare the two; equal where fewer than two slots are made."""
    return last - first
