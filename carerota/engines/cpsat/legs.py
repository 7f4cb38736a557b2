"""Legs of travel as expressions: whole numbers unless the time of day decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from carerota.compiled.problem import Compiled
    from carerota.engines.cpsat.algebra import Algebra
    from carerota.rules.encoder import Expr

__all__ = ["Legs"]


class Legs:
    """Ticks and metres of a worker's journeys between slots, and from and to home.

    As the checker reads them: a journey from a visit departs at its end, one from home
    is looked up at the start of the visit it goes to.
    """

    def __init__(self, compiled: Compiled, algebra: Algebra) -> None:
        self._c = compiled
        self._algebra = algebra
        self._ticks = compiled.travel.ticks
        self._metres = compiled.travel.metres
        self._bands = self._ticks.shape[1]

    def _access(self, v: int) -> int:
        return int(self._c.visit_access[v])

    def between(self, w: int, v: int, u: int, end: Expr) -> tuple[Expr, int]:
        """Ticks with access, and metres, from visit v that ends at ``end`` to u."""
        c = self._c
        leg, metres = self._leg(w, c.visit_place[v], c.visit_place[u], end)
        same = c.visit_client[v] == c.visit_client[u]
        return leg + (0 if same else self._access(u)), metres

    def out(self, w: int, v: int, start: Expr) -> tuple[Expr, int]:
        """Ticks with access, and metres, from home to visit v that starts then."""
        c = self._c
        leg, metres = self._leg(w, c.worker_start[w], c.visit_place[v], start)
        return leg + self._access(v), metres

    def back(self, w: int, v: int, end: Expr) -> tuple[Expr, int]:
        """Ticks and metres from visit v that ends at ``end`` to home."""
        c = self._c
        return self._leg(w, c.visit_place[v], c.worker_end[w], end)

    def _leg(self, w: int, here: int, there: int, at: Expr) -> tuple[Expr, int]:
        mode = self._c.worker_mode[w]
        metres = int(self._metres[mode, here, there])
        by_band = self._ticks[mode, :, here, there]
        if self._bands == 1 or (by_band == by_band[0]).all():
            return int(by_band[0]), metres
        times = self._c.travel
        low, high = self._algebra.bounds(at)
        first = int(np.searchsorted(times.band_from, low, side="right")) - 1
        last = int(np.searchsorted(times.band_from, high, side="right"))
        steps = [
            (int(times.band_from[i]), int(by_band[times.band_of_boundary[i]]))
            for i in range(first, last)
        ]
        return self._algebra.stepped(at, steps), metres
