"""Until when a start is on time, for the rules on lateness.

A visit may have several preferred windows, in order of time: a start is late against
the one that opened last before it; before all of them none is late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.problem import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading
    from carerota.rules.stops import Stop

__all__ = ["closing", "closing_table", "late"]


def late(reading: Reading, stop: Stop) -> int:
    """Give the ticks by which a start is late; none is late without a window."""
    window = stop.visit.preferred
    if window is None:
        return 0
    for other in stop.visit.also_preferred:
        if reading.clock.tick(other.start) <= stop.start:
            window = other
    return max(0, stop.start - reading.clock.tick(window.end))


def closing(cp: Encoder, s: int, v: int) -> Expr:
    """Give the end of the window that slot s of visit v is measured against."""
    (_, closes), *more = cp.compiled.closings(v)
    found: Expr = closes
    for opens, until in more:
        found = found + (until - closes) * cp.at_least(cp.start(s), opens)
        closes = until
    return found


def closing_table(compiled: Compiled) -> NDArray[np.int64]:
    """Give a row a visit: the end of its preferred window, NEVER without one.

    Then pairs for further windows: since when it counts, and its end.
    """
    rows = [compiled.closings(v) for v in range(compiled.n_visits)]
    widest = max((len(row) for row in rows), default=1)
    table = np.full((compiled.n_visits, 2 * widest - 1), 4 * NEVER, dtype=np.int64)
    for v, row in enumerate(rows):
        flat = [tick for pair in row for tick in pair][1:]
        table[v, : len(flat)] = flat
    return table
