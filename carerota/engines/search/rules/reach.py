"""Ticks of travel, access and break for which there is no time."""

from carerota.engines.search.facts import SHORTAGE
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + SHORTAGE]
