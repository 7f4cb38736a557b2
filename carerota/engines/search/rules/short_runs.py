"""Ticks by which runs fall short of the least length."""

from numba import njit

from carerota.engines.search.facts import SHORT_RUNS


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day, which know the least length."""
    return facts[day + SHORT_RUNS]
