"""Ticks of the ways from and to home."""

from numba import njit

from carerota.engines.search.facts import HOME_TRAVEL


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + HOME_TRAVEL]
