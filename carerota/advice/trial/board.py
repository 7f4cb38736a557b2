"""A rota held ready: one day of one worker can be written anew at small cost.

Starts, ways home and breaks are those that are written, nothing is decoded, so that a
hand-made rota costs exactly what the checker says it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from carerota.compiled.rota import sequences
from carerota.engines.search import layout as at
from carerota.engines.search.loaded import loaded
from carerota.engines.search.timed import WISH_WIDTH, timed
from carerota.engines.search.written import lay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.rules.book import RuleBook

    Ints = NDArray[np.int64]

__all__ = ["Board", "Day", "Snapshot", "Stop"]

NOBODY: Final = -1


class Stop(NamedTuple):
    """A slot as a worker makes it; times in ticks of the horizon."""

    slot: int
    start: int
    home: bool = False
    """The worker comes from home, after an earlier run of the day."""
    rest_at: int = 0
    rest: int = 0
    """Ticks of break in the gap before it; of the first stop, before the day."""


Day = tuple[Stop, ...]
"""What a worker makes on a day, in order."""


class Snapshot(NamedTuple):
    """A state of a board to go back to."""

    state: tuple[Ints, int]
    days: dict[tuple[int, int], Day]
    worker: dict[int, int]


class Board:
    """The search kernel's memory with a rota in it, exactly as it is.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    arrays
        The rota, legal or not.
    """

    def __init__(self, compiled: Compiled, book: RuleBook, arrays: RotaArrays) -> None:
        self.compiled = compiled
        self._chain = loaded(compiled, book, arrays)
        memory = self._chain.memory
        self.m, self._travel, self._metres = memory.m, memory.travel, memory.metres
        m = self.m
        self._sums = int(m[at.SUM])
        self._found = np.zeros(2, dtype=np.int64)
        self.days: dict[tuple[int, int], Day] = {
            key: tuple(
                Stop(
                    s,
                    int(arrays.start[s]),
                    i > 0 and bool(arrays.run[slots[i - 1]] != arrays.run[s]),
                    int(arrays.rest_start[s]),
                    int(arrays.rest_length[s]),
                )
                for i, s in enumerate(slots)
            )
            for key, slots in sequences(compiled, arrays).items()
        }
        self.worker = dict(enumerate(arrays.worker.tolist()))
        """Who makes each slot; -1 nobody."""

    # ── what it costs ─────────────────────────────────────────────────────

    @property
    def penalty(self) -> int:
        """What the broken hard rules weigh, by the search's own weights."""
        m, x = self.m, self._sums
        return int(m[x + at.PENALTY_SUM] + m[x + at.WHOLE_PENALTY])

    @property
    def priced(self) -> int:
        """The priced sum and the price of what is uncovered, by the search's own."""
        m, x = self.m, self._sums
        return int(m[x + at.PRICED_SUM] + m[x + at.WHOLE_PRICED] + m[x + at.COVER_SUM])

    def pair_penalty(self, s: int, w: int) -> int:
        """Weigh the hard rules that a worker breaks with a slot, whenever it is."""
        pair = s * self.compiled.n_workers + w
        return int(self.m[int(self.m[at.PAIR_HARD]) + pair * at.PAIR_WIDTH])

    # ── writing ───────────────────────────────────────────────────────────

    def day(self, w: int, d: int) -> Day:
        """Give what a worker makes on a day."""
        return self.days.get((w, d), ())

    def lay(self, w: int, d: int, day: Day) -> None:
        """Write a worker's day, and bring all costs up to date.

        Slots that were in the day and are not any more are made by nobody. Slots that
        come into it must be made by nobody before.
        """
        key = (w, d)
        was = {stop.slot for stop in self.day(w, d)}
        now = {stop.slot for stop in day}
        for s in was ^ now:
            self.worker[s] = w if s in now else NOBODY
        self.days[key] = day
        self._lay(w, d, day, keep=True)

    def weigh(self, w: int, d: int, day: Day) -> tuple[int, int]:
        """Give penalty and priced sum as they would be with a day; it is not written.

        Its slots are either in the worker's day already or made by nobody.
        """
        return self._lay(w, d, day, keep=False)

    def _lay(self, w: int, d: int, day: Day, *, keep: bool) -> tuple[int, int]:
        stops = np.array(day, dtype=np.int64).reshape(-1, len(Stop._fields))
        wd = w * self.compiled.n_days + d
        found = self._found
        lay(self.m, self._travel, self._metres, wd, stops, found, int(keep))
        return int(found[0]), int(found[1])

    def timed(self, w: int, wishes: Sequence[tuple[int, ...]], *, pull: bool) -> Day:
        """Time a day as :func:`carerota.engines.search.timed.timed` does."""
        rows = np.array(wishes, dtype=np.int64).reshape(len(wishes), WISH_WIDTH)
        stops = np.empty((len(rows), len(Stop._fields)), dtype=np.int64)
        timed(self.m, self._travel, w, rows, int(pull), stops)
        return tuple(
            Stop(slot, start, bool(home), rest_at, rest)
            for slot, start, home, rest_at, rest in stops.tolist()
        )

    def snapshot(self) -> Snapshot:
        """Give a copy of the state, to go back to."""
        return Snapshot(self._chain.snapshot(), dict(self.days), dict(self.worker))

    def go_back(self, snapshot: Snapshot) -> None:
        """Go back to a state of which there is a copy."""
        self._chain.go_back(snapshot.state)
        self.days = dict(snapshot.days)
        self.worker = dict(snapshot.worker)

    def made(self, v: int) -> Iterable[int]:
        """Give the slots of a visit that somebody makes."""
        return [s for s in self.compiled.slots(v) if self.worker[s] >= 0]
