"""From recurring orders of care to the visits of a horizon."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Final

from carerota.errors import DataError, Issue
from carerota.model.visit import TimeWindow, Visit, VisitLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.model.problem import RotaProblem
    from carerota.model.visit import (
        CarePackage,
        PackageLink,
        PackageVisit,
        WallWindow,
    )
    from carerota.units import Clock

__all__ = ["expand"]

LONGEST_ID: Final = 80
"""As :data:`carerota.model.base.Id` has it."""
MARK: Final = 12
"""Hex digits that stand for the end of an id that is too long."""
ONE_DAY: Final = timedelta(days=1)
ONE_SECOND: Final = timedelta(seconds=1)


def expand(problem: RotaProblem) -> RotaProblem:
    """Add the visits and links that the care packages ask for within the horizon.

    A visit has the id ``package/2026-03-02/breakfast``, a link
    ``package/2026-03-02/breakfast>lunch``. One that is already there with that id is
    kept as it is, so that a coordinator's change to a single visit survives, and to
    expand twice is to expand once. The packages stay in the problem.

    What is wrong with a package (a name used twice, a link to a name it does not
    have) is not judged here but where all faults of a problem are listed.

    Raises
    ------
    DataError
        A window by the wall clock names a zone.
    """
    if not problem.packages:
        return problem
    if zoned := list(_zoned(problem)):
        raise DataError(zoned)
    clock = problem.clock
    visits = {visit.id for visit in problem.visits}
    links = {link.id for link in problem.links}
    new_visits: list[Visit] = []
    new_links: list[VisitLink] = []
    for package in problem.packages:
        for day in _days(package, clock):
            wanted = [v for v in package.visits if day.weekday() in v.days]
            new_visits.extend(
                _visit(package, visit, day, clock)
                for visit in wanted
                if _visit_id(package, visit.name, day) not in visits
            )
            names = {visit.name for visit in wanted}
            new_links.extend(_links(package, day, names, links))
    if not new_visits and not new_links:
        return problem
    return problem.model_copy(
        update={
            "visits": problem.visits + tuple(new_visits),
            "links": problem.links + tuple(new_links),
        }
    )


def _zoned(problem: RotaProblem) -> Iterator[Issue]:
    """Find wall-clock times with a zone: they cannot be laid on a day."""
    for i, package in enumerate(problem.packages):
        for j, visit in enumerate(package.visits):
            path = f"packages[{i}].visits[{j}]"
            named = [(f"{path}.windows[{k}]", w) for k, w in enumerate(visit.windows)]
            if visit.preferred is not None:
                named.append((f"{path}.preferred", visit.preferred))
            for where, window in named:
                for end, wall in (("start", window.start), ("end", window.end)):
                    if wall.tzinfo is not None:
                        yield Issue(
                            path=f"{where}.{end}",
                            found=wall.isoformat(),
                            expected="a local time without a zone, such as 08:30",
                            hint=f"in package {package.id!r}, visit {visit.name!r}",
                            code="wall-time-with-zone",
                        )


def _days(package: CarePackage, clock: Clock) -> Iterator[date]:
    """Give the days of the horizon on which a package runs."""
    for index in range(clock.days):
        day = clock.date_of(index)
        if not _within(day, package.first_day, package.last_day):
            continue
        if not any(_within(day, p.first_day, p.last_day) for p in package.pauses):
            yield day


def _within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)


def _visit(
    package: CarePackage, wanted: PackageVisit, day: date, clock: Clock
) -> Visit:
    windows = [_window(window, day, clock) for window in wanted.windows]
    windows.sort(key=lambda window: (window.start, window.end))
    return Visit(
        id=_visit_id(package, wanted.name, day),
        client=package.client,
        day=day,
        windows=tuple(windows),
        preferred=_preferred(wanted.preferred, windows, day, clock),
        minutes=wanted.minutes,
        slots=wanted.slots,
        priority=wanted.priority,
        care=wanted.care,
        package=package.id,
        specific_task=wanted.specific_task,
        short_agreed=wanted.short_agreed,
    )


def _links(
    package: CarePackage, day: date, names: set[str], known: set[str]
) -> Iterator[VisitLink]:
    """Give the links of a day not there yet; one needs both its visits on that day."""
    seen: Counter[tuple[str, str]] = Counter()
    for link in package.links:
        pair = (link.first, link.second)
        seen[pair] += 1
        again = f"#{seen[pair]}" if seen[pair] > 1 else ""
        name = _id(f"{package.id}/{day}/{link.first}>{link.second}{again}")
        if names.issuperset(pair) and name not in known:
            yield _link(package, link, day, name)


def _link(package: CarePackage, link: PackageLink, day: date, name: str) -> VisitLink:
    return VisitLink(
        id=name,
        first=_visit_id(package, link.first, day),
        second=_visit_id(package, link.second, day),
        measured_from=link.measured_from,
        minimum_minutes=link.minimum_minutes,
        maximum_minutes=link.maximum_minutes,
        same_worker=link.same_worker,
        different_worker=link.different_worker,
    )


def _visit_id(package: CarePackage, name: str, day: date) -> str:
    return _id(f"{package.id}/{day}/{name}")


def _id(full: str) -> str:
    """Keep an id that fits; end one that does not in a hash of the whole."""
    if len(full) <= LONGEST_ID:
        return full
    mark = hashlib.sha256(full.encode()).hexdigest()[:MARK]
    return f"{full[: LONGEST_ID - MARK - 1]}~{mark}"


def _preferred(
    wall: WallWindow | None, windows: list[TimeWindow], day: date, clock: Clock
) -> TimeWindow | None:
    """Lay the preferred window on a day.

    In a window that runs past midnight a preference for a time after it means the
    next morning, not the one before.
    """
    if wall is None:
        return None
    today = _window(wall, day, clock)
    if any(_meet(today, window) for window in windows):
        return today
    tomorrow = _window(wall, day + ONE_DAY, clock)
    return tomorrow if any(_meet(tomorrow, window) for window in windows) else today


def _meet(one: TimeWindow, other: TimeWindow) -> bool:
    return one.start <= other.end and other.start <= one.end


def _window(wall: WallWindow, day: date, clock: Clock) -> TimeWindow:
    """Lay a wall-clock window on a day, right also when the clocks change in it."""
    end_day = day + ONE_DAY if wall.end < wall.start else day
    start = clock.local(day, wall.start)
    end = clock.local(end_day, wall.end)
    if end.astimezone(UTC) < start.astimezone(UTC):
        # the clocks jumped over the start, to a time beyond the end: begin at the jump
        start = _after_jump(clock, day, wall.start)
    return TimeWindow(start=_fixed(start), end=_fixed(end))


def _fixed(moment: datetime) -> datetime:
    """Give a moment its offset instead of its zone.

    Moments of one zone compare by their wall clocks, which is wrong in the hour that
    comes twice; and an offset is what a file gives back.
    """
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta(0)), fold=0)


def _after_jump(clock: Clock, day: date, wall: time) -> datetime:
    """Give the first moment after the clocks jumped over a time of day."""
    skipped = datetime.combine(day, wall, tzinfo=clock.zone)
    after = skipped.astimezone(UTC)
    before = skipped.replace(fold=1).astimezone(UTC)
    old = before.astimezone(clock.zone).utcoffset()
    while after - before > ONE_SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(clock.zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0).astimezone(clock.zone)
