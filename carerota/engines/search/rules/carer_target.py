"""Different carers of a client beyond the target."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(distinct, table, row):
    """Compare with the target, which the row holds."""
    return max(0, distinct - table[row])
