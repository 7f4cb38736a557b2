"""What was lived: the published days before a horizon, as they really went.

Where it is known who came and when, that counts; where it is not, what was published.
A missed visit is nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from carerota.model import PastVisit, Rota
from carerota.model.rota import Assignment
from carerota.store.force import versions_of_days
from carerota.store.rows import actual_of, problem_of, version_of, version_row
from carerota.store.schema import ACTUALS
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Connection

    from carerota.model import ActualVisit, RotaProblem, Visit
    from carerota.store.force import Span

__all__ = ["Lived", "known_actuals", "lived_days", "lived_rota", "past_visits"]

SECONDS: Final = 60
Key = tuple["date", str, int]
"""Day, visit and slot."""


@dataclass(frozen=True, slots=True)
class Lived:
    """One slot of a visit as it went."""

    problem: str
    """Fingerprint of the problem in which the visit stands."""
    visit: Visit
    slot: int
    worker: str
    start: datetime
    end: datetime
    run: int


def lived_days(
    connection: Connection, span: Span
) -> tuple[list[Lived], dict[str, RotaProblem]]:
    """Give what was lived on some days, and the problems it belongs to."""
    known = _Known(connection)
    found: dict[Key, Lived] = {}
    held = versions_of_days(connection, span)
    for version_id in dict.fromkeys(held.values()):
        version = version_of(version_row(connection, version_id))
        days = {day for day, v in held.items() if v == version_id}
        visits = known.visits(version.problem)
        problem_then = known.problem(version.problem)
        for made in version.rota.assignments:
            visit = visits[made.visit]
            if visit.day in days:
                found[visit.day, visit.id, made.slot] = Lived(
                    version.problem,
                    visit,
                    made.slot,
                    made.worker,
                    made.start,
                    _end(problem_then, made, visit),
                    made.run,
                )
    for actual, recorded_at in known_actuals(connection, span):
        key = (actual.day, actual.visit, actual.slot)
        planned = found.pop(key, None)
        if actual.missed or not (actual.worker and actual.start and actual.end):
            continue
        problem = known.of_version(held.get(actual.day, recorded_at))
        if actual.visit not in known.visits(problem):
            problem = known.of_version(recorded_at)
        found[key] = Lived(
            problem,
            known.visits(problem)[actual.visit],
            actual.slot,
            actual.worker,
            actual.start,
            actual.end,
            planned.run if planned else 1,
        )
    in_time = sorted(found.values(), key=lambda x: (x.start.timestamp(), x.visit.id))
    return in_time, known.problems


class _Known:
    """Problems read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.problems: dict[str, RotaProblem] = {}
        self._visits: dict[str, dict[str, Visit]] = {}
        self._versions: dict[int, str] = {}

    def problem(self, fingerprint: str) -> RotaProblem:
        if fingerprint not in self.problems:
            self.problems[fingerprint] = problem_of(self._connection, fingerprint)
        return self.problems[fingerprint]

    def visits(self, fingerprint: str) -> dict[str, Visit]:
        if fingerprint not in self._visits:
            visits = self.problem(fingerprint).visits
            self._visits[fingerprint] = {visit.id: visit for visit in visits}
        return self._visits[fingerprint]

    def of_version(self, version: int) -> str:
        if version not in self._versions:
            row = version_row(self._connection, version)
            self._versions[version] = row.problem
        return self._versions[version]


def _end(problem: RotaProblem, made: Assignment, visit: Visit) -> datetime:
    """Give the end of a visit, right also where the clocks change in it."""
    clock = problem.clock
    lasts = minutes_to_ticks(visit.minutes, problem.ticks_per_minute)
    return clock.moment(clock.tick(made.start) + lasts)


def known_actuals(connection: Connection, span: Span) -> list[tuple[ActualVisit, int]]:
    """Give what is known to have happened, of each slot what was told last."""
    rows = connection.execute(
        select(ACTUALS)
        .where(
            ACTUALS.c.co_op == span.co_op,
            ACTUALS.c.day >= span.first.isoformat(),
            ACTUALS.c.day <= span.last.isoformat(),
        )
        .order_by(ACTUALS.c.id)
    )
    last: dict[Key, tuple[ActualVisit, int]] = {}
    for row in rows:
        actual = actual_of(row)
        last[actual.day, actual.visit, actual.slot] = (actual, row.version)
    return list(last.values())


def past_visits(lived: Iterable[Lived], problem: RotaProblem) -> list[PastVisit]:
    """Give what was lived before the first midnight of a problem as its history."""
    opens, local = problem.clock.origin, problem.clock.zone
    return [
        PastVisit(
            client=one.visit.client,
            worker=one.worker,
            start=one.start.astimezone(local),
            end=one.end.astimezone(local),
        )
        for one in lived
        if one.start < opens
    ]


def lived_rota(
    problem: RotaProblem, lived: Iterable[Lived]
) -> tuple[RotaProblem, Rota]:
    """Give what was lived as a problem and a rota that rules can be measured on.

    Each carer's part in a visit is a visit of its own, as long as it really took.
    Parts of workers whom the problem does not have are left out.
    """
    workers = {worker.id for worker in problem.workers}
    visits: list[Visit] = []
    made: list[Assignment] = []
    for one in lived:
        if one.worker not in workers:
            continue
        name = f"{len(visits)}"
        minutes = (one.end.timestamp() - one.start.timestamp()) / SECONDS
        visits.append(
            one.visit.model_copy(
                update={
                    "id": name,
                    "minutes": minutes,
                    "slots": (one.visit.slots[one.slot],),
                }
            )
        )
        made.append(
            Assignment(visit=name, worker=one.worker, start=one.start, run=one.run)
        )
    update = {"visits": tuple(visits), "links": (), "packages": ()}
    return problem.model_copy(update=update), Rota(assignments=tuple(made))
