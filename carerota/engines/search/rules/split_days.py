"""Runs beyond the first."""

from carerota.engines.search.facts import RUNS
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day; a free day has no run."""
    return max(0, facts[day + RUNS] - 1)
