"""Who must be told of which change, in sentences that give away nobody's reasons."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from carerota.repairing.changes import ChangeKind, Told, kind_of_change
from carerota.units import day_and_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from carerota.repairing.changes import Change

__all__ = ["told"]

Person = tuple[Literal["worker", "client"], str]


def told(changes: Iterable[Change]) -> tuple[Told, ...]:
    """Give everybody who must be told, those with the shortest notice first."""
    lines: dict[Person, list[tuple[float, str, str]]] = defaultdict(list)
    for change in _by_people(changes):
        for person, hours, text in _lines(change):
            lines[person].append((hours, change.visit, text))
    found = []
    for (kind, name), said in lines.items():
        said.sort(key=lambda x: x[:2])
        found.append(
            Told(
                person=kind,
                id=name,
                notice_hours=said[0][0],
                visits=tuple(dict.fromkeys(v for _, v, _ in said)),
                lines=tuple(text for _, _, text in said),
            )
        )
    return tuple(sorted(found, key=lambda t: (t.notice_hours, t.person, t.id)))


def _by_people(changes: Iterable[Change]) -> Iterator[Change]:
    """Give changes as people see them: the slots of a visit are one to them.

    Who makes another slot of the same visit comes as before, or at another time.
    """
    of_visit: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        of_visit[change.visit].append(change)
    for some in of_visit.values():
        was = {c.old_worker: c for c in some if c.old_worker}
        now = {c.new_worker: c for c in some if c.new_worker}
        stay = was.keys() & now.keys()
        if all(was[w] is now[w] for w in stay):
            yield from some
            continue
        for worker in stay:
            yield from _joined(was[worker], now[worker])
        gone = [was[w] for w in was if w not in stay]
        come = [now[w] for w in now if w not in stay]
        for a, b in zip_longest(gone, come):
            yield from _joined(a, b)


def _joined(a: Change | None, b: Change | None) -> Iterator[Change]:
    """Give one change for who made a slot and who makes another of the same visit."""
    nobody = (None, None, None)
    was = (a.old_worker, a.old_start, a.old_minutes) if a else None
    now = (b.new_worker, b.new_start, b.new_minutes) if b else None
    kind, some = kind_of_change(was, now), b or a
    if kind is None or some is None:
        return
    fields = ("worker", "start", "minutes")
    old = zip((f"old_{x}" for x in fields), was or nobody, strict=True)
    new = zip((f"new_{x}" for x in fields), now or nobody, strict=True)
    yield some.model_copy(update={"kind": kind, **dict(old), **dict(new)})


def _lines(c: Change) -> Iterator[tuple[Person, float, str]]:
    """Give each person's line of a change, with their hours of notice."""
    hours = c.notice_hours
    yield ("client", c.client), hours, _to_client(c)
    if c.old_worker is not None and c.old_worker != c.new_worker:
        when = _at(c.old_start)
        yield (
            ("worker", c.old_worker),
            _ahead(c, c.old_start),
            f"you do not visit {c.client} at {when} ({c.visit})",
        )
    if c.new_worker is None:
        return
    told_before = c.old_start if c.old_worker == c.new_worker else None
    at = _at(c.new_start, told_before)
    text = f"you visit {c.client} at {at}{_lasting(c)} ({c.visit})"
    if c.old_worker == c.new_worker:
        if c.kind is ChangeKind.TIME:
            text += f" instead of at {_at(c.old_start, c.new_start)}"
        yield ("worker", c.new_worker), hours, text
    else:
        yield ("worker", c.new_worker), _ahead(c, c.new_start), text


def _to_client(c: Change) -> str:
    match c.kind:
        case ChangeKind.CANCELLED:
            return f"no visit at {_at(c.old_start)} ({c.visit})"
        case ChangeKind.UNCOVERED:
            if c.old_worker is None:
                return f"nobody has been found yet ({c.visit})"
            text = f"{c.old_worker} cannot come at {_at(c.old_start)}; nobody else"
            return f"{text} has been found yet ({c.visit})"
        case ChangeKind.COVERED:
            return f"{c.new_worker} comes at {_at(c.new_start)} ({c.visit})"
        case ChangeKind.LENGTH:
            text = f"{c.new_worker} comes at {_at(c.new_start)} as planned"
            return f"{text}{_lasting(c)} ({c.visit})"
    at = _at(c.new_start, c.old_start)
    text = f"{c.new_worker} comes at {at}{_lasting(c)}"
    if c.kind is ChangeKind.WORKER:
        text += f" instead of {c.old_worker}"
    if c.new_start != c.old_start:
        text += f", not at {_at(c.old_start, c.new_start)}"
    return f"{text} ({c.visit})"


def _lasting(c: Change) -> str:
    if c.old_minutes is None or c.old_minutes == c.new_minutes:
        return ""
    return f" for {c.new_minutes:g} instead of {c.old_minutes:g} minutes"


def _ahead(c: Change, start: datetime | None) -> float:
    """Hours from now to a start: more than the change's own, where it is the later."""
    starts = [x for x in (c.old_start, c.new_start) if x is not None]
    if start is None:
        return c.notice_hours
    later = (start.timestamp() - min(x.timestamp() for x in starts)) / 3600
    return round(c.notice_hours + later, 2)


def _at(moment: datetime | None, other: datetime | None = None) -> str:
    """Say when; with the seconds where it would sound like another time without."""
    if moment is None:
        return "no time"
    return day_and_time(moment, other)
