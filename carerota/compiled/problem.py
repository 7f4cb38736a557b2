"""A problem as immutable arrays of whole numbers: what the engines work on.

All times are ticks since the start of the horizon. Ids become indices in the order in
which the problem lists them; slots are numbered visit by visit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.past import PastTimes
    from carerota.model import RotaProblem
    from carerota.travel.table import TravelTimes
    from carerota.units import Clock

    Ints = NDArray[np.int64]

__all__ = ["NEVER", "PAST_DAYS", "PRIORITIES", "Compiled"]

NEVER: Final = 1 << 40
"""A tick beyond every horizon; its negative lies before every horizon."""

PAST_DAYS: Final = 14
"""Days of history before the horizon that rules on rest look back over."""

PRIORITIES: Final = ("critical", "essential", "flexible", "optional")
"""Priorities in order of their level."""


@dataclass(frozen=True)
class Compiled:
    """A problem as arrays. Every array is read-only; W workers, C clients, V visits,
    S slots, D days, K weeks, P places, L links, M modes, B bands of travel time.
    """  # noqa: D205

    problem: RotaProblem
    travel: TravelTimes
    clock: Clock

    worker_ids: tuple[str, ...]
    client_ids: tuple[str, ...]
    visit_ids: tuple[str, ...]
    link_ids: tuple[str, ...]

    day_start: Ints
    """(D + 1,) local midnights."""
    week_of_day: Ints
    """(D,) index of the calendar week."""
    week_full: Ints
    """(K,) 1 where the horizon holds all seven days of the week."""

    worker_start: Ints
    """(W,) place where runs start."""
    worker_end: Ints
    """(W,) place where runs end."""
    worker_mode: Ints
    """(W,) travel mode."""
    open_ptr: Ints
    """(W + 1,) where a worker's stretches of availability begin in ``open_from``."""
    open_from: Ints
    """Start of each stretch; touching intervals are one stretch, in order of time."""
    open_until: Ints
    shift_from: Ints
    """(W, D) where the worker's shift of the day begins: the first stretch of
    availability that begins on the day; -NEVER without one."""
    shift_until: Ints
    """(W, D) where the last such stretch ends; NEVER without one."""
    no_lunch: Ints
    """(W,) 1: the worker has no lunch break coming."""
    unwelcome_ptr: Ints
    """(W + 1,) the same for the stretches a worker marked unwelcome."""
    unwelcome_from: Ints
    unwelcome_until: Ints

    visit_client: Ints
    visit_place: Ints
    visit_access: Ints
    """(V,) ticks of access when coming from another client."""
    visit_day: Ints
    visit_duration: Ints
    visit_priority: Ints
    """(V,) index into :data:`PRIORITIES`."""
    visit_slot: Ints
    """(V + 1,) the first slot of each visit."""
    window_ptr: Ints
    """(V + 1,) where a visit's windows begin."""
    window_from: Ints
    window_until: Ints
    prefer_from: Ints
    """(V,) start of the preferred window, -NEVER where there is none."""
    prefer_until: Ints
    """(V,) end of the preferred window, NEVER where there is none."""
    also_ptr: Ints
    """(V + 1,) where a visit's further preferred windows begin."""
    also_from: Ints
    also_until: Ints
    slot_visit: Ints

    link_first: Ints
    link_second: Ints
    link_from_end: Ints
    """(L,) 1: the distance runs from the end of the first visit."""
    link_low: Ints
    """(L,) -NEVER: no minimum."""
    link_high: Ints
    """(L,) NEVER: no maximum."""
    link_same: Ints
    link_different: Ints

    past: PastTimes
    """When the past visits were, in the order of the history."""
    past_worker: Ints
    """By past visit, who made it; -1 nobody who is still there."""
    past_client: Ints
    """By past visit, who was visited; -1 nobody who still is."""
    past_from: Ints
    """(W, PAST_DAYS) start of work on each day before the horizon, the last column
    the day before it; NEVER on a free day."""
    past_until: Ints
    """(W, PAST_DAYS) end of work; -NEVER on a free day."""
    past_contact: Ints
    """(W, PAST_DAYS) ticks with clients."""
    past_met: Ints
    """(C, W) how often they met before the horizon."""

    visit_period: Ints
    """(V,) the period of the client's carer limit that the visit falls in."""
    period_client: Ints
    """(Q,) the client of each period; periods are numbered client by client."""
    period_at: Ints
    """(Q,) which period of its client it is."""
    period_met: Ints
    """(Q, W) 1: they met in this period before the horizon (a fortnight's first week
    may lie in the history)."""

    memo: dict[Any, Any] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    """What rules have worked out from the problem, by rule; a copy starts empty."""

    @property
    def n_workers(self) -> int:
        """W."""
        return len(self.worker_ids)

    @property
    def n_clients(self) -> int:
        """C."""
        return len(self.client_ids)

    @property
    def n_visits(self) -> int:
        """V."""
        return len(self.visit_ids)

    @property
    def n_slots(self) -> int:
        """S."""
        return len(self.slot_visit)

    @property
    def n_days(self) -> int:
        """D."""
        return len(self.day_start) - 1

    @property
    def n_weeks(self) -> int:
        """K."""
        return len(self.week_full)

    @property
    def n_links(self) -> int:
        """L."""
        return len(self.link_ids)

    def windows(self, v: int) -> list[tuple[int, int]]:
        """Give the windows of a visit."""
        return [*self._windows[v]]

    @cached_property
    def _windows(self) -> list[list[tuple[int, int]]]:
        return _rows(self.window_ptr, self.window_from, self.window_until)

    def closings(self, v: int) -> list[tuple[int, int]]:
        """Give since when lateness counts from which tick on, in order of time."""
        return [(-NEVER, int(self.prefer_until[v])), *self._also[v]]

    @cached_property
    def _also(self) -> list[list[tuple[int, int]]]:
        return _rows(self.also_ptr, self.also_from, self.also_until)

    def stretches(self, w: int) -> list[tuple[int, int]]:
        """Give a worker's stretches of availability."""
        return [*self._stretches[w]]

    @cached_property
    def _stretches(self) -> list[list[tuple[int, int]]]:
        return _rows(self.open_ptr, self.open_from, self.open_until)

    def unwelcome(self, w: int) -> list[tuple[int, int]]:
        """Give the stretches a worker marked unwelcome."""
        return [*self._unwelcome[w]]

    @cached_property
    def _unwelcome(self) -> list[list[tuple[int, int]]]:
        return _rows(self.unwelcome_ptr, self.unwelcome_from, self.unwelcome_until)

    def slots(self, v: int) -> range:
        """Give the slots of a visit."""
        return range(int(self.visit_slot[v]), int(self.visit_slot[v + 1]))

    def slot_index(self, s: int) -> int:
        """Give which slot of its visit a slot is."""
        return s - int(self.visit_slot[self.slot_visit[s]])

    def week_days(self, k: int) -> list[int]:
        """Give the days of a week of the horizon."""
        return [d for d in range(self.n_days) if self.week_of_day[d] == k]

    def slots_of_client(self, c: int) -> list[int]:
        """Give all slots of a client's visits."""
        return [int(s) for s in np.flatnonzero(self.visit_client[self.slot_visit] == c)]


def _rows(pointer: Ints, low: Ints, high: Ints) -> list[list[tuple[int, int]]]:
    """Give pairs of ticks row by row, in whole numbers of Python's own."""
    pairs = list(zip(low.tolist(), high.tolist(), strict=True))
    return [pairs[a:b] for a, b in pairwise(pointer.tolist())]
