"""Moments in cells: the wall clock of a day in the co-op's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from carerota.io.tables.cells import DATE, WALL, CellError

if TYPE_CHECKING:
    from carerota.units import Clock

__all__ = ["LONG_SHIFT", "end_text", "moment_text", "read_end", "read_moment"]

LONG_SHIFT = timedelta(hours=20)
"""Availability may run this long past midnight without a date on its end."""
LONG_WINDOW = timedelta(hours=12)
"""A window may; a longer one is a slip of the pen, and refused as backwards."""

DATED = re.compile(r"(\S+?)(?:T|\s+)(\S+)")
OFFSET = re.compile(r"(.+?)(Z|[+-]\d{2}:?\d{2})")
ONE_DAY = timedelta(days=1)
END_OF_DAY = "24:00"


def read_moment(text: str, day: date | None, clock: Clock) -> datetime:
    """Read ``07:30``, ``2026-03-02 07:30`` or a time with its offset.

    Parameters
    ----------
    text
        The cell.
    day
        The day a time without a date is on.
    clock
        The clock of the problem; a time without an offset is by it.

    Raises
    ------
    CellError
        It is none of these.
    """
    if dated := DATED.fullmatch(text):
        day = _date(dated[1])
        text = dated[2]
    if day is None:
        raise CellError("a time with its date", "such as 2026-03-02 07:30")
    if text == END_OF_DAY:
        day, text = day + ONE_DAY, "00:00"
    if zoned := OFFSET.fullmatch(text):
        wall, offset = _wall(zoned[1]), zoned[2]
        return datetime.combine(day, wall, tzinfo=_offset(offset))
    return fixed(clock.local(day, _wall(text)))


def _date(text: str) -> date:
    value = DATE.read(text)
    if not isinstance(value, date):
        raise CellError("a date")
    return value


def _wall(text: str) -> time:
    value = WALL.read(text)
    if not isinstance(value, time):
        raise CellError("a time of day")
    return value


def _offset(text: str) -> timezone:
    try:
        return timezone(timedelta(0)) if text == "Z" else _signed(text)
    except ValueError:
        raise CellError("an offset such as +01:00") from None


def _signed(text: str) -> timezone:
    span = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-span if text[0] == "-" else span)


def read_end(
    text: str, start: datetime, clock: Clock, longest: timedelta = LONG_WINDOW
) -> datetime:
    """Read the end of a stretch that starts at a moment.

    A bare time before the start is on the next day if the stretch is then no longer
    than ``longest``; else it is left before the start, to be refused there.
    """
    day = start.astimezone(clock.zone).date()
    end = read_moment(text, day, clock)
    if end < start and not DATED.fullmatch(text):
        tomorrow = read_moment(text, day + ONE_DAY, clock)
        if tomorrow - start <= longest:
            return tomorrow
    return end


def moment_text(moment: datetime, day: date | None, clock: Clock) -> str:
    """Write a moment as briefly as it can be read back on that day."""
    return _shortest(moment, day, clock)


def end_text(
    end: datetime, start: datetime, clock: Clock, longest: timedelta = LONG_WINDOW
) -> str:
    """Write the end of a stretch as briefly as it can be read back."""
    begin = fixed(start)
    for text in _ways(end, None, clock):
        if read_end(text, begin, clock, longest) == end.astimezone(UTC):
            return text
    return fixed(end).isoformat()


def _shortest(moment: datetime, day: date | None, clock: Clock) -> str:
    for text in _ways(moment, day, clock):
        try:
            if read_moment(text, day, clock) == moment.astimezone(UTC):
                return text
        except CellError:
            continue
    return fixed(moment).isoformat()


def _ways(moment: datetime, day: date | None, clock: Clock) -> list[str]:
    local = moment.astimezone(clock.zone)
    wall = WALL.write(local.time())
    dated = f"{local.date()} {wall}"
    midnight = [END_OF_DAY] if local.time() == time(0) else []
    # a bare time is tried first where its day is known from the row
    bare = [*midnight, wall] if day is None or local.date() == day else midnight
    return [*bare, dated]


def fixed(moment: datetime) -> datetime:
    """Give a moment its offset instead of its zone.

    Moments of one zone compare by their wall clocks, which is wrong in the hour that
    comes twice.
    """
    offset = moment.utcoffset() or timedelta(0)
    return moment.replace(tzinfo=timezone(offset), fold=0)
