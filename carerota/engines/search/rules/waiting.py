"""Ticks of waiting between the visits of runs."""

from numba import njit

from carerota.engines.search.facts import WAITING


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + WAITING]
