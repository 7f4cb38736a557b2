"""How long a worker is on the way, and when a visit may start: for timing one day.

The same journeys that the checker counts, read from the compiled problem.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled

__all__ = ["Roads"]


class Roads:
    """Journeys, windows and availability, quick to ask one at a time.

    Parameters
    ----------
    compiled
        The problem.
    """

    def __init__(self, compiled: Compiled) -> None:
        c = compiled
        self.duration: list[int] = c.visit_duration.tolist()
        self.client: list[int] = c.visit_client.tolist()
        self.windows = [c.windows(v) for v in range(c.n_visits)]
        self._place: list[int] = c.visit_place.tolist()
        self._access: list[int] = c.visit_access.tolist()
        self._start: list[int] = c.worker_start.tolist()
        self._end: list[int] = c.worker_end.tolist()
        self._mode: list[int] = c.worker_mode.tolist()
        self._stretches = [c.stretches(w) for w in range(c.n_workers)]
        self._ticks = c.travel.ticks
        self._bands_from: list[int] = c.travel.band_from.tolist()
        self._bands: list[int] = c.travel.band_of_boundary.tolist()

    def _leg(self, w: int, here: int, there: int, tick: int) -> int:
        band = self._bands[bisect_right(self._bands_from, tick) - 1]
        return int(self._ticks[self._mode[w], band, here, there])

    def out(self, w: int, v: int, start: int) -> int:
        """Ticks from where the worker's runs begin to a visit that starts then."""
        return self._leg(w, self._start[w], self._place[v], start) + self._access[v]

    def back(self, w: int, v: int, end: int) -> int:
        """Ticks from a visit that ends then to where the worker's runs end."""
        return self._leg(w, self._place[v], self._end[w], end)

    def between(self, w: int, u: int, v: int, end: int) -> int:
        """Ticks from visit u, which ends then, to visit v."""
        access = 0 if self.client[u] == self.client[v] else self._access[v]
        return self._leg(w, self._place[u], self._place[v], end) + access

    def gap(self, w: int, u: int, v: int, end: int, start: int, *, home: bool) -> int:
        """Ticks on the way between two visits, by home or directly."""
        if home:
            return self.back(w, u, end) + self.out(w, v, start)
        return self.between(w, u, v, end)

    def opens(self, v: int) -> int:
        """Give the earliest start that a window of the visit allows."""
        return self.windows[v][0][0]

    def closes(self, v: int) -> int:
        """Give the latest start that a window of the visit allows."""
        return self.windows[v][-1][1]

    def available(self, w: int, v: int) -> bool:
        """Tell whether the worker is available for a visit in one of its windows."""
        lasts = self.duration[v]
        return any(
            max(opens, low) <= min(closes - lasts, high)
            for low, high in self.windows[v]
            for opens, closes in self._stretches[w]
        )
