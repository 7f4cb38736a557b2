"""travel_<mode>.csv: square tables of minutes, and of metres beside them.

``travel_car.csv`` holds minutes by car from the place of the row to that of the
column; ``travel_car_from_0730.csv`` those of journeys that start at half past seven or
later, and ``travel_car_metres.csv`` the distances.
"""

from __future__ import annotations

import math
import re
from datetime import time
from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import NUMBER, CellError
from carerota.io.tables.sheet import Row, read_rows, rows_text
from carerota.model.faults.issues import did_you_mean, shown
from carerota.model.place import TravelMode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from carerota.io.tables.reading import Reading
    from carerota.model.place import TravelMatrix
    from carerota.model.problem import RotaProblem

__all__ = ["journeys_files", "read_journeys"]

MODES = "|".join(TravelMode)
FILE = re.compile(
    rf"travel_(?P<mode>{MODES})(_from_(?P<since>\d{{4}}(\d{{2}})?))?(?P<m>_metres)?\.csv"
)
CORNER = "from"
LONGEST = 24 * 60
"""Minutes; a longer journey is refused when the problem is checked."""

Grid = list[list[float]]


def read_journeys(reading: Reading, paths: Sequence[Path]) -> None:
    """Read the travel tables of a folder, in order of mode and time of day."""
    tables: dict[tuple[int, str], dict[str, Any]] = {}
    for path in sorted(paths):
        found = FILE.fullmatch(path.name.lower())
        if found is None:
            names = [f"travel_{mode}.csv" for mode in TravelMode]
            reading.fault(
                Row(path.name, 1, {}),
                "",
                shown(path.name),
                "a name such as travel_car.csv or travel_walk_metres.csv",
                did_you_mean(path.name, names),
                code="unknown-file",
            )
            continue
        key = (list(TravelMode).index(TravelMode(found["mode"])), found["since"] or "")
        kind = "metres" if found["m"] else "minutes"
        tables.setdefault(key, {})[kind] = path
    for (mode, since), files in sorted(tables.items()):
        _matrix(reading, list(TravelMode)[mode], since, files)


def _matrix(
    reading: Reading, mode: TravelMode, since: str, files: dict[str, Path]
) -> None:
    travel = reading.data.setdefault("travel", {})
    matrices = travel.setdefault("matrices", [])
    at = f"travel.matrices[{len(matrices)}]"
    record: dict[str, Any] = {"mode": mode}
    path = files.get("minutes")
    if path is None:
        name = files["metres"].name
        wanted = name.replace("_metres", "")
        reading.fault(
            Row(name, 1, {}),
            "",
            "metres without minutes",
            f"a file {wanted} beside it",
            code="missing-file",
        )
        return
    reading.note(at, Row(path.name, 1, {}))
    if since:
        record["since"] = _since(reading, path, since)
    record["places"], record["minutes"] = _grid(reading, path, f"{at}.minutes")
    for i in range(len(record["places"])):
        reading.note(f"{at}.places[{i}]", Row(path.name, 1, {}), f"{i + 2}")
    if "metres" in files:
        places, metres = _grid(reading, files["metres"], f"{at}.metres")
        record["metres"] = _ordered(
            reading, files["metres"], metres, places, record["places"]
        )
    matrices.append(record)


def _since(reading: Reading, path: Path, text: str) -> time | None:
    digits = text.ljust(6, "0")
    try:
        return time(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        row = Row(path.name, 1, {})
        reading.fault(row, "", shown(path.name), "a time of day such as _from_0730")
        return None


def _grid(reading: Reading, path: Path, at: str) -> tuple[list[str], Grid]:
    (_, head), *body = read_rows(path)
    places = head[1:]
    grid, names = [], []
    reading.note(at, Row(path.name, 1, {}))
    index = {place: i for i, place in enumerate(places)}
    for n, (number, cells) in enumerate(body):
        names.append(cells[0])
        i = index.get(cells[0], n)
        values = []
        reading.note(f"{at}[{i}]", Row(path.name, number, {}))
        texts = cells[1:]
        while len(texts) > len(places) and not texts[-1]:
            texts.pop()  # a trailing delimiter
        for j, text in enumerate(texts):
            try:
                value = float(text)
            except ValueError:
                value = math.nan
            values.append(value)
            if not 0 <= value <= LONGEST:
                # only what may be asked about is looked at closely: there are many
                column = places[j] if j < len(places) else str(j + 2)
                row = Row(path.name, number, {column: text})
                with reading.cell(row, column, f"{at}[{i}][{j}]"):
                    values[j] = _value(text)
        grid.append(values)
    return places, _ordered(reading, path, grid, names, places)


def _value(text: str) -> float:
    value = NUMBER.read(text)
    if not isinstance(value, float):
        raise CellError("a number")
    return value


def _ordered(
    reading: Reading, path: Path, grid: Grid, rows: list[str], places: list[str]
) -> Grid:
    """Bring the rows into the order of the places."""
    if rows == places:
        return grid
    if sorted(rows) == sorted(places) and len(set(rows)) == len(rows):
        by_name = dict(zip(rows, grid, strict=True))
        return [by_name[place] for place in places]
    odd = sorted(set(rows) ^ set(places)) or rows
    reading.fault(
        Row(path.name, 1, {}),
        "",
        f"{shown(odd[0])} in the rows or in the columns only",
        "the same places in the rows and in the columns",
        code="matrix-shape",
    )
    return grid


def journeys_files(problem: RotaProblem) -> dict[str, str]:
    """Write the travel tables of a problem."""
    files = {}
    for matrix in problem.travel.matrices:
        name = f"travel_{matrix.mode.value}"
        if matrix.since is not None:
            digits = matrix.since.strftime("%H%M%S")
            name += (
                f"_from_{digits.removesuffix('00') if digits[4:] == '00' else digits}"
            )
        files[f"{name}.csv"] = _grid_text(matrix, matrix.minutes)
        if matrix.metres is not None:
            files[f"{name}_metres.csv"] = _grid_text(matrix, matrix.metres)
    return files


def _grid_text(matrix: TravelMatrix, grid: Sequence[Sequence[float]]) -> str:
    rows = [[CORNER, *matrix.places]]
    for place, values in zip(matrix.places, grid, strict=False):
        rows.append([place, *map(NUMBER.write, values)])
    return rows_text(rows)
