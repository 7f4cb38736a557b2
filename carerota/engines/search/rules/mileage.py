"""Metres travelled by modes that count."""

from carerota.engines.search.facts import METRES
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):
    """Read the metres off the facts; the row says whether the mode counts."""
    return facts[day + METRES] * table[row]
