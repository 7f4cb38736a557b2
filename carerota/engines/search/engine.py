"""The search engine: chains on all threads that cool together and share the best."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from carerota.engines.base import Incumbent
from carerota.engines.search import layout as at
from carerota.engines.search.anneal import anneal
from carerota.engines.search.chain import Chain
from carerota.engines.search.cooling import Cooling, Turn
from carerota.engines.search.memory import build
from carerota.engines.search.schedule import (
    FORBIDDEN,
    STRICT_FROM,
    Schedule,
    schedule_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.search.chain import Snapshot
    from carerota.rules.book import RuleBook

__all__ = ["SearchEngine"]

FILL_MOVES_A_SLOT: Final = 120
EPOCHS: Final = 120
"""Pieces of a solve by moves; chains exchange between them."""
EXCHANGE_EVERY: Final = 3
"""Pieces after which all chains go on from the state of the cheapest: seldom enough for
them to go different ways, often enough to cool together like one slower chain."""
COOLER: Final = 0.999
"""How much cooler the end of a piece is than its beginning, at least."""
OFFER_EVERY: Final = 12
"""Pieces after which a state that breaks rules is tried without what breaks them."""
PIECE_SECONDS: Final = 0.25
ASIDE_SHARE: Final = 0.1
"""Share of a piece's seconds that what lies between two may take, on average."""
RECENT: Final = 0.1
"""How much the last one counts in that average."""
FIRST_PIECE: Final = 5_000
MOST_MOVES: Final = 1 << 30
"""Where no move can be made a piece takes no time, however many are asked for."""


@dataclass
class _Pace:
    """Moves in a piece, when a solve runs by the clock."""

    moves: int = FIRST_PIECE
    aside: float = 0.0
    """Seconds between two pieces, on average."""

    def learn(self, seconds: float, aside: float) -> None:
        """Aim at pieces of a quarter of a second, longer where much lies between them.

        In a large co-op, to look at each better rota takes as long.
        """
        self.aside += RECENT * (aside - self.aside)
        aim = max(PIECE_SECONDS, self.aside / ASIDE_SHARE)
        factor = min(4.0, max(0.25, aim / max(seconds, 1e-3)))
        self.moves = max(500, min(MOST_MOVES, int(self.moves * factor)))


