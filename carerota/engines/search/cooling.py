"""When a search cools, and when it is heated again.

Slow cooling leads every time to much the same place, which need not be the best one.
So where there are many moves for each slot, the chains cool quickly, several times and
each by itself, and then all go on from the best place of all.

Where there are not so many, they cool together, once. How long that takes is not known
beforehand: small problems are frozen when a third of the time has passed. What is left
then is for cooling quickly, if it is enough for that; else the search is heated again.

Source: reheating by what was seen of the costs, as in Abramson, Krishnamoorthy and
Dang, Simulated annealing cooling schedules for the school timetabling problem, 1999.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from math import log
from statistics import fmean
from typing import Final

from carerota.engines.search import schedule

__all__ = ["COLD", "LAST", "Alone", "Cooling", "Together", "Turn"]

QUICK: Final = 45_000
"""Moves of a chain for each slot in which it cools once, quickly."""
OFTEN: Final = 4
"""Times it must be able to for chains to cool quickly from the beginning."""
SOON: Final = 0.02
"""Share of the budget in which it is seen how many moves there are."""
MOST: Final = 8
"""Times it does at most: with more moves it cools less quickly."""
COLD: Final = 0.7
"""How far a chain cools quickly: what the best places differ in is settled."""

WINDOW: Final = 0.08
"""Share of the budget that is looked back on."""
LEAST: Final = 6
"""Pieces that are looked back on at least."""
STILL: Final = 0.002
"""Share by which the cost falls at most, from one half of them to the other, where
nothing is gained by cooling on."""
GAIN: Final = 0.0005
"""Share by which the best has become better at least where something is gained."""
HOTTER: Final = 2.0
"""How much hotter it becomes than it was when the best rota was found."""
LAST: Final = 0.8
"""Share of the budget after which it stays cold."""

Levels = tuple[int, ...]


class Turn(Enum):
    """What chains do before a piece."""

    GO_ON = auto()
    ANEW = auto()
    """Each goes back to where it began, and cools by itself."""
    GATHER = auto()
    """All go on together from the best place of all."""


@dataclass
class Cooling:
    """How far chains have cooled, together or each by itself.

    Parameters
    ----------
    n_slots
        Of the problem.
    began
        The share of the budget that was done before the first piece.
    """

    n_slots: int
    began: float
    apart: bool = field(default=False, init=False)
    """Whether each chain cools by itself."""

    def __post_init__(self) -> None:
        self._together = Together()
        self._alone = Alone(self.n_slots, self.began)
        self._share, self._moves = self.began, 0

    def turn(self, share: float, cost: int, best: Levels) -> Turn:
        """Say what chains do before a piece, by what the pieces before it came to.

        Parameters
        ----------
        share
            Of the budget that is done.
        cost
            Of the cheapest of the present states.
        best
            Levels of the best rota so far.
        """
        together, alone = self._together, self._alone
        if not self.apart:
            frozen = together.look(share, cost, best)
            self.apart = alone.parts(share, self._moves, frozen=frozen)
            return Turn.ANEW if self.apart else Turn.GO_ON
        if share < LAST:
            return Turn.ANEW if alone.begins(share) else Turn.GO_ON
        self.apart = False
        together.heat(share, COLD)
        return Turn.GATHER

    def piece(self, share: float, moves: int) -> tuple[float, float]:
        """Give how far chains have cooled as a piece begins, and as it ends.

        In shares of a budget in which they cool once.

        Parameters
        ----------
        share
            Of the budget that is done.
        moves
            Of each chain in this piece.
        """
        # a piece takes as much of the budget as the one before
        end, self._share = 2 * share - self._share, share
        self._moves += moves
        if self.apart:
            # quick cooling has few pieces: it goes on within each
            return self._alone.at(share), self._alone.at(end)
        return self._together.at(share), self._together.at(share)


@dataclass
class Alone:
    """How far a chain has cooled that cools by itself, again and again.

    Parameters
    ----------
    n_slots
        Of the problem.
    began
        The share of the budget that was done before any of the moves told of.
    """

    n_slots: int
    began: float
    _since: float = 0.0
    _lasts: float = 0.0
    _judged: bool = False

    def parts(self, share: float, moves: int, *, frozen: bool) -> bool:
        """Tell whether it is worth cooling alone, and begin where it is.

        Parameters
        ----------
        share
            Of the budget that is done.
        moves
            That each chain has made so far.
        frozen
            Whether nothing is gained by going on together.
        """
        early = not self._judged and share - self.began >= SOON
        if not early and not frozen:
            return False
        self._judged = True
        left = LAST - share
        a_slot = moves / max(1, self.n_slots) / max(1e-9, share - self.began)
        times = min(MOST, int(left * a_slot / QUICK))
        if times < (1 if frozen else OFTEN):
            return False
        self._since, self._lasts = share, left / times
        return True

    def begins(self, share: float) -> bool:
        """Tell whether it begins to cool anew."""
        # a hair less: shares are sums
        over = share >= self._since + self._lasts - 1e-9
        if over:
            self._since = share
        return over

    def at(self, share: float) -> float:
        """Give how far it has cooled, in shares of a budget in which it cools once."""
        return min(COLD, COLD * (share - self._since) / self._lasts)


@dataclass
class Together:
    """How far chains have cooled that cool once, or again where they are frozen."""

    _since: float = 0.0
    """The share of the budget at which they began to cool for the last time."""
    _from: float = 0.0
    """How far they had cooled then."""
    _best_at: float = 0.0
    """How far they had cooled when the best rota was found."""
    _best: Levels = ()
    _seen: list[tuple[float, int, Levels]] = field(default_factory=list)

    def at(self, share: float) -> float:
        """Give how far they have cooled, in shares of a budget for cooling once."""
        if share >= schedule.SLOWLY or not self._since:
            return share
        passed = (share - self._since) / (schedule.SLOWLY - self._since)
        return self._from + (schedule.SLOWLY - self._from) * passed

    def look(self, share: float, cost: int, best: Levels) -> bool:
        """See what a piece came to; where all is frozen it becomes hotter: tells so.

        Parameters
        ----------
        share
            Of the budget that is done.
        cost
            Of the present state.
        best
            Levels of the best rota so far.
        """
        if not self._best or _gained(self._best, best):
            self._best, self._best_at = best, self.at(share)
        self._seen.append((share, cost, best))
        while len(self._seen) > LEAST and self._seen[1][0] <= share - WINDOW:
            del self._seen[0]
        if share >= LAST or not self._frozen():
            return False
        self.heat(share, self._best_at)
        return True

    def heat(self, share: float, far: float) -> None:
        """Become hotter than it was at some point of cooling, and cool from there."""
        cooler = log(HOTTER) / -log(schedule.MIDDLE) * schedule.SLOWLY
        self._from = max(0.0, far - cooler)
        self._since = share
        self._seen.clear()

    def _frozen(self) -> bool:
        seen = self._seen
        if len(seen) < LEAST or seen[-1][0] - seen[0][0] < WINDOW * (1 - 1 / LEAST):
            return False
        half = len(seen) // 2
        before = fmean(cost for _, cost, _ in seen[:half])
        after = fmean(cost for _, cost, _ in seen[-half:])
        fell = before - after > STILL * abs(before)
        return not fell and not _gained(seen[0][2], seen[-1][2])


def _gained(before: Levels, after: Levels) -> bool:
    if after[:-1] != before[:-1]:
        return after < before
    return before[-1] - after[-1] > GAIN * abs(before[-1])
