"""problem.toml: the frame of a problem kept as a folder of sheets."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from carerota.errors import Issue
from carerota.io.tables.cells import DATE, CellError
from carerota.io.tables.reading import Reading
from carerota.io.toml_files import read_toml, toml_text
from carerota.model.faults.issues import did_you_mean, shown
from carerota.model.faults.view import known_zone
from carerota.units import Clock

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.model.problem import RotaProblem

__all__ = ["FILE", "read_settings", "settings_text"]

FILE = "problem.toml"
PLAIN = ("schema_version", "name", "zone", "first_day", "days", "ticks_per_minute")
KNOWN = (*PLAIN, "bank_holidays", "travel", "published")
TRAVEL = ("detour", "speed_kmh", "overhead_minutes")
PUBLISHED = ("at", "problem", "provenance")
DEFAULT_DAYS, DEFAULT_TICKS = 7, 60
ANY_DAY = date(2000, 1, 3)


def read_settings(path: Path) -> tuple[Reading, dict[str, Any]]:
    """Read problem.toml; give the notes to read the sheets with, and ``published``.

    Raises
    ------
    DataError
        It cannot be read at all.
    """
    data = read_toml(path)
    published = data.pop("published", {})
    days = data.get("days")
    ticks = data.get("ticks_per_minute")
    zone, first = data.get("zone", "Europe/London"), _day(data.get("first_day"))
    clock = Clock(
        zone if isinstance(zone, str) and known_zone(zone) else "UTC",
        first or ANY_DAY,
        days if isinstance(days, int) and days > 0 else DEFAULT_DAYS,
        ticks if isinstance(ticks, int) and ticks > 0 else DEFAULT_TICKS,
    )
    reading = Reading(clock, {"places": [], "workers": [], "clients": []})
    _known(reading, data, KNOWN, "")
    travel = data.get("travel")
    if isinstance(travel, dict):
        _known(reading, travel, TRAVEL, "travel.")
    if not isinstance(published, dict):
        published = {}
    _known(reading, published, PUBLISHED, "published.")
    if first is not None:
        data["first_day"] = first
    if isinstance(data.get("bank_holidays"), list):
        data["bank_holidays"] = [_day(d) or d for d in data["bank_holidays"]]
    reading.data |= {name: data[name] for name in KNOWN if name in data}
    for name in KNOWN:
        reading.origins[name] = f"{FILE}, {name}"
    for name in TRAVEL:
        reading.origins[f"travel.{name}"] = f"{FILE}, travel.{name}"
    reading.origins["history.published"] = f"{FILE}, published"
    return reading, published


def _known(
    reading: Reading, data: dict[str, Any], known: tuple[str, ...], at: str
) -> None:
    for name in [name for name in data if name not in known]:
        hint = did_you_mean(name, known) or f"known names: {', '.join(known)}"
        issue = Issue(
            f"{FILE}, {at}{name}", shown(name), "a known name", hint, "unknown-field"
        )
        reading.issues.append(issue)
        del data[name]


def _day(value: object) -> date | None:
    """Give the date in a TOML value, written as a date or as text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        day = DATE.read(value) if isinstance(value, str) else None
    except CellError:
        return None
    return day if isinstance(day, date) else None


def settings_text(problem: RotaProblem) -> str:
    """Write problem.toml."""
    data: dict[str, Any] = {name: getattr(problem, name) for name in PLAIN}
    data["bank_holidays"] = sorted(problem.bank_holidays)
    travel, plain = problem.travel, type(problem.travel)()
    data["travel"] = {
        name: {str(k): v for k, v in value.items()}
        if isinstance(value, dict)
        else value
        for name in TRAVEL
        if (value := getattr(travel, name)) != getattr(plain, name)
    }
    history = problem.history
    published: dict[str, Any] = {}
    if history.published_at is not None:
        published["at"] = history.published_at.isoformat()
    if history.published is not None:
        published["problem"] = history.published.problem
        published["provenance"] = history.published.provenance.model_dump(
            mode="json", exclude_defaults=True
        )
    data["published"] = published
    return toml_text(data)
