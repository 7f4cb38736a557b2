"""history.csv: who visited whom before the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import DATE, TEXT
from carerota.io.tables.moments import end_text, moment_text, read_end, read_moment
from carerota.io.tables.reading import Column, Reading
from carerota.io.tables.sheet import sheet_text

if TYPE_CHECKING:
    from carerota.io.tables.sheet import Sheet
    from carerota.model.problem import RotaProblem

__all__ = ["past_files", "read_past"]

COLUMNS = (Column("client", "client", TEXT), Column("worker", "worker", TEXT))
NAMES = ["client", "worker", "date", "start", "end"]


def read_past(reading: Reading, sheet: Sheet) -> None:
    """Read history.csv."""
    if not reading.header(sheet, NAMES, NAMES):
        return
    history: dict[str, Any] = reading.data.setdefault("history", {})
    visits = history.setdefault("visits", [])
    for row in sheet.rows:
        at = f"history.visits[{len(visits)}]"
        reading.note(at, row)
        record = reading.columns(row, COLUMNS, at)
        day: Any = None
        with reading.cell(row, "date", f"{at}.start"):
            day = DATE.read(row["date"]) if row["date"] else None
        if day is not None or not row["date"]:
            with reading.cell(row, "start", f"{at}.start"):
                record["start"] = read_moment(row["start"], day, reading.clock)
        with reading.cell(row, "end", f"{at}.end"):
            if "start" in record:
                record["end"] = read_end(row["end"], record["start"], reading.clock)
            else:
                reading.unread.add(f"{at}.end")
        visits.append(record)


def past_files(problem: RotaProblem) -> dict[str, str]:
    """Write history.csv, where there is a history."""
    clock = problem.clock
    rows = []
    for visit in problem.history.visits:
        day = visit.start.astimezone(clock.zone).date()
        rows.append(
            {
                "client": visit.client,
                "worker": visit.worker,
                "date": day.isoformat(),
                "start": moment_text(visit.start, day, clock),
                "end": end_text(visit.end, visit.start, clock),
            }
        )
    return {"history.csv": sheet_text(NAMES, rows, NAMES)} if rows else {}
