"""links.csv and package_links.csv: distances and workers between two visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.io.tables.cells import FLAG, NUMBER, TEXT, WORD
from carerota.io.tables.reading import Column, Reading, write_columns
from carerota.io.tables.sheet import sheet_text
from carerota.model.faults.issues import did_you_mean, shown

if TYPE_CHECKING:
    from carerota.io.tables.sheet import Sheet
    from carerota.model.problem import RotaProblem

__all__ = ["links_files", "read_links", "read_package_links"]

BETWEEN = (
    Column("first", "first", TEXT),
    Column("second", "second", TEXT),
    Column("measured_from", "measured_from", WORD),
    Column("minimum_minutes", "minimum_minutes", NUMBER),
    Column("maximum_minutes", "maximum_minutes", NUMBER),
    Column("same_worker", "same_worker", FLAG),
    Column("different_worker", "different_worker", FLAG),
)
LINK = (Column("id", "id", TEXT), *BETWEEN)
LINKS = [column.name for column in LINK]
PACKAGE_LINKS = ["package", *(column.name for column in BETWEEN)]


def read_links(reading: Reading, sheet: Sheet) -> None:
    """Read links.csv; a link without an id is called after its visits."""
    if not reading.header(sheet, LINKS, ["first", "second"]):
        return
    for row in sheet.rows:
        at = reading.add("links", row)
        record = {"id": f"{row['first']}>{row['second']}"[:80]}
        record |= reading.columns(row, LINK, at)
        reading.data["links"].append(record)


def read_package_links(reading: Reading, sheet: Sheet) -> None:
    """Read package_links.csv."""
    if not reading.header(sheet, PACKAGE_LINKS, ["package", "first", "second"]):
        return
    packages = {p["id"]: i for i, p in enumerate(reading.data.get("packages", []))}
    for row in sheet.rows:
        name = row["package"]
        if name not in packages:
            hint = did_you_mean(name, packages)
            reading.fault(
                row,
                "package",
                shown(name) if name else "nothing",
                "the id of a package",
                hint,
                code="unknown-id",
            )
            continue
        links = reading.data["packages"][packages[name]].setdefault("links", [])
        at = f"packages[{packages[name]}].links[{len(links)}]"
        reading.note(at, row)
        links.append(reading.columns(row, BETWEEN, at))


def links_files(problem: RotaProblem) -> dict[str, str]:
    """Write links.csv and package_links.csv, where there are links."""
    links = [write_columns(link, LINK) for link in problem.links]
    inner = [
        {"package": package.id} | write_columns(link, BETWEEN)
        for package in problem.packages
        for link in package.links
    ]
    files = {}
    if links:
        files["links.csv"] = sheet_text(LINKS, links, ["first", "second"])
    if inner:
        needed = ["package", "first", "second"]
        files["package_links.csv"] = sheet_text(PACKAGE_LINKS, inner, needed)
    return files
