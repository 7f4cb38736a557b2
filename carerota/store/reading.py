"""Lists of what a store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from carerota.store.lived import known_actuals
from carerota.store.rows import proposal_of, version_of
from carerota.store.schema import PROPOSALS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Column, Connection

    from carerota.model import ActualVisit
    from carerota.store.force import Span
    from carerota.store.records import Proposal, Version

__all__ = ["actuals", "proposals", "versions"]


def proposals(
    connection: Connection, wanted: Mapping[Column[Any], object], newest: int | None
) -> tuple[Proposal, ...]:
    """Read proposals whose columns have the values that are wanted, in order."""
    query = select(PROPOSALS).order_by(PROPOSALS.c.id.desc()).limit(newest)
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column == value)
    rows = connection.execute(query).all()
    return tuple(proposal_of(connection, row) for row in reversed(rows))


def versions(
    connection: Connection,
    co_op: str | None,
    days: tuple[date | None, date | None],
    newest: int | None,
) -> tuple[Version, ...]:
    """Read versions that hold one of some days, the first to the last, in order."""
    query = (
        select(VERSIONS, PROPOSALS.c.problem)
        .join(PROPOSALS, PROPOSALS.c.id == VERSIONS.c.proposal)
        .order_by(VERSIONS.c.id.desc())
        .limit(newest)
    )
    if co_op is not None:
        query = query.where(VERSIONS.c.co_op == co_op)
    first, last = days
    if first is not None:
        query = query.where(VERSIONS.c.last_day >= first.isoformat())
    if last is not None:
        query = query.where(VERSIONS.c.first_day <= last.isoformat())
    return tuple(map(version_of, reversed(connection.execute(query).all())))


def actuals(connection: Connection, span: Span) -> tuple[ActualVisit, ...]:
    """Read what is known to have happened, in order of day and visit."""
    known = [actual for actual, _ in known_actuals(connection, span)]
    return tuple(sorted(known, key=lambda a: (a.day, a.visit, a.slot)))
