"""Different carers of a client beyond the ceiling."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(distinct, table, row):
    """Compare with the ceiling, which the row holds."""
    return max(0, distinct - table[row])
