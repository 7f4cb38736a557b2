"""Whether a store is whole: every invariant, looked at one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from carerota.errors import DataError, Issue
from carerota.model import ActualVisit, Policy, Rota, RotaProblem
from carerota.score.faults import rota_faults
from carerota.store.difference import difference
from carerota.store.editing import edited
from carerota.store.force import Span, newest, told, versions_of_days
from carerota.store.records import ManualEdit, ProposalState, RotaFigures
from carerota.store.rows import (
    CHANGES,
    edits_of,
    kept_of,
    policy_of_row,
    problem_of,
    record_of,
)
from carerota.store.schema import ACTUALS, EDITS, PROBLEMS, PROPOSALS, STORE, VERSIONS
from carerota.store.writing import Judge, provenance_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Row

    from carerota.model.base import Record

__all__ = ["checked"]


def checked(connection: Connection, *, rescore: bool) -> list[Issue]:
    """List what is not as it must be."""
    looks: tuple[Callable[[], Iterator[Issue]], ...] = (
        lambda: _database(connection),
        lambda: _problems(connection),
        lambda: _proposals(connection, rescore=rescore),
        lambda: _edits(connection),
        lambda: _versions(connection),
        lambda: _in_force(connection),
        lambda: _actuals(connection),
    )
    found: list[Issue] = []
    for look in looks:
        try:
            found.extend(look())
        except DataError as error:
            found.extend(error.issues)
    return found


def _wrong(path: str, found: str, expected: str) -> Issue:
    return Issue(path, found, expected, "", "store-damaged")


def _database(connection: Connection) -> Iterator[Issue]:
    if connection.dialect.name == "sqlite":
        for (said,) in connection.execute(text("PRAGMA integrity_check")).all():
            if said != "ok":
                yield _wrong("database", str(said), "ok")
        for row in connection.execute(text("PRAGMA foreign_key_check")).all():
            yield _wrong(f"table {row[0]}", f"row {row[1]}", "what it points at")
    rows = connection.execute(select(STORE.c.id)).all()
    if [row.id for row in rows] != [1]:
        yield _wrong(STORE.name, f"{len(rows)} rows", "one row")


def _same(model: type[Record], stored: str, what: str) -> Iterator[Issue]:
    """Read a record and write it again: to the byte the same."""
    if record_of(model, stored, what).model_dump_json() != stored:
        yield _wrong(what, "another text when written again", "the same to the byte")


def _problems(connection: Connection) -> Iterator[Issue]:
    for print_, stored in connection.execute(select(PROBLEMS)).all():
        what = f"problem {print_}"
        yield from _same(RotaProblem, stored, what)
        problem = record_of(RotaProblem, stored, what)
        if problem.fingerprint != print_:
            yield _wrong(what, f"the fingerprint {problem.fingerprint}", print_)


def _proposals(connection: Connection, *, rescore: bool) -> Iterator[Issue]:
    published = set(connection.scalars(select(VERSIONS.c.proposal)))
    for row in connection.execute(select(PROPOSALS).order_by(PROPOSALS.c.id)).all():
        what = f"proposal {row.id}"
        yield from _same(Rota, row.rota, what)
        yield from _same(RotaFigures, row.figures, f"figures of {what}")
        if row.policy is not None:
            yield from _same(Policy, row.policy, f"policy of {what}")
        problem = problem_of(connection, row.problem)
        days = (problem.first_day.isoformat(), problem.last_day.isoformat())
        if (row.first_day, row.last_day) != days:
            yield _wrong(what, f"{row.first_day} to {row.last_day}", " to ".join(days))
        yield from _rota(connection, row, problem, rescore=rescore)
        yield from _state(connection, row, row.id in published)


def _rota(
    connection: Connection, row: Row[Any], problem: RotaProblem, *, rescore: bool
) -> Iterator[Issue]:
    what = f"proposal {row.id}"
    rota = record_of(Rota, row.rota, what)
    if faults := rota_faults(problem, rota):
        yield from faults
        return
    judge = Judge(problem, policy_of_row(row))
    kept = kept_of(row)
    for path, found, expected in provenance_faults(problem, rota, judge.policy, kept):
        yield _wrong(f"{what}, {path}", found, expected)
    if rescore:
        figures, _ = judge(rota)
        stored = record_of(RotaFigures, row.figures, what)
        if figures != stored:
            yield _wrong(f"figures of {what}", f"{stored.points}", f"{figures.points}")
    edits = edits_of(connection, row.id)
    made = record_of(Rota, row.made or row.rota, what)
    for edit in edits:
        made = edited(problem, made, edit.edit, f"edit {edit.number} of {what}").rota
    if made.model_dump_json() != row.rota:
        found = f"another rota when its {len(edits)} edits are made again"
        yield _wrong(what, found, "the same rota")


def _state(connection: Connection, row: Row[Any], published: bool) -> Iterator[Issue]:
    span = Span(
        row.co_op, date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    )
    if published:
        expected = ProposalState.PUBLISHED
    elif newest(connection, span) > row.based_on:
        expected = ProposalState.SUPERSEDED
    else:
        expected = ProposalState.OPEN
    if row.state != expected:
        yield _wrong(f"state of proposal {row.id}", row.state, expected.value)


def _edits(connection: Connection) -> Iterator[Issue]:
    numbers: dict[int, list[int]] = defaultdict(list)
    order = (EDITS.c.proposal, EDITS.c.number)
    for row in connection.execute(select(EDITS).order_by(*order)).all():
        what = f"edit {row.number} of proposal {row.proposal}"
        yield from _same(ManualEdit, row.record, what)
        numbers[row.proposal].append(row.number)
        if record_of(ManualEdit, row.record, what).number != row.number:
            yield _wrong(what, "another number", str(row.number))
    for proposal, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield _wrong(f"edits of proposal {proposal}", str(found), "1, 2, 3 …")


def _versions(connection: Connection) -> Iterator[Issue]:
    numbers: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    query = (
        select(VERSIONS, PROPOSALS.c.rota.label("proposed"), PROPOSALS.c.figures)
        .join(PROPOSALS, PROPOSALS.c.id == VERSIONS.c.proposal)
        .order_by(VERSIONS.c.id)
    )
    for row in connection.execute(query).all():
        what = f"version {row.id}"
        numbers[row.co_op, row.first_day, row.last_day].append(row.number)
        yield from _same(Rota, row.rota, what)
        if not row.by.strip() or not row.why.strip():
            yield _wrong(what, "no name or reason", "who approved it and why")
        if row.rota != row.proposed:
            yield _wrong(what, "another rota", f"that of proposal {row.proposal}")
        if not record_of(RotaFigures, row.figures, what).legal:
            yield _wrong(what, "an illegal rota", "a legal one")
        yield from _changes(connection, row)
    for horizon, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            what = f"versions of {horizon[0]} from {horizon[1]} to {horizon[2]}"
            yield _wrong(what, str(found), "1, 2, 3 …")


def _changes(connection: Connection, row: Row[Any]) -> Iterator[Issue]:
    what = f"changes of version {row.id}"
    first, last = map(date.fromisoformat, (row.first_day, row.last_day))
    before = told(connection, Span(row.co_op, first, last), before=row.id)
    again = (
        () if before is None else difference(before, record_of(Rota, row.rota, what))
    )
    if CHANGES.dump_json(again).decode() != row.changes:
        yield _wrong(what, row.changes[:40], f"{len(again)} changes, made again")


def _in_force(connection: Connection) -> Iterator[Issue]:
    """Find horizons of which none or several versions hold the days they should."""
    last: dict[tuple[str, str, str], int] = {}
    for row in connection.execute(select(VERSIONS).order_by(VERSIONS.c.id)).all():
        last[row.co_op, row.first_day, row.last_day] = row.id
    for (co_op, first, until), version in last.items():
        span = Span(co_op, date.fromisoformat(first), date.fromisoformat(until))
        held = versions_of_days(connection, span)
        for day in span.days:
            at = Span(co_op, day, day)
            if held.get(day) != newest(connection, at) or held[day] < version:
                found = f"version {held.get(day)}"
                yield _wrong(f"{co_op} on {day}", found, "the version published last")


def _actuals(connection: Connection) -> Iterator[Issue]:
    for row in connection.execute(select(ACTUALS)).all():
        what = f"actual visit {row.id}"
        yield from _same(ActualVisit, row.record, what)
        actual = record_of(ActualVisit, row.record, what)
        day = date.fromisoformat(row.day)
        if actual.day != day:
            yield _wrong(what, str(actual.day), str(day))
        span = Span(row.co_op, day, day)
        if row.version not in _ever(connection, span):
            yield _wrong(what, f"version {row.version}", "one that holds its day")


def _ever(connection: Connection, span: Span) -> set[int]:
    query = select(VERSIONS.c.id).where(
        VERSIONS.c.co_op == span.co_op,
        VERSIONS.c.first_day <= span.last.isoformat(),
        VERSIONS.c.last_day >= span.first.isoformat(),
    )
    return set(connection.scalars(query))
