"""Ticks of runs outside the worker's availability."""

from carerota.engines.search.facts import OUTSIDE
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + OUTSIDE]
