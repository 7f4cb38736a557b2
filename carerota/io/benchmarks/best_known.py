"""What runs are compared with: published best costs, or the best of the runs."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Final

from carerota.errors import DataError, Issue
from carerota.io.sources import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from carerota.io.benchmarks.rows import Row

__all__ = ["best_of", "published", "read_best_known"]


COLUMNS: Final = ("lowest_published", "best_cost", "total_cost")
"""Columns that may hold the best known cost, the most telling first."""


def read_best_known(paths: Iterable[Path]) -> dict[str, float]:
    """Read best known costs by instance from tables with a column for each.

    Raises
    ------
    DataError
        A table has no such columns, or a cost that is no number.
    """
    known: dict[str, float] = {}
    for path in paths:
        table = csv.DictReader(io.StringIO(read_text(path)))
        columns = table.fieldnames or []
        column = next((c for c in COLUMNS if c in columns), None)
        if column is None or "instance" not in columns:
            expected = f"columns instance and one of {', '.join(COLUMNS)}"
            issue = Issue("row 1", ", ".join(columns), expected, code="no-column")
            raise DataError([issue], source=str(path))
        for number, row in enumerate(table, start=2):
            known[row["instance"].removesuffix(".json")] = _number(
                row[column], f"row {number}, column {column}", path
            )
    return known


def _number(text: str, at: str, path: Path) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        issue = Issue(at, repr(text), "a cost", code="not-a-number")
        raise DataError([issue], source=str(path))
    return value


def published(known: Mapping[str, float]) -> Callable[[Row], float | None]:
    """Compare runs with the best known costs of their instances."""
    return lambda row: known.get(row["instance"])


def best_of(rows: Sequence[Row]) -> Callable[[Row], float | None]:
    """Compare runs with the best one of the same problem, whatever its terms."""

    def which(row: Row) -> tuple[object, ...]:
        names = ("set", "instance", "problem", "policy")
        return tuple(row.get(name, "") for name in names)

    best: dict[tuple[object, ...], float] = {}
    for row in rows:
        if row["cost"] is not None:
            best[which(row)] = min(row["cost"], best.get(which(row), math.inf))
    return lambda row: best.get(which(row))
