"""Ticks of the ways from and to home."""

from carerota.engines.search.facts import HOME_TRAVEL
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + HOME_TRAVEL]
