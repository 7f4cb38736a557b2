"""Why each change is there: an event, or another change it gave way to.

Changes that share a worker's day, or a visit, belong together. From those that an event
is the direct cause of, the others are reached step by step; what is not reached has no
cause, and no place in a repair.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from carerota.repairing.changes import Cause, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence
    from datetime import date

    from carerota.model import RotaEvent
    from carerota.repairing.changes import Change
    from carerota.repairing.held import Part

__all__ = ["together", "with_causes"]

Day = tuple[str, "date"]


def with_causes(
    changes: Sequence[Change],
    direct: Mapping[Part, int | None],
    events: Sequence[RotaEvent],
    day_of: Mapping[str, date],
    *,
    weakly: bool,
) -> tuple[list[Change], list[Change]]:
    """Give the changes with their causes, and those that have none.

    Parameters
    ----------
    changes
        Every difference.
    direct
        The event that is the cause of a slot's change directly; ``None`` where the rota
        itself broke a rule there.
    events
        All of them.
    day_of
        The day of each visit.
    weakly
        Whether changes also belong together that share a worker on different days, or
        a client: through limits on hours, rest or carers.
    """
    reached: dict[int, Cause] = {}
    queue: deque[int] = deque()
    for i, change in enumerate(changes):
        part = (change.visit, change.slot)
        if part in direct:
            event = direct[part]
            reached[i] = Cause(event=event, text=_direct(event, events))
            queue.append(i)
    # what shares a day first, to the end; only then what is further apart
    for far in (False, True)[: 1 + weakly]:
        around = _Around(changes, day_of, weakly=far)
        queue.extend(i for i in reached if far)
        while queue:
            i = queue.popleft()
            for j in around.beside(i):
                if j not in reached:
                    reached[j] = Cause(
                        event=reached[i].event,
                        direct=False,
                        visit=changes[i].visit,
                        text=around.because(j, i),
                    )
                    queue.append(j)
    caused = [
        c.model_copy(update={"cause": reached[i]})
        for i, c in enumerate(changes)
        if i in reached
    ]
    return caused, [c for i, c in enumerate(changes) if i not in reached]


def together(
    changes: Sequence[Change], day_of: Mapping[str, date]
) -> list[list[Change]]:
    """Give changes in groups that share no worker's day and no visit."""
    around = _Around(changes, day_of, weakly=False)
    left, groups = set(range(len(changes))), []
    while left:
        group = [min(left)]
        left.discard(group[0])
        for i in group:
            near = [j for j in around.beside(i) if j in left]
            left.difference_update(near)
            group += near
        groups.append([changes[i] for i in sorted(group)])
    return groups


class _Around:
    """Which changes belong together, and how."""

    def __init__(
        self, changes: Sequence[Change], day_of: Mapping[str, date], *, weakly: bool
    ) -> None:
        self._changes = changes
        self._day_of = day_of
        self._weakly = weakly
        self._sharing: dict[Hashable, list[int]] = defaultdict(list)
        for i in range(len(changes)):
            for place in self._places(i):
                self._sharing[place].append(i)

    def _places(self, i: int) -> list[Hashable]:
        """Give what a change shares with others, the closest first."""
        c = self._changes[i]
        workers = [w for w in (c.new_worker, c.old_worker) if w is not None]
        day = self._day_of[c.visit]
        places: list[Hashable] = [("day", w, day) for w in workers]
        places.append(("visit", c.visit))
        if self._weakly:
            places += [("worker", w) for w in workers]
            places.append(("client", c.client))
            places.append("all")
        return places

    def beside(self, i: int) -> list[int]:
        """Give the changes next to one, the closest first."""
        found: dict[int, None] = {}
        for place in self._places(i):
            found |= dict.fromkeys(self._sharing[place])
        found.pop(i, None)
        return list(found)

    def because(self, j: int, i: int) -> str:
        """Say how change j follows from change i."""
        c, p = self._changes[j], self._changes[i]
        same_day = self._day_of[c.visit] == self._day_of[p.visit]
        came = p.new_worker if p.new_worker != p.old_worker else None
        if c.old_worker is None:
            return f"nobody made it; there is room now that {p.visit} changes"
        if c.visit == p.visit:
            return f"goes with the change of another carer of {p.visit}"
        if same_day and came is not None and came == c.old_worker:
            verb = "moved" if c.kind is ChangeKind.TIME else "gave way"
            return f"{verb} so that {p.visit} could be made by {came}"
        if same_day and c.new_worker is not None and c.new_worker == p.old_worker:
            if p.new_worker == p.old_worker:
                return f"fits beside the change of {p.visit} in {c.new_worker}'s day"
            return f"takes the room in {c.new_worker}'s day that {p.visit} left"
        if same_day:
            return f"goes with the change of {p.visit} in the same worker's day"
        return f"gave way so that {p.visit} could change and every rule is kept"


def _direct(event: int | None, events: Sequence[RotaEvent]) -> str:
    if event is None:
        return "the rota broke a rule here"
    e = events[event]
    match e.kind:
        case "worker_sick":
            return f"{e.worker} is away"
        case "worker_late":
            return f"{e.worker} starts later"
        case "car_breaks_down":
            return f"{e.worker} travels by {e.travel_mode.replace('_', ' ')}"
        case "client_in_hospital":
            return f"{e.client} is in hospital"
        case "visit_cancelled":
            return "the visit is cancelled"
        case "visit_moved":
            return "the visit is moved"
        case "visit_lengthened":
            return f"the visit takes {e.minutes:g} minutes now"
        case "visit_added":
            return "the visit is new"
