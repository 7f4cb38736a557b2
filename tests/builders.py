"""Small builders of problems, rotas and readings for tests.

Times are told by the wall clock of a day: ``"09:00"`` on day 0 is the first day of the
horizon, ``"24:30"`` is half past midnight on the next day, day -1 lies before it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from carerota.compiled.build import compile_problem
from carerota.model import (
    Assignment,
    Availability,
    Client,
    History,
    PastVisit,
    Place,
    RestBreak,
    Rota,
    RotaProblem,
    Skill,
    Slot,
    TimeWindow,
    TravelMatrix,
    TravelMode,
    TravelTable,
    Uncovered,
    Visit,
    VisitLink,
    Worker,
)
from carerota.rules.reading import Reading
from carerota.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carerota.compiled.problem import Compiled
    from carerota.rules.base import Rule

ZONE = ZoneInfo("Europe/London")
MONDAY = date(2026, 6, 1)
"""The first day of the horizon unless told: a Monday without a change of clocks."""
SPRING = date(2026, 3, 23)
"""The Monday of the week in which the clocks go forward (Sunday, day 6, at 01:00)."""
AUTUMN = date(2026, 10, 19)
"""The Monday of the week in which the clocks go back (Sunday, day 6, at 02:00)."""
LONG = 70
"""A worker is available to this day of the horizon unless told, from day -14."""


def moment(wall: str, day: int = 0, *, first: date = MONDAY) -> datetime:
    """Give the moment at which the wall clock shows a time on a day."""
    hours, minutes = (int(x) for x in wall.split(":"))
    on = first + timedelta(days=day + hours // 24)
    return datetime.combine(on, time(hours % 24, minutes), tzinfo=ZONE)


def window(text: str, day: int = 0, *, first: date = MONDAY) -> TimeWindow:
    """Give the window ``"08:00-09:30"``; ``"08:00"`` has one moment only."""
    start, _, end = text.partition("-")
    return TimeWindow(
        start=moment(start, day, first=first),
        end=moment(end or start, day, first=first),
    )


def worker(
    name: str,
    *,
    skills: Iterable[str] = (),
    available: Sequence[tuple[Any, ...]] | None = None,
    first: date = MONDAY,
    **more: Any,
) -> Worker:
    """Give a worker who lives at ``home:<name>``.

    ``available``: pairs of a day and ``"08:00-12:00"``, a kind may follow; all the
    time if left out.
    """
    if available is None:
        until = first + timedelta(days=LONG)
        intervals: tuple[Availability, ...] = (
            Availability(
                start=moment("00:00", -14, first=first),
                end=datetime.combine(until, time(0), tzinfo=ZONE),
            ),
        )
    else:
        intervals = tuple(_available(*a, first=first) for a in available)
    more = {"home": f"home:{name}", **more}
    held = tuple(Skill(name=s) if isinstance(s, str) else s for s in skills)
    return Worker(id=name, skills=held, availability=intervals, **more)


def _available(
    day: int, text: str, kind: str = "available", *, first: date
) -> Availability:
    w = window(text, day, first=first)
    return Availability(start=w.start, end=w.end, kind=kind)  # type: ignore[arg-type]


def client(name: str, **more: Any) -> Client:
    """Give a client who lives at ``at:<name>``."""
    return Client(id=name, **{"place": f"at:{name}", **more})


def visit(
    name: str,
    client: str,
    windows: str,
    minutes: float = 30,
    *,
    day: int = 0,
    slots: int | Sequence[Slot] = 1,
    preferred: str | None = None,
    pinned_start: str | None = None,
    first: date = MONDAY,
    **more: Any,
) -> Visit:
    """Give a visit; ``windows`` may be several: ``"08:00-09:00, 17:00-18:00"``."""
    return Visit(
        id=name,
        client=client,
        day=first + timedelta(days=day),
        windows=tuple(window(w.strip(), day, first=first) for w in windows.split(",")),
        preferred=window(preferred, day, first=first) if preferred else None,
        pinned_start=moment(pinned_start, day, first=first) if pinned_start else None,
        minutes=minutes,
        slots=tuple(Slot() for _ in range(slots))
        if isinstance(slots, int)
        else tuple(slots),
        **more,
    )


def link(first: str, second: str, **more: Any) -> VisitLink:
    """Give the link ``first>second``; ``minimum``/``maximum`` are minutes."""
    renamed = {"minimum": "minimum_minutes", "maximum": "maximum_minutes"}
    fields = {renamed.get(k, k): v for k, v in more.items()}
    return VisitLink(id=f"{first}>{second}", first=first, second=second, **fields)


def past(
    client: str,
    worker: str,
    start: str,
    day: int = -1,
    *,
    minutes: float = 30,
    first: date = MONDAY,
) -> PastVisit:
    """Give a visit made before the horizon."""
    begins = moment(start, day, first=first)
    # added on the UTC time line, also over a change of clocks
    ends = datetime.fromtimestamp(begins.timestamp() + 60 * minutes, tz=ZONE)
    return PastVisit(client=client, worker=worker, start=begins, end=ends)


def problem(
    workers: Sequence[Worker] = (),
    clients: Sequence[Client] = (),
    visits: Sequence[Visit] = (),
    *,
    links: Sequence[VisitLink] = (),
    past: Sequence[PastVisit] = (),
    travel: float | Mapping[tuple[str, str], float] = 10,
    metres: float = 5000,
    areas: Mapping[str, str] | None = None,
    first: date = MONDAY,
    **more: Any,
) -> RotaProblem:
    """Give a problem of one week with all places and travel filled in.

    Parameters
    ----------
    travel
        Minutes between any two places, or minutes by pair of places (either way round
        unless both are given; 10 where a pair is missing).
    metres
        Between any two places.
    areas
        Area by place.
    """
    workers = workers or (worker("ann", first=first),)
    ids = dict.fromkeys(
        [
            *(x for w in workers for x in (w.home, w.start_place, w.end_place) if x),
            *(c.place for c in clients),
        ]
    )
    places = tuple(Place(id=x, area=(areas or {}).get(x)) for x in ids)
    by_pair = {} if isinstance(travel, int | float) else dict(travel)
    other = travel if isinstance(travel, int | float) else 10

    def leg(a: str, b: str) -> float:
        return 0 if a == b else by_pair.get((a, b), by_pair.get((b, a), other))

    matrices = tuple(
        TravelMatrix(
            mode=mode,
            places=tuple(ids),
            minutes=tuple(tuple(leg(a, b) for b in ids) for a in ids),
            metres=tuple(tuple(0.0 if a == b else metres for b in ids) for a in ids),
        )
        for mode in TravelMode
    )
    history = more.pop("history", History(visits=tuple(past)))
    return RotaProblem(
        **{
            "name": "tiny",
            "first_day": first,
            "days": 7,
            "places": places,
            "workers": tuple(workers),
            "clients": tuple(clients),
            "visits": tuple(visits),
            "links": tuple(links),
            "travel": TravelTable(matrices=matrices),
            "history": history,
            **more,
        }
    )


def rota(
    problem: RotaProblem,
    *made: tuple[Any, ...],
    breaks: Iterable[tuple[Any, ...]] = (),
) -> Rota:
    """Give a rota from ``(visit, worker, "09:00")``, a slot and a run may follow.

    The time is one of the visit's day. ``breaks``: ``(worker, "12:00", "12:20")``, a
    day may follow. Slots left out are uncovered.
    """
    first = problem.first_day
    day_of = {v.id: (v.day - first).days for v in problem.visits}
    assignments = []
    for name, who, wall, *rest in made:
        slot, run = (*rest, *(0, 1)[len(rest) :])
        assignments.append(
            Assignment(
                visit=name,
                slot=slot,
                worker=who,
                start=moment(wall, day_of[name], first=first),
                run=run,
            )
        )
    covered = {(a.visit, a.slot) for a in assignments}
    return Rota(
        problem=problem.name,
        assignments=tuple(assignments),
        breaks=tuple(
            RestBreak(
                worker=who,
                start=moment(start, *day, first=first),
                end=moment(end, *day, first=first),
            )
            for who, start, end, *day in breaks
        ),
        uncovered=tuple(
            Uncovered(visit=v.id, slot=s)
            for v in problem.visits
            for s in range(len(v.slots))
            if (v.id, s) not in covered
        ),
    )


def read(problem: RotaProblem, rota: Rota) -> Reading:
    """Read a rota against its problem."""
    return Reading(problem, rota, travel_times(problem))


def compiled(problem: RotaProblem) -> Compiled:
    """Compile a problem."""
    return compile_problem(problem)


def measured(
    rule: Rule,
    problem: RotaProblem,
    *made: tuple[Any, ...],
    breaks: Iterable[tuple[Any, ...]] = (),
) -> dict[tuple[str, int], int]:
    """Give a rule's amounts over a rota by ``(id, at)``, in the rule's own unit."""
    amounts = rule.measure(read(problem, rota(problem, *made, breaks=breaks)))
    assert all(key.level is rule.level for key in amounts), "a key of another level"
    assert all(amounts.values()), "a nought among the amounts"
    return {(key.id, key.at): amount for key, amount in amounts.items()}


def lines(
    rule: Rule,
    problem: RotaProblem,
    *made: tuple[Any, ...],
    breaks: Iterable[tuple[Any, ...]] = (),
) -> list[str]:
    """Give a rule's lines over a rota, in the order of its amounts."""
    reading = read(problem, rota(problem, *made, breaks=breaks))
    return [rule.line(reading, k, a) for k, a in rule.measure(reading).items()]
