"""How two rotas differ, visit by visit, as the people on them would tell it."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from typing import TYPE_CHECKING

from carerota.store.records import VersionChange
from carerota.units import times_apart

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from carerota.model import Assignment, Rota

__all__ = ["difference", "made_texts"]


def difference(before: Rota, after: Rota) -> tuple[VersionChange, ...]:
    """List what differs: who comes, and when. Equal rotas give nothing.

    A worker who makes a visit in both is the same person on it, whichever slot it is:
    two carers who change places at a double-up change nothing for anybody. The run, a
    matter of where a worker waits, is no change of the visit.

    Parameters
    ----------
    before, after
        Two rotas for the same days; in order of time the changes come out.
    """
    old, new = _by_visit(before), _by_visit(after)
    found = [
        change
        for visit in dict.fromkeys((*old, *new))
        for change in _changes(visit, old[visit], new[visit])
    ]
    return tuple(sorted(found, key=_order))


def _by_visit(rota: Rota) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = defaultdict(list)
    for made in sorted(rota.assignments, key=lambda a: (a.visit, a.slot)):
        found[made.visit].append(made)
    return found


def _changes(
    visit: str, old: list[Assignment], new: list[Assignment]
) -> list[VersionChange]:
    found = []
    rest = list(new)
    without: list[Assignment] = []
    for was in old:
        same = next((a for a in rest if a.worker == was.worker), None)
        if same is None:
            without.append(was)
            continue
        rest.remove(same)
        if same.start.astimezone(UTC) != was.start.astimezone(UTC):
            found.append(VersionChange(visit=visit, before=was, after=same))
    for i in range(max(len(without), len(rest))):
        gone = without[i] if i < len(without) else None
        come = rest[i] if i < len(rest) else None
        found.append(VersionChange(visit=visit, before=gone, after=come))
    return found


def _order(change: VersionChange) -> tuple[float, str, int]:
    made = [a for a in (change.after, change.before) if a is not None]
    return made[0].start.timestamp(), change.visit, made[0].slot


def made_texts(
    before: Assignment | None, after: Assignment | None, zone: ZoneInfo
) -> tuple[str, str]:
    """Say who made a visit when, and who makes it now, so that it can be told apart.

    Parameters
    ----------
    before, after
        ``None``: nobody.
    zone
        Of the wall clock.
    """
    starts = [made.start.astimezone(zone) for made in (before, after) if made]
    times = iter(times_apart(starts[0], starts[-1]) if starts else ())
    was, now = (
        "nobody" if made is None else f"{made.worker} {next(times)}"
        for made in (before, after)
    )
    return was, now
