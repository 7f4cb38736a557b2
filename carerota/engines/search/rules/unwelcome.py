"""Ticks with clients at unwelcome times."""

from numba import njit

from carerota.engines.search.facts import UNWELCOME


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + UNWELCOME]
