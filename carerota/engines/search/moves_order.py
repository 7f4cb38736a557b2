"""Moves within the day of one worker: the same visits in another order."""

from typing import Final

from carerota.engines.search.chance import below
from carerota.engines.search.change import place
from carerota.engines.search.draws import beside
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import NEXT, POS, PREV, S_VISIT, WORKER

FARTHEST: Final = 20
"""How many slots on or back in the worker's day a slot is taken at most."""


@kernel
def along(m, s):
    """Draw a slot of the same worker's day, some way before or after slot s."""
    back = below(m, 2)
    steps = 1 + min(below(m, FARTHEST), below(m, FARTHEST))
    t = s
    for _ in range(steps):
        after = m[m[PREV] + t] if back else m[m[NEXT] + t]
        if after < 0:
            break
        t = after
    return t


@kernel
def reorder(m, s):
    """Let a worker make a slot, or two that follow each other, earlier or later.

    Or let two slots of the day change places in its order.
    """
    if m[m[WORKER] + s] < 0:
        return False
    t = along(m, s)
    u, v = m[m[S_VISIT] + s], m[m[S_VISIT] + t]
    if u == v:
        return False
    kind = below(m, 4)
    if kind == 0:
        first, second = m[m[POS] + u], m[m[POS] + v]
        place(m, u, second)
        place(m, v, first)
        return True
    after = m[m[NEXT] + s]
    changes = place(m, u, beside(m, t))
    if kind == 1 and after >= 0 and m[m[S_VISIT] + after] != v:
        changes = place(m, m[m[S_VISIT] + after], m[m[POS] + u] + 1) or changes
    return changes
