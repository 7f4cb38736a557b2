"""workers.csv and clients.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import DAYS, FLAG, LIST, NUMBER, TEXT, WHOLE, WORD, WORDS
from carerota.io.tables.places import POSITION, position
from carerota.io.tables.reading import Column, Reading, write_columns
from carerota.io.tables.sheet import sheet_text

if TYPE_CHECKING:
    from carerota.io.tables.sheet import Sheet
    from carerota.model.problem import RotaProblem
    from carerota.model.worker import Worker

__all__ = ["people_files", "read_clients", "read_workers"]

WORKER = (
    Column("id", "id", TEXT),
    Column("name", "name", TEXT),
    Column("kind", "kind", WORD),
    Column("start_place", "start_place", TEXT),
    Column("end_place", "end_place", TEXT),
    Column("travel_mode", "travel_mode", WORD),
    Column("attributes", "attributes", LIST),
    Column("cost_per_hour", "cost_per_hour", WHOLE),
    Column("minimum_hours", "contract.minimum_hours", NUMBER),
    Column("target_hours", "contract.target_hours", NUMBER),
    Column("maximum_hours", "contract.maximum_hours", NUMBER),
    Column("maximum_minutes_a_day", "contract.maximum_minutes_a_day", NUMBER),
    Column("maximum_consecutive_days", "contract.maximum_consecutive_days", WHOLE),
    Column("opted_out_48h", "working_time.opted_out_48h", FLAG),
    Column("split_day_exempt", "working_time.split_day_exempt", FLAG),
    Column("night_worker", "working_time.night_worker", FLAG),
    Column("no_lunch", "working_time.no_lunch", FLAG),
    Column("young", "working_time.young", FLAG),
    Column("daily_rest_hours", "working_time.daily_rest_hours", NUMBER),
    Column("hours_before", "working_time.hours_before", NUMBER),
    Column("weeks_before", "working_time.weeks_before", WHOLE),
    Column("prefers_clients", "preferences.clients", LIST),
    Column("avoids_clients", "preferences.avoid_clients", LIST),
    Column("prefers_areas", "preferences.areas", LIST),
    Column("prefers_times_of_day", "preferences.times_of_day", WORDS),
    Column("prefers_days", "preferences.days", DAYS),
    Column("refused_clients", "refused_clients", LIST),
    Column("unsocial_minutes", "balances.unsocial_minutes", NUMBER),
    Column("travel_minutes", "balances.travel_minutes", NUMBER),
    Column("split_days", "balances.split_days", WHOLE),
    Column("unmet_preferences", "balances.unmet_preferences", WHOLE),
)
CLIENT = (
    Column("id", "id", TEXT),
    Column("name", "name", TEXT),
    Column("access_minutes", "access_minutes", NUMBER),
    Column("preferred_workers", "preferred_workers", LIST),
    Column("excluded_workers", "excluded_workers", LIST),
    Column("required_attributes", "required_attributes", LIST),
    Column("preferred_attributes", "preferred_attributes", LIST),
    Column("carers_ceiling", "carers.ceiling", WHOLE),
    Column("carers_target", "carers.target", WHOLE),
    Column("carers_window", "carers.window", WORD),
    Column("triage", "triage", WORD),
)
WHERE = [column.name for column in POSITION]
WORKER_NAMES = [
    "id",
    "name",
    "kind",
    "home",
    *WHERE,
    "skills",
    *(column.name for column in WORKER[3:]),
]
CLIENT_NAMES = ["id", "name", "place", *WHERE, *(column.name for column in CLIENT[2:])]


def read_workers(reading: Reading, sheet: Sheet) -> None:
    """Read workers.csv."""
    if not reading.header(sheet, WORKER_NAMES, ["id"]):
        return
    for row in sheet.rows:
        at = reading.add("workers", row)
        record = reading.columns(row, WORKER, at)
        reading.note(f"{at}.home", row, "home")
        record["home"] = position(reading, row, "home", f"home:{row['id']}")
        reading.note(f"{at}.skills", row, "skills")
        skills: Any = LIST.read(row["skills"])
        record["skills"] = [{"name": name} for name in skills]
        reading.data["workers"].append(record)


def read_clients(reading: Reading, sheet: Sheet) -> None:
    """Read clients.csv."""
    if not reading.header(sheet, CLIENT_NAMES, ["id"]):
        return
    for row in sheet.rows:
        at = reading.add("clients", row)
        record = reading.columns(row, CLIENT, at)
        reading.note(f"{at}.place", row, "place")
        record["place"] = position(reading, row, "place", f"client:{row['id']}")
        reading.data["clients"].append(record)


def people_files(problem: RotaProblem) -> dict[str, str]:
    """Write workers.csv and clients.csv."""
    workers = [_worker(worker) for worker in problem.workers]
    clients = [
        write_columns(client, CLIENT) | {"place": client.place}
        for client in problem.clients
    ]
    return {
        "workers.csv": sheet_text(WORKER_NAMES, workers, ["id", "name", "home"]),
        "clients.csv": sheet_text(CLIENT_NAMES, clients, ["id", "name", "place"]),
    }


def _worker(worker: Worker) -> dict[str, str]:
    cells = write_columns(worker, WORKER) | {"home": worker.home}
    if not worker.preferences.days:
        cells["prefers_days"] = ""
    if all(skill.expires is None for skill in worker.skills):
        # skills that expire have a sheet of their own
        cells["skills"] = LIST.write(tuple(skill.name for skill in worker.skills))
    return cells
