"""What really happened: checked against what was published, and kept in order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from carerota.errors import DataError, Issue
from carerota.model.faults.issues import did_you_mean, shown
from carerota.store.force import Span, versions_of_days
from carerota.store.rows import problem_of, version_row, written
from carerota.store.schema import ACTUALS
from carerota.store.writing import take_turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from carerota.model import ActualVisit, RotaProblem, Visit
    from carerota.store.writing import By

__all__ = ["add_actuals"]

ONE_DAY = timedelta(days=1)


def add_actuals(
    connection: Connection, co_op: str, actuals: Sequence[ActualVisit], by: By
) -> None:
    """Keep what happened at visits that were published; all of it or nothing.

    Raises
    ------
    DataError
        With every fault: what was not published, is still to come, or is no visit.
    """
    take_turn(connection)
    if not actuals:
        return
    days = [actual.day for actual in actuals]
    held = versions_of_days(connection, Span(co_op, min(days), max(days)))
    view = _View(connection, held)
    seen: dict[tuple[date, str, int], int] = {}
    issues: list[Issue] = []
    for i, actual in enumerate(actuals):
        path = f"actuals[{i}]"
        key = (actual.day, actual.visit, actual.slot)
        if key in seen:
            found = f"{actual.visit} slot {actual.slot} on {actual.day}"
            expected = f"once only; also actuals[{seen[key]}]"
            issues.append(Issue(path, found, expected, "", "actual-twice"))
        seen[key] = i
        issues.extend(view.unknown(actual, path) or _told(actual, path, by))
    if issues:
        raise DataError(issues)
    connection.execute(
        insert(ACTUALS),
        [
            {
                "co_op": co_op,
                "day": actual.day.isoformat(),
                "version": held[actual.day],
                "record": actual.model_dump_json(),
                "by": by.who,
                "at": written(by.at),
            }
            for actual in actuals
        ],
    )


class _View:
    """The problems of the versions in force, by day."""

    def __init__(self, connection: Connection, held: dict[date, int]) -> None:
        self._held = held
        self._problems: dict[int, RotaProblem] = {}
        self._visits: dict[int, dict[str, Visit]] = {}
        for version in dict.fromkeys(held.values()):
            row = version_row(connection, version)
            problem = problem_of(connection, row.problem)
            self._problems[version] = problem
            self._visits[version] = {visit.id: visit for visit in problem.visits}

    def unknown(self, actual: ActualVisit, path: str) -> list[Issue]:
        """Find what was never published."""
        version = self._held.get(actual.day)
        if version is None:
            expected = "a day for which a rota was published"
            found = str(actual.day)
            return [Issue(f"{path}.day", found, expected, "", "nothing-published")]
        visits = self._visits[version]
        visit = visits.get(actual.visit)
        if visit is None or visit.day != actual.day:
            of_day = [v.id for v in visits.values() if v.day == actual.day]
            hint = did_you_mean(actual.visit, of_day)
            if visit is not None:
                hint = f"it is on {visit.day}"
            expected = f"a visit published for {actual.day}"
            found = shown(actual.visit)
            return [Issue(f"{path}.visit", found, expected, hint, "unknown-visit")]
        return list(self._unknown_part(actual, visit, version, path))

    def _unknown_part(
        self, actual: ActualVisit, visit: Visit, version: int, path: str
    ) -> Iterator[Issue]:
        if actual.slot >= len(visit.slots):
            expected = f"less than {len(visit.slots)}, the slots of {visit.id}"
            yield Issue(f"{path}.slot", str(actual.slot), expected, "", "unknown-slot")
        workers = [worker.id for worker in self._problems[version].workers]
        if actual.worker is not None and actual.worker not in workers:
            hint = did_you_mean(actual.worker, workers)
            expected = "a worker of the published problem"
            found = shown(actual.worker)
            yield Issue(f"{path}.worker", found, expected, hint, "unknown-worker")


def _told(actual: ActualVisit, path: str, by: By) -> Iterator[Issue]:
    """Find what is missing or cannot be."""
    fields = {"worker": actual.worker, "start": actual.start, "end": actual.end}
    for name, value in fields.items():
        if actual.missed and value is not None:
            expected = "nothing, as the visit was missed"
            yield Issue(
                f"{path}.{name}", shown(str(value)), expected, "", "missed-made"
            )
        elif not actual.missed and value is None:
            expected = f"a {name}, or that the visit was missed"
            yield Issue(f"{path}.{name}", "nothing", expected, "", "missing")
    if actual.start is None or actual.end is None:
        return
    length = actual.end.timestamp() - actual.start.timestamp()
    if not 0 <= length <= ONE_DAY.total_seconds():
        found = f"{actual.start:%Y-%m-%d %H:%M} to {actual.end:%Y-%m-%d %H:%M}"
        expected = "an end after the start, within a day"
        yield Issue(f"{path}.end", found, expected, "", "actual-backwards")
    elif abs((actual.start.date() - actual.day).days) > 1:
        found = f"{actual.start:%Y-%m-%d %H:%M}"
        expected = f"a start on {actual.day} or the night after it"
        yield Issue(f"{path}.start", found, expected, "", "actual-other-day")
    elif actual.end > by.at:
        found = f"{actual.end:%Y-%m-%d %H:%M}"
        expected = "an end that lies in the past"
        yield Issue(f"{path}.end", found, expected, "", "actual-in-future")
