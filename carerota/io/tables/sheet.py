"""One CSV file as rows of named cells, as forgiving as a spreadsheet is careless."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerota.errors import DataError, Issue
from carerota.io.sources import read_text
from carerota.model.faults.issues import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Row", "Sheet", "read_rows", "read_sheet", "rows_text", "sheet_text"]

DELIMITERS = ",;\t"
BYTE_ORDER_MARK = "\ufeff"
LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t]")
GUARDED = re.compile(r"'+[=+\-@\t]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet.

    Parameters
    ----------
    file
        The name of the file.
    number
        The number a spreadsheet shows beside the row; the header is row 1.
    cells
        Column name to text, without blank ones.
    """

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table read from a file."""

    header: Row
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Read the rows that are not blank, each with its number in the spreadsheet.

    Raises
    ------
    DataError
        The file cannot be read as a table.
    """
    text = read_text(path)
    first = next(line for line in text.splitlines() if line.strip())
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True
    )
    rows = []
    try:
        for number, cells in enumerate(reader, start=1):
            plain = [_unguarded(cell.strip()) for cell in cells]
            if any(plain):
                rows.append((number, plain))
    except csv.Error as error:
        issue = Issue(
            f"{path.name}, line {reader.line_num}",
            str(error),
            "a table with quotes that open and close",
            code="not-csv",
        )
        raise DataError([issue], source=str(path)) from None
    return rows


def _delimiter(header: str) -> str:
    outside_quotes = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=outside_quotes.count)


def read_sheet(path: Path) -> Sheet:
    """Read a table with a header; case and spaces in the header do not matter.

    Raises
    ------
    DataError
        The file cannot be read as a table, a column stands there twice, or a row is
        longer than the header.
    """
    (head, names), *body = read_rows(path)
    columns = tuple(re.sub(r"[\s-]+", "_", name.lower()) for name in names)
    issues = [
        _fault(path, head, "duplicate-column", name, "each column once")
        for name in sorted(set(columns) - {""})
        if columns.count(name) > 1
    ]
    rows = []
    for number, cells in body:
        extra = [
            cell for i, cell in enumerate(cells) if cell and not _named(columns, i)
        ]
        if extra:
            issues.append(
                _fault(path, number, "row-too-long", extra[0], "a column name above it")
            )
        pairs = zip(columns, cells, strict=False)
        rows.append(Row(path.name, number, {n: c for n, c in pairs if c and n}))
    if issues:
        raise DataError(issues, source=str(path))
    header = Row(path.name, head, {})
    return Sheet(header, tuple(c for c in columns if c), tuple(rows))


def _named(columns: Sequence[str], i: int) -> bool:
    return i < len(columns) and bool(columns[i])


def _fault(path: Path, row: int, code: str, found: str, expected: str) -> Issue:
    return Issue(f"{path.name}, row {row}", shown(found), expected, code=code)


def sheet_text(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    required: Collection[str] = (),
) -> str:
    """Write a table; columns in which nothing stands are left out unless required."""
    body = list(rows)
    used = [c for c in columns if c in required or any(row.get(c) for row in body)]
    return rows_text([used, *([row.get(c, "") for c in used] for row in body)])


def rows_text(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV that a spreadsheet opens with the right letters.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, which
    is taken off again in reading.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([_guarded(cell) for cell in row])
    return BYTE_ORDER_MARK + out.getvalue()


def _guarded(cell: str) -> str:
    if LIKE_A_FORMULA.match(cell) and not _is_number(cell):
        return "'" + cell
    return cell


def _unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
