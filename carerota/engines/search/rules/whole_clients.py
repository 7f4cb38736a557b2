"""Optional slots of a client that are made where others are not."""

from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(left, table, row):
    """Compare the kernel's count of optional slots left out with the row's of all."""
    return table[row] - left if 0 < left < table[row] else 0
