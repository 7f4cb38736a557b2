"""What limits a run, declared once; no engine is loaded to know the bounds."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from carerota.errors import DataError, Issue

__all__ = [
    "LARGEST_SEED",
    "MOST_THREADS",
    "Engine",
    "EngineOption",
    "MovesOption",
    "SeedOption",
    "ThreadsOption",
    "TimeLimitOption",
    "moves_option",
    "seconds_option",
    "seconds_or_none",
]

MOST_THREADS: Final = 256
LARGEST_SEED: Final = 2**31 - 1
SHORTEST: Final = 0.1
"""Seconds that a run with a limit takes at least."""


class Engine(StrEnum):
    """Who does the work."""

    AUTO = "auto"
    SEARCH = "search"
    CPSAT = "cpsat"


def seconds_option(text: str, *, least: float = SHORTEST) -> Any:
    """Declare a time limit, where it is of something else than one solve."""
    return typer.Option(min=least, help=text)


def moves_option(text: str) -> Any:
    """Declare a limit in moves, where it needs words of its own."""
    return typer.Option(min=1, help=text)


TimeLimitOption = Annotated[
    float, seconds_option("Seconds; 0: until it is proven or Ctrl-C.", least=0)
]
MovesOption = Annotated[
    int | None,
    moves_option(
        "Moves of the search instead of seconds: the same seed and threads then give "
        "the same rota."
    ),
]
SeedOption = Annotated[
    int, typer.Option(min=0, max=LARGEST_SEED, help="Seed of the random numbers.")
]
ThreadsOption = Annotated[
    int | None,
    typer.Option(min=1, max=MOST_THREADS, help="Else as many as the machine has."),
]
EngineOption = Annotated[Engine, typer.Option(help="Who does the work.")]


def seconds_or_none(seconds: float) -> float | None:
    """Read a time limit of which 0 is none.

    Raises
    ------
    DataError
        It is no number.
    """
    if math.isnan(seconds):
        raise DataError([Issue("--time-limit", "nan", "a number of seconds")])
    return seconds or None
