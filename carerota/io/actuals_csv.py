"""What really happened, in one CSV file: the log of a call-monitoring system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from carerota.errors import DataError
from carerota.io.issues import issues_of
from carerota.io.tables.actuals import read_actual_rows
from carerota.io.tables.reading import Reading
from carerota.io.tables.sheet import read_sheet
from carerota.model.history import ActualVisit

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from carerota.errors import Issue
    from carerota.units import Clock

__all__ = ["placed_actuals", "read_actuals"]

ACTUALS = TypeAdapter(tuple[ActualVisit, ...])


def read_actuals(path: str | PathLike[str], clock: Clock) -> tuple[ActualVisit, ...]:
    """Read what really happened from a CSV file.

    Columns: ``day`` (of the rota), ``visit``, ``slot`` (nought if left out),
    ``worker``, ``start``, ``end`` and ``missed`` (yes where nobody came).

    Parameters
    ----------
    path
        The file.
    clock
        The clock of the co-op's problems, for times without an offset.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    return placed_actuals(path, clock)[0]


def placed_actuals(
    path: str | PathLike[str], clock: Clock
) -> tuple[tuple[ActualVisit, ...], Callable[[Issue], Issue]]:
    """Read the same, with what turns the path ``actuals[i]`` into file and row."""
    file = Path(path)
    reading = Reading(clock, {})
    rows = read_actual_rows(reading, read_sheet(file))
    found: tuple[ActualVisit, ...] = ()
    try:
        found = ACTUALS.validate_python(rows)
    except ValidationError as error:
        for issue in issues_of(error, ActualVisit, path="actuals"):
            if issue.path not in reading.unread:
                reading.issues.append(reading.placed(issue))
    if reading.issues:
        raise DataError(reading.issues, source=str(file))
    return found, reading.placed
