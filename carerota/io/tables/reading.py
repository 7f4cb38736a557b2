"""Notes taken while a folder is read: where values stood, and what was wrong."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from carerota.errors import Issue
from carerota.io.tables.cells import CellError, Codec
from carerota.model.faults.issues import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carerota.io.tables.sheet import Row, Sheet
    from carerota.units import Clock

__all__ = ["Column", "Reading", "write_columns"]

PATH_IN_TEXT = re.compile(r"[a-z_]+(?:\.[a-z_]+)*\[\d+\][\w.\[\]]*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column, the field of the record it fills and how its cells are read."""

    name: str
    path: str
    codec: Codec


@dataclass
class Reading:
    """Plain data as it grows, with the place of every value.

    Parameters
    ----------
    clock
        The clock by which times in cells are read.
    data
        What the record will be made of.
    issues, origins, unread, failed
        The faults; where each value stood; the paths of values that could not be read;
        the files whose rows could not.
    """

    clock: Clock
    data: dict[str, Any]
    issues: list[Issue] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)

    def header(
        self, sheet: Sheet, known: Sequence[str], required: Sequence[str]
    ) -> bool:
        """Check a header; tell whether the rows can be read at all."""
        for name in sheet.columns:
            if name not in known:
                hint = did_you_mean(name, known)
                hint = hint or f"known columns: {', '.join(known)}"
                self.fault(
                    sheet.header,
                    name,
                    shown(name),
                    "a known column",
                    hint,
                    code="unknown-column",
                )
        missing = [name for name in required if name not in sheet.columns]
        for name in missing:
            self.fault(
                sheet.header, name, "nothing", "this column", code="missing-column"
            )
            self.failed.add(sheet.header.file)
        return not missing

    def fault(
        self,
        row: Row,
        column: str,
        found: str,
        expected: str,
        hint: str = "",
        *,
        code: str = "bad-cell",
    ) -> None:
        """Note a fault at a cell."""
        self.issues.append(Issue(_place(row, column), found, expected, hint, code))

    def note(self, path: str, row: Row, column: str = "") -> None:
        """Remember where the value at a path stood."""
        self.origins[path] = _place(row, column)

    @contextmanager
    def cell(self, row: Row, column: str, path: str) -> Iterator[None]:
        """Note where a value stands, and what is wrong with it if it is not read."""
        self.note(path, row, column)
        try:
            yield
        except CellError as error:
            self.unread.add(path)
            self.fault(row, column, shown(row[column]), error.expected, error.hint)

    def columns(self, row: Row, columns: Sequence[Column], at: str) -> dict[str, Any]:
        """Read the plain columns of a row; blank cells are left out."""
        record: dict[str, Any] = {}
        for column in columns:
            with self.cell(row, column.name, f"{at}.{column.path}"):
                text = row[column.name]
                if text:
                    put(record, column.path, column.codec.read(text))
        return record

    def add(self, kind: str, row: Row) -> str:
        """Give the path of the next record of a kind, and note its row."""
        path = f"{kind}[{len(self.data.setdefault(kind, []))}]"
        self.note(path, row)
        return path

    def placed(self, issue: Issue) -> Issue:
        """Give an issue the place in the files instead of the path in the record."""
        path = self.place(issue.path) or issue.path
        hint, expected = map(self._with_places, (issue.hint, issue.expected))
        return replace(issue, path=path, expected=expected, hint=hint)

    def _with_places(self, text: str) -> str:
        return PATH_IN_TEXT.sub(lambda m: self.place(m[0]) or m[0], text)

    def place(self, path: str) -> str:
        """Give the place of a value, or of the nearest record around it, or nothing."""
        while path and path not in self.origins:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.origins.get(path, "")


def put(record: dict[str, Any], path: str, value: object) -> None:
    """Set a nested field."""
    *way, last = path.split(".")
    for step in way:
        record = record.setdefault(step, {})
    record[last] = value


def _place(row: Row, column: str) -> str:
    place = f"{row.file}, row {row.number}"
    return f"{place}, column {column}" if column else place


def write_columns(record: object, columns: Sequence[Column]) -> dict[str, str]:
    """Write the plain columns of a record."""
    cells = {}
    for column in columns:
        value = record
        for step in column.path.split("."):
            value = getattr(value, step)
        cells[column.name] = "" if value is None else column.codec.write(value)
    return cells
