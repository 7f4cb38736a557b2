"""The bands of the day in which journeys take different times."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from carerota.travel.matrix import Sheet
    from carerota.units import Clock

__all__ = ["band_starts", "boundaries"]

EVER: Final = -(2**60)
"""A tick before any rota, far enough from the end of int64 to add and subtract."""
DAYS_BEFORE: Final = 1
DAYS_AFTER: Final = 2


def band_starts(sheets_of_modes: Iterable[Sequence[Sheet]]) -> tuple[time, ...]:
    """Give the times of day at which some mode changes its matrix, in order.

    A mode whose matrices all begin together has none: they hold all day long.
    """
    starts: set[time] = set()
    for sheets in sheets_of_modes:
        of_mode = {sheet.since for sheet in sheets}
        if len(of_mode) > 1:
            starts |= of_mode
    return tuple(sorted(starts)) or (time(0),)


def boundaries(
    starts: Sequence[time], clock: Clock
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the ticks at which a band begins, ascending, and the band of each.

    Times of day are the wall clock's: in the night the clocks go back a band begins
    at the first of the two times, and where they jump over a time at the next one
    that the clock shows.
    """
    ticks, bands = [EVER], [len(starts) - 1]
    if len(starts) > 1:
        for index in range(-DAYS_BEFORE, clock.days + DAYS_AFTER):
            day = clock.date_of(index)
            of_day = [clock.tick(clock.local(day, start)) for start in starts]
            # a time that is jumped over may land after the next band has begun
            ticks.extend(np.minimum.accumulate(of_day[::-1])[::-1].tolist())
            bands.extend(range(len(starts)))
    band_from = np.array(ticks, dtype=np.int64)
    last = np.append(band_from[1:] != band_from[:-1], [True])
    return band_from[last], np.array(bands, dtype=np.int64)[last]
