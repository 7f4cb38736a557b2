"""Faults of the problem as a whole: version, zone, first day."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from carerota.model.base import SCHEMA_VERSION
from carerota.model.faults.issues import did_you_mean, fault, shown
from carerota.model.faults.view import EARLIEST_YEAR, LATEST_YEAR, known_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.errors import Issue
    from carerota.model.problem import RotaProblem

__all__ = ["frame"]


def frame(problem: RotaProblem) -> Iterator[Issue]:
    """Find what is wrong with the frame in which everything else is read."""
    if problem.schema_version != SCHEMA_VERSION:
        yield fault(
            "schema-version",
            "schema_version",
            str(problem.schema_version),
            str(SCHEMA_VERSION),
            "the file was written for another version of carerota",
        )
    if not known_zone(problem.zone):
        near = did_you_mean(problem.zone, available_timezones())
        yield fault(
            "unknown-zone",
            "zone",
            shown(problem.zone),
            "an IANA time zone such as 'Europe/London'",
            near,
        )
    if not EARLIEST_YEAR < problem.first_day.year < LATEST_YEAR:
        yield fault(
            "first-day-absurd",
            "first_day",
            problem.first_day.isoformat(),
            f"a day between {EARLIEST_YEAR + 1} and {LATEST_YEAR - 1}",
        )
