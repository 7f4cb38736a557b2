"""How a fault is worded: what was found, shortened, and a near miss as a hint."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from carerota.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["did_you_mean", "fault", "shown", "warning"]

LONGEST = 60
ENOUGH_TO_COMPARE = 3000


def shown(value: object) -> str:
    """Show a value in at most 60 characters, control characters escaped."""
    text = repr(value[: LONGEST * 2]) if isinstance(value, str) else _plain(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _plain(value: object) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):  # an integer of thousands of digits
        return f"a {type(value).__name__} too large to show"


def did_you_mean(word: str, options: Collection[str]) -> str:
    """Hint at the nearest of the options, or say nothing."""
    if len(options) > ENOUGH_TO_COMPARE:
        return ""
    lower = {option.lower(): option for option in sorted(options, reverse=True)}
    near = difflib.get_close_matches(word.lower()[:LONGEST], list(lower), n=1)
    return f"did you mean {lower[near[0]]!r}?" if near else ""


def fault(code: str, path: str, found: str, expected: str, hint: str = "") -> Issue:
    """Word a fault that has to be mended before anything is solved."""
    return Issue(path, found, expected, hint, code)


def warning(code: str, path: str, found: str, expected: str, hint: str = "") -> Issue:
    """Word what can be solved all the same but will hardly be meant."""
    return Issue(path, found, expected, hint, code, warning=True)
