"""The travel times of one problem, in ticks: what rules and engines read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.model import TravelMode, Worker

__all__ = ["EXPLICIT", "PROVIDED", "SAME_PLACE", "TravelTimes"]

SAME_PLACE: Final = 0
EXPLICIT: Final = 1
PROVIDED: Final = 2


@dataclass(frozen=True, eq=False)
class TravelTimes:
    """How long every journey takes, for the travel modes that workers use.

    All arrays are read-only.

    Parameters
    ----------
    place_ids
        The places of the rows and columns, in the order of the problem.
    modes
        The modes that the problem's workers use, in the order of the enumeration.
    ticks
        ``ticks[mode, band, from, to]``: whole ticks of a journey. After the modes come
        the workers whose mode changes within the horizon, each as a mode of their own.
    metres
        ``metres[mode, from, to]``: its length; nought where nobody knows it.
    provenance
        ``provenance[mode, from, to]``: where the time is from. 0 the same place,
        1 an explicit matrix, 2 the provider (the estimate from coordinates unless
        another one was given).
    band_from
        Ascending ticks at which a band of the day begins; the first is earlier than
        any tick of a rota.
    band_of_boundary
        The band in force from each of those ticks on. They reach from one day before
        the horizon to two days after it.
    """

    place_ids: tuple[str, ...]
    modes: tuple[TravelMode, ...]
    ticks: NDArray[np.int64]
    metres: NDArray[np.int64]
    provenance: NDArray[np.uint8]
    band_from: NDArray[np.int64]
    band_of_boundary: NDArray[np.int64]
    own: dict[str, int] = field(default_factory=dict)
    """The rows of workers whose mode changes, by id."""
    _places: dict[str, int] = field(init=False, repr=False)
    _modes: dict[TravelMode, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = {name: i for i, name in enumerate(self.place_ids)}
        object.__setattr__(self, "_places", places)
        object.__setattr__(
            self, "_modes", {mode: i for i, mode in enumerate(self.modes)}
        )
        self._lock()

    def __setstate__(self, state: dict[str, object]) -> None:
        # arrays come out of a pickle writeable, whatever they were before
        self.__dict__.update(state)
        self._lock()

    def _lock(self) -> None:
        for array in (
            self.ticks,
            self.metres,
            self.provenance,
            self.band_from,
            self.band_of_boundary,
        ):
            array.setflags(write=False)

    def mode_index(self, mode: TravelMode) -> int:
        """Give the index of a travel mode; ``KeyError`` if no worker uses it."""
        return self._modes[mode]

    def row_of(self, worker: Worker) -> int:
        """Give the index under which a worker's journeys stand."""
        return self.own.get(worker.id, self._modes[worker.travel_mode])

    def place_index(self, place_id: str) -> int:
        """Give the index of a place; ``KeyError`` if the problem has no such place."""
        return self._places[place_id]

    def band_at(self, tick: int) -> int:
        """Give the band of the day that is in force for departures at a tick."""
        at = np.searchsorted(self.band_from, tick, side="right") - 1
        return int(self.band_of_boundary[at])

    def leg(self, mode: TravelMode, from_id: str, to_id: str, tick: int) -> int:
        """Give the ticks of one journey for a departure at a tick.

        Raises
        ------
        KeyError
            No worker uses the mode, or the problem has no such place.
        """
        return self._leg(self.mode_index(mode), from_id, to_id, tick)

    def leg_of(self, worker: Worker, from_id: str, to_id: str, tick: int) -> int:
        """Give the ticks of a worker's journey for a departure at a tick."""
        return self._leg(self.row_of(worker), from_id, to_id, tick)

    def _leg(self, m: int, from_id: str, to_id: str, tick: int) -> int:
        start, end = self.place_index(from_id), self.place_index(to_id)
        return int(self.ticks[m, self.band_at(tick), start, end])
