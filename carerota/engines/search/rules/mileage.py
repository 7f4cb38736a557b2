"""Metres travelled by modes that count."""

from numba import njit

from carerota.engines.search.facts import METRES


@njit(cache=True, nogil=True, inline="always")
def amount(facts, day, table, row):
    """Read the metres off the facts; the row says whether the mode counts."""
    return facts[day + METRES] * table[row]
