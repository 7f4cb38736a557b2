"""Timing one worker's day in the order given: what is in the way gives way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from carerota.advice.trial.board import Stop
from carerota.advice.trial.roads import Roads
from carerota.units import minutes_to_ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carerota.advice.trial.board import Board, Day
    from carerota.rules.book import RuleBook

__all__ = ["Timer", "Wish", "after_gap"]


class Wish(NamedTuple):
    """A stop that is to be timed."""

    slot: int
    visit: int
    start: int
    """When it would start if nothing were in the way."""
    fixed: bool
    home: bool
    rest_at: int
    rest: int


class Timer:
    """Times days of single workers.

    Parameters
    ----------
    board
        With the rota in it.
    book
        The policy.
    """

    def __init__(self, board: Board, book: RuleBook) -> None:
        self._board = board
        self.roads = Roads(board.compiled)
        self._visit: list[int] = board.compiled.slot_visit.tolist()
        tpm = board.compiled.problem.ticks_per_minute
        self._leaves_in_shift = "shift_start" in book
        self.rests = sorted(
            {
                minutes_to_ticks(book.param(name, "minutes"), tpm)
                for name in ("rest_break", "lunch_break")
                if name in book
            }
        )
        """Lengths of the breaks that the policy asks for."""

    def shared(self, s: int) -> int | None:
        """Give the start of a visit that somebody else makes too, else nothing."""
        board, v = self._board, self._visit[s]
        others = [t for t in board.made(v) if t != s]
        if not others:
            return None
        w = board.worker[others[0]]
        d = int(board.compiled.visit_day[v])
        return next(x.start for x in board.day(w, d) if x.slot == others[0])

    def wishes(self, day: Day) -> list[Wish]:
        """Turn a day into what is to be timed, every visit when it is."""
        found = []
        for x in day:
            together = self.shared(x.slot)
            v = self._visit[x.slot]
            start = x.start
            found.append(
                Wish(x.slot, v, start, together is not None, x.home, x.rest_at, x.rest)
            )
        return found

    def timed(self, w: int, wishes: Sequence[Wish], *, pull: bool) -> Day:
        """Time a day in the order given.

        Visits start when wished, later where what comes before takes until then and,
        if told to ``pull``, earlier where what comes after needs it.
        """
        starts = self._pulled(w, wishes) if pull else [x.start for x in wishes]
        day: list[Stop] = []
        end, before = 0, None
        for x, wished in zip(wishes, starts, strict=True):
            start = wished
            if not x.fixed:
                if before is not None:
                    road = self._road(w, before, x, end, max(end, wished))
                    start = max(start, end + road)
                elif self._leaves_in_shift:
                    start = max(start, self._from_shift(w, x.visit, start))
                start = self.roads.not_before(w, x.visit, start)
            day.append(self._stop(x, start, end if before is not None else None))
            end, before = start + self.roads.duration[x.visit], x
        return tuple(day)

    def _from_shift(self, w: int, v: int, start: int) -> int:
        """Give when a worker is at the first visit who leaves as the shift begins."""
        c = self._board.compiled
        return int(c.shift_from[w, c.visit_day[v]]) + self.roads.out(w, v, start)

    def _road(self, w: int, before: Wish, x: Wish, end: int, start: int) -> int:
        """Ticks from visit to visit, the break between them included."""
        road = self.roads.gap(w, before.visit, x.visit, end, start, home=x.home)
        return road if x.home else road + x.rest

    def _pulled(self, w: int, wishes: Sequence[Wish]) -> list[int]:
        starts = [x.start for x in wishes]
        for i in range(len(wishes) - 2, -1, -1):
            x, after = wishes[i], wishes[i + 1]
            if x.fixed:
                continue
            lasts = self.roads.duration[x.visit]
            road = self._road(w, x, after, starts[i + 1], starts[i + 1])
            latest = starts[i + 1] - road - lasts
            if latest < starts[i]:
                starts[i] = self.roads.not_after(x.visit, latest)
        return starts

    def _stop(self, x: Wish, start: int, end: int | None) -> Stop:
        """Put the break of a stop where it was, or as early as it can be."""
        home = x.home and end is not None
        at, rest = x.rest_at, x.rest
        if not rest or home:
            return Stop(x.slot, start, home)
        low = end if end is not None else self._midnight(x.visit)
        if not (low <= at and at + rest <= start):
            at = low if end is not None else start - rest
            if at < low or at + rest > start:
                return Stop(x.slot, start, home)
        return Stop(x.slot, start, home, at, rest)

    def _midnight(self, v: int) -> int:
        c = self._board.compiled
        return int(c.day_start[c.visit_day[v]])


def after_gap(gone: Wish, after: Wish) -> Wish:
    """Let what follows a stop that goes elsewhere keep the way home or the break."""
    if gone.home or after.home:
        return after._replace(home=True, rest_at=0, rest=0)
    if gone.rest > after.rest:
        return after._replace(rest_at=gone.rest_at, rest=gone.rest)
    return after
