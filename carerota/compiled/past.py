"""When past visits were, by tick and by the wall clock: read once for all who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from carerota.model.history import PastVisit
    from carerota.units import Clock

    Ints = NDArray[np.int64]

__all__ = ["PastTimes", "past_times", "wall_of"]


class PastTimes(NamedTuple):
    """One row a past visit, in their order."""

    start: Ints
    end: Ints
    """Ticks; negative before the horizon."""
    day: Ints
    """Index of the local day on which it starts; negative before the horizon."""
    wall: Ints
    """Microseconds that the wall clock shows at its start."""


def wall_of(local: datetime) -> int:
    """Give the microseconds that the wall clock shows since midnight."""
    minutes = local.hour * 60 + local.minute
    return (minutes * 60 + local.second) * 1_000_000 + local.microsecond


def past_times(visits: tuple[PastVisit, ...], clock: Clock) -> PastTimes:
    """Give when past visits were."""
    zone, tick = clock.zone, clock.tick
    first = clock.first_day.toordinal()
    starts = [visit.start.astimezone(zone) for visit in visits]
    columns = (
        map(tick, starts),
        (tick(visit.end) for visit in visits),
        (local.toordinal() - first for local in starts),
        map(wall_of, starts),
    )
    n = len(visits)
    return PastTimes(*(np.fromiter(x, dtype=np.int64, count=n) for x in columns))
