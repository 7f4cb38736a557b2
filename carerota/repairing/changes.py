"""What a repair changes: each difference once, with its cause and who must be told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from carerota.model.base import Id, Label, Minutes, Moment, Name, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carerota.model import Rota, RotaProblem

    Made = tuple[str | None, datetime | None, float | None]
    """Who, when and for how many minutes."""

__all__ = [
    "Cause",
    "Change",
    "ChangeKind",
    "NoticeCost",
    "Told",
    "differences",
    "kind_of_change",
]


class ChangeKind(StrEnum):
    """What happens to a carer's part in a visit."""

    WORKER = "worker"
    """Somebody else makes it; perhaps at another time."""
    TIME = "time"
    """The same worker makes it at another time."""
    LENGTH = "length"
    """The same worker makes it at the same time, for longer or less long."""
    COVERED = "covered"
    """Nobody made it, or it is new; now somebody does."""
    UNCOVERED = "uncovered"
    """Somebody made it, or it is new; nobody does."""
    CANCELLED = "cancelled"
    """It is not wanted any more."""


class Cause(Record):
    """Why something changes."""

    event: int | None = None
    """The index of the event; ``None``: something of the rota itself was broken."""
    direct: bool = True
    """Whether the event is about this slot or its worker at that time; else it gave
    way, or moved, so that another could be made."""
    visit: Id | None = None
    """Not direct: the visit whose change led to this one."""
    text: Label = ""
    """In a sentence, for the coordinator: it may tell of sickness."""


class Change(Record):
    """One carer's part in one visit, before and after."""

    visit: Id
    slot: int = 0
    client: Id
    kind: ChangeKind
    old_worker: Id | None = None
    new_worker: Id | None = None
    old_start: Moment | None = None
    new_start: Moment | None = None
    old_minutes: Minutes | None = None
    new_minutes: Minutes | None = None
    notice_hours: float
    """From now to the earlier of the two starts; of a new visit that nobody makes, to
    when it could start first."""
    cause: Cause = Cause()


class Told(Record):
    """Somebody who must be told, and what. It says nothing of anybody's reasons."""

    person: Literal["worker", "client"]
    id: Id
    notice_hours: float
    """Until the first of the changes."""
    visits: tuple[Id, ...]
    lines: tuple[Label, ...]
    """A sentence for each change, in order of time."""


class NoticeCost(Record):
    """What a change of the published rota costs, by how short the notice is."""

    rule: Name
    visit: Id
    slot: int = 0
    notice_hours: float
    """From now to when the visit's first window opens, as the rule has it."""
    points: float
    text: Label


def differences(
    before: RotaProblem, after: RotaProblem, old: Rota, new: Rota, now_tick: int
) -> Iterator[Change]:
    """Give every difference between two rotas, by time.

    Parameters
    ----------
    before, after
        The problem that each of them answers; both have one clock.
    old, new
        The two rotas.
    now_tick
        The moment of the change.
    """
    clock = before.clock
    was = {(a.visit, a.slot): a for a in old.assignments}
    now = {(a.visit, a.slot): a for a in new.assignments}
    planned = {v.id: v for v in before.visits}
    wanted = {v.id: v for v in after.visits}
    # what is new and finds nobody is no change of the rota: but somebody must be told
    added = {
        (v.id, s)
        for v in after.visits
        for s in range(len(v.slots))
        if v.id not in planned
    }
    found = []
    for part in was.keys() | now.keys() | added:
        a, b = was.get(part), now.get(part)
        name = part[0]
        old_minutes = planned[name].minutes if a else None
        new_minutes = wanted[name].minutes if b else None
        kind = kind_of_change(
            None if a is None else (a.worker, a.start, old_minutes),
            None if b is None else (b.worker, b.start, new_minutes),
            gone=name not in wanted,
        )
        if kind is None:
            continue
        starts = [clock.tick(x.start) for x in (a, b) if x is not None]
        first = min(starts or [clock.tick(w.start) for w in wanted[name].windows])
        hours = (first - now_tick) / (60 * before.ticks_per_minute)
        change = Change(
            visit=name,
            slot=part[1],
            client=(wanted.get(name) or planned[name]).client,
            kind=kind,
            old_worker=a.worker if a else None,
            new_worker=b.worker if b else None,
            old_start=clock.moment(clock.tick(a.start)) if a else None,
            new_start=clock.moment(clock.tick(b.start)) if b else None,
            old_minutes=old_minutes,
            new_minutes=new_minutes,
            notice_hours=round(max(0.0, hours), 2),
        )
        found.append((first, part, change))
    for _, _, change in sorted(found, key=lambda x: x[:2]):
        yield change


def kind_of_change(
    was: Made | None, now: Made | None, *, gone: bool = False
) -> ChangeKind | None:
    """Say what becomes of a part in a visit; ``None``: it is as it was.

    ``gone``: the visit is not wanted any more.
    """
    if was is None:
        return ChangeKind.COVERED if now else ChangeKind.UNCOVERED
    if now is None:
        return ChangeKind.CANCELLED if gone else ChangeKind.UNCOVERED
    kinds = (ChangeKind.WORKER, ChangeKind.TIME, ChangeKind.LENGTH)
    pairs = zip(kinds, was, now, strict=True)
    return next((kind for kind, old, new in pairs if old != new), None)
