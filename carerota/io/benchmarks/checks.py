"""Faults that instances of every benchmark may have, told in the instance's own paths.

A fault that only the problem made of an instance shows is told where the instance has
what it was made of.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from carerota.errors import DataError, Issue
from carerota.io.benchmarks.frame import DAY_MINUTES
from carerota.model.faults import check_faults
from carerota.model.faults.ids import repeated
from carerota.model.faults.issues import shown
from carerota.units import on_the_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carerota.io.benchmarks.frame import Grid
    from carerota.model import RotaProblem

__all__ = [
    "FINE",
    "TWO",
    "backwards",
    "bound_faults",
    "duplicates",
    "grid_faults",
    "id_faults",
    "is_whole",
    "refuse_faults",
    "too_fine",
]

FINE: Final = 1000
"""Ticks a minute where anything is broken: the sets have three decimals."""
TWO: Final = 2
"""Services that a patient asks for at most."""
LONGEST_VISIT_ID: Final = 80
"""One of two visits is called after its patient and its service."""
SHOWN: Final = 10
"""Of each kind of fault in numbers, so many are told one by one."""
_OF_THE_MODEL: Final = re.compile(r"(visits|links|clients|workers)\[(\d+)\]")


def grid_faults(distances: Grid, size: int, of: str) -> Iterator[Issue]:
    """Find distances that are no square matrix of journeys.

    Parameters
    ----------
    distances
        Minutes.
    size
        How many rows and columns there must be.
    of
        What they stand for, in words.
    """
    if len(distances) != size:
        found = f"{len(distances)} rows"
        yield Issue("distances", found, f"{size}, {of}", code="matrix-shape")
    for i, row in enumerate(distances):
        if len(row) != size:
            found = f"{len(row)} values"
            yield Issue(f"distances[{i}]", found, f"{size}, {of}", code="matrix-shape")
    wrong = (
        Issue(path, f"{minutes!r}", f"minutes from 0 to {DAY_MINUTES:g}", code=code)
        for path, minutes in _cells(distances)
        if (code := _wrong(minutes)) is not None
    )
    yield from _first(wrong, "distances")


def _wrong(minutes: float) -> str | None:
    if math.isnan(minutes):
        return "matrix-nan"
    if minutes < 0:
        return "matrix-negative"
    return "matrix-absurd" if minutes > DAY_MINUTES else None


def is_whole(minutes: Iterable[float]) -> bool:
    """Tell whether all of these are whole minutes, to the bit."""
    return all(number.is_integer() for number in minutes)


def too_fine(distances: Grid, times: Iterable[tuple[str, float]]) -> Iterator[Issue]:
    """Find numbers with more decimals than any tick has: they would be rounded.

    Parameters
    ----------
    distances
        Minutes, finite.
    times
        All other numbers of minutes, each with its place.
    """
    for at, numbers in (("distances", _cells(distances)), ("(file)", times)):
        broken = (
            Issue(path, f"{minutes!r}", "three decimals at most", code="too-fine")
            for path, minutes in numbers
            if not on_the_grid(minutes, FINE)
        )
        yield from _first(broken, at)


def _cells(distances: Grid) -> Iterator[tuple[str, float]]:
    for i, row in enumerate(distances):
        # whole rows first: a large instance has a hundred thousand cells
        if is_whole(row) and row and min(row) >= 0 and max(row) <= DAY_MINUTES:
            continue
        for j, minutes in enumerate(row):
            yield f"distances[{i}][{j}]", minutes


def _first(issues: Iterable[Issue], at: str) -> Iterator[Issue]:
    """Give ten of each code, and how many more there are."""
    kinds: dict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        kinds[issue.code].append(issue)
    for code, each in kinds.items():
        yield from each[:SHOWN]
        if len(each) > SHOWN:
            more = f"{len(each) - SHOWN} more such values"
            yield Issue(at, more, each[0].expected, code=code)


def duplicates(**lists: Iterable[str]) -> Iterator[Issue]:
    """Find ids that stand twice in a list of the instance."""
    for name, ids in lists.items():
        yield from repeated(ids, name, "id")


def backwards(start: float, end: float, path: str) -> Iterator[Issue]:
    """Find a stretch of time that ends before it starts."""
    if end < start:
        found, expected = f"{start:g} to {end:g}", "an end that is not before the start"
        yield Issue(path, found, expected, code="window-backwards")


def id_faults(patient: str, services: Iterable[str], at: str) -> Iterator[Issue]:
    """Find an id too long for visits that are called after it and their services."""
    if max(len(patient) + 1 + len(name) for name in services) > LONGEST_VISIT_ID:
        expected = f"an id of {LONGEST_VISIT_ID - 1} characters with that of a service"
        yield Issue(f"{at}.id", shown(patient), expected, code="too-long")


def bound_faults(
    kind: str | None, minutes: tuple[float, float] | None, at: str
) -> Iterator[Issue]:
    """Find what is wrong with how a patient's two services are bound together.

    Parameters
    ----------
    kind
        How they are; ``None``: nothing is said of it.
    minutes
        Least and most from start to start, where they are told.
    at
        The patient's place.
    """
    path = f"{at}.synchronization"
    if kind is None:
        expected = "how the two services are bound together"
        yield Issue(path, "nothing", expected, code="missing")
    elif kind == "sequential" and minutes is None:
        expected = "the least and the most minutes"
        yield Issue(f"{path}.distance", "nothing", expected, code="missing")
    elif kind == "sequential" and minutes is not None:
        yield from backwards(*minutes, f"{path}.distance")


def refuse_faults(problem: RotaProblem, source: str) -> None:
    """Refuse a problem with faults, in the paths of the instance it was made of.

    Patients are clients and carers workers, in the same order; a visit and a link have
    their place at their patient's.

    Raises
    ------
    DataError
        With every fault.
    """
    try:
        check_faults(problem)
    except DataError as error:
        issues = [replace(i, path=_place(problem, i.path)) for i in error.issues]
        raise DataError(issues, source=source) from None


def _place(problem: RotaProblem, path: str) -> str:
    found = _OF_THE_MODEL.match(path)
    if found is None:
        return path
    kind, index = found[1], int(found[2])
    if kind == "workers":
        return f"caregivers[{index}]"
    if kind == "clients":
        return f"patients[{index}]"
    visits = {visit.id: visit.client for visit in problem.visits}
    linked = kind == "links"
    name = problem.links[index].first if linked else problem.visits[index].id
    patient = [client.id for client in problem.clients].index(visits[name])
    return f"patients[{patient}]" + (".synchronization" if linked else "")
