"""actuals.csv: who really came to published visits, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import DATE, FLAG, TEXT, WHOLE
from carerota.io.tables.moments import read_end, read_moment
from carerota.io.tables.reading import Column

if TYPE_CHECKING:
    from carerota.io.tables.reading import Reading
    from carerota.io.tables.sheet import Row, Sheet

__all__ = ["read_actual_rows"]

COLUMNS = (
    Column("day", "day", DATE),
    Column("visit", "visit", TEXT),
    Column("slot", "slot", WHOLE),
    Column("worker", "worker", TEXT),
    Column("missed", "missed", FLAG),
)
NAMES = ["day", "visit", "slot", "worker", "start", "end", "missed"]
REQUIRED = ["day", "visit", "worker", "start", "end"]


def read_actual_rows(reading: Reading, sheet: Sheet) -> list[dict[str, Any]]:
    """Read the rows to plain data; each is ``actuals[i]`` in faults."""
    if not reading.header(sheet, NAMES, REQUIRED):
        return []
    rows = []
    for row in sheet.rows:
        path = reading.add("actuals", row)
        record = reading.columns(row, COLUMNS, path)
        _times(reading, row, path, record)
        reading.data["actuals"].append(record)
        rows.append(record)
    return rows


def _times(reading: Reading, row: Row, path: str, record: dict[str, Any]) -> None:
    day = record.get("day")
    if day is None and row["day"]:
        return  # the day is told of already
    if row["start"]:
        with reading.cell(row, "start", f"{path}.start"):
            record["start"] = read_moment(row["start"], day, reading.clock)
    if row["end"]:
        with reading.cell(row, "end", f"{path}.end"):
            if "start" in record:
                record["end"] = read_end(row["end"], record["start"], reading.clock)
            else:
                record["end"] = read_moment(row["end"], day, reading.clock)
