"""Ticks by which runs fall short of the least length."""

from carerota.engines.search.facts import SHORT_RUNS
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day, which know the least length."""
    return facts[day + SHORT_RUNS]
