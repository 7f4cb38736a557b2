"""Ticks of travel, access and break for which there is no time."""

from numba import njit

from carerota.engines.search.facts import SHORTAGE


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + SHORTAGE]
