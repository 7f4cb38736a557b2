"""Ticks for which visits, or a break and a visit, overlap."""

from numba import njit

from carerota.engines.search.facts import OVERLAP


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + OVERLAP]
