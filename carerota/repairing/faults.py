"""What is wrong with events: unknown, in the past, contradictory; all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from carerota.model import (
    CarBreaksDown,
    ClientInHospital,
    VisitAdded,
    VisitCancelled,
    VisitLengthened,
    VisitMoved,
    WorkerLate,
    WorkerSick,
)
from carerota.model.faults.issues import did_you_mean, fault, shown
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from carerota.errors import Issue
    from carerota.model import Rota, RotaEvent, RotaProblem, Visit

__all__ = ["about_whom", "event_faults"]

Span = tuple[int, int]
OF_VISITS = (VisitCancelled, VisitMoved, VisitLengthened)
STRETCHES = (WorkerSick, CarBreaksDown, ClientInHospital)
ENDLESS = 1 << 60


def event_faults(
    problem: RotaProblem, rota: Rota, events: Sequence[RotaEvent], now: datetime
) -> list[Issue]:
    """List every fault of events, in their order.

    Parameters
    ----------
    problem, rota
        What was published; the rota fits the problem.
    events
        What has happened since.
    now
        What began before it cannot be changed any more.
    """
    if now.tzinfo is None:
        return [fault("timezone-aware", "now", str(now), "a time with its zone")]
    view = _View(problem, rota, now, events)
    end = view.clock.day_start(problem.days)
    if view.now >= end:
        expected = f"a time before the end of the horizon, {view.at(end)}"
        return [fault("now-after-horizon", "now", view.at(view.now), expected)]
    found: list[Issue] = []
    known = []
    for i, event in enumerate(events):
        unknown = list(_unknown(view, event, f"events[{i}]"))
        found += unknown or _past(view, event, f"events[{i}]")
        if not unknown:
            known.append((i, event))
    for (i, a), (j, b) in combinations(known, 2):
        why = _contradiction(view, a, b)
        if why:
            found.append(
                fault(
                    "events-contradict",
                    f"events[{j}]",
                    f"{b.kind} {shown(about_whom(b))}",
                    f"nothing that contradicts events[{i}], {a.kind}",
                    why,
                )
            )
    return found


@dataclass
class _View:
    problem: RotaProblem
    rota: Rota
    moment: datetime
    events: Sequence[RotaEvent]
    starts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clock = self.problem.clock
        self.now = self.clock.tick(self.moment)
        self.workers = {w.id for w in self.problem.workers}
        self.clients = {c.id for c in self.problem.clients}
        self.visits = {v.id: v for v in self.problem.visits}
        added = (e.visit.id for e in self.events if isinstance(e, VisitAdded))
        self.with_added = {*self.visits, *added}
        """Visits of the problem and those that events add: what links may name."""
        for a in self.rota.assignments:
            start = self.clock.tick(a.start)
            self.starts[a.visit] = min(start, self.starts.get(a.visit, start))

    def at(self, tick: int) -> str:
        return f"{self.clock.moment(tick):%Y-%m-%d %H:%M}"

    def span(self, visit: Visit) -> Span:
        """From when to when a visit lasts; one nobody makes could still start."""
        last = max(self.clock.tick(w.end) for w in visit.windows)
        start = self.starts.get(visit.id, last)
        minutes = minutes_to_ticks(visit.minutes, self.problem.ticks_per_minute)
        return start, start + minutes

    def stretch(self, event: WorkerSick | CarBreaksDown | ClientInHospital) -> Span:
        end = ENDLESS if event.end is None else self.clock.tick(event.end)
        return self.clock.tick(event.start), end


def about_whom(event: RotaEvent) -> str:
    """Give the id of the visit, client or worker that an event is about."""
    if isinstance(event, VisitAdded):
        return event.visit.id
    if isinstance(event, OF_VISITS):
        return event.visit
    return event.client if isinstance(event, ClientInHospital) else event.worker


def _unknown(view: _View, event: RotaEvent, at: str) -> Iterator[Issue]:
    known: Collection[str]
    if isinstance(event, VisitAdded):
        if event.visit.id in view.visits:
            found = shown(event.visit.id)
            expected = "an id that no other visit has"
            yield fault("duplicate-id", f"{at}.visit.id", found, expected)
        yield from _unknown_ends(view, event, at)
        kind, path, known, name = (
            "client",
            "visit.client",
            view.clients,
            event.visit.client,
        )
    elif isinstance(event, OF_VISITS):
        kind, path, known, name = "visit", "visit", view.visits, event.visit
    elif isinstance(event, ClientInHospital):
        kind, path, known, name = "client", "client", view.clients, event.client
    else:
        kind, path, known, name = "worker", "worker", view.workers, event.worker
    if name not in known:
        yield _unknown_id(f"{at}.{path}", name, kind, known)


def _unknown_id(path: str, name: str, kind: str, known: Collection[str]) -> Issue:
    hint = did_you_mean(name, known)
    return fault("unknown-id", path, shown(name), f"the id of a {kind}", hint)


def _unknown_ends(view: _View, event: VisitAdded, at: str) -> Iterator[Issue]:
    """List ends of links that no visit has; one that is cancelled is no fault."""
    for k, link in enumerate(event.links):
        for end in ("first", "second"):
            name = getattr(link, end)
            if name not in view.with_added:
                path = f"{at}.links[{k}].{end}"
                yield _unknown_id(path, name, "visit", view.with_added)


def _past(view: _View, event: RotaEvent, at: str) -> Iterator[Issue]:
    clock, now = view.clock, view.now
    later = f"a time after now, {view.at(now)}"
    if isinstance(event, STRETCHES):
        start, end = view.stretch(event)
        if end <= start:
            expected = f"after its start, {view.at(start)}"
            yield fault("event-backwards", f"{at}.end", view.at(end), expected)
        elif end <= now:
            yield fault("event-past", f"{at}.end", view.at(end), later)
        elif start >= clock.day_start(view.problem.days):
            last = view.problem.last_day
            expected = f"a time in the horizon, which ends with {last}"
            yield fault("event-after-horizon", f"{at}.start", view.at(start), expected)
    elif isinstance(event, WorkerLate):
        until = clock.tick(event.until)
        if until <= now:
            yield fault("event-past", f"{at}.until", view.at(until), later)
        elif until >= clock.day_start(view.problem.days):
            last = view.problem.last_day
            expected = f"a time in the horizon, which ends with {last}"
            yield fault("event-after-horizon", f"{at}.until", view.at(until), expected)
    elif isinstance(event, VisitAdded):
        yield from _windows_past(view, event.visit, f"{at}.visit.windows")
    else:
        yield from _visit_past(view, event, at)


def _windows_past(view: _View, event: Visit | VisitMoved, at: str) -> Iterator[Issue]:
    last = max(view.clock.tick(w.end) for w in event.windows)
    if last <= view.now:
        expected = f"a window that ends after now, {view.at(view.now)}"
        yield fault("event-past", at, f"windows until {view.at(last)}", expected)


def _visit_past(
    view: _View, event: VisitCancelled | VisitMoved | VisitLengthened, at: str
) -> Iterator[Issue]:
    start, end = view.span(view.visits[event.visit])
    if isinstance(event, VisitLengthened):
        minutes = minutes_to_ticks(event.minutes, view.problem.ticks_per_minute)
        # a visit under way may last longer; what is over has lasted as long as it did
        if end <= view.now or (start < view.now and start + minutes < view.now):
            found = f"{shown(event.visit)}, over by {view.at(end)}"
            expected = f"a visit that ends after now, {view.at(view.now)}"
            yield fault("event-past", f"{at}.visit", found, expected)
        return
    if start < view.now:
        found = f"{shown(event.visit)}, begun at {view.at(start)}"
        expected = f"a visit that begins after now, {view.at(view.now)}"
        yield fault("event-past", f"{at}.visit", found, expected)
    if isinstance(event, VisitMoved):
        yield from _windows_past(view, event, f"{at}.windows")
        yield from _another_day(view, event, f"{at}.windows")


def _another_day(view: _View, event: VisitMoved, at: str) -> Iterator[Issue]:
    """Refuse windows that open on a day on which the visit is not wanted at all."""
    visit, zone = view.visits[event.visit], view.clock.zone
    own = {visit.day} | {w.start.astimezone(zone).date() for w in visit.windows}
    for k, window in enumerate(event.windows):
        day = window.start.astimezone(zone).date()
        if day not in own:
            found = f"{day} for {shown(event.visit)}"
            expected = f"a time on {visit.day}, the visit's own day"
            hint = "for another day, cancel it and add a visit"
            path = f"{at}[{k}].start"
            yield fault("moved-to-another-day", path, found, expected, hint)


# ── contradictions ────────────────────────────────────────────────────────────


def _contradiction(view: _View, a: RotaEvent, b: RotaEvent) -> str:
    """Say why two events cannot both be true; nothing where they can."""
    if isinstance(a, ClientInHospital) or isinstance(b, ClientInHospital):
        return _of_client(view, a, b)
    if isinstance(a, OF_VISITS) and isinstance(b, OF_VISITS):
        return _of_visit(a, b)
    if isinstance(a, VisitAdded) and isinstance(b, VisitAdded):
        same = a.visit.id == b.visit.id
        return "the same visit is added twice" if same else ""
    people = (WorkerSick, WorkerLate, CarBreaksDown)
    if isinstance(a, people) and isinstance(b, people) and a.worker == b.worker:
        return _of_worker(view, a, b)
    return ""


def _of_visit(a: RotaEvent, b: RotaEvent) -> str:
    if about_whom(a) != about_whom(b):
        return ""
    if type(a) is type(b):
        return "the same visit is told of twice"
    if isinstance(a, VisitCancelled) or isinstance(b, VisitCancelled):
        return "the visit is cancelled"
    return ""


def _of_worker(view: _View, a: RotaEvent, b: RotaEvent) -> str:
    if isinstance(a, WorkerLate) and isinstance(b, WorkerLate):
        zone = view.clock.zone
        same = a.until.astimezone(zone).date() == b.until.astimezone(zone).date()
        return "the worker is late twice on a day" if same else ""
    if type(a) is type(b) and isinstance(a, WorkerSick | CarBreaksDown):
        first, second = view.stretch(a), view.stretch(b)  # type: ignore[arg-type]
        meet = first[0] < second[1] and second[0] < first[1]
        return "the two stretches overlap" if meet else ""
    for late, sick in ((a, b), (b, a)):
        if isinstance(late, WorkerLate) and isinstance(sick, WorkerSick):
            start, end = view.stretch(sick)
            if start <= view.clock.tick(late.until) < end:
                return "the worker is sick when they are to start"
    return ""


def _of_client(view: _View, a: RotaEvent, b: RotaEvent) -> str:
    stay, other = (a, b) if isinstance(a, ClientInHospital) else (b, a)
    if not isinstance(stay, ClientInHospital):
        return ""
    start, end = view.stretch(stay)
    if isinstance(other, ClientInHospital):
        first, until = view.stretch(other)
        meet = stay.client == other.client and start < until and first < end
        return "the two stretches overlap" if meet else ""
    if isinstance(other, VisitAdded):
        client, windows = other.visit.client, other.visit.windows
    elif isinstance(other, VisitMoved) and other.visit in view.visits:
        client, windows = view.visits[other.visit].client, other.windows
    elif isinstance(other, VisitLengthened) and other.visit in view.visits:
        visit = view.visits[other.visit]
        inside = start <= view.span(visit)[0] < end and visit.client == stay.client
        return "the client is in hospital then" if inside else ""
    else:
        return ""
    times = [(view.clock.tick(w.start), view.clock.tick(w.end)) for w in windows]
    inside = all(start <= low and high < end for low, high in times)
    return "the client is in hospital then" if inside and client == stay.client else ""
