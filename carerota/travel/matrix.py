"""Journeys that the data names: explicit matrices, by time of day where given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from carerota.model import TravelMatrix, TravelMode, TravelTable

__all__ = ["Sheet", "in_force", "lay", "lay_metres", "sheets_of"]

ABSURD: Final = 1e8
"""More minutes or metres than any journey on Earth has."""
MOST_FAULTS: Final = 20
"""How many wrong cells of a matrix are listed one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One explicit matrix, cut down to the places of the problem.

    Parameters
    ----------
    since
        The local time of day from which it holds.
    at
        The index in the problem of each of its places.
    minutes, metres
        Between its places; ``metres`` is ``None`` where the data has none.
    """

    since: time
    at: NDArray[np.int64]
    minutes: NDArray[np.float64]
    metres: NDArray[np.float64] | None


def sheets_of(
    table: TravelTable, place_index: Mapping[str, int]
) -> dict[TravelMode, list[Sheet]]:
    """Give the matrices of each mode in order of their time of day.

    A matrix may name places that the problem does not have; they are left out.

    Raises
    ------
    DataError
        A matrix has the wrong shape or a value that is no time or distance.
    """
    faults: list[Issue] = []
    sheets: dict[TravelMode, list[Sheet]] = {}
    for i, matrix in enumerate(table.matrices):
        path = f"travel.matrices[{i}]"
        if matrix.since is not None and matrix.since.tzinfo is not None:
            found = matrix.since.isoformat()
            faults.append(
                Issue(
                    f"{path}.since",
                    found,
                    "a local time without a zone",
                    code="wall-time-with-zone",
                )
            )
        minutes = _square(matrix, "minutes", path, faults)
        metres = _square(matrix, "metres", path, faults)
        if faults or minutes is None:
            continue
        known = [j for j, place in enumerate(matrix.places) if place in place_index]
        at = np.array([place_index[matrix.places[j]] for j in known], dtype=np.int64)
        cut = np.ix_(known, known)
        sheet = Sheet(
            since=matrix.since or time(0),
            at=at,
            minutes=minutes[cut],
            metres=None if metres is None else metres[cut],
        )
        sheets.setdefault(matrix.mode, []).append(sheet)
    if faults:
        raise DataError(faults)
    for of_mode in sheets.values():
        of_mode.sort(key=lambda sheet: sheet.since)
    return sheets


def in_force(sheets: Iterable[Sheet], at: time) -> list[Sheet]:
    """Put sheets in the order in which later ones win at a time of day.

    What is not yet in force today was last in force yesterday, so it comes first. A
    journey that the latest matrix does not name keeps the time of the one before it.
    """
    return sorted(sheets, key=lambda sheet: (sheet.since <= at, sheet.since))


def lay(sheets: Iterable[Sheet], minutes: NDArray[np.float64]) -> None:
    """Write the minutes of the sheets over an array, the last one on top."""
    for sheet in sheets:
        minutes[np.ix_(sheet.at, sheet.at)] = sheet.minutes


def lay_metres(sheets: Iterable[Sheet], metres: NDArray[np.float64]) -> None:
    """Write the metres of the sheets over an array.

    A journey has one length, whatever the time of day: that of the first sheet of the
    day which gives it. Nought where a sheet names the journey but none its length.
    """
    ordered = list(sheets)[::-1]
    for sheet in ordered:
        metres[np.ix_(sheet.at, sheet.at)] = 0.0
    for sheet in ordered:
        if sheet.metres is not None:
            metres[np.ix_(sheet.at, sheet.at)] = sheet.metres


def _square(
    matrix: TravelMatrix, name: str, path: str, faults: list[Issue]
) -> NDArray[np.float64] | None:
    """Read minutes or metres as an array; note faults instead if it is not square."""
    rows = matrix.metres if name == "metres" else matrix.minutes
    if rows is None:
        return None
    n = len(matrix.places)
    if len(rows) != n or any(len(row) != n for row in rows):
        widths = sorted({len(row) for row in rows})
        found = f"{len(rows)} rows of {' or '.join(map(str, widths)) or 'no'} values"
        hint = "one row and one column for each place it names"
        faults.append(
            Issue(f"{path}.{name}", found, f"{n} rows of {n}", hint, "matrix-shape")
        )
        return None
    values = np.array(rows, dtype=np.float64).reshape(n, n)
    # NaN is within nothing, so this finds it as well
    cells = np.argwhere(~((values >= 0) & (values <= ABSURD)))
    for row, column in cells[:MOST_FAULTS].tolist():
        faults.append(
            Issue(
                f"{path}.{name}[{row}][{column}]",
                f"{values[row, column]:g}",
                f"{name} from nought to {ABSURD:.0g}",
                f"from {matrix.places[row]!r} to {matrix.places[column]!r}",
                _code(values[row, column]),
            )
        )
    if len(cells) > MOST_FAULTS:
        found = f"{len(cells) - MOST_FAULTS} more such values"
        faults.append(Issue(f"{path}.{name}", found, "none", code="matrix-nan"))
    return values


def _code(value: float) -> str:
    if value < 0:
        return "matrix-negative"
    return "matrix-absurd" if value > ABSURD else "matrix-nan"
