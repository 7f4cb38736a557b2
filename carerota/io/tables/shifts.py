"""skills.csv, availability.csv, mode_changes.csv: rows of their own for a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import DATE, DAYS, TEXT, WORD
from carerota.io.tables.moments import (
    LONG_SHIFT,
    end_text,
    moment_text,
    read_end,
    read_moment,
)
from carerota.io.tables.reading import Column, Reading
from carerota.io.tables.sheet import sheet_text
from carerota.model.faults.issues import did_you_mean, shown

if TYPE_CHECKING:
    from datetime import date, datetime

    from carerota.io.tables.sheet import Row, Sheet
    from carerota.model.problem import RotaProblem
    from carerota.units import Clock

__all__ = ["read_availability", "read_mode_changes", "read_skills", "shifts_files"]

SKILL = (Column("skill", "name", TEXT), Column("expires", "expires", DATE))
SKILLS = ["worker", "skill", "expires"]
AVAILABILITY = ["worker", "date", "weekday", "start", "end", "kind"]
MODE_CHANGES = ["worker", "start", "end", "mode"]


def read_skills(reading: Reading, sheet: Sheet) -> None:
    """Read skills.csv: skills that expire, one to a row."""
    if not reading.header(sheet, SKILLS, ["worker", "skill"]):
        return
    for row in sheet.rows:
        if (found := _worker(reading, row)) is None:
            continue
        at, worker = found
        path = f"{at}.skills[{len(worker['skills'])}]"
        reading.note(path, row)
        worker["skills"].append(reading.columns(row, SKILL, path))


def read_availability(reading: Reading, sheet: Sheet) -> None:
    """Read availability.csv: a row for a date, or for every such day of the week."""
    if not reading.header(sheet, AVAILABILITY, ["worker", "start", "end"]):
        return
    for row in sheet.rows:
        found = _worker(reading, row)
        days = _days(reading, row)
        if found is None or days is None:
            continue
        at, worker = found
        stretches = worker.setdefault("availability", [])
        for day in days:
            path = f"{at}.availability[{len(stretches)}]"
            reading.note(path, row)
            stretches.append(_stretch(reading, row, day, path))


def read_mode_changes(reading: Reading, sheet: Sheet) -> None:
    """Read mode_changes.csv: stretches in which a worker gets about otherwise."""
    if not reading.header(sheet, MODE_CHANGES, MODE_CHANGES):
        return
    for row in sheet.rows:
        if (found := _worker(reading, row)) is None:
            continue
        at, worker = found
        changes = worker.setdefault("travel_changes", [])
        path = f"{at}.travel_changes[{len(changes)}]"
        reading.note(path, row)
        record = reading.columns(row, [Column("mode", "mode", WORD)], path)
        for end in ("start", "end"):
            with reading.cell(row, end, f"{path}.{end}"):
                record[end] = read_moment(row[end], None, reading.clock)
        changes.append(record)


def _worker(reading: Reading, row: Row) -> tuple[str, dict[str, Any]] | None:
    workers = reading.data["workers"]
    for i, worker in enumerate(workers):
        if worker.get("id") == row["worker"]:
            return f"workers[{i}]", worker
    names = [worker.get("id", "") for worker in workers]
    hint = did_you_mean(row["worker"], names)
    found = shown(row["worker"]) if row["worker"] else "nothing"
    reading.fault(row, "worker", found, "the id of a worker", hint, code="unknown-id")
    return None


def _days(reading: Reading, row: Row) -> list[date] | None:
    """Give the days of a row; ``None`` when they cannot be read."""
    days: list[date] | None = None
    column = "weekday" if row["weekday"] and not row["date"] else "date"
    with reading.cell(row, column, f"availability, row {row.number}"):
        if column == "weekday":
            wanted: Any = DAYS.read(row["weekday"])
            horizon = map(reading.clock.date_of, range(reading.clock.days))
            return [day for day in horizon if day.weekday() in wanted]
        day: Any = DATE.read(row["date"])
        days = [day]
    if days and row["weekday"]:
        reading.fault(row, "weekday", shown(row["weekday"]), "a date or a weekday")
        return None
    return days


def _stretch(reading: Reading, row: Row, day: date, path: str) -> dict[str, Any]:
    record: dict[str, Any] = reading.columns(row, [Column("kind", "kind", WORD)], path)
    with reading.cell(row, "start", f"{path}.start"):
        record["start"] = read_moment(row["start"], day, reading.clock)
    with reading.cell(row, "end", f"{path}.end"):
        begin = record.get("start") or reading.clock.midnight(day)
        record["end"] = read_end(row["end"], begin, reading.clock, LONG_SHIFT)
    return record


def shifts_files(problem: RotaProblem) -> dict[str, str]:
    """Write the sheets there is anything for."""
    clock = problem.clock
    skills = [
        {
            "worker": worker.id,
            "skill": skill.name,
            "expires": skill.expires.isoformat() if skill.expires else "",
        }
        for worker in problem.workers
        if any(skill.expires for skill in worker.skills)
        for skill in worker.skills
    ]
    stretches = [
        {"worker": worker.id, "kind": stretch.kind.value}
        | _stretch_cells(stretch.start, stretch.end, clock)
        for worker in problem.workers
        for stretch in worker.availability
    ]
    files = {}
    if skills:
        files["skills.csv"] = sheet_text(SKILLS, skills)
    if stretches:
        files["availability.csv"] = sheet_text(AVAILABILITY, stretches)
    changes = [
        {
            "worker": worker.id,
            "start": moment_text(change.start, None, clock),
            "end": moment_text(change.end, None, clock),
            "mode": change.mode.value,
        }
        for worker in problem.workers
        for change in worker.travel_changes
    ]
    if changes:
        files["mode_changes.csv"] = sheet_text(MODE_CHANGES, changes)
    return files


def _stretch_cells(start: datetime, end: datetime, clock: Clock) -> dict[str, str]:
    day = start.astimezone(clock.zone).date()
    return {
        "date": day.isoformat(),
        "start": moment_text(start, day, clock),
        "end": end_text(end, start, clock, LONG_SHIFT),
    }
