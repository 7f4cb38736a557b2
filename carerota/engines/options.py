"""What a solve or a repair is asked for, refused where no engine could keep to it."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import TYPE_CHECKING, Final, get_args

from carerota.engines.portfolio import Choice
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST_THREADS", "check_options"]

MOST_THREADS: Final = 256
LARGEST_SEED: Final = 2**31 - 1


def check_options(**given: object) -> None:
    """Refuse options of a solve that make no sense.

    Parameters
    ----------
    **given
        Of ``seed``, ``threads``, ``time_limit``, ``moves``, ``gap`` and ``engine``
        those to check; ``None`` is left to the solve but for the seed and the engine.

    Raises
    ------
    DataError
        With every one that is out of bounds.
    """
    if issues := list(_issues(given)):
        raise DataError(issues, source="the options")


def _issues(given: dict[str, object]) -> Iterator[Issue]:
    for name, value in given.items():
        if name == "engine":
            good, expected = value in get_args(Choice), _choices()
        elif name == "seed":
            good = _whole(value, 0, LARGEST_SEED)
            expected = f"a whole number from 0 to {LARGEST_SEED}"
        elif value is None:
            continue
        elif name == "threads":
            good = _whole(value, 1, MOST_THREADS)
            expected = f"a whole number from 1 to {MOST_THREADS}"
        elif name == "moves":
            good, expected = _whole(value, 0, math.inf), "a whole number, not below 0"
        elif name == "gap":
            good = _number(value) and 0 <= float(value) <= 1  # type: ignore[arg-type]
            expected = "a number from 0 to 1"
        else:
            good = _number(value) and float(value) > 0  # type: ignore[arg-type]
            expected = "a number of seconds above 0, or None"
        if not good:
            yield Issue(name, repr(value)[:60], expected, code="option")


def _choices() -> str:
    return "one of " + ", ".join(get_args(Choice))


def _whole(value: object, least: float, most: float) -> bool:
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    return whole and least <= int(value) <= most  # type: ignore[call-overload]


def _number(value: object) -> bool:
    real = isinstance(value, Real) and not isinstance(value, bool)
    return real and math.isfinite(value)  # type: ignore[arg-type]
