"""visits.csv: single attendances, each with its day and its windows on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import DATE, FLAG, NUMBER, TEXT, WORD
from carerota.io.tables.moments import end_text, moment_text, read_end, read_moment
from carerota.io.tables.reading import Column, Reading, write_columns
from carerota.io.tables.sheet import sheet_text
from carerota.io.tables.slots import SLOT_COLUMNS, read_slots, slot_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from carerota.io.tables.sheet import Row, Sheet
    from carerota.model.problem import RotaProblem
    from carerota.model.visit import Visit
    from carerota.units import Clock

__all__ = ["read_visits", "visits_files", "window_names", "window_prefixes"]

COLUMNS = (
    Column("id", "id", TEXT),
    Column("client", "client", TEXT),
    Column("day", "day", DATE),
    Column("minutes", "minutes", NUMBER),
    Column("priority", "priority", WORD),
    Column("care", "care", WORD),
    Column("package", "package", TEXT),
    Column("specific_task", "specific_task", FLAG),
    Column("short_agreed", "short_agreed", FLAG),
)
REQUIRED = ["id", "client", "day", "window_start", "window_end", "minutes"]
NUMBERED = re.compile(r"(window|preferred)([2-9]|[1-9]\d+)?_(start|end)")


def window_prefixes(columns: Sequence[str], name: str = "window") -> list[str]:
    """Give the windows a sheet has columns for: ``window``, ``window2``, ..."""
    matches = [match for match in map(NUMBERED.fullmatch, columns) if match]
    found = {int(match[2] or "1") for match in matches if match[1] == name}
    return _numbered(name, sorted({1, *found}))


def _numbered(name: str, numbers: Iterable[int]) -> list[str]:
    return [f"{name}{n if n > 1 else ''}" for n in numbers]


def window_names(
    prefixes: Sequence[str], preferred: Sequence[str] = ("preferred",)
) -> list[str]:
    """Give the columns of windows and of the preferred ones."""
    names = [*prefixes, *preferred]
    return [f"{name}_{end}" for name in names for end in ("start", "end")]


def _names(prefixes: Sequence[str], preferred: Sequence[str]) -> list[str]:
    first, rest = [c.name for c in COLUMNS[:3]], [c.name for c in COLUMNS[4:]]
    columns = [*first, *window_names(prefixes, preferred), "minutes", *SLOT_COLUMNS]
    return [*columns, "pinned_start", *rest]


def read_visits(reading: Reading, sheet: Sheet) -> None:
    """Read visits.csv."""
    prefixes = window_prefixes(sheet.columns)
    preferred = window_prefixes(sheet.columns, "preferred")
    if not reading.header(sheet, _names(prefixes, preferred), REQUIRED):
        return
    for row in sheet.rows:
        at = reading.add("visits", row)
        record = reading.columns(row, COLUMNS, at)
        record["slots"] = read_slots(reading, row, at)
        day: date | None = record.get("day")
        if day is None:
            # its fault is noted; without it no time in the row can be placed
            reading.unread |= {f"{at}.day", f"{at}.windows"}
            if not row["day"]:
                reading.fault(row, "day", "nothing", "a date", code="missing")
        else:
            record["windows"] = _windows(reading, row, day, at, prefixes)
            _wishes(reading, row, day, at, record)
            record["also_preferred"] = [
                _window(reading, row, day, f"{at}.also_preferred[{i}]", name)
                for i, name in enumerate(_given(row, preferred[1:]))
            ]
        reading.data["visits"].append(record)


def _windows(
    reading: Reading, row: Row, day: date, at: str, prefixes: Sequence[str]
) -> list[dict[str, Any]]:
    windows: list[dict[str, Any]] = []
    for i, prefix in enumerate(prefixes):
        if i == 0 or row[f"{prefix}_start"] or row[f"{prefix}_end"]:
            path = f"{at}.windows[{len(windows)}]"
            windows.append(_window(reading, row, day, path, prefix))
    return windows


def _given(row: Row, names: Sequence[str]) -> list[str]:
    """Give those of some windows that a row says something of."""
    return [name for name in names if row[f"{name}_start"] or row[f"{name}_end"]]


def _window(
    reading: Reading, row: Row, day: date, path: str, prefix: str
) -> dict[str, Any]:
    window: dict[str, Any] = {}
    start, end = f"{prefix}_start", f"{prefix}_end"
    with reading.cell(row, start, f"{path}.start"):
        window["start"] = read_moment(row[start], day, reading.clock)
    with reading.cell(row, end, f"{path}.end"):
        begin = window.get("start") or reading.clock.midnight(day)
        window["end"] = read_end(row[end], begin, reading.clock)
    return window


def _wishes(
    reading: Reading, row: Row, day: date, at: str, record: dict[str, Any]
) -> None:
    if row["preferred_start"] or row["preferred_end"]:
        path = f"{at}.preferred"
        record["preferred"] = _window(reading, row, day, path, "preferred")
    with reading.cell(row, "pinned_start", f"{at}.pinned_start"):
        if row["pinned_start"]:
            record["pinned_start"] = read_moment(
                row["pinned_start"], day, reading.clock
            )


def visits_files(problem: RotaProblem) -> dict[str, str]:
    """Write visits.csv, where there are visits."""
    if not problem.visits:
        return {}
    most = max(len(visit.windows) for visit in problem.visits)
    prefixes = _numbered("window", range(1, most + 1))
    most = max(len(visit.also_preferred) for visit in problem.visits)
    preferred = _numbered("preferred", range(1, most + 2))
    rows = [_cells(visit, problem.clock) for visit in problem.visits]
    return {"visits.csv": sheet_text(_names(prefixes, preferred), rows, REQUIRED)}


def _cells(visit: Visit, clock: Clock) -> dict[str, str]:
    cells = write_columns(visit, COLUMNS) | slot_cells(visit.slots)
    named = {
        f"window{n if n > 1 else ''}": window
        for n, window in enumerate(visit.windows, start=1)
    }
    if visit.preferred is not None:
        named["preferred"] = visit.preferred
    for n, window in enumerate(visit.also_preferred, start=2):
        named[f"preferred{n}"] = window
    for name, window in named.items():
        cells[f"{name}_start"] = moment_text(window.start, visit.day, clock)
        cells[f"{name}_end"] = end_text(window.end, window.start, clock)
    if visit.pinned_start is not None:
        cells["pinned_start"] = moment_text(visit.pinned_start, visit.day, clock)
    return cells
