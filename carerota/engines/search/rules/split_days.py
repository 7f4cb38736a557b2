"""Runs beyond the first."""

from numba import njit

from carerota.engines.search.facts import RUNS


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day; a free day has no run."""
    return max(0, facts[day + RUNS] - 1)
