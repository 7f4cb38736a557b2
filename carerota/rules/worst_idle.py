"""Worst idle time: nobody waits about much longer on a day than everybody else.

Says
    The longest waiting of any worker on any day has a price of its own, beside the sum
    of all waiting.
Because
    Hours in a parked car between visits make care workers leave; one day with three of
    them is worse than six days with half an hour.
Amount
    For the whole rota, the greatest waiting within runs of any worker on one day. With
    ``in_shift`` also what is left of the shift before the worker leaves for the first
    visit (or for a break before it), between that break and the visit, and after the
    worker is back; a worker without a visit is idle all the shift. Unit: minutes.
Example
    Ann waits 20 minutes on Monday, Bob 15 and again 30 on Tuesday: 45 minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from carerota.compiled.problem import NEVER
from carerota.rules.base import Amounts, Key, Level, Rule, Unit
from carerota.rules.shifts import departs, shifts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["WorstIdle"]


@dataclass(frozen=True, slots=True)
class WorstIdle(Rule):
    """See the module."""

    name: ClassVar[str] = "worst_idle"
    level: ClassVar[Level] = Level.ALL
    unit: ClassVar[Unit] = Unit.TICKS
    title: ClassVar[str] = "worst idle time"

    in_shift: bool = False
    """Whether idle time in the shift counts before, between and after the visits."""

    def _idle(self, reading: Reading) -> dict[tuple[str, int], int]:
        """Idle ticks of every worker's day that has any."""
        found = {key: day.waiting for key, day in reading.days.items()}
        if self.in_shift:
            for key, day in reading.days.items():
                if day.early is not None:
                    found[key] += max(0, day.first - day.early[1])
            for key, (begins, until) in shifts(reading).items():
                day_ = reading.days.get(key)
                if day_ is None:
                    found[key] = until - begins
                else:
                    found[key] += max(0, departs(day_) - begins)
                    found[key] += max(0, until - day_.ends(home_legs=True))
        return found

    def measure(self, reading: Reading) -> Amounts:
        """Take the largest waiting of any day."""
        worst = max(self._idle(reading).values(), default=0)
        return {Key(Level.ALL): worst} if worst else {}

    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Name the worker and the day."""
        del key
        idle = self._idle(reading)
        worker, day = next(k for k, ticks in idle.items() if ticks == amount)
        where = "in the shift" if self.in_shift else "between visits"
        return (
            f"{worker} waits longest: {reading.words(amount)} {where} on "
            f"{reading.day_name(day)}"
        )

    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Take the largest of the encoder's waitings."""
        c = cp.compiled
        idle = self._in_the_shift if self.in_shift else _waiting
        days = [idle(cp, w, d) for w in range(c.n_workers) for d in range(c.n_days)]
        return {Key(Level.ALL): cp.largest(days)}

    @staticmethod
    def _in_the_shift(cp: Encoder, w: int, d: int) -> Expr:
        c = cp.compiled
        early, _, end = cp.early_rest(w, d)
        first = cp.begins(w, d, home_legs=False)
        idle = cp.waiting(w, d) + cp.when(early, cp.positive(first - end))
        if c.shift_until[w, d] == NEVER:
            return idle
        begins, until = int(c.shift_from[w, d]), int(c.shift_until[w, d])
        before = cp.positive(cp.departs(w, d) - begins)
        after = cp.positive(until - cp.ends(w, d, home_legs=True))
        works = cp.works(w, d)
        return (
            idle + cp.when(works, before + after) + (until - begins) * cp.negated(works)
        )

    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Tell, worker by worker, whether idle time in the shift counts."""
        return np.full((compiled.n_workers, 1), int(self.in_shift), dtype=np.int64)


def _waiting(cp: Encoder, w: int, d: int) -> Expr:
    return cp.waiting(w, d)
