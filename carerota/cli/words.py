"""How figures and other people's words are written on a terminal."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Final

from carerota.units import day_and_time, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike
    from typing import TextIO

    from rich.console import Console

    from carerota.rules.base import Unit

__all__ = [
    "amount",
    "clock_face",
    "console",
    "count",
    "cover",
    "day_and_time",
    "percent",
    "plain",
    "points",
    "price",
    "say",
    "tell",
]

WIDTH_OF_A_PIPE: Final = 120
HOURS_FROM: Final = 600
"""From this many minutes on, a stretch is told in hours with one decimal."""
SECONDS_TO: Final = 10
"""Up to this many minutes, seconds are told too."""
PER: Final = {"minutes": "a minute", "times": "a time", "kilometres": "a kilometre"}


def plain(text: str | PathLike[str]) -> str:
    """Make text from a file, or the name of one, harmless on any terminal.

    Control characters and broken ones are spelt out; nothing else changes.
    """
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode()
        for c in str(text)
    )


def say(text: str = "") -> None:
    """Write a line of the answer to standard output."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Write a line beside the answer, to standard error."""
    _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def console(*, stderr: bool = False) -> Console:
    """Give a console that shows text as it is, and does not crowd a pipe."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDTH_OF_A_PIPE
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def count(number: float, one: str, many: str | None = None) -> str:
    """Write ``1 visit``, ``3 visits``, ``1,512 visits``."""
    return f"{number:,.0f} {one if round(number) == 1 else many or one + 's'}"


def points(value: float) -> str:
    """Write a priced sum."""
    return count(value, "point")


def percent(share: float) -> str | None:
    """Write a share of one as a percentage; nothing where it is not known."""
    return None if math.isnan(share) else f"{share:.0%}".replace("%", " %")


def price(value: float, unit: Unit) -> str:
    """Say a price: ``25 min of travel a time``."""
    return f"{value:g} min of travel {PER[unit.value]}"


def amount(value: int, unit: Unit, ticks_per_minute: int) -> str:
    """Say an amount of a rule in the unit people think in."""
    if unit.value == "times":
        return f"{value:,}"
    if unit.value == "kilometres":
        return f"{value / 1000:,.1f} km"
    minutes = value / ticks_per_minute
    if minutes >= HOURS_FROM:
        return f"{minutes / 60:,.1f} h"
    if minutes >= SECONDS_TO:
        return in_words(round(minutes), 1)
    return in_words(value, ticks_per_minute)


def cover(uncovered: Mapping[str, float] | Iterable[tuple[str, float]]) -> str:
    """Say how many carers are missing, by the priority of the visit."""
    rows = [(p, n) for p, n in dict(uncovered).items() if n]
    if not rows:
        return "every visit covered"
    return "uncovered: " + ", ".join(f"{n:,.0f} {p}" for p, n in rows)


def clock_face(seconds: float) -> str:
    """Write elapsed time as minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:2d}:{rest:02d}"
