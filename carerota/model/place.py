"""Places, and how long it takes between them."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from carerota.model.base import Id, Name, Record, Tag

__all__ = ["Place", "TravelMatrix", "TravelMode", "TravelTable"]


class TravelMode(StrEnum):
    """How a worker gets about."""

    CAR = "car"
    BICYCLE = "bicycle"
    WALK = "walk"
    PUBLIC_TRANSPORT = "public_transport"


class Place(Record):
    """A point that visits are made at or runs start from."""

    id: Id
    name: Name = ""
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    """Degrees north; may be missing when a travel table names the place."""
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = (
        None
    )
    """Degrees east."""
    area: Tag | None = None
    """The neighbourhood or village; workers may prefer areas."""


class TravelMatrix(Record):
    """Minutes, and where known metres, between places for one travel mode."""

    mode: TravelMode
    places: tuple[Id, ...]
    """The places of the rows and of the columns, in order."""
    minutes: tuple[tuple[float, ...], ...]
    """``minutes[i][j]``: from place i to place j."""
    metres: tuple[tuple[float, ...], ...] | None = None
    """``metres[i][j]``; mileage is nought where it is missing."""
    since: time | None = None
    """The matrix holds for departures from this local time of day until the next
    matrix of the mode; a mode with one matrix needs none."""


SPEED_KMH: Final = {
    TravelMode.CAR: 32.0,
    TravelMode.BICYCLE: 14.0,
    TravelMode.WALK: 4.8,
    TravelMode.PUBLIC_TRANSPORT: 16.0,
}
OVERHEAD_MINUTES: Final = {
    TravelMode.CAR: 1.0,
    TravelMode.BICYCLE: 1.0,
    TravelMode.WALK: 0.0,
    TravelMode.PUBLIC_TRANSPORT: 6.0,
}


class TravelTable(Record):
    """How long journeys take.

    Explicit matrices win; a pair of places none of them names is estimated from the
    coordinates: geodesic distance times ``detour``, at the speed of the mode, plus
    ``overhead_minutes``.
    """

    matrices: tuple[TravelMatrix, ...] = ()
    detour: Annotated[float, Field(ge=1, le=5)] = 1.3
    """Road metres for one metre as the crow flies."""
    speed_kmh: dict[TravelMode, Annotated[float, Field(gt=0, le=200)]] = Field(
        default_factory=SPEED_KMH.copy
    )
    overhead_minutes: dict[TravelMode, Annotated[float, Field(ge=0, le=60)]] = Field(
        default_factory=OVERHEAD_MINUTES.copy
    )
    """Minutes each journey costs whatever its length: parking, locking, waiting."""
