"""Journeys estimated from coordinates: distance as the crow flies, and a speed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
from geopy.distance import EARTH_RADIUS

from carerota.model import TravelTable
from carerota.model.place import OVERHEAD_MINUTES, SPEED_KMH
from carerota.travel.provider import Journeys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from carerota.model import Place, TravelMode

__all__ = ["GeodesicEstimate", "coordinates", "great_circle_metres"]

METRES_PER_KM: Final = 1000.0
MINUTES_PER_HOUR: Final = 60.0
SAME_SPOT_METRES: Final = 0.01
"""Below this, two places are one spot: neighbours in one building."""


def coordinates(places: Sequence[Place]) -> NDArray[np.float64]:
    """Give latitude and longitude of each place in degrees, NaN where missing."""
    rows = [(place.latitude, place.longitude) for place in places]
    degrees = np.array(rows, dtype=np.float64).reshape(len(rows), 2)
    degrees[np.isnan(degrees).any(axis=1)] = np.nan
    return degrees


def great_circle_metres(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the distance in metres between all pairs of points on a sphere.

    Parameters
    ----------
    degrees
        One row of latitude and longitude for each point.
    """
    # Not geopy's geodesic for each pair: at 72 microseconds a pair, 1,500 places would
    # take nearly three minutes. The sphere (with geopy's radius) is within 0.6 % of
    # it, far less than the detour factor is wrong by; haversine keeps its accuracy for
    # next-door neighbours and is the same to the bit in both directions.
    latitude, longitude = np.radians(degrees).T
    half_north = np.sin((latitude[:, None] - latitude) / 2)
    half_east = np.sin((longitude[:, None] - longitude) / 2)
    cosine = np.cos(latitude)
    square = half_north**2 + cosine[:, None] * cosine * half_east**2
    angle = 2 * np.arcsin(np.sqrt(np.minimum(square, 1.0)))
    return np.asarray(angle * (EARTH_RADIUS * METRES_PER_KM), dtype=np.float64)


class GeodesicEstimate:
    """Distance as the crow flies, times a detour, at a speed, plus an overhead.

    Two places on the same spot are no journey: no minutes, overhead neither.

    Parameters
    ----------
    table
        Holds detour, speeds and overheads; what it does not name is the library's.
    """

    def __init__(self, table: TravelTable | None = None) -> None:
        table = table or TravelTable()
        self.detour = table.detour
        self.speed_kmh = SPEED_KMH | table.speed_kmh
        self.overhead_minutes = OVERHEAD_MINUTES | table.overhead_minutes

    @property
    def settings(self) -> str:
        """The detour, speeds and overheads."""
        return json.dumps(
            ["geodesic", self.detour, self.speed_kmh, self.overhead_minutes],
            sort_keys=True,
        )

    def journeys(self, mode: TravelMode, places: Sequence[Place]) -> Journeys:
        """Estimate all journeys; NaN where a place has no coordinates."""
        straight = great_circle_metres(coordinates(places))
        metres = straight * self.detour
        per_minute = self.speed_kmh[mode] * METRES_PER_KM / MINUTES_PER_HOUR
        minutes = metres / per_minute + self.overhead_minutes[mode]
        spot = straight < SAME_SPOT_METRES
        minutes[spot] = 0.0
        metres[spot] = 0.0
        return Journeys(minutes, metres)
