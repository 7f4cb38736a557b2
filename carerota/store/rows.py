"""From rows to records and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from carerota.model import ActualVisit, Policy, Rota, RotaProblem
from carerota.model.base import Record
from carerota.model.faults.issues import did_you_mean
from carerota.store.records import (
    Edit,
    ManualEdit,
    Proposal,
    RotaFigures,
    Version,
    VersionChange,
)
from carerota.store.refusals import refused
from carerota.store.schema import EDITS, PROBLEMS, PROPOSALS, VERSIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Select

__all__ = [
    "CHANGES",
    "KEPT",
    "actual_of",
    "edits_of",
    "edits_of_days",
    "kept_of",
    "listed",
    "policy_of_row",
    "problem_of",
    "proposal_of",
    "proposal_row",
    "record_of",
    "version_of",
    "version_row",
    "written",
]

R = TypeVar("R", bound=Record)
T = TypeVar("T")

CHANGES = TypeAdapter(tuple[VersionChange, ...])
KEPT = TypeAdapter(tuple[Edit, ...])

_EDITS = select(EDITS.c.proposal, EDITS.c.number, EDITS.c.record).order_by(
    EDITS.c.proposal, EDITS.c.number
)
"""Manual edits in their order."""


def written(moment: datetime) -> str:
    """Write a moment so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def record_of(model: type[R], text: str, what: str) -> R:
    """Read a record.

    Raises
    ------
    DataError
        The text is not one: the store is damaged.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _damaged(what, error) from None


def listed(kind: TypeAdapter[T], text: str, what: str) -> T:
    """Read a list of records, as :func:`record_of` one."""
    try:
        return kind.validate_json(text)
    except ValidationError as error:
        raise _damaged(what, error) from None


def _damaged(what: str, error: ValidationError) -> Exception:
    first = error.errors(include_url=False)[0]
    found = f"{what} that cannot be read: {first['msg']}"
    return refused("store-damaged", what, found, "a store that is whole")


def problem_of(connection: Connection, fingerprint: str) -> RotaProblem:
    """Read a problem."""
    text = connection.scalar(
        select(PROBLEMS.c.record).where(PROBLEMS.c.fingerprint == fingerprint)
    )
    what = f"problem {fingerprint}"
    if text is None:
        raise refused("unknown-problem", what, "nothing", "a problem of the store")
    return record_of(RotaProblem, text, what)


def proposal_row(connection: Connection, proposal: int) -> Row[Any]:
    """Find the row of a proposal."""
    row = connection.execute(
        select(PROPOSALS).where(PROPOSALS.c.id == proposal)
    ).one_or_none()
    if row is None:
        ids = [str(i) for i in connection.scalars(select(PROPOSALS.c.id))]
        hint = did_you_mean(str(proposal), ids)
        if not hint and ids:
            hint = f"the newest is {max(map(int, ids))}"
        expected = "a proposal of the store"
        raise refused("unknown-proposal", "proposal", str(proposal), expected, hint)
    return row


def policy_of_row(row: Row[Any]) -> Policy | None:
    """Give the policy that a proposal was judged by, where not the problem's own."""
    if row.policy is None:
        return None
    return record_of(Policy, row.policy, f"policy of proposal {row.id}")


def edits_of(connection: Connection, proposal: int) -> tuple[ManualEdit, ...]:
    """Read the manual edits of a proposal in their order."""
    return _read_edits(connection, _EDITS.where(EDITS.c.proposal == proposal))


def edits_of_days(
    connection: Connection,
    co_op: str,
    first: date,
    last: date,
    *,
    before: int | None = None,
) -> tuple[ManualEdit, ...]:
    """Read the manual edits of all proposals that hold one of some days, in order.

    Parameters
    ----------
    connection, co_op, first, last
        The store, and the days, both ends included.
    before
        Only of proposals made before the one of this id.
    """
    query = _EDITS.join(PROPOSALS, PROPOSALS.c.id == EDITS.c.proposal).where(
        PROPOSALS.c.co_op == co_op,
        PROPOSALS.c.first_day <= last.isoformat(),
        PROPOSALS.c.last_day >= first.isoformat(),
    )
    if before is not None:
        query = query.where(PROPOSALS.c.id < before)
    return _read_edits(connection, query)


def _read_edits(connection: Connection, query: Select[Any]) -> tuple[ManualEdit, ...]:
    return tuple(
        record_of(ManualEdit, text, f"edit {number} of proposal {proposal}")
        for proposal, number, text in connection.execute(query)
    )


def kept_of(row: Row[Any]) -> tuple[Edit, ...]:
    """Read the edits that a proposal was made to keep."""
    return listed(KEPT, row.kept, f"proposal {row.id}")


def proposal_of(connection: Connection, row: Row[Any]) -> Proposal:
    """Read a proposal with its edits."""
    what = f"proposal {row.id}"
    kept = kept_of(row)
    return Proposal(
        id=row.id,
        co_op=row.co_op,
        first_day=date.fromisoformat(row.first_day),
        last_day=date.fromisoformat(row.last_day),
        problem=row.problem,
        rota=record_of(Rota, row.rota, what),
        figures=record_of(RotaFigures, row.figures, what),
        state=row.state,
        based_on=row.based_on,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        note=row.note,
        edits=edits_of(connection, row.id),
        kept=kept,
        kept_from=_kept_from(connection, row, kept) if kept else (),
    )


def _kept_from(
    connection: Connection, row: Row[Any], kept: tuple[Edit, ...]
) -> tuple[ManualEdit, ...]:
    """Find who made the edits that a proposal keeps; of two alike the later one."""
    first, last = map(date.fromisoformat, (row.first_day, row.last_day))
    known = edits_of_days(connection, row.co_op, first, last, before=row.id)
    by_hand = {made.edit: made for made in known}
    return tuple(by_hand[edit] for edit in kept if edit in by_hand)


def version_row(connection: Connection, version: int) -> Row[Any]:
    """Find the row of a version by its id."""
    row = connection.execute(
        select(VERSIONS, PROPOSALS.c.problem)
        .join(PROPOSALS, PROPOSALS.c.id == VERSIONS.c.proposal)
        .where(VERSIONS.c.id == version)
    ).one_or_none()
    if row is None:
        expected = "a version of the store"
        raise refused("unknown-version", "version", str(version), expected)
    return row


def version_of(row: Row[Any]) -> Version:
    """Read a version from a row of :func:`version_row`."""
    what = f"version {row.id}"
    return Version(
        id=row.id,
        number=row.number,
        co_op=row.co_op,
        first_day=date.fromisoformat(row.first_day),
        last_day=date.fromisoformat(row.last_day),
        proposal=row.proposal,
        problem=row.problem,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        why=row.why,
        rota=record_of(Rota, row.rota, what),
        changes=listed(CHANGES, row.changes, what),
    )


def actual_of(row: Row[Any]) -> ActualVisit:
    """Read what happened at a visit."""
    return record_of(ActualVisit, row.record, f"actual visit {row.id}")
