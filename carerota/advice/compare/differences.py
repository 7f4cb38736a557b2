"""What is other between two rotas: visits, workers' weeks, clients' faces and times."""

from __future__ import annotations

from collections import defaultdict
from statistics import median_low
from typing import TYPE_CHECKING, Final

from carerota.advice.compare.record import (
    ClientChange,
    TimeChange,
    VisitChange,
    VisitOfOne,
    WorkerChange,
    WorkerFigures,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carerota.model import Visit
    from carerota.rules.reading import Reading
    from carerota.rules.stops import Stop

__all__ = [
    "client_changes",
    "kind_of",
    "usual",
    "visit_changes",
    "visits_of_one",
    "worker_changes",
]

HOUR_MINUTES: Final = 60
DAY_MINUTES: Final = 24 * 60


def visit_changes(a: Reading, b: Reading) -> Iterator[VisitChange]:
    """Give the slots that another worker makes, or at another time, in their order.

    Of the visits that both problems have.
    """
    for visit in a.visits.values():
        if visit.id not in b.visits:
            continue
        was = {s.slot: s for s in a.stops_of[visit.id]}
        now = {s.slot: s for s in b.stops_of[visit.id]}
        for slot in range(max(len(visit.slots), len(b.visits[visit.id].slots))):
            before, after = was.get(slot), now.get(slot)
            if _made(before) != _made(after):
                yield _visit_change(a, visit, slot, before, after)


def visits_of_one(a: Reading, b: Reading) -> tuple[VisitOfOne, ...]:
    """Give the visits that the first problem has and the second has not.

    Client by client, each client's in the order of the problem.
    """
    order = {client: i for i, client in enumerate(a.clients)}
    lone = [visit for visit in a.visits.values() if visit.id not in b.visits]
    lone.sort(key=lambda visit: order[visit.client])
    return tuple(_visit_of_one(a, visit) for visit in lone)


def _visit_of_one(reading: Reading, visit: Visit) -> VisitOfOne:
    stops = {stop.slot: stop for stop in reading.stops_of[visit.id]}
    carers = (stops.get(slot) for slot in range(len(visit.slots)))
    starts = [stop.start for stop in stops.values()]
    return VisitOfOne(
        visit=visit.id,
        client=visit.client,
        day=visit.day,
        carers=tuple(stop.worker.id if stop else None for stop in carers),
        start=reading.clock.moment(min(starts)) if starts else None,
    )


def _made(stop: Stop | None) -> tuple[str, int] | None:
    return None if stop is None else (stop.worker.id, stop.start)


def _visit_change(
    reading: Reading, visit: Visit, slot: int, before: Stop | None, after: Stop | None
) -> VisitChange:
    moment, tpm = reading.clock.moment, reading.ticks_per_minute
    both = before is not None and after is not None
    return VisitChange(
        visit=visit.id,
        slot=slot,
        client=visit.client,
        worker_before=before.worker.id if before else None,
        worker_after=after.worker.id if after else None,
        start_before=moment(before.start) if before else None,
        start_after=moment(after.start) if after else None,
        minutes_later=(after.start - before.start) / tpm  # type: ignore[union-attr]
        if both
        else None,
    )


# ── workers ───────────────────────────────────────────────────────────────────
def worker_changes(a: Reading, b: Reading) -> Iterator[WorkerChange]:
    """Give the workers whose week is another."""
    was, now = _visits_by_worker(a), _visits_by_worker(b)
    for worker in dict.fromkeys((*a.workers, *b.workers)):
        before, after = _worker_figures(a, worker), _worker_figures(b, worker)
        mine, then = now.get(worker, set()), was.get(worker, set())
        if before != after or mine != then:
            yield WorkerChange(
                worker=worker,
                before=before,
                after=after,
                gained=tuple(sorted(mine - then)),
                lost=tuple(sorted(then - mine)),
            )


def _visits_by_worker(reading: Reading) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for stop in reading.stops:
        found[stop.worker.id].add(stop.visit.id)
    return found


def _worker_figures(reading: Reading, worker: str) -> WorkerFigures:
    days = reading.days_of(worker)
    per_hour = HOUR_MINUTES * reading.ticks_per_minute
    return WorkerFigures(
        visits=sum(len(day.stops) for day in days),
        days=len(days),
        paid_hours=sum(day.paid for day in days) / per_hour,
        travel_hours=sum(day.travel for day in days) / per_hour,
        home_hours=sum(day.home_travel for day in days) / per_hour,
        waiting_hours=sum(day.waiting for day in days) / per_hour,
        split_days=sum(len(day.runs) > 1 for day in days),
    )


# ── clients ───────────────────────────────────────────────────────────────────
def client_changes(
    a: Reading,
    b: Reading,
    cancelled: Iterable[VisitOfOne],
    added: Iterable[VisitOfOne],
) -> Iterator[ClientChange]:
    """Give the clients who see other faces, or are visited at other usual times.

    ``cancelled``, ``added``: the visits that only the first or the second problem has.
    """
    was, now = _Seen(a), _Seen(b)
    gone, come = _ids_by_client(cancelled), _ids_by_client(added)
    for client in dict.fromkeys((*a.clients, *b.clients)):
        times = tuple(_time_changes(was, now, client))
        if (
            was.carers[client] != now.carers[client]
            or was.uncovered[client] != now.uncovered[client]
            or times
            or gone[client]
            or come[client]
        ):
            yield ClientChange(
                client=client,
                carers_before=tuple(sorted(was.carers[client])),
                carers_after=tuple(sorted(now.carers[client])),
                new_before=was.new(client),
                new_after=now.new(client),
                times=times,
                uncovered_before=was.uncovered[client],
                uncovered_after=now.uncovered[client],
                cancelled=tuple(gone[client]),
                added=tuple(come[client]),
            )


def _ids_by_client(visits: Iterable[VisitOfOne]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for lone in visits:
        found[lone.client].append(lone.visit)
    return found


class _Seen:
    """Who comes to each client, and when their visits of each kind start."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.carers: dict[str, set[str]] = defaultdict(set)
        self.uncovered: dict[str, int] = defaultdict(int)
        self.starts: dict[tuple[str, str], list[int]] = defaultdict(list)
        for visit in reading.visits.values():
            stops = reading.stops_of[visit.id]
            self.carers[visit.client] |= {s.worker.id for s in stops}
            self.uncovered[visit.client] += len(visit.slots) - len(stops)
            if stops:
                start = min(s.start for s in stops)
                self.starts[visit.client, kind_of(visit)].append(self._wall(start))

    def new(self, client: str) -> tuple[str, ...]:
        """Name those who have not been there before the horizon."""
        met = self._reading.past_meetings
        return tuple(sorted(w for w in self.carers[client] if not met.get((client, w))))

    def _wall(self, tick: int) -> int:
        """Give the minute of the day that the wall clock shows."""
        moment = self._reading.clock.moment(tick)
        return moment.hour * HOUR_MINUTES + moment.minute

    def usual(self, client: str, kind: str) -> tuple[str | None, float | None]:
        """Give the middle start, and how far the farthest lies from it."""
        starts = self.starts.get((client, kind))
        return usual(starts) if starts else (None, None)


def usual(walls: list[int]) -> tuple[str, float]:
    """Give the middle one of some times of the day, and the farthest one's distance.

    Parameters
    ----------
    walls
        Minutes since midnight; around midnight the clock begins anew.
    """
    quarter = DAY_MINUTES // 4
    late = any(t < quarter for t in walls) and any(t >= 3 * quarter for t in walls)
    turned = [t + DAY_MINUTES * (late and t < 2 * quarter) for t in walls]
    middle = median_low(turned)
    hours, minutes = divmod(middle % DAY_MINUTES, HOUR_MINUTES)
    return f"{hours:02}:{minutes:02}", float(max(abs(t - middle) for t in turned))


def kind_of(visit: Visit) -> str:
    """Name what recurs: the visit of a package, which ends an id after its date."""
    if visit.package is None or "/" not in visit.id:
        return visit.id
    return f"{visit.package}/{visit.id.rsplit('/', 1)[1]}"


def _time_changes(was: _Seen, now: _Seen, client: str) -> Iterator[TimeChange]:
    kinds = sorted({k for c, k in [*was.starts, *now.starts] if c == client})
    for kind in kinds:
        before, after = was.usual(client, kind), now.usual(client, kind)
        if before != after:
            yield TimeChange(
                name=kind,
                usual_before=before[0],
                usual_after=after[0],
                spread_before=before[1],
                spread_after=after[1],
            )
