"""Ticks by which the worker leaves home before the shift."""

from carerota.engines.search.facts import EARLY
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + EARLY]
