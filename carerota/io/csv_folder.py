"""A problem as a folder of sheets, as a coordinator keeps it.

=====================  ==============================================================
file                   holds
=====================  ==============================================================
problem.toml           name, zone, first day, days, bank holidays, travel settings
policy.toml            what the members decided (optional)
workers.csv            who makes visits
clients.csv            who receives care
places.csv             where they are; or coordinates in the two sheets above
skills.csv             skills that expire (others stand in workers.csv)
availability.csv       when workers can work, by date or by weekday
mode_changes.csv       when they get about otherwise: a car in the garage (optional)
visits.csv             single visits
packages.csv           recurring orders, a row for each time of day
links.csv              rules between two visits
package_links.csv      rules between two times of day of a package
history.csv            who visited whom before
travel_<mode>.csv      minutes between places (optional; also ``..._metres.csv``)
published.csv          the rota people have been told about (optional)
=====================  ==============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from carerota.errors import DataError, Issue
from carerota.io.folders import write_folder_files
from carerota.io.issues import issues_of
from carerota.io.meaning import file_of, with_faults_of_meaning
from carerota.io.policy_toml import of_policy_file, policy_text, read_policy
from carerota.io.tables.journeys import journeys_files, read_journeys
from carerota.io.tables.links import links_files, read_links, read_package_links
from carerota.io.tables.packages import packages_files, read_packages
from carerota.io.tables.past import past_files, read_past
from carerota.io.tables.people import people_files, read_clients, read_workers
from carerota.io.tables.places import places_files, read_places
from carerota.io.tables.rota import read_rota_rows, rota_text
from carerota.io.tables.settings import FILE, read_settings, settings_text
from carerota.io.tables.sheet import read_sheet
from carerota.io.tables.shifts import (
    read_availability,
    read_mode_changes,
    read_skills,
    shifts_files,
)
from carerota.io.tables.visits import read_visits, visits_files
from carerota.model.faults.issues import did_you_mean
from carerota.model.problem import RotaProblem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from carerota.io.tables.reading import Reading
    from carerota.io.tables.sheet import Sheet

__all__ = ["read_folder", "write_folder"]

# in the order in which they lean on each other: skills.csv needs its workers
SHEETS: Final[dict[str, Callable[[Reading, Sheet], None]]] = {
    "places.csv": read_places,
    "workers.csv": read_workers,
    "clients.csv": read_clients,
    "skills.csv": read_skills,
    "availability.csv": read_availability,
    "mode_changes.csv": read_mode_changes,
    "visits.csv": read_visits,
    "packages.csv": read_packages,
    "links.csv": read_links,
    "package_links.csv": read_package_links,
    "history.csv": read_past,
}
NEEDED: Final = ("workers.csv", "clients.csv")
POLICY: Final = "policy.toml"
PUBLISHED: Final = "published.csv"
KNOWN: Final = (FILE, POLICY, PUBLISHED, *SHEETS)


def read_folder(folder: Path) -> tuple[RotaProblem, Callable[[Issue], Issue]]:
    """Read a problem from a folder of sheets.

    Returns
    -------
    tuple[RotaProblem, Callable[[Issue], Issue]]
        The problem, not yet expanded or checked for what its records mean together,
        and what turns an issue's path into file, row and column.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    reading, published = read_settings(folder / FILE)
    _strangers(reading, folder)
    for name, read in SHEETS.items():
        if (folder / name).is_file():
            _collect(reading, _reader(reading, folder / name, read))
        elif name in NEEDED:
            issue = Issue(name, "nothing", "this file", code="missing-file")
            reading.issues.append(issue)
            reading.failed.add(name)
    _collect(reading, lambda: _other(reading, folder, published))
    return _made(reading, folder), reading.placed


def _reader(
    reading: Reading, path: Path, read: Callable[[Reading, Sheet], None]
) -> Callable[[], None]:
    return lambda: read(reading, read_sheet(path))


def _collect(reading: Reading, read: Callable[[], None]) -> None:
    """Go on to the next file when one cannot be read, and remember why."""
    try:
        read()
    except DataError as error:
        reading.issues.extend(error.issues)
        reading.failed |= {file_of(issue) for issue in error.issues}


def _strangers(reading: Reading, folder: Path) -> None:
    """Find files whose names are nearly those of a sheet that is not there."""
    names = {path.name for path in folder.iterdir() if path.is_file()}
    absent = {known.partition(".")[0]: known for known in KNOWN if known not in names}
    for name in sorted(names - set(KNOWN)):
        stem, _, suffix = name.partition(".")
        if suffix not in {"csv", "toml"} or stem.startswith("travel_"):
            continue
        for known, file in absent.items():
            if did_you_mean(stem, [known]):
                hint = f"did you mean {file!r}?"
                issue = Issue(name, "a file", "a known name", hint, "unknown-file")
                reading.issues.append(issue)
                reading.failed.add(file)


def _other(reading: Reading, folder: Path, published: dict[str, Any]) -> None:
    paths = [p for p in folder.iterdir() if p.name.lower().startswith("travel_")]
    travel = [p for p in paths if p.suffix.lower() == ".csv"]
    _collect(reading, lambda: read_journeys(reading, travel))
    history: dict[str, Any] = reading.data.setdefault("history", {})
    if "at" in published:
        history["published_at"] = published["at"]
    if (folder / PUBLISHED).is_file():
        rota = read_rota_rows(
            reading, read_sheet(folder / PUBLISHED), "history.published."
        )
        rota |= {n: published[n] for n in ("problem", "provenance") if n in published}
        history["published"] = rota
    if (folder / POLICY).is_file():
        _policy(reading, folder / POLICY)


def _policy(reading: Reading, path: Path) -> None:
    try:
        reading.data["policy"] = read_policy(path)
    except DataError as error:
        reading.issues.extend(
            of_policy_file(issue, path.name) for issue in error.issues
        )


def _made(reading: Reading, folder: Path) -> RotaProblem:
    bad = set(reading.unread)
    try:
        problem = RotaProblem.model_validate(reading.data)
    except ValidationError as error:
        found = issues_of(error, RotaProblem)
        bad.update(issue.path for issue in found)
        reading.issues.extend(
            reading.placed(issue)
            for issue in found
            if not _about_unread(issue.path, reading.unread)
        )
        problem = None
    if reading.issues or problem is None:
        raise DataError(with_faults_of_meaning(reading, bad), source=str(folder))
    return problem


def _about_unread(path: str, unread: set[str]) -> bool:
    # its cell has a fault already: that the field is now missing is no news
    return path in unread or any(path.startswith((f"{u}.", f"{u}[")) for u in unread)


def write_folder(problem: RotaProblem, folder: Path) -> None:
    """Write a problem as a folder of sheets; files of other names are left alone.

    Sheets that the problem does not fill are removed, so that reading gives the same
    problem again.
    """
    write_folder_files(folder, folder_files(problem), _ours)


def folder_files(problem: RotaProblem) -> dict[str, str]:
    """Give the text of every file of the folder."""
    files = {FILE: settings_text(problem)}
    if problem.policy is not None:
        files[POLICY] = policy_text(problem.policy)
    for write in (
        places_files,
        people_files,
        shifts_files,
        visits_files,
        packages_files,
        links_files,
        past_files,
        journeys_files,
    ):
        files |= write(problem)
    if problem.history.published is not None:
        visits = {visit.id: visit for visit in problem.visits}
        files[PUBLISHED] = rota_text(
            problem.history.published, problem.clock, visits, offsets=False
        )
    return files


def _ours(name: str) -> bool:
    return name in KNOWN or (name.startswith("travel_") and name.endswith(".csv"))
