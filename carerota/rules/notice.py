"""Notice: how long before a visit its change is made.

For the rules on the published rota, twice: for the checker and for the engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Visit
    from carerota.rules.reading import Reading

__all__ = ["notice", "notices"]


def notice(reading: Reading, visit: Visit) -> int:
    """Ticks from the change to when the visit's first window opens.

    The change is made when the history says so, else at the start of the horizon.
    """
    changed = reading.problem.history.published_at
    now = reading.clock.tick(changed) if changed is not None else 0
    return min(reading.clock.tick(w.start) for w in visit.windows) - now


def notices(compiled: Compiled) -> NDArray[np.int64]:
    """Give the same for every visit."""
    changed = compiled.problem.history.published_at
    now = compiled.clock.tick(changed) if changed is not None else 0
    opens: NDArray[np.int64] = compiled.window_from[compiled.window_ptr[:-1]]
    return opens - now
