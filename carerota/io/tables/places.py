"""places.csv, and the places that workers.csv and clients.csv bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import NUMBER, TEXT
from carerota.io.tables.reading import Column, Reading, write_columns
from carerota.io.tables.sheet import sheet_text

if TYPE_CHECKING:
    from carerota.io.tables.sheet import Row, Sheet
    from carerota.model.problem import RotaProblem

__all__ = ["POSITION", "places_files", "position", "read_places"]

POSITION = (
    Column("latitude", "latitude", NUMBER),
    Column("longitude", "longitude", NUMBER),
    Column("area", "area", TEXT),
)
COLUMNS = (Column("id", "id", TEXT), Column("name", "name", TEXT), *POSITION)
NAMES = [column.name for column in COLUMNS]


def read_places(reading: Reading, sheet: Sheet) -> None:
    """Read places.csv."""
    if not reading.header(sheet, NAMES, ["id"]):
        return
    for row in sheet.rows:
        at = reading.add("places", row)
        reading.data["places"].append(reading.columns(row, COLUMNS, at))


def position(reading: Reading, row: Row, field: str, owner: str) -> str:
    """Give the place in a row: the one it names, or one made of its coordinates.

    Parameters
    ----------
    reading
        The notes; a new place is added to its data.
    row
        A row of workers.csv or clients.csv.
    field
        The column that may name a place.
    owner
        What a new place is called: ``home:w1``.
    """
    named = row[field]
    if named and not any(row[column.name] for column in POSITION):
        return named
    at = reading.add("places", row)
    record: dict[str, Any] = {"id": named or owner}
    reading.note(f"{at}.id", row, field if named else "id")
    record |= reading.columns(row, POSITION, at)
    reading.data["places"].append(record)
    return named or owner


def places_files(problem: RotaProblem) -> dict[str, str]:
    """Write places.csv."""
    rows = [write_columns(place, COLUMNS) for place in problem.places]
    return {"places.csv": sheet_text(NAMES, rows, ["id"])} if rows else {}
