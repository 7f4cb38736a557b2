"""Ticks by which the worker is back home after the shift."""

from carerota.engines.search.facts import EXTRA
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + EXTRA]
