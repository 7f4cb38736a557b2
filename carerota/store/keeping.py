"""Manual edits that stand for some days, and which of them a rota made since has.

They stand where they are in force, and where proposals for the horizon that nobody has
approved have them. A rota made elsewhere, a repaired one or one of a spreadsheet, takes
over from all of these what it has. What it lacks is told of what is in force and of the
newest of the proposals: a night would have begun from that one.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from carerota.model import Rota
from carerota.store.editing import edit_faults, made_at
from carerota.store.force import Span, versions_of_days
from carerota.store.rows import (
    edits_of,
    kept_of,
    problem_of,
    proposal_row,
    record_of,
    version_row,
)
from carerota.store.schema import PROPOSALS
from carerota.units import day_and_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row, Select

    from carerota.model import RotaProblem
    from carerota.store.records import Edit

    Part = tuple[str, int]

__all__ = ["edits_in_force", "lost", "standing", "still_made"]


def standing(connection: Connection, span: Span, based_on: int) -> tuple[Edit, ...]:
    """Give the edits that stand for a horizon: those in force, then those proposed.

    Those of all proposals that nobody has approved, the newest last.

    Parameters
    ----------
    connection, span
        The store, and the horizon.
    based_on
        Id of the version that is the newest for its days.
    """
    proposed = connection.execute(_open(span, based_on)).all()
    edits = [edit for row in reversed(proposed) for edit in _of(connection, row)]
    return (*edits_in_force(connection, span), *edits)


def _open(span: Span, based_on: int) -> Select[Any]:
    """Ask for the proposals of a horizon that are open while a version is the newest.

    Whatever was made before it was superseded when it was published.
    """
    return (
        select(PROPOSALS)
        .where(
            PROPOSALS.c.co_op == span.co_op,
            PROPOSALS.c.first_day == span.first.isoformat(),
            PROPOSALS.c.last_day == span.last.isoformat(),
            PROPOSALS.c.based_on == based_on,
        )
        .order_by(PROPOSALS.c.id.desc())
    )


def edits_in_force(
    connection: Connection, span: Span, *, before: int | None = None
) -> tuple[Edit, ...]:
    """Give the edits of what is in force for some days, which several versions may be.

    Parameters
    ----------
    connection, span
        The store, and the days.
    before
        As it was before the version of this id was published.
    """
    held = versions_of_days(connection, span, before=before)
    found: list[Edit] = []
    for version in dict.fromkeys(held.values()):
        row = proposal_row(connection, version_row(connection, version).proposal)
        edits = _of(connection, row)
        if not edits:
            continue
        visits = problem_of(connection, row.problem).visits
        days = {visit.id: visit.day for visit in visits}
        found += [
            e for e in edits if e.visit in days and held.get(days[e.visit]) == version
        ]
    return tuple(found)


def _of(connection: Connection, row: Row[Any]) -> tuple[Edit, ...]:
    """Give the edits of a proposal, kept and its own, the last one of each slot."""
    made = (*kept_of(row), *(edit.edit for edit in edits_of(connection, row.id)))
    return tuple(_last_of_slots(made).values())


def _last_of_slots(edits: Iterable[Edit]) -> dict[Part, Edit]:
    return {(edit.visit, edit.slot): edit for edit in edits}


def still_made(
    problem: RotaProblem, rota: Rota, edits: Iterable[Edit]
) -> tuple[Edit, ...]:
    """Give the edits that a rota has; of several of one slot the last it has."""
    has = (edit for edit in edits if not _why_not(problem, rota, edit))
    return tuple(_last_of_slots(has).values())


def lost(connection: Connection, proposal: int) -> tuple[tuple[Edit, str], ...]:
    """Give the edits that stood when a proposal was made and that it does not keep.

    Each with its reason; those of slots that were edited in it are made anew by that.
    """
    row = proposal_row(connection, proposal)
    span = Span(row.co_op, *map(date.fromisoformat, (row.first_day, row.last_day)))
    query = _open(span, row.based_on).where(PROPOSALS.c.id < row.id).limit(1)
    before = connection.execute(query).first()
    stood = (
        *edits_in_force(connection, span, before=row.based_on + 1),
        *(() if before is None else _of(connection, before)),
    )
    last = _last_of_slots(stood)
    for made in edits_of(connection, proposal):
        last.pop((made.edit.visit, made.edit.slot), None)
    if not last:
        return ()
    problem = problem_of(connection, row.problem)
    rota = record_of(Rota, row.rota, f"proposal {proposal}")
    kept = _last_of_slots(kept_of(row)).keys()
    found = []
    for slot, edit in last.items():
        why = _why_not(problem, rota, edit)
        if not why and slot not in kept:
            why = "the proposal was made without keeping it"
        if why:
            found.append((edit, why))
    return tuple(found)


def _why_not(problem: RotaProblem, rota: Rota, edit: Edit) -> str:
    """Say why a rota does not have an edit; nothing where it has it."""
    if issues := edit_faults(problem, edit, edit.visit):
        return "; ".join(map(str, issues))
    made = made_at(rota, edit)
    if edit.leave_out and made is None:
        return ""
    if made is None:
        return "the rota has nobody there"
    start = edit.start or made.start
    same = made.worker == (edit.worker or made.worker)
    if not edit.leave_out and same and made.start.timestamp() == start.timestamp():
        return ""
    zone = problem.clock.zone
    when = day_and_time(made.start.astimezone(zone), start.astimezone(zone))
    return f"the rota has {made.worker} there, {when}"
