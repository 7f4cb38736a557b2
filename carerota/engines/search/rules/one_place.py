"""Ticks for which visits, or a break and a visit, overlap."""

from carerota.engines.search.facts import OVERLAP
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + OVERLAP]
