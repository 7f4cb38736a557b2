"""How the store says no: always a :class:`DataError` with the place and a hint."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["named", "refused", "telling"]

LONGEST_NAME: Final = 200
REASONS: Final = (
    ("readonly database", "a place that can be written to", "read-only", ""),
    ("unable to open", "a file that can be opened and written", "cannot-open", ""),
    ("locked", "a store that nobody holds", "store-busy", "try again in a moment"),
    (
        "not a database",
        "a store of carerota",
        "not-a-store",
        "is it another kind of file?",
    ),
    (
        "malformed",
        "a store that is whole",
        "store-damaged",
        "go back to a copy; carerota never changes a store in place",
    ),
    ("disk is full", "room on the disk", "disk-full", ""),
)
"""What the database says, what was expected, the code and a hint."""


def refused(
    code: str, path: str, found: str, expected: str, hint: str = ""
) -> DataError:
    """Word one refusal."""
    return DataError([Issue(path, found, expected, hint, code)])


def named(who: str, what: str) -> str:
    """Give a name or a reason without the blanks around it; an empty one is refused."""
    text = who.strip()
    if not text:
        raise refused("no-name", what, "nothing", "a name or a reason in words")
    if what == "by" and (len(text) > LONGEST_NAME or not text.isprintable()):
        raise refused("no-name", what, repr(text[:40]), "a name of one line")
    return text


@contextmanager
def telling(place: str) -> Iterator[None]:
    """Turn what a database says into words.

    Parameters
    ----------
    place
        The store as the user named it, without a password.
    """
    try:
        yield
    except DatabaseError as error:
        said = str(error.orig).strip().splitlines() or ["nothing"]
        text = said[0]
        for known, expected, code, hint in REASONS:
            if known in text:
                raise refused(code, place, text, expected, hint) from None
        raise refused("store-fails", place, text, "a store that answers") from error
    except SQLAlchemyError as error:
        said = str(error).splitlines() or ["nothing"]
        raise refused("store-fails", place, said[0], "a store that answers") from error
