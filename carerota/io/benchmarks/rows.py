"""Rows of figures, one a run, in a file of JSON lines that several series may share.

A row is added by itself while the file is held, so that two series on one file lose
nothing, and whatever ends a series leaves the rows before. A line that was cut short is
the last one: the next series drops it.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from carerota.errors import DataError, Issue
from carerota.io.issues import validated
from carerota.io.json_files import parse_json
from carerota.io.locking import held
from carerota.io.sources import read_text
from carerota.model.faults.issues import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import FileIO
    from pathlib import Path

__all__ = ["Row", "RowsFile", "distinct", "key", "place", "read_rows"]

Row = dict[str, Any]
Key = tuple[object, ...]

CUT: Final = "a run that ended while it was written; carerota bench run drops it"


class _Row(BaseModel):
    """What of a row is read again; the rest is for people."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)

    instance: str
    seed: int
    cost: float | None
    set: str = ""
    time_limit: float | None = None
    moves_limit: int | None = None
    threads: int | None = None
    versions: dict[str, str] = {}
    policy: str = ""
    problem: str = ""
    status: str = ""
    bound: float | None = None
    seconds: float | None = None
    trace: list[Annotated[list[float], Field(min_length=2, max_length=2)]] = []


def place(row: Row) -> Key:
    """Give what names a run to people: its instance, its seed and its terms."""
    return (
        row.get("set", ""),
        row["instance"],
        row["seed"],
        row.get("time_limit"),
        row.get("moves_limit"),
        row.get("threads"),
    )


def key(row: Row) -> Key:
    """Give what tells a run from every other one.

    Beside its place that is what it was made of and by: the fingerprint of the problem,
    the hash of the policy and the versions of carerota and what it computes with.
    """
    versions = tuple(sorted(row.get("versions", {}).items()))
    return (*place(row), row.get("problem", ""), row.get("policy", ""), versions)


def distinct(rows: Iterable[Row]) -> list[Row]:
    """Leave out what two series have both run; the row that came first stays."""
    found: dict[Key, Row] = {}
    for row in rows:
        found.setdefault(key(row), row)
    return list(found.values())


def read_rows(path: Path) -> list[Row]:
    """Read the rows of a series.

    Raises
    ------
    DataError
        With every line that is not a row, by its number.
    """
    return _parsed(read_text(path), path)


def _parsed(text: str, path: Path, *, cut_too: bool = False) -> list[Row]:
    """Parse rows; a last line that was cut short may be passed over."""
    rows: list[Row] = []
    issues: list[Issue] = []
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines, start=1):
        cut = number == len(lines) and _cut(line.encode())
        if not line.strip() or (cut and cut_too):
            continue
        try:
            row = parse_json(line, str(path))
            validated(_Row, row)
        except DataError as error:
            hint = CUT if cut else ""
            issues += [_placed(issue, number, hint) for issue in error.issues]
            continue
        if isinstance(row, dict):
            rows.append(row)
    if issues:
        raise DataError(issues, source=str(path))
    return rows


def _placed(issue: Issue, number: int, hint: str) -> Issue:
    within = issue.path.removeprefix("line 1, ")
    return replace(
        issue, path=f"line {number}, {within}", hint=hint or issue.hint, code="no-row"
    )


def _cut(line: bytes) -> bool:
    """Tell whether a line is the beginning of a row and not the whole of one."""
    if not line.startswith(b"{"):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return True
    return False


class RowsFile:
    """A file of rows that is added to.

    Parameters
    ----------
    path
        The file; it is made with the first row.
    tell
        Receives a sentence when a line is dropped that was cut short.
    """

    def __init__(self, path: Path, tell: Callable[[str], None]) -> None:
        self._path = path
        self._tell = tell
        self._size = 0
        self._rows: list[Row] = []

    def read(self) -> list[Row]:
        """Give the rows, those that others have added meanwhile too.

        Raises
        ------
        DataError
            A line is not a row, and not one that was merely cut short.
        """
        if not self._path.exists():
            return []
        with self._open() as file:
            text = file_text(file)
            if len(text) != self._size:
                blank = not text.strip()
                found = "" if blank else read_text(self._path)
                self._rows = _parsed(found, self._path, cut_too=True)
                self._size = self._mend(file, text)
        return self._rows

    def add(self, row: Row) -> None:
        """Add a row: once this returns it is on the disk.

        Raises
        ------
        OSError
            The disk is full, or the file may not be written to; it is as it was.
        """
        line = json.dumps(row, sort_keys=True, allow_nan=False).encode() + b"\n"
        with self._open() as file:
            text = file_text(file)
            size = self._mend(file, text)
            if size == len(text) and text[-1:] not in (b"", b"\n"):
                line = b"\n" + line
            try:
                _write(file, line)
                os.fsync(file.fileno())
            except BaseException:
                file.truncate(size)
                raise

    @contextmanager
    def _open(self) -> Iterator[FileIO]:
        with self._path.open("ab+", buffering=0) as file, held(file.fileno()):
            yield file

    def _mend(self, file: FileIO, text: bytes) -> int:
        """Drop a last line that was cut short, and give the size there then is."""
        filled = text.rstrip()
        start = filled.rfind(b"\n") + 1
        if not _cut(filled[start:]):
            return len(text)
        file.truncate(start)
        number = filled[:start].count(b"\n") + 1
        found = shown(filled[start:].decode(errors="replace"))
        self._tell(f"{self._path}: line {number} was cut short and is gone: {found}")
        return start


def file_text(file: FileIO) -> bytes:
    """Read an open file from its beginning."""
    file.seek(0)
    return file.readall()


def _write(file: FileIO, data: bytes) -> None:
    while data:
        data = data[file.write(data) or 0 :]
