"""Ticks of waiting between the visits of runs."""

from carerota.engines.search.facts import WAITING
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + WAITING]
