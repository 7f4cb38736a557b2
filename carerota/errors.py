"""The error tree.

::

    CarerotaError
    ├── DataError          what came in is wrong: lists every fault with its place
    ├── MissingExtraError  an optional package is needed and not installed
    ├── NightRunningError  another night of the co-op runs on the same store
    └── EngineError        our fault: an engine and the checker disagree, or a model
                           we built is invalid

A problem without a full rota is not an error: it is a status with reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CarerotaError",
    "DataError",
    "EngineError",
    "Issue",
    "MissingExtraError",
    "NightRunningError",
]


class CarerotaError(Exception):
    """Whatever this library raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One fault in what came in.

    Parameters
    ----------
    path
        Where the value stands: ``visits[3].windows[0].end``, or for a table
        ``visits.csv, row 12, column end``.
    found
        What stands there, shortened.
    expected
        What should stand there.
    hint
        What the reader can do about it; empty when there is nothing to add.
    code
        A short stable name of the kind of fault, ``window-backwards``.
    warning
        True when the problem can be solved all the same.
    """

    path: str
    found: str
    expected: str
    hint: str = ""
    code: str = "invalid"
    warning: bool = False

    def __str__(self) -> str:
        text = f"{self.path}: found {self.found}; expected {self.expected}"
        return f"{text} ({self.hint})" if self.hint else text


class DataError(CarerotaError):
    """What came in is wrong. Carries every fault, not only the first.

    Parameters
    ----------
    issues
        The faults, in the order of their places.
    source
        The file or folder they were read from, where known.
    """

    def __init__(self, issues: Iterable[Issue], *, source: str | None = None) -> None:
        self.issues = tuple(issues)
        self.source = source
        of = f" in {source}" if source else ""
        n = len(self.issues)
        head = f"{n} fault{'' if n == 1 else 's'}{of}:"
        super().__init__("\n".join([head, *(f"  - {issue}" for issue in self.issues)]))


class MissingExtraError(CarerotaError):
    """An optional package is needed and not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"this needs the package {package}: pip install 'carerota[{extra}]'"
        )


class NightRunningError(CarerotaError):
    """Another night of the co-op runs on the same store.

    Parameters
    ----------
    co_op
        The co-op.
    told
        What is known of the other one.
    """

    def __init__(self, co_op: str, told: str = "") -> None:
        about = f" ({told})" if told else ""
        super().__init__(
            f"a night of {co_op} is running on this store already{about}; "
            f"nothing was done"
        )


class EngineError(CarerotaError):
    """Our fault: an engine and the checker disagree, or we built an invalid model.

    Parameters
    ----------
    message
        What disagrees.
    reproducer
        The file in which the problem and the rota were saved, where one could be
        written.
    """

    def __init__(self, message: str, *, reproducer: str | None = None) -> None:
        self.reproducer = reproducer
        where = f"; reproducer saved in {reproducer}" if reproducer else ""
        super().__init__(f"{message}{where}. This is a fault of carerota.")
