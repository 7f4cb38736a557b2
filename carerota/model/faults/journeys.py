"""Faults of places and of travel matrices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from carerota.model.faults.issues import fault, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carerota.errors import Issue
    from carerota.model.faults.view import View
    from carerota.model.place import Place, TravelMatrix, TravelMode

__all__ = ["matrices", "places"]

LONGEST_JOURNEY_MINUTES = 24 * 60.0
SHOWN_CELLS = 10
TWO = 2

Grid = tuple[tuple[float, ...], ...]


def places(view: View) -> Iterator[Issue]:
    """Find places that are nowhere: no coordinates, half of them, or (0, 0)."""
    named: dict[TravelMode, set[str]] = {}
    for matrix in view.problem.travel.matrices:
        named.setdefault(matrix.mode, set()).update(matrix.places)
    workers = view.problem.workers
    used = {w.travel_mode for w in workers} or set(named)
    used |= {change.mode for w in workers for change in w.travel_changes}
    everywhere = [named.get(mode, set()) for mode in used]
    for i, place in enumerate(view.problem.places):
        told = bool(used) and all(place.id in names for names in everywhere)
        yield from _place(place, f"places[{i}]", in_matrix=told)


def _place(place: Place, at: str, *, in_matrix: bool) -> Iterator[Issue]:
    owner = f"place {place.id!r}"
    coordinates = {"latitude": place.latitude, "longitude": place.longitude}
    missing = [name for name, value in coordinates.items() if value is None]
    if len(missing) == 1:
        yield fault(
            "coordinates-half",
            f"{at}.{missing[0]}",
            f"nothing in {owner}",
            "both latitude and longitude, or neither",
        )
    elif missing and not in_matrix:
        yield fault(
            "coordinates-missing",
            f"{at}.latitude",
            f"nothing in {owner}",
            "coordinates, or a travel matrix that names the place",
            "every travel mode in use needs one of the two",
        )
    elif place.latitude == 0 and place.longitude == 0:
        yield fault(
            "coordinates-at-zero",
            f"{at}.latitude",
            f"(0, 0) in {owner}",
            "where the place is",
            "an address that was not found often becomes (0, 0)",
        )


def matrices(view: View) -> Iterator[Issue]:
    """Find matrices of the wrong shape, with impossible values, or that clash."""
    found = view.problem.travel.matrices
    for m, matrix in enumerate(found):
        at = f"travel.matrices[{m}]"
        yield from _names(view, matrix, at)
        n = len(matrix.places)
        yield from _shape(matrix.minutes, n, f"{at}.minutes")
        yield from _cells(
            matrix.minutes, f"{at}.minutes", "minutes", LONGEST_JOURNEY_MINUTES
        )
        if matrix.metres is not None:
            yield from _shape(matrix.metres, n, f"{at}.metres")
            yield from _cells(matrix.metres, f"{at}.metres", "metres", math.inf)
        if matrix.since is not None and matrix.since.tzinfo is not None:
            yield fault(
                "zoned",
                f"{at}.since",
                matrix.since.isoformat(),
                "a local time without a zone, such as 07:30",
            )
        for k, earlier in enumerate(found[:m]):
            same = (earlier.mode, earlier.since) == (matrix.mode, matrix.since)
            if same and len(set(earlier.places) & set(matrix.places)) >= TWO:
                yield fault(
                    "matrix-clash",
                    f"{at}.since",
                    f"{matrix.mode.value} since {matrix.since or 'midnight'}",
                    "one matrix for a mode, a time of day and a pair of places",
                    f"travel.matrices[{k}] answers for it too",
                )


def _names(view: View, matrix: TravelMatrix, at: str) -> Iterator[Issue]:
    seen: set[str] = set()
    for i, name in enumerate(matrix.places):
        path = f"{at}.places[{i}]"
        owner = f"the {matrix.mode.value} matrix"
        if name in seen:
            yield fault(
                "duplicate-id", path, f"{shown(name)} in {owner}", "each place once"
            )
        elif name not in view.places:
            yield fault(
                "unknown-id",
                path,
                f"{shown(name)} in {owner}",
                "the id of a place",
                view.near("place", name, view.places),
            )
        seen.add(name)


def _shape(grid: Grid, n: int, at: str) -> Iterator[Issue]:
    if len(grid) != n:
        yield fault(
            "matrix-shape", at, f"{len(grid)} rows", f"{n} rows, one for each place"
        )
    for i, row in enumerate(grid):
        if len(row) != n:
            yield fault(
                "matrix-shape", f"{at}[{i}]", f"{len(row)} values", f"{n} values"
            )


def _cells(grid: Grid, at: str, unit: str, most: float) -> Iterator[Issue]:
    found: dict[str, int] = {}
    expected = f"{unit} from 0" + (f" to {most:g}" if math.isfinite(most) else "")
    for i, row in enumerate(grid):
        if _fine(row, most):
            continue
        for j, value in enumerate(row):
            code = _fault_of(value, most)
            if code is None:
                continue
            found[code] = found.get(code, 0) + 1
            if found[code] <= SHOWN_CELLS:
                yield fault(code, f"{at}[{i}][{j}]", f"{value!r}", expected)
    for code, count in found.items():
        if count > SHOWN_CELLS:
            more = f"{count - SHOWN_CELLS} more such values"
            yield fault(code, at, more, expected)


def _fine(row: Sequence[float], most: float) -> bool:
    # whole rows first: a matrix of a borough has two million cells
    return not row or (math.isfinite(sum(row)) and min(row) >= 0 and max(row) <= most)


def _fault_of(value: float, most: float) -> str | None:
    if math.isnan(value):
        return "matrix-nan"
    if value < 0:
        return "matrix-negative"
    return "matrix-absurd" if value > most or math.isinf(value) else None
