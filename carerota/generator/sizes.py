"""How large a made-up co-op is."""

from __future__ import annotations

from dataclasses import dataclass

from carerota.errors import DataError, Issue

__all__ = ["SIZES", "Size", "sized", "the_size"]

FEWEST, MOST = 250, 20_000
VISITS_PER_WORKER = 40
VISITS_PER_CLIENT = 14.5
CLIENTS_PER_VILLAGE = 30
MOST_VILLAGES = 12


@dataclass(frozen=True, slots=True)
class Size:
    """How large a made-up co-op is.

    Parameters
    ----------
    name
        What it is called.
    days
        Days of the horizon.
    workers, clients
        How many there are of each.
    visits
        How many visits the horizon has, within a few in a hundred.
    villages
        How many villages lie around the town.
    tight
        True for narrow windows and short shifts, so that exact methods finish soon.
    """

    name: str
    days: int
    workers: int
    clients: int
    visits: int
    villages: int
    tight: bool = False


SIZES: dict[str, Size] = {
    size.name: size
    for size in (
        Size("hamlet", 1, 5, 12, 18, 1, tight=True),
        Size("village", 7, 14, 35, 450, 3),
        Size("town", 7, 38, 100, 1_500, 5),
        Size("borough", 7, 225, 600, 9_000, 10),
    )
}
"""The sizes that have a name.

About forty visits a week, a tenth of them with a second carer, are what a
worker can make within part-time contracts when the visits come in four peaks: whoever
works the morning one rests from the bed one before it.
"""


def sized(visits: int) -> Size:
    """Give the size of a co-op with about this many visits a week.

    Parameters
    ----------
    visits
        From 250 to 20,000.

    Raises
    ------
    DataError
        When the number lies outside that range.
    """
    if not FEWEST <= visits <= MOST:
        expected = f"a whole number from {FEWEST} to {MOST}"
        raise DataError([Issue("visits", str(visits), expected, code="size")])
    clients = round(visits / VISITS_PER_CLIENT)
    villages = min(MOST_VILLAGES, max(2, round(clients / CLIENTS_PER_VILLAGE)))
    workers = max(8, round(visits / VISITS_PER_WORKER))
    return Size(f"visits-{visits}", 7, workers, clients, visits, villages)


def the_size(size: str | Size) -> Size:
    """Give the size of a name; a size is given back as it is.

    Raises
    ------
    DataError
        When no size has the name.
    """
    if isinstance(size, Size):
        return size
    if size not in SIZES:
        expected = "one of " + ", ".join(SIZES)
        hint = "or sized(visits) for any other number of visits"
        raise DataError([Issue("size", repr(size)[:60], expected, hint, code="size")])
    return SIZES[size]
