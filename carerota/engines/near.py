"""The search kept near a rota: what is held never moves, and nothing is melted.

Slots that are held are pinned in the problem that is compiled for it; what a pin alone
does not say, that the slot is not left out for others either, is a level of cover of
its own above all others. See :func:`carerota.repairing.held.held_problem`.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import PRIORITIES
from carerota.compiled.rota import sequences
from carerota.engines.search import layout as at
from carerota.engines.search.engine import EPOCHS, SearchEngine
from carerota.engines.search.schedule import FORBIDDEN, Schedule, Step
from carerota.engines.search.tables import within_windows
from carerota.model import Levels, Priority

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.search.chain import Chain
    from carerota.rules.book import RuleBook

    Found = tuple[RotaArrays, tuple[int, ...]]
    """A rota and its levels."""

__all__ = ["HELD", "RANKS", "NearSearch"]

HELD: Final = Priority.CRITICAL
"""The priority of what is held, in the problem that the search sees."""
RANKS: Final[Mapping[Priority, Priority]] = {
    Priority.CRITICAL: Priority.ESSENTIAL,
    Priority.ESSENTIAL: Priority.FLEXIBLE,
    Priority.FLEXIBLE: Priority.OPTIONAL,
    Priority.OPTIONAL: Priority.OPTIONAL,
}
"""The priority of any other visit there: one rank below its own."""

NEVER: Final = 1 << 46
"""What leaving out a held slot costs in the search: more than all else together."""
POINTS: Final = {
    Priority.ESSENTIAL: 64_000,
    Priority.FLEXIBLE: 16_000,
    Priority.OPTIONAL: 4_000,
}
"""What an uncovered slot of each rank costs in the search, in points."""
HOTTEST: Final = 4.0
COLDEST: Final = 0.1
"""Temperatures in points: a rota that is good already only has its edges moved."""


@dataclass(frozen=True, slots=True)
class _Cool(Schedule):
    """Temperatures near a rota, in points; broken rules are never taken."""

    point: int

    def at(self, done: float) -> Step:
        """Give what holds when a share of the budget is done."""
        done = min(1.0, max(0.0, done))
        heat = self.hottest * (COLDEST / self.hottest) ** done
        return Step(heat * self.point, FORBIDDEN, delays=True)


class NearSearch:
    """The search, from a rota that is to change as little as its prices say.

    Parameters
    ----------
    compiled, book
        The problem in which what is held is pinned, and its policy.
    optional
        For each slot, whether leaving it out has only its price.
    held
        The rota of what is held alone: whatever it breaks is not laid to the search.
    start, told
        The rota to begin from, and the one that people were told.
    seed, threads
        Same seed, threads and moves: same rota.
    """

    def __init__(
        self,
        compiled: Compiled,
        book: RuleBook,
        *,
        optional: NDArray[np.bool_],
        held: RotaArrays,
        start: RotaArrays,
        told: RotaArrays,
        seed: int,
        threads: int,
    ) -> None:
        self.compiled = compiled
        self._told = told
        self._found: Found | None = None
        cool = _Cool(HOTTEST, book.point)
        self.engine = SearchEngine(
            compiled, book, seed=seed, threads=threads, schedule=cool
        )
        for chain in self.engine.chains:
            # whoever takes much apart changes much
            chain.rebuilds[:] = 0.0
            _price(chain, book, optional)
            _aim(chain, told)
            _excuse(chain, held)
            chain.start_from(start)
            if not chain.legal:
                chain.relieve()
        # the others find their places by chance
        self.engine.chains[0].fill()

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the best rota so far: held ones left out first, always nought.

        To be compared with those of the same problem only.
        """
        return self.engine.best.levels if self._found is None else self._found[1]

    @property
    def moves(self) -> int:
        """Moves evaluated by all chains."""
        return self.engine.moves

    def rota(self) -> RotaArrays:
        """Give the best rota so far."""
        return self.engine.best.rota() if self._found is None else self._found[0]

    def run(
        self,
        *,
        moves: int | None,
        share: Callable[[], float],
        halted: Callable[[], bool],
    ) -> None:
        """Search, cooling once.

        Parameters
        ----------
        moves
            Of each chain; ``None``: until ``share`` says 1.
        share
            The share of the time that is used; with ``moves`` it is not asked.
        halted
            Asked between pieces; True ends it.
        """
        pieces = EPOCHS if moves is not None else None
        piece = max(1, moves // EPOCHS) if moves is not None else None
        epoch = 0
        pool = ThreadPoolExecutor(len(self.engine.chains))
        try:
            while not halted():
                done = epoch / pieces if pieces else share()
                if done >= 1:
                    break
                began = time.monotonic()
                self.engine.step(pool, done, piece)
                self.engine.learn_pace(time.monotonic() - began)
                epoch += 1
        finally:
            # the best is taken from chains next: nobody may be moving them still
            pool.shutdown(wait=True, cancel_futures=True)
        self._found = self._settled(self.engine.best.rota(), fill=True)

    def _settled(self, rota: RotaArrays, *, fill: bool) -> Found:
        """Give a rota, the days that nobody is told of just as they were.

        What that makes illegal is left out; told to, it is put in elsewhere.
        """
        chain = self.engine.chains[0]
        chain.forget_best()
        chain.start_from(self._as_told(rota))
        if not chain.legal:
            chain.relieve()
        if fill:
            chain.fill()
        return chain.rota(), chain.levels

    def _as_told(self, rota: RotaArrays) -> RotaArrays:
        """Give days with the same visits at the same times their old runs and breaks.

        The search may send somebody home between two visits to save their hours: of a
        day that is not changed nobody would hear of it.
        """
        c, told, found = self.compiled, self._told, rota.copy()
        was, now = sequences(c, told), sequences(c, rota)
        for key, slots in now.items():
            if was.get(key) == slots and (told.start[slots] == rota.start[slots]).all():
                found.run[slots] = told.run[slots]
                found.rest_start[slots] = told.rest_start[slots]
                found.rest_length[slots] = told.rest_length[slots]
        return found

    def put_back(
        self,
        *,
        worth: int,
        trials: int = 40,
        over: Callable[[], bool] = lambda: False,
    ) -> RotaArrays:
        """Give the best rota with visits back at the times that people were told.

        The search is content with a start that costs nothing; nobody should be told of
        five minutes for nothing. Whole groups are tried first, then halves of those
        that do not fit.

        Parameters
        ----------
        worth
            What it may cost for each visit that is back at its time.
        trials
            At most so many groups.
        over
            Asked before each; True ends it.
        """
        best, levels = self.rota(), self.levels
        told = self._told

        def off(rota: RotaArrays) -> NDArray[np.int64]:
            same = (rota.worker == told.worker) & (told.worker >= 0)
            return np.flatnonzero(same & (rota.start != told.start))

        groups = [off(best)]
        while groups and trials and not over():
            group = groups.pop()
            group = np.intersect1d(group, off(best))
            if not len(group):
                continue
            trials -= 1
            tried = best.copy()
            tried.start[group] = told.start[group]
            found, reached = self._settled(tried, fill=False)
            back = len(off(best)) - len(off(found))
            cheap = reached[-1] <= levels[-1] + worth * back
            if back > 0 and reached[:-1] <= levels[:-1] and cheap:
                best, levels = found, reached
            elif len(group) > 1:
                half = len(group) // 2
                groups += [group[half:], group[:half]]
        return best


def _price(chain: Chain, book: RuleBook, optional: NDArray[np.bool_]) -> None:
    """Lay down what leaving a slot of each rank out costs."""
    prices = chain.table(at.COVER_PRICE, len(PRIORITIES))
    own = int(prices[PRIORITIES.index(Priority.OPTIONAL)])
    prices[PRIORITIES.index(HELD)] = NEVER
    if book.policy.levels is Levels.FLAT:
        return
    for rank, points in POINTS.items():
        prices[PRIORITIES.index(rank)] = points * book.point
    # an optional visit that is made gives back what it costs too much when left out
    c = chain.compiled
    dear = int(prices[PRIORITIES.index(Priority.OPTIONAL)]) - own
    pairs = chain.table(at.PAIR_PRICE, c.n_slots * c.n_workers * at.PAIR_WIDTH)
    of_slots = pairs[:: at.PAIR_WIDTH].reshape(c.n_slots, c.n_workers)
    of_slots[optional] += dear


def _aim(chain: Chain, told: RotaArrays) -> None:
    """Let visits aim at the start that people were told, where it is open to them."""
    c = chain.compiled
    aims = chain.table(at.V_TARGET, c.n_visits)
    made = np.flatnonzero(told.worker >= 0)
    visits = c.slot_visit[made]
    aims[visits] = within_windows(c, visits, told.start[made])


def _excuse(chain: Chain, held: RotaArrays) -> None:
    """Count as broken only what is broken beyond what is held breaks by itself."""
    chain.start_from(held)
    broken = int(chain.score()[0])
    chain.memory.m[at.FLOOR] += max(0, broken)
    chain.forget_best()
