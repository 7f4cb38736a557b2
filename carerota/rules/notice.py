"""Notice: how long before a visit its change is made.

For the rules on the published rota, twice: for the checker and for the engines. And how
many times a change counts by that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from carerota.units import hours_to_ticks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Visit
    from carerota.rules.reading import Reading

__all__ = ["factor_of", "notice", "notices"]


class _Dearer(Protocol):
    """A rule by which a change counts more the shorter its notice."""

    @property
    def short_notice_hours(self) -> float: ...
    @property
    def short_notice_factor(self) -> int: ...
    @property
    def last_minute_hours(self) -> float: ...
    @property
    def last_minute_factor(self) -> int: ...


def factor_of(rule: _Dearer, ahead: int, ticks_per_minute: int) -> int:
    """Say how many times a change counts with so many ticks of notice."""
    if ahead < hours_to_ticks(rule.last_minute_hours, ticks_per_minute):
        return rule.last_minute_factor
    if ahead < hours_to_ticks(rule.short_notice_hours, ticks_per_minute):
        return rule.short_notice_factor
    return 1


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
