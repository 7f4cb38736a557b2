"""Reading and writing by the name of the file.

========================  =======================================================
name                      format
========================  =======================================================
``week.json``             JSON, one problem, rota, policy or day's events to a file
``week/``                 a folder of sheets (problems); also ``week/problem.toml``
``rota.csv``              a rota as a sheet
``policy.toml``           a policy
========================  =======================================================
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from carerota.errors import DataError, Issue
from carerota.io.csv_folder import read_folder, write_folder
from carerota.io.issues import validated
from carerota.io.json_files import parse_json, read_json, write_json
from carerota.io.policy_toml import read_policy as read_policy_file
from carerota.io.rota_csv import read_rota_csv, write_rota_csv
from carerota.io.sources import missing, read_text
from carerota.io.tables.settings import FILE
from carerota.model.events import RotaEvents
from carerota.model.expand import expand
from carerota.model.faults import faults
from carerota.model.faults.rest import faults_of_the_rest
from carerota.model.problem import RotaProblem
from carerota.model.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from carerota.model.policy import Policy

    AnyPath = str | PathLike[str]

__all__ = [
    "read_events",
    "read_policy",
    "read_problem",
    "read_rota",
    "write_problem",
    "write_rota",
]


def read_problem(path: AnyPath, *, checked: bool = True) -> RotaProblem:
    """Read a problem, with its care packages expanded to visits.

    Parameters
    ----------
    path
        A JSON file, a folder of sheets or its ``problem.toml``.
    checked
        Also refuse what :func:`carerota.model.faults.faults` finds.

    Raises
    ------
    DataError
        With every fault of what was read.
    """
    path = _there(path)
    if path.name == FILE and path.is_file():
        path = path.parent
    if path.is_dir():
        problem, placed = read_folder(path)
    elif path.suffix.lower() == ".json":
        problem, placed = _from_json(path), _as_it_is
    else:
        raise _unknown(path, "a .json file or a folder of sheets")
    if not checked:
        return expand(problem)
    # as written first: the faults of a package would come back with each of its visits
    _refuse(problem, placed, path)
    expanded = expand(problem)
    if expanded is not problem:
        _refuse(expanded, placed, path)
    return expanded


def _from_json(path: Path) -> RotaProblem:
    data = parse_json(read_text(path), str(path))
    try:
        return validated(RotaProblem, data, source=str(path))
    except DataError as error:
        form = error.issues
    meaning: list[Issue] = []
    if isinstance(data, dict):
        meaning = faults_of_the_rest(data, [issue.path for issue in form])
    raise DataError([*form, *meaning], source=str(path))


def _as_it_is(issue: Issue) -> Issue:
    return issue


def _refuse(problem: RotaProblem, placed: Callable[[Issue], Issue], path: Path) -> None:
    found = [placed(issue) for issue in faults(problem) if not issue.warning]
    if found:
        raise DataError(found, source=str(path))


def write_problem(problem: RotaProblem, path: AnyPath) -> None:
    """Write a problem to a JSON file, or to a folder of sheets if there is no suffix.

    Raises
    ------
    DataError
        The name does not tell the format.
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        write_json(problem, path)
    elif path.is_dir() or not path.suffix:
        write_folder(problem, path)
    else:
        raise _unknown(path, "a .json file or a folder of sheets")


def read_rota(path: AnyPath, *, problem: RotaProblem | None = None) -> Rota:
    """Read a rota from a JSON or CSV file.

    Parameters
    ----------
    path
        The file.
    problem
        The problem it answers. A CSV file whose times have no offset needs it; and
        what its rows name that the problem does not have is refused by row and column.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    path = _there(path)
    if path.suffix.lower() == ".json":
        return read_json(Rota, path)
    if path.suffix.lower() == ".csv":
        return read_rota_csv(path, problem)
    raise _unknown(path, "a .json or .csv file")


def write_rota(rota: Rota, path: AnyPath, problem: RotaProblem | None = None) -> None:
    """Write a rota to a JSON or CSV file, whole or not at all.

    A CSV file holds what people read; the provenance only goes to JSON. With the
    problem its times are by the wall clock and each visit has its client and end.

    Raises
    ------
    DataError
        The name does not tell the format.
    """
    path = Path(path)
    if path.suffix.lower() == ".json":
        write_json(rota, path)
    elif path.suffix.lower() == ".csv":
        write_rota_csv(rota, path, problem)
    else:
        raise _unknown(path, "a .json or .csv file")


def read_events(path: AnyPath) -> RotaEvents:
    """Read what has happened to a rota from a JSON file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    path = _there(path)
    if path.suffix.lower() == ".json":
        return read_json(RotaEvents, path)
    raise _unknown(path, "a .json file")


def read_policy(path: AnyPath) -> Policy:
    """Read a policy from a TOML or JSON file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    path = _there(path)
    if path.suffix.lower() in {".toml", ".json"}:
        return read_policy_file(path)
    raise _unknown(path, "a .toml or .json file")


def _there(path: AnyPath) -> Path:
    path = Path(path)
    try:
        exists = path.exists()
    except (OSError, ValueError):  # a name longer or odder than the system allows
        exists = False
    if not exists:
        raise missing(path)
    return path


def _unknown(path: Path, expected: str) -> DataError:
    issue = Issue(path.name, f"the suffix {path.suffix!r}", expected, code="suffix")
    return DataError([issue], source=str(path))
