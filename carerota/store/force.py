"""What is in force: of each day the version published last among those that hold it.

Versions of one horizon follow each other. Horizons may overlap (a co-op may plan a
fortnight every week): then each day is that of the version published last, and what
people have been told of a stretch of days may come from several.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from carerota.model import Rota
from carerota.store.rows import problem_of, record_of
from carerota.store.schema import PROPOSALS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from carerota.model import RotaProblem

__all__ = ["Span", "covered_since", "newest", "told", "versions_of_days"]


@dataclass(frozen=True, slots=True)
class Span:
    """A co-op and a stretch of days, both ends included."""

    co_op: str
    first: date
    last: date

    @classmethod
    def of(cls, co_op: str, problem: RotaProblem) -> Span:
        """Give the horizon of a problem."""
        return cls(co_op, problem.first_day, problem.last_day)

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        n = (self.last - self.first).days + 1
        return [self.first + timedelta(days=i) for i in range(n)]


def newest(connection: Connection, span: Span) -> int:
    """Give the id of the version published last that holds a day; nought: none."""
    found = connection.scalar(
        select(func.max(VERSIONS.c.id)).where(
            VERSIONS.c.co_op == span.co_op,
            VERSIONS.c.first_day <= span.last.isoformat(),
            VERSIONS.c.last_day >= span.first.isoformat(),
        )
    )
    return int(found or 0)


def covered_since(connection: Connection, co_op: str) -> date | None:
    """Give the first day of a co-op that any version holds."""
    first = connection.scalar(
        select(func.min(VERSIONS.c.first_day)).where(VERSIONS.c.co_op == co_op)
    )
    return None if first is None else date.fromisoformat(first)


def versions_of_days(
    connection: Connection, span: Span, *, before: int | None = None
) -> dict[date, int]:
    """Give the id of the version in force for each day that has one.

    Parameters
    ----------
    connection
        The store.
    span
        The days.
    before
        As it was before the version of this id was published.
    """
    query = select(VERSIONS.c.id, VERSIONS.c.first_day, VERSIONS.c.last_day).where(
        VERSIONS.c.co_op == span.co_op,
        VERSIONS.c.first_day <= span.last.isoformat(),
        VERSIONS.c.last_day >= span.first.isoformat(),
    )
    if before is not None:
        query = query.where(VERSIONS.c.id < before)
    held: dict[date, int] = {}
    for version, first, last in connection.execute(query.order_by(VERSIONS.c.id)):
        for day in Span(
            span.co_op,
            max(span.first, date.fromisoformat(first)),
            min(span.last, date.fromisoformat(last)),
        ).days:
            held[day] = version
    return dict(sorted(held.items()))


def told(
    connection: Connection, span: Span, *, before: int | None = None
) -> Rota | None:
    """Give what people have been told of some days; ``None``: nothing.

    Where one version holds them all and no others, its rota as it was published.
    """
    held = versions_of_days(connection, span, before=before)
    if not held:
        return None
    parts = [
        _part(connection, version, [d for d, v in held.items() if v == version])
        for version in dict.fromkeys(held.values())
    ]
    if len(parts) == 1:
        return parts[0]
    return Rota(
        problem=parts[-1].problem,
        assignments=tuple(a for part in parts for a in part.assignments),
        breaks=tuple(b for part in parts for b in part.breaks),
        uncovered=tuple(u for part in parts for u in part.uncovered),
    )


def _part(connection: Connection, version: int, days: Iterable[date]) -> Rota:
    row = connection.execute(
        select(
            VERSIONS.c.rota,
            VERSIONS.c.first_day,
            VERSIONS.c.last_day,
            PROPOSALS.c.problem,
        )
        .join(PROPOSALS, PROPOSALS.c.id == VERSIONS.c.proposal)
        .where(VERSIONS.c.id == version)
    ).one()
    rota = record_of(Rota, row.rota, f"version {version}")
    wanted = set(days)
    span = Span("", date.fromisoformat(row.first_day), date.fromisoformat(row.last_day))
    if wanted == set(span.days):
        return rota
    problem = problem_of(connection, row.problem)
    day_of = {visit.id: visit.day for visit in problem.visits}
    zone = problem.clock.zone
    return Rota(
        problem=rota.problem,
        assignments=tuple(a for a in rota.assignments if day_of[a.visit] in wanted),
        breaks=tuple(
            b for b in rota.breaks if b.start.astimezone(zone).date() in wanted
        ),
        uncovered=tuple(u for u in rota.uncovered if day_of[u.visit] in wanted),
    )
