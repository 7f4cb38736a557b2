"""Timing one worker's day in the order given: what is in the way gives way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
        self.visit: list[int] = board.compiled.slot_visit.tolist()
        """By slot, its visit."""
        tpm = board.compiled.problem.ticks_per_minute
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
        board, v = self._board, self.visit[s]
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
            v = self.visit[x.slot]
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
        return self._board.timed(w, wishes, pull=pull)


def after_gap(gone: Wish, after: Wish) -> Wish:
    """Let what follows a stop that goes elsewhere keep the way home or the break."""
    if gone.home or after.home:
        return after._replace(home=True, rest_at=0, rest=0)
    if gone.rest > after.rest:
        return after._replace(rest_at=gone.rest_at, rest=gone.rest)
    return after
