"""Unmet wishes a worker carries, in hundredths per 40 contract hours."""

from carerota.engines.search.facts import UNMET
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.shares import share_of


@kernel
def share(totals, first, w, table, row):
    """``first``: offset of the facts of worker 0 in ``totals``; -1: no share."""
    return share_of(totals, first, w, UNMET, UNMET, 0, 100, table, row)
