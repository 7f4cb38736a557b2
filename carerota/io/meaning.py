"""Faults of form in a folder's sheets, and those of meaning in what could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.model.faults.rest import KINDS, faults_of_the_rest

if TYPE_CHECKING:
    from collections.abc import Collection

    from carerota.errors import Issue
    from carerota.io.tables.reading import Reading

__all__ = ["file_of", "with_faults_of_meaning"]

FEEDS: Final[dict[str, str]] = {
    "places.csv": "places",
    "workers.csv": "workers",
    "skills.csv": "workers",
    "availability.csv": "workers",
    "mode_changes.csv": "workers",
    "clients.csv": "clients",
    "visits.csv": "visits",
    "packages.csv": "packages",
    "package_links.csv": "packages",
    "links.csv": "links",
}
"""Sheet to the kind of records its rows are a part of."""


def file_of(issue: Issue) -> str:
    """Give the file that an issue's place names."""
    return issue.path.partition(",")[0]


def with_faults_of_meaning(reading: Reading, bad: Collection[str]) -> list[Issue]:
    """Add to the faults of a folder what is wrong with its sound records.

    Parameters
    ----------
    reading
        The notes of the whole folder, with the faults found until now.
    bad
        The paths of the values that are malformed or were not read.

    Returns
    -------
    list of Issue
        Every fault, without those that only follow from a sheet or an id that could
        not be read.
    """
    files = {file_of(issue) for issue in reading.issues} | reading.failed
    torn = {FEEDS.get(name, "") for name in files}
    if any(name.startswith("travel_") for name in files):
        torn.add("travel")
    partial = {kind for kind in KINDS if f"{kind}.csv" in reading.failed}
    partial |= {kind for kind in KINDS if any(_names_one(p, kind) for p in bad)}
    if partial & {"workers", "clients"}:
        partial.add("places")
    meaning = faults_of_the_rest(reading.data, bad, torn=torn, partial=partial)
    words = {f"the id of a {KINDS[kind][0]}" for kind in partial}
    form = [
        issue
        for issue in reading.issues
        if issue.code != "unknown-id" or issue.expected not in words
    ]
    places = {issue.path for issue in form}
    placed = map(reading.placed, meaning)
    return [*form, *(issue for issue in placed if issue.path not in places)]


def _names_one(path: str, kind: str) -> bool:
    return path.startswith(f"{kind}[") and path.endswith("].id")
