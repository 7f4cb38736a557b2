"""Faults of care packages, before they are expanded to visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.model.faults.issues import fault, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, time

    from carerota.errors import Issue
    from carerota.model.faults.view import View
    from carerota.model.visit import CarePackage, PackageVisit, WallWindow

__all__ = ["orders", "wall_minutes"]

LONGEST_NIGHT_MINUTES = 12 * 60
DAY_MINUTES = 24 * 60


def orders(view: View) -> Iterator[Issue]:
    """Find packages whose dates, days or times make no sense."""
    for i, package in enumerate(view.problem.packages):
        at, owner = f"packages[{i}]", f"package {package.id!r}"
        yield from _dates(package.first_day, package.last_day, at, owner)
        for k, pause in enumerate(package.pauses):
            where = f"{at}.pauses[{k}]"
            yield from _dates(pause.first_day, pause.last_day, where, owner)
        yield from _visits(package, at)


def _dates(first: date, last: date | None, at: str, owner: str) -> Iterator[Issue]:
    if last is not None and last < first:
        yield fault(
            "dates-backwards",
            f"{at}.last_day",
            f"{first} to {last} in {owner}",
            "a last day that is not before the first",
        )


def _visits(package: CarePackage, at: str) -> Iterator[Issue]:
    for i, visit in enumerate(package.visits):
        path = f"{at}.visits[{i}]"
        owner = f"{visit.name!r} of package {package.id!r}"
        if not visit.days:
            yield fault(
                "package-without-days",
                f"{path}.days",
                f"no day in {owner}",
                "at least one day of the week",
                "leave the field out for every day, or take the visit out",
            )
        if visit.minutes > DAY_MINUTES:
            yield fault(
                "visit-too-long",
                f"{path}.minutes",
                f"{visit.minutes:g} minutes in {owner}",
                f"at most {DAY_MINUTES} minutes",
                "is the duration in seconds?",
            )
        yield from _windows(visit, path, owner)
        for w, window in enumerate(visit.windows):
            yield from _zoned(window, f"{path}.windows[{w}]", owner)
        if visit.preferred is not None:
            yield from _zoned(visit.preferred, f"{path}.preferred", owner)


def _zoned(window: WallWindow, path: str, owner: str) -> Iterator[Issue]:
    for name, wall in (("start", window.start), ("end", window.end)):
        if wall.tzinfo is not None:
            yield fault(
                "zoned",
                f"{path}.{name}",
                f"{wall.isoformat()} in {owner}",
                "a local time without a zone, such as 08:30",
            )


def _windows(visit: PackageVisit, path: str, owner: str) -> Iterator[Issue]:
    latest = None
    for w, window in enumerate(visit.windows):
        start, end = wall_minutes(window)
        if end - start > LONGEST_NIGHT_MINUTES and end > DAY_MINUTES:
            yield warning(
                "overnight-window",
                f"{path}.windows[{w}].end",
                f"{window.start:%H:%M} to {window.end:%H:%M} in {owner}",
                "an end after the start, or a window over one night",
                "read as ending on the next day",
            )
        if latest is not None and start <= latest:
            yield fault(
                "windows-out-of-order",
                f"{path}.windows[{w}].start",
                f"{window.start:%H:%M} in {owner}",
                "alternatives in order of time that do not touch",
                "join windows that overlap",
            )
        latest = end


def wall_minutes(window: WallWindow) -> tuple[float, float]:
    """Give a wall window in minutes since midnight; past midnight, more than 1440."""
    start, end = _minutes(window.start), _minutes(window.end)
    return (start, end) if end >= start else (start, end + DAY_MINUTES)


def _minutes(wall: time) -> float:
    seconds = wall.second + wall.microsecond / 1_000_000
    return wall.hour * 60 + wall.minute + seconds / 60
