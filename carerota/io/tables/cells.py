"""What a cell can hold, in both directions: text to plain values and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from carerota.model.worker import Weekday

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "DATE",
    "DAYS",
    "FLAG",
    "LIST",
    "NUMBER",
    "TEXT",
    "WALL",
    "WHOLE",
    "WORD",
    "WORDS",
    "CellError",
    "Codec",
    "join",
    "parts",
    "split",
]

DECIMAL_COMMA = re.compile(r"-?\d+,(\d{1,2}|\d{4,})")
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
BRITISH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
WALL_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?")
FIRST_YEAR, LAST_YEAR = 1971, 2199
TRUE = frozenset({"yes", "y", "true", "1", "x"})
FALSE = frozenset({"no", "n", "false", "0"})


class CellError(ValueError):
    """A cell does not hold what its column asks for."""

    def __init__(self, expected: str, hint: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Codec:
    """How a kind of value is read from a cell and written to one."""

    read: Callable[[str], object]
    write: Callable[[Any], str]


def _number(text: str) -> float:
    if DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        raise CellError("a number") from None


def _number_text(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _whole(text: str) -> int:
    value = _number(text)
    if not value.is_integer():
        raise CellError("a whole number")
    return int(value)


def _flag(text: str) -> bool:
    if text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    raise CellError("yes or no")


def _date(text: str) -> date:
    if found := ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := BRITISH_DATE.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise CellError("a date", "write it as 2026-03-02 or 02/03/2026")
    try:
        value = date(year, month, day)
    except ValueError:
        raise CellError("a date of the calendar") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"a date between {FIRST_YEAR} and {LAST_YEAR}")
    return value


def _wall(text: str) -> time:
    found = WALL_TIME.fullmatch(text)
    if found is None:
        raise CellError("a time of day", "write it as 07:30")
    hour, minute, second, fraction = found.groups(default="0")
    try:
        return time(int(hour), int(minute), int(second), int(fraction.ljust(6, "0")))
    except ValueError:
        raise CellError("a time of day from 00:00 to 23:59") from None


def _wall_text(value: time) -> str:
    short = value.second == 0 and value.microsecond == 0
    return value.isoformat("minutes" if short else "auto")


def parts(text: str, separator: str) -> list[str]:
    r"""Split a cell at a separator that has no backslash before it."""
    found, word, escaped = [], "", False
    for letter in text:
        if letter == separator and not escaped:
            found.append(word.strip())
            word = ""
        else:
            word += letter
        escaped = letter == "\\" and not escaped
    return [*found, word.strip()]


def split(text: str) -> list[str]:
    """Read a list separated by semicolons; empty places are left out."""
    words = (re.sub(r"\\(.)", r"\1", word) for word in parts(text, ";"))
    return [word for word in words if word]


def join(words: list[str]) -> str:
    """Write a list separated by semicolons."""
    return "; ".join(re.sub(r"([\\;|])", r"\\\1", word) for word in words)


NAMES: Final = [day.name.lower() for day in Weekday]
GROUPS: Final = {
    "daily": set(Weekday),
    "every day": set(Weekday),
    "weekdays": set(Weekday) - {Weekday.SATURDAY, Weekday.SUNDAY},
    "weekends": {Weekday.SATURDAY, Weekday.SUNDAY},
    "never": set[Weekday](),
}
SHORTEST_DAY = 2


def _days(text: str) -> list[Weekday]:
    if text.lower() in GROUPS:
        return sorted(GROUPS[text.lower()])
    days: set[Weekday] = set()
    for word in filter(None, re.split(r"[\s,;/]+", text.lower())):
        first, dash, last = word.partition("-")
        start = _weekday(first)
        length = (_weekday(last) - start) % len(Weekday) if dash else 0
        days |= {Weekday((start + n) % len(Weekday)) for n in range(length + 1)}
    return sorted(days)


def _weekday(word: str) -> Weekday:
    found = [i for i, name in enumerate(NAMES) if name.startswith(word.rstrip("."))]
    if len(word) < SHORTEST_DAY or len(found) != 1:
        raise CellError("days of the week", "such as mon,wed or mon-fri or daily")
    return Weekday(found[0])


def _days_text(days: frozenset[Weekday]) -> str:
    if len(days) == len(Weekday):
        return "daily"
    return ",".join(NAMES[day][:3] for day in sorted(days)) or "never"


def _list_text(words: frozenset[str] | tuple[str, ...]) -> str:
    return join(sorted(words) if isinstance(words, frozenset) else list(words))


TEXT = Codec(str, str)
WORD = Codec(lambda text: re.sub(r"[\s-]+", "_", text.lower()), str)
"""One of a few fixed words; which, the record says."""
NUMBER = Codec(_number, _number_text)
WHOLE = Codec(_whole, str)
FLAG = Codec(_flag, lambda value: "yes" if value else "")
DATE = Codec(_date, date.isoformat)
WALL = Codec(_wall, _wall_text)
LIST = Codec(split, _list_text)
WORDS = Codec(lambda text: [word.lower() for word in split(text)], _list_text)
"""Some of a few fixed words."""
DAYS = Codec(_days, _days_text)
