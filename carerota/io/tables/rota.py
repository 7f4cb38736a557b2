"""A rota as a sheet: one row for a visit made, a break, or a visit left uncovered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import DATE, LIST, TEXT, WHOLE, WORD, CellError
from carerota.io.tables.moments import end_text, moment_text, read_end, read_moment
from carerota.io.tables.reading import Column, Reading
from carerota.io.tables.sheet import sheet_text
from carerota.model.faults.issues import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from carerota.io.tables.sheet import Row, Sheet
    from carerota.model.rota import Reason, Rota
    from carerota.model.visit import Visit
    from carerota.units import Clock

__all__ = ["read_rota_rows", "rota_text"]

VISIT, BREAK, UNCOVERED = "visit", "break", "uncovered"
KINDS = {VISIT: "assignments", BREAK: "breaks", UNCOVERED: "uncovered"}
REASON = (
    Column("reason", "kind", WORD),
    Column("reason_rules", "rules", LIST),
    Column("reason_visits", "visits", LIST),
    Column("reason_text", "text", TEXT),
)
NAMES = [
    "day",
    "start",
    "end",
    "worker",
    "visit",
    "client",
    "slot",
    "run",
    "kind",
    *(column.name for column in REASON),
]
REQUIRED = ["day", "start", "worker", "visit"]
SLOT = (Column("visit", "visit", TEXT), Column("slot", "slot", WHOLE))
WORKER = Column("worker", "worker", TEXT)
RUN = Column("run", "run", WHOLE)


def read_rota_rows(reading: Reading, sheet: Sheet, at: str = "") -> dict[str, Any]:
    """Read the rows of a rota to plain data.

    ``end`` and ``client`` of a visit are for people: they follow from the visit and
    are not read. A row without a kind is a visit, or uncovered if it names no worker.

    Parameters
    ----------
    reading
        The notes.
    sheet
        The table.
    at
        The path of the rota in the record, with the dot after it.
    """
    rota: dict[str, Any] = {name: [] for name in KINDS.values()}
    if not reading.header(sheet, NAMES, REQUIRED):
        return rota
    for row in sheet.rows:
        kind = row["kind"].lower() or (VISIT if row["worker"] else UNCOVERED)
        if kind not in KINDS:
            expected = f"one of {', '.join(KINDS)}"
            hint = did_you_mean(kind, KINDS)
            reading.fault(row, "kind", shown(row["kind"]), expected, hint)
            continue
        rows = rota[KINDS[kind]]
        path = f"{at}{KINDS[kind]}[{len(rows)}]"
        reading.note(path, row)
        reader = {VISIT: _assignment, BREAK: _break, UNCOVERED: _uncovered}[kind]
        rows.append(reader(reading, row, path))
    return rota


def _assignment(reading: Reading, row: Row, at: str) -> dict[str, Any]:
    record = reading.columns(row, (*SLOT, WORKER, RUN), at)
    return record | _start(reading, row, at)


def _break(reading: Reading, row: Row, at: str) -> dict[str, Any]:
    record = reading.columns(row, (WORKER,), at) | _start(reading, row, at)
    with reading.cell(row, "end", f"{at}.end"):
        if not row["end"]:
            raise CellError("when the break ends")
        if "start" in record:
            record["end"] = read_end(row["end"], record["start"], reading.clock)
        else:
            reading.unread.add(f"{at}.end")
    return record


def _uncovered(reading: Reading, row: Row, at: str) -> dict[str, Any]:
    record = reading.columns(row, SLOT, at)
    reason = reading.columns(row, REASON, f"{at}.reason")
    return record | ({"reason": reason} if reason else {})


def _start(reading: Reading, row: Row, at: str) -> dict[str, Any]:
    day: Any = None
    with reading.cell(row, "day", f"{at}.start"):
        day = DATE.read(row["day"]) if row["day"] else None
    if day is None and row["day"]:
        return {}
    record: dict[str, Any] = {}
    with reading.cell(row, "start", f"{at}.start"):
        record["start"] = read_moment(row["start"], day, reading.clock)
    return record


def rota_text(
    rota: Rota, clock: Clock, visits: Mapping[str, Visit], *, offsets: bool
) -> str:
    """Write a rota as a sheet, in its own order.

    Parameters
    ----------
    rota
        The rota.
    clock
        The clock whose wall times are written.
    visits
        The visits by id, for the columns ``end``, ``client`` and the day of those
        left uncovered; they stay blank for what is not there.
    offsets
        Write the offset with each time, so that it can be read without the problem.
    """
    times = _Times(clock, offsets=offsets)
    rows = []
    for made in rota.assignments:
        cells = times.cells(made.start)
        cells |= {"worker": made.worker, "slot": str(made.slot), "run": str(made.run)}
        cells |= {"kind": VISIT, "visit": made.visit}
        if visit := visits.get(made.visit):
            lasts = timedelta(minutes=visit.minutes)
            end = made.start.astimezone(clock.origin.tzinfo) + lasts
            cells |= {"client": visit.client, "end": times.end(end, made.start)}
        rows.append(cells)
    for rest in rota.breaks:
        cells = times.cells(rest.start) | {"end": times.end(rest.end, rest.start)}
        rows.append(cells | {"worker": rest.worker, "kind": BREAK})
    for left in rota.uncovered:
        cells = {"visit": left.visit, "slot": str(left.slot), "kind": UNCOVERED}
        if visit := visits.get(left.visit):
            cells |= {"client": visit.client, "day": visit.day.isoformat()}
        rows.append(cells | (_reason_cells(left.reason) if left.reason else {}))
    return sheet_text(NAMES, rows, [*REQUIRED, "kind"])


class _Times:
    def __init__(self, clock: Clock, *, offsets: bool) -> None:
        self.clock = clock
        self.offsets = offsets

    def cells(self, start: datetime) -> dict[str, str]:
        day = start.astimezone(self.clock.zone).date()
        if not self.offsets:
            text = moment_text(start, day, self.clock)
            return {"day": day.isoformat(), "start": text}
        return {"day": start.date().isoformat(), "start": _with_offset(start)}

    def end(self, end: datetime, start: datetime) -> str:
        if self.offsets:
            local = end.astimezone(start.tzinfo)
            plain = _with_offset(local)
            same = local.date() == start.date()
            return plain if same else f"{local.date()} {plain}"
        return end_text(end, start, self.clock)


def _with_offset(moment: datetime) -> str:
    return moment.timetz().isoformat() if moment.tzinfo else ""


def _reason_cells(reason: Reason) -> dict[str, str]:
    return {
        "reason": reason.kind.value,
        "reason_rules": LIST.write(reason.rules),
        "reason_visits": LIST.write(reason.visits),
        "reason_text": reason.text,
    }
