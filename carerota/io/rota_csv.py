"""A rota in one CSV file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from carerota.errors import DataError
from carerota.io.atomic import write_text
from carerota.io.issues import issues_of
from carerota.io.tables.reading import Reading
from carerota.io.tables.rota import read_rota_rows, rota_text
from carerota.io.tables.sheet import read_sheet
from carerota.model.rota import Rota
from carerota.units import Clock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from carerota.errors import Issue
    from carerota.io.tables.sheet import Sheet
    from carerota.model.problem import RotaProblem

__all__ = ["read_rota_csv", "write_rota_csv"]

OFFSET = re.compile(r".*(Z|[+-]\d{2}:?\d{2})")
RECORD = re.compile(r"(assignments|breaks|uncovered)\[(\d+)\]")
NO_PROBLEM = Clock("UTC", date(2000, 1, 3), 7, 60)
"""Only for times that bring their own offset."""


def read_rota_csv(path: Path, problem: RotaProblem | None) -> Rota:
    """Read a rota; without the problem every time needs its offset.

    Raises
    ------
    DataError
        With every fault of the file; with the problem, also what a row names that the
        problem does not have.
    """
    sheet = read_sheet(path)
    reading = Reading(problem.clock if problem else NO_PROBLEM, {})
    if problem is None:
        _need_offsets(reading, sheet)
    data = read_rota_rows(reading, sheet)
    data["problem"] = problem.name if problem else ""
    rota = None
    bad = set(reading.unread)
    try:
        rota = Rota.model_validate(data)
    except ValidationError as error:
        found = issues_of(error, Rota)
        bad.update(issue.path for issue in found)
        fresh = (issue for issue in found if issue.path not in reading.unread)
        reading.issues.extend(map(reading.placed, fresh))
    if problem is not None:
        reading.issues.extend(map(reading.placed, _misfits(problem, data, bad)))
    if reading.issues or rota is None:
        raise DataError(reading.issues, source=str(path))
    return rota


def _misfits(
    problem: RotaProblem, data: dict[str, Any], bad: Collection[str]
) -> Iterator[Issue]:
    """Find what sound rows name that the problem does not have, or make twice."""
    from carerota.score.faults import rota_faults

    torn = {found[0] for path in bad if (found := RECORD.match(path))}
    kept = {
        kind: [i for i in range(len(rows)) if f"{kind}[{i}]" not in torn]
        for kind, rows in data.items()
        if isinstance(rows, list)
    }
    sound = {kind: [data[kind][i] for i in numbers] for kind, numbers in kept.items()}
    try:
        rota = Rota.model_validate(data | sound)
    except ValidationError:
        return

    def as_it_was(text: str) -> str:
        return RECORD.sub(lambda m: f"{m[1]}[{kept[m[1]][int(m[2])]}]", text)

    for issue in rota_faults(problem, rota):
        path, expected = as_it_was(issue.path), as_it_was(issue.expected)
        yield replace(issue, path=path, expected=expected)


def _need_offsets(reading: Reading, sheet: Sheet) -> None:
    for row in sheet.rows:
        for column in ("start", "end"):
            text = row[column]
            if text and not OFFSET.fullmatch(text):
                reading.fault(
                    row,
                    column,
                    text,
                    "a time with its offset, such as 07:30+00:00",
                    "or read the rota together with its problem",
                    code="no-zone",
                )


def write_rota_csv(rota: Rota, path: Path, problem: RotaProblem | None) -> None:
    """Write a rota, whole or not at all."""
    visits = {visit.id: visit for visit in problem.visits} if problem else {}
    clock = problem.clock if problem else NO_PROBLEM
    write_text(path, rota_text(rota, clock, visits, offsets=problem is None))
