"""Ticks of waiting on a worker's day; the kernel takes the most of all days."""

from numba import njit

from carerota.engines.search.facts import WAITING


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + WAITING]
