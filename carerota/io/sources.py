"""Opening what was named, and saying plainly why it cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.errors import DataError, Issue
from carerota.model.faults.issues import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["missing", "read_text"]

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path) -> str:
    """Read a text file in UTF-8, with or without a byte order mark.

    Raises
    ------
    DataError
        The file is missing, a folder, empty, not to be opened or not text in UTF-8.
    """
    if path.is_dir():
        raise _refused(path, "a folder", "a file", code="is-folder")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(path, reason, "a file to read", code="unreadable") from None
    text = _decoded(path, data)
    if not text.strip():
        raise _refused(path, "an empty file", "a filled one", code="empty-file")
    return text


def missing(path: Path) -> DataError:
    """Say that there is no such file, and which name beside it comes near."""
    try:
        beside = [p.name for p in path.parent.iterdir()]
    except OSError:
        beside = []
    hint = did_you_mean(path.name, beside)
    return _refused(path, "nothing", "a file of this name", hint, "no-such-file")


def _decoded(path: Path, data: bytes) -> str:
    try:
        if data.startswith(WIDE_MARKS):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = data[error.start : error.start + 1]
        line = data[: error.start].count(b"\n") + 1
        found = f"byte 0x{bad.hex()} in line {line}"
        hint = "save it again as UTF-8; in a spreadsheet: CSV UTF-8"
        raise _refused(path, found, "text in UTF-8", hint, "not-utf8") from None
    if "\x00" in text:
        raise _refused(path, "binary data", "text in UTF-8", code="not-utf8")
    return text


def _refused(
    path: Path, found: str, expected: str, hint: str = "", code: str = "unreadable"
) -> DataError:
    return DataError([Issue(path.name, found, expected, hint, code)], source=str(path))