class SearchEngine:
    """Simulated annealing over the whole horizon, one chain a thread.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    seed
        Same seed, threads and moves: same rota.
    threads
        Chains that run side by side.
    start
        A rota to begin from.
    schedule
        Temperatures to cool by, once and all together; else they come from the problem,
        and how often chains cool from how many moves there are.
    """

    name = "search"

    def __init__(
        self,
        compiled: Compiled,
        book: RuleBook,
        *,
        seed: int,
        threads: int,
        start: RotaArrays | None = None,
        schedule: Schedule | None = None,
    ) -> None:
        # loaded, or compiled, here and once: not by each of the threads at once
        _ = anneal.whole
        self.compiled = compiled
        self.book = book
        first = build(compiled, book, seed=seed)
        memories = [first, *(first.copy() for _ in range(threads - 1))]
        self.chains = [Chain(compiled, book, memory=memory) for memory in memories]
        for i, chain in enumerate(self.chains):
            chain.reseed(seed * 1000 + i)
            if start is not None:
                chain.start_from(start)
                if not chain.legal:
                    # what is legal of it is the best so far
                    chain.offer()
        self.schedule = schedule
        self._cooling: Cooling | None = None
        self._filled: Snapshot | None = None
        self._epoch = 0
        self._strict = False
        self._pace = _Pace()
        # what people were told may well be later than what is best for them
        self._told = "published_start" in book

    @property
    def moves(self) -> int:
        """Moves evaluated by all chains."""
        return sum(chain.evaluated for chain in self.chains)

    @property
    def best(self) -> Chain:
        """The chain with the best rota so far."""
        return min(self.chains, key=lambda chain: chain.levels)

    def incumbent(self) -> Incumbent:
        """Give the best rota so far."""
        chain = self.best
        return Incumbent(chain.rota(), chain.levels)

    def fill(self, pool: ThreadPoolExecutor, tell: Callable[[], bool]) -> None:
        """Fill the empty rota, legally; ``tell`` is called between pieces.

        ``tell`` may say True: stop.
        """
        point = self.book.point
        total = FILL_MOVES_A_SLOT * self.compiled.n_slots
        pieces = 12
        for chain in self.chains:
            chain.multiplier = FORBIDDEN
        for _ in range(pieces):
            self._all(pool, total // pieces + 1, 2.0 * point, 1.0 * point)
            if tell():
                return

    def step(self, pool: ThreadPoolExecutor, share: float, moves: int | None) -> None:
        """Run one piece: ``share`` of the budget is done.

        ``moves`` is the length of the piece; ``None`` lets the clock decide.
        """
        if self.schedule is None:
            self.schedule = schedule_of(self.chains[0], self.book.point)
            self._cooling = Cooling(self.compiled.n_slots, share)
            self._filled = self.chains[-1].snapshot()
        cooling, piece = self._cooling, moves or self._pace.moves
        begins = ends = share
        if cooling is not None:
            self._take(cooling.turn(share, self._cheapest.cost, self.best.levels))
            begins, ends = cooling.piece(share, piece)
        now = self.schedule.at(begins)
        for chain in self.chains:
            chain.multiplier = now.multiplier
            chain.guide(now.power, now.strangers)
            chain.memory.m[at.DELAYS] = int(now.delays or self._told)
        exchange = self._epoch % EXCHANGE_EVERY == EXCHANGE_EVERY - 1
        apart = cooling is not None and cooling.apart
        if exchange and not apart:
            self._follow(self._cheapest)
        if share >= STRICT_FROM and not self._strict:
            self._strict = True
            for chain in self.chains:
                if not chain.legal:
                    chain.relieve()
        heat = now.temperature
        end = min(heat * COOLER, self.schedule.at(ends).temperature)
        self._all(pool, piece, heat, end)
        self._epoch += 1
        if self._epoch % OFFER_EVERY == 0 and not self._strict:
            cheapest = self._cheapest
            if not cheapest.legal:
                cheapest.offer()

    @property
    def _cheapest(self) -> Chain:
        """The chain whose present state costs least."""
        return min(self.chains, key=lambda chain: chain.cost)

    def _take(self, turn: Turn) -> None:
        """Do what chains are to do before a piece."""
        if turn is not Turn.GO_ON:
            for chain in self.chains:
                # what it has come to may be lost for one broken rule
                if not chain.legal:
                    chain.offer()
        if turn is Turn.ANEW and self._filled is not None:
            for chain in self.chains:
                chain.go_back(self._filled)
        elif turn is Turn.GATHER:
            best = self.best
            best.return_to_best()
            self._follow(best)

    def learn_pace(self, seconds: float, aside: float = 0.0) -> None:
        """Tell how long the last piece took, when a solve runs by the clock.

        ``aside`` are the seconds between it and the piece before.
        """
        self._pace.learn(seconds, aside)

    def accept(self, rota: RotaArrays) -> bool:
        """Take over a rota found elsewhere, where it is better than every chain's."""
        worst = max(self.chains, key=lambda chain: chain.levels)
        before = self.best.levels
        worst.start_from(rota)
        return self.best.levels < before

    def _follow(self, leader: Chain) -> None:
        """Let every chain go on from where one of them is now."""
        for chain in self.chains:
            if chain is not leader:
                chain.follow(leader)

    def _all(
        self, pool: ThreadPoolExecutor, moves: int, hot: float, cold: float
    ) -> None:
        if len(self.chains) == 1:
            self.chains[0].anneal(moves, hot, cold)
            return
        for done in [pool.submit(c.anneal, moves, hot, cold) for c in self.chains]:
            done.result()
