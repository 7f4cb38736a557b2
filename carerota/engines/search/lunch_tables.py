"""What the kernel is told of shifts and of lunch breaks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.compiled.stretches import hours_of_days
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.book import RuleBook

    Ints = NDArray[np.int64]

__all__ = ["Lunches", "first_due", "lunches"]


@dataclass(frozen=True)
class Lunches:
    """When lunch is, by day, and what is asked of it."""

    length: int
    always: int
    by_end: int
    opens: Ints
    last: Ints
    closes: Ints


def lunches(c: Compiled, book: RuleBook) -> tuple[int, int, Lunches | None]:
    """Tell whether a rule is about shifts, keeps leaving within them, and of lunch."""
    leave = int("shift_start" in book)
    idle = "worst_idle" in book and book.param("worst_idle", "in_shift")
    shifts = int(bool(leave or idle or "extra_time" in book))
    if "lunch_break" not in book:
        return shifts, leave, None
    ask = partial(book.param, "lunch_break")
    length = minutes_to_ticks(ask("minutes"), c.problem.ticks_per_minute)
    windows = hours_of_days(c, ask("from_hour"), ask("to_hour"))
    opens = np.array([a for a, _ in windows], dtype=np.int64)
    closes = np.array([b for _, b in windows], dtype=np.int64)
    always, by_end = int(ask("every_shift")), int(ask("by_end"))
    last = closes - by_end * length
    return shifts, leave, Lunches(length, always, by_end, opens, last, closes)


def first_due(c: Compiled, lunch: Lunches | None) -> Ints:
    """Give when lunch is due on each worker's day to begin with: in the middle."""
    due = np.full((c.n_workers, c.n_days), NEVER, dtype=np.int64)
    if lunch is not None:
        due[c.no_lunch == 0] = (lunch.opens + lunch.last) // 2
    return due.ravel() if due.size else np.zeros(1, dtype=np.int64)
