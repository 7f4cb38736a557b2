"""packages.csv: recurring orders, one row for each time of day they ask for.

What belongs to the package as a whole (client, first and last day, pauses) stands in
its first row; further rows may repeat it or leave it blank.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import (
    DATE,
    DAYS,
    FLAG,
    NUMBER,
    TEXT,
    WALL,
    WORD,
    CellError,
    Codec,
    join,
    split,
)
from carerota.io.tables.reading import Column, Reading, write_columns
from carerota.io.tables.sheet import sheet_text
from carerota.io.tables.slots import SLOT_COLUMNS, read_slots, slot_cells
from carerota.io.tables.visits import window_names, window_prefixes
from carerota.model.faults.issues import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carerota.io.tables.sheet import Row, Sheet
    from carerota.model.problem import RotaProblem
    from carerota.model.visit import CarePackage, PackageVisit, Pause, WallWindow

__all__ = ["packages_files", "read_packages"]

PAUSE = re.compile(r"(\S+?)(\.\.(\S*?))?(?::\s*(.*))?", re.DOTALL)


def _pauses(text: str) -> list[dict[str, Any]]:
    """Read ``2026-03-03..2026-03-05: hospital; 2026-04-01..``."""
    pauses = []
    for word in split(text):
        found = PAUSE.fullmatch(word)
        if found is None:
            raise CellError("days without visits", "such as 2026-03-03..2026-03-05")
        first, spans, last, reason = found.groups()
        pause = {"first_day": DATE.read(first), "reason": reason or ""}
        if not spans:
            pause["last_day"] = pause["first_day"]
        elif last:
            pause["last_day"] = DATE.read(last)
        pauses.append(pause)
    return pauses


def _pauses_text(pauses: Sequence[Pause]) -> str:
    words = []
    for pause in pauses:
        last = pause.last_day.isoformat() if pause.last_day else ""
        word = f"{pause.first_day.isoformat()}..{last}"
        words.append(f"{word}: {pause.reason}" if pause.reason else word)
    return join(words)


PACKAGE = (
    Column("client", "client", TEXT),
    Column("first_day", "first_day", DATE),
    Column("last_day", "last_day", DATE),
    Column("pauses", "pauses", Codec(_pauses, _pauses_text)),
)
VISIT = (
    Column("name", "name", TEXT),
    Column("days", "days", DAYS),
    Column("minutes", "minutes", NUMBER),
    Column("priority", "priority", WORD),
    Column("care", "care", WORD),
    Column("specific_task", "specific_task", FLAG),
    Column("short_agreed", "short_agreed", FLAG),
)
REQUIRED = [
    "package",
    "client",
    "name",
    "window_start",
    "window_end",
    "minutes",
    "first_day",
]


def _names(prefixes: Sequence[str]) -> list[str]:
    rest = [column.name for column in VISIT[3:]]
    dates = [column.name for column in PACKAGE[1:]]
    columns = ["package", "client", "name", "days", *window_names(prefixes), "minutes"]
    return [*columns, *SLOT_COLUMNS, *rest, *dates]


def read_packages(reading: Reading, sheet: Sheet) -> None:
    """Read packages.csv."""
    prefixes = window_prefixes(sheet.columns)
    if not reading.header(sheet, _names(prefixes), REQUIRED):
        return
    place_of: dict[str, str] = {}
    packages: list[dict[str, Any]] = reading.data.setdefault("packages", [])
    for row in sheet.rows:
        name = row["package"]
        if name not in place_of:
            at = place_of[name] = reading.add("packages", row)
            reading.note(f"{at}.id", row, "package")
            head = reading.columns(row, PACKAGE, at)
            packages.append({"id": name, **head, "visits": []})
        else:
            _same_package(reading, row, packages, place_of[name])
        at = place_of[name]
        visits = _record(packages, at)["visits"]
        visits.append(_visit(reading, row, f"{at}.visits[{len(visits)}]", prefixes))


def _record(packages: list[dict[str, Any]], at: str) -> dict[str, Any]:
    return packages[int(at.removeprefix("packages[").removesuffix("]"))]


def _same_package(
    reading: Reading, row: Row, packages: list[dict[str, Any]], at: str
) -> None:
    package = _record(packages, at)
    for column in PACKAGE:
        if f"{at}.{column.path}" in reading.unread:
            continue  # what the first row says is not known
        with reading.cell(row, column.name, f"{at}, row {row.number}"):
            text = row[column.name]
            if text and column.codec.read(text) != package.get(column.path):
                reading.fault(
                    row,
                    column.name,
                    shown(text),
                    f"what the first row of package {package['id']!r} says, or nothing",
                    reading.place(f"{at}.{column.path}"),
                    code="package-rows-disagree",
                )


def _visit(
    reading: Reading, row: Row, at: str, prefixes: Sequence[str]
) -> dict[str, Any]:
    reading.note(at, row)
    record = reading.columns(row, VISIT, at)
    record["slots"] = read_slots(reading, row, at)
    windows = record["windows"] = []
    for i, prefix in enumerate(prefixes):
        if i == 0 or row[f"{prefix}_start"] or row[f"{prefix}_end"]:
            path = f"{at}.windows[{len(windows)}]"
            windows.append(_window(reading, row, path, prefix))
    if row["preferred_start"] or row["preferred_end"]:
        record["preferred"] = _window(reading, row, f"{at}.preferred", "preferred")
    return record


def _window(reading: Reading, row: Row, path: str, prefix: str) -> dict[str, Any]:
    columns = [Column(f"{prefix}_{end}", end, WALL) for end in ("start", "end")]
    reading.note(path, row)
    return reading.columns(row, columns, path)


def packages_files(problem: RotaProblem) -> dict[str, str]:
    """Write packages.csv, where there are packages."""
    visits = [visit for package in problem.packages for visit in package.visits]
    if not visits:
        return {}
    most = max(len(visit.windows) for visit in visits)
    prefixes = [f"window{n if n > 1 else ''}" for n in range(1, most + 1)]
    rows = [
        _head(package, first=i == 0) | _cells(visit)
        for package in problem.packages
        for i, visit in enumerate(package.visits)
    ]
    return {"packages.csv": sheet_text(_names(prefixes), rows, REQUIRED)}


def _head(package: CarePackage, *, first: bool) -> dict[str, str]:
    cells = write_columns(package, PACKAGE) | {"package": package.id}
    return cells if first else {n: cells[n] for n in ("package", "client", "first_day")}


def _cells(visit: PackageVisit) -> dict[str, str]:
    cells = write_columns(visit, VISIT) | slot_cells(visit.slots)
    for n, window in enumerate(visit.windows, start=1):
        cells |= _window_cells(f"window{n if n > 1 else ''}", window)
    if visit.preferred is not None:
        cells |= _window_cells("preferred", visit.preferred)
    return cells


def _window_cells(name: str, window: WallWindow) -> dict[str, str]:
    return {
        f"{name}_start": WALL.write(window.start),
        f"{name}_end": WALL.write(window.end),
    }
