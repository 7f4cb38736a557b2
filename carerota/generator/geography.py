"""A market town with villages around it; none of it is on any map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerota.generator.draws import between, chance, pick, weighted
from carerota.generator.names import STREETS, VILLAGES
from carerota.model import Place

if TYPE_CHECKING:
    import numpy as np

    from carerota.generator.sizes import Size

__all__ = ["TOWN", "Area", "Geography", "draw_geography"]

TOWN = "Ottermere"
CENTRE = (52.47, -1.06)
KM_PER_DEGREE = 111.195
TOWN_SHARE = 0.74
TOWN_CLIENTS = 600
"""From this many clients on the town spreads beyond 3 km."""
CLOSE_TO_CENTRE = 0.6
"""Power of the draw of a distance: over one half, so denser in the middle."""
FLATS_SHARE = 0.06
"""Clients who live in the sheltered flats, all of them at one place on the map."""
VILLAGE_KM = 0.45
QUARTERS = {
    # name: east, north and radius in km, and how many of the town live there
    "centre": (0.0, 0.0, 0.9, 0.26),
    "northgate": (0.2, 1.7, 1.1, 0.2),
    "riverside": (1.7, 0.1, 1.1, 0.19),
    "southfields": (-0.3, -1.8, 1.1, 0.2),
    "westmoor": (-1.8, 0.2, 1.0, 0.15),
}
"""The quarters of the town: together about 3 km around the market place."""


@dataclass(frozen=True, slots=True)
class Area:
    """A quarter of the town or a village.

    Parameters
    ----------
    name
        What people call it.
    east, north
        Its middle, in km from the market place.
    radius
        In km.
    share
        How many in one of all clients live there.
    in_town
        True for a quarter of the town.
    """

    name: str
    east: float
    north: float
    radius: float
    share: float
    in_town: bool


@dataclass(frozen=True)
class Geography:
    """The town and its villages."""

    areas: tuple[Area, ...]
    flats: tuple[float, float]
    """Where the sheltered flats stand, in degrees."""

    def client_place(self, rng: np.random.Generator, place_id: str) -> Place:
        """Draw where a client lives."""
        if chance(rng, FLATS_SHARE):
            number = int(between(rng, 1, 40))
            name = f"Flat {number}, Heron Court, {TOWN}"
            north, east = self.flats
            return Place(
                id=place_id, name=name, latitude=north, longitude=east, area="centre"
            )
        area = weighted(rng, {area: area.share for area in self.areas})
        return _place_in(rng, area, place_id)

    def worker_place(
        self, rng: np.random.Generator, place_id: str, *, in_town: bool
    ) -> Place:
        """Draw where a worker lives: a walker always in the town."""
        weights = {a: a.share for a in self.areas if a.in_town or not in_town}
        return _place_in(rng, weighted(rng, weights), place_id)


def draw_geography(size: Size, rng: np.random.Generator) -> Geography:
    """Draw the town and the villages of a size."""
    spread = max(1.0, math.sqrt(size.clients / TOWN_CLIENTS))
    areas = [
        Area(name, e * spread, n * spread, r * spread, share * TOWN_SHARE, in_town=True)
        for name, (e, n, r, share) in QUARTERS.items()
    ]
    turn = between(rng, 0, 2 * math.pi)
    for number in range(size.villages):
        angle = turn + 2 * math.pi * (number + between(rng, -0.2, 0.2)) / size.villages
        far = between(rng, 4, 5.5) if size.tight else between(rng, 4, 9.5)
        east, north = far * math.cos(angle), far * math.sin(angle)
        share = (1 - TOWN_SHARE) / size.villages
        name = VILLAGES[number % len(VILLAGES)]
        areas.append(Area(name, east, north, VILLAGE_KM * spread, share, in_town=False))
    return Geography(tuple(areas), _degrees(0.35, -0.2))


def _place_in(rng: np.random.Generator, area: Area, place_id: str) -> Place:
    angle = between(rng, 0, 2 * math.pi)
    far = area.radius * float(rng.random()) ** CLOSE_TO_CENTRE
    latitude, longitude = _degrees(
        area.east + far * math.cos(angle), area.north + far * math.sin(angle)
    )
    town = f"{area.name.capitalize()}, {TOWN}" if area.in_town else area.name
    name = f"{int(between(rng, 1, 99))} {pick(rng, STREETS)}, {town}"
    return Place(
        id=place_id, name=name, latitude=latitude, longitude=longitude, area=area.name
    )


def _degrees(east: float, north: float) -> tuple[float, float]:
    latitude, longitude = CENTRE
    per_degree = KM_PER_DEGREE * math.cos(math.radians(latitude))
    # five digits are a metre, and hide the last bits in which machines differ
    return (
        round(latitude + north / KM_PER_DEGREE, 5),
        round(longitude + east / per_degree, 5),
    )
