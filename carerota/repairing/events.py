"""From events to the problem they leave, and to what of the rota they undo."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import TYPE_CHECKING

from carerota.errors import DataError, Issue
from carerota.model import (
    CarBreaksDown,
    ClientInHospital,
    Rota,
    TravelChange,
    VisitAdded,
    VisitCancelled,
    VisitLengthened,
    VisitMoved,
    WorkerLate,
    WorkerSick,
)
from carerota.model.faults import faults
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from carerota.model import (
        Assignment,
        Availability,
        RotaEvent,
        RotaProblem,
        Visit,
        VisitLink,
        Worker,
    )
    from carerota.repairing.held import Part

__all__ = ["Effect", "apply_events"]


@dataclass
class Effect:
    """What events leave.

    Parameters
    ----------
    problem
        As it is now: packages expanded, the rota published in its history.
    rota
        What of the rota stands.
    loose
        Slots that lost their carer or are new: somebody is looked for.
    causes
        The event that did something to a slot directly, by slot.
    days
        Days that are directly affected.
    room
        Days on which an event takes work away: what nobody made may now be made.
    """

    problem: RotaProblem
    rota: Rota
    loose: set[Part] = field(default_factory=set)
    causes: dict[Part, int] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    room: set[date] = field(default_factory=set)

    def loosen(self, parts: Iterable[Part], cause: int | None = None) -> None:
        """Take slots from whoever makes them."""
        parts = set(parts)
        kept = [a for a in self.rota.assignments if (a.visit, a.slot) not in parts]
        self.rota = self.rota.model_copy(update={"assignments": tuple(kept)})
        self.loose |= parts
        day_of = {v.id: v.day for v in self.problem.visits}
        self.days |= {day_of[v] for v, _ in parts if v in day_of}
        if cause is not None:
            for part in parts:
                self.causes.setdefault(part, cause)


def apply_events(
    problem: RotaProblem, rota: Rota, events: Sequence[RotaEvent], now: datetime
) -> Effect:
    """Apply events that have no faults.

    Raises
    ------
    DataError
        What is added or moved makes no sense in the problem.
    """
    applied = _Applied(problem, rota, now)
    # what visits there are comes before who is away from them
    order: dict[type, int] = {VisitCancelled: 1, ClientInHospital: 2}
    people = WorkerSick | WorkerLate | CarBreaksDown
    for i, event in sorted(
        enumerate(events),
        key=lambda e: 3 if isinstance(e[1], people) else order.get(type(e[1]), 0),
    ):
        applied.take(i, event)
    return applied.effect(events)


class _Applied:
    """The problem while events change it."""

    def __init__(self, problem: RotaProblem, rota: Rota, now: datetime) -> None:
        self.problem = problem
        self.old = rota
        self.now = now
        self.clock = problem.clock
        self.workers = {w.id: w for w in problem.workers}
        self.planned = {v.id: v for v in problem.visits}
        self.visits = dict(self.planned)
        self.links = list(problem.links)
        self.made: dict[str, list[Assignment]] = {}
        for a in rota.assignments:
            self.made.setdefault(a.visit, []).append(a)
        self.lost: list[tuple[int, set[Part]]] = []
        self.causes: dict[Part, int] = {}
        self.days: set[date] = set()
        self.room: set[date] = set()
        self.of_visit: dict[str, int] = {}
        """The event that made a visit what it is now."""

    def take(self, i: int, event: RotaEvent) -> None:
        """Apply one event."""
        match event:
            case WorkerSick():
                self._away(i, event.worker, event.start, event.end)
            case WorkerLate():
                day = event.until.astimezone(self.clock.zone).date()
                start = self.clock.midnight(day)
                self._away(i, event.worker, start, event.until)
            case CarBreaksDown():
                self._on_foot(i, event)
            case VisitCancelled():
                self._gone(i, [event.visit])
            case ClientInHospital():
                self._gone(i, self._during(event))
            case VisitAdded():
                self.visits[event.visit.id] = event.visit
                self.links += event.links
                self.of_visit[event.visit.id] = i
                parts = {(event.visit.id, s) for s in range(len(event.visit.slots))}
                self.lost.append((i, parts))
            case VisitMoved():
                self._moved(i, event)
            case VisitLengthened():
                self._lasts(i, event)

    # ── workers ───────────────────────────────────────────────────────────────

    def _away(self, i: int, worker: str, start: datetime, end: datetime) -> None:
        """Take availability away, after what is under way."""
        low, high = self.clock.tick(start), self.clock.tick(end)
        now = self.clock.tick(self.now)
        gone: set[Part] = set()
        low = max(low, now)
        theirs = [a for a in self.old.assignments if a.worker == worker]
        for a in theirs:
            begins, ends = self._span(a)
            if begins < now and ends > low:
                # a visit under way is ended first
                low = ends
        for a in theirs:
            begins, ends = self._span(a)
            if begins >= now and begins < high and ends > low:
                gone.add((a.visit, a.slot))
        if low < high:
            since = self.clock.moment(low)
            self.workers[worker] = _without(self.workers[worker], since, end)
        self.lost.append((i, gone))

    def _on_foot(self, i: int, event: CarBreaksDown) -> None:
        since = max(event.start, self.now)
        change = TravelChange(start=since, end=event.end, mode=event.travel_mode)
        worker = self.workers[event.worker]
        self.workers[event.worker] = worker.model_copy(
            update={"travel_changes": (*worker.travel_changes, change)}
        )
        for a in self.old.assignments:
            mine = a.worker == event.worker and a.visit in self.visits
            if mine and since <= a.start < event.end:
                self._note(i, (a.visit, a.slot), self.visits[a.visit].day)

    # ── visits ────────────────────────────────────────────────────────────────

    def _gone(self, i: int, names: Iterable[str]) -> None:
        for name in names:
            visit = self.visits.pop(name, None)
            if visit is None:
                continue
            self.room.add(visit.day)
            for a in self.made.get(name, ()):
                self._note(i, (name, a.slot), visit.day)

    def _during(self, event: ClientInHospital) -> list[str]:
        now = self.clock.tick(self.now)
        low = max(self.clock.tick(event.start), now)
        high = None if event.end is None else self.clock.tick(event.end)
        found = []
        for visit in self.visits.values():
            starts = [self.clock.tick(a.start) for a in self.made.get(visit.id, ())]
            opens = min(self.clock.tick(w.start) for w in visit.windows)
            # a visit that has just been moved starts at its old time no more
            moved = visit.windows != self.planned.get(visit.id, visit).windows
            first = opens if moved else min(starts, default=opens)
            inside = low <= first and (high is None or first < high)
            if visit.client == event.client and inside:
                found.append(visit.id)
        return found

    def _moved(self, i: int, event: VisitMoved) -> None:
        visit = self.visits[event.visit]
        self.visits[event.visit] = visit.model_copy(
            update={
                "windows": event.windows,
                "preferred": event.preferred,
                "also_preferred": (),
                "pinned_start": None,
            }
        )
        self.of_visit[event.visit] = i
        parts = {(event.visit, s) for s in range(len(visit.slots))}
        self.lost.append((i, parts))
        self.room.add(visit.day)

    def _lasts(self, i: int, event: VisitLengthened) -> None:
        visit = self.visits[event.visit]
        if event.minutes < visit.minutes:
            self.room.add(visit.day)
        self.visits[event.visit] = visit.model_copy(update={"minutes": event.minutes})
        self.of_visit[event.visit] = i
        for a in self.made.get(event.visit, ()):
            self._note(i, (event.visit, a.slot), visit.day)

    # ── together ──────────────────────────────────────────────────────────────

    def _note(self, i: int, part: Part, day: date) -> None:
        self.causes.setdefault(part, i)
        self.days.add(day)

    def _span(self, a: Assignment) -> tuple[int, int]:
        start = self.clock.tick(a.start)
        # the visit may be one that an event has taken away
        minutes = (self.visits.get(a.visit) or self.planned[a.visit]).minutes
        return start, start + minutes_to_ticks(minutes, self.problem.ticks_per_minute)

    def effect(self, events: Sequence[RotaEvent]) -> Effect:
        """Give what all of them leave."""
        kept_links = [x for x in self.links if {x.first, x.second} <= set(self.visits)]
        published = self._published()
        history = self.problem.history.model_copy(
            update={"published": published, "published_at": self.now}
        )
        after = self.problem.model_copy(
            update={
                "workers": tuple(self.workers.values()),
                "visits": tuple(self.visits.values()),
                "links": tuple(kept_links),
                "packages": (),
                "history": history,
            }
        )
        self._refuse(after, kept_links, events)
        stands = tuple(a for a in self.old.assignments if a.visit in self.visits)
        rota = self.old.model_copy(update={"assignments": stands, "uncovered": ()})
        effect = Effect(after, rota, causes=self.causes, days=self.days, room=self.room)
        for i, parts in self.lost:
            effect.loosen({p for p in parts if p[0] in self.visits}, i)
        return effect

    def _published(self) -> Rota:
        """Give what people are told, with the times that an event itself changed."""
        told = []
        for a in self.old.assignments:
            visit = self.visits.get(a.visit)
            if visit is None:
                continue
            start = a.start
            if a.visit in self.of_visit:
                start = _nearest(visit, a.start)
            told.append(
                a if start == a.start else a.model_copy(update={"start": start})
            )
        return self.old.model_copy(update={"assignments": tuple(told), "uncovered": ()})

    def _refuse(
        self, after: RotaProblem, links: list[VisitLink], events: Sequence[RotaEvent]
    ) -> None:
        """Refuse what is added or moved to where it makes no sense."""
        cars = [i for i, e in enumerate(events) if isinstance(e, CarBreaksDown)]
        if not self.of_visit and not cars:
            return
        issues = [
            replace(issue, path=self._path(issue, after, links, events))
            for issue in faults(after)
            # whoever is pinned may well be away now: that is found while repairing
            if not issue.warning and issue.code != "pin-unavailable"
        ]
        if issues:
            raise DataError(issues, source="the events")

    def _path(
        self,
        issue: Issue,
        after: RotaProblem,
        links: list[VisitLink],
        events: Sequence[RotaEvent],
    ) -> str:
        kind, _, rest = issue.path.partition("[")
        index, _, rest = rest.partition("]")
        if kind == "visits" and index.isdigit():
            i = self.of_visit.get(after.visits[int(index)].id)
            if i is not None:
                added = isinstance(events[i], VisitAdded)
                return f"events[{i}]{'.visit' if added else ''}{rest}"
        if kind == "links" and index.isdigit():
            link = links[int(index)]
            for name in (link.first, link.second):
                if name in self.of_visit:
                    return f"events[{self.of_visit[name]}].links"
        if kind == "places":
            # nobody went by that mode before
            for i, event in enumerate(events):
                if isinstance(event, CarBreaksDown):
                    return f"events[{i}].travel_mode"
        return issue.path


def _without(worker: Worker, start: datetime, end: datetime) -> Worker:
    """Give a worker who is not available for a time."""
    left: list[Availability] = []
    # moments of one zone would be compared by their wall clocks
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    for stretch in worker.availability:
        if stretch.end <= start or stretch.start >= end:
            left.append(stretch)
            continue
        if stretch.start < start:
            left.append(stretch.model_copy(update={"end": start}))
        if stretch.end > end:
            left.append(stretch.model_copy(update={"start": end}))
    return worker.model_copy(update={"availability": tuple(left)})


def _nearest(visit: Visit, start: datetime) -> datetime:
    """Give the allowed start nearest to another."""
    at = start.astimezone(UTC)
    inside = [min(max(at, w.start), w.end) for w in visit.windows]
    nearest = min(inside, key=lambda t: abs(t - at))
    return start if nearest == at else nearest
