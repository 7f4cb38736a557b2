"""Ticks of runs outside the worker's availability."""

from numba import njit

from carerota.engines.search.facts import OUTSIDE


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + OUTSIDE]
