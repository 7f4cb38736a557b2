"""Who runs when, and the one incumbent they share.

Small problems go to CP-SAT, warm-started by a short search, until it has proven the
optimum. Large ones are searched, chains on all threads; in between CP-SAT re-optimises
neighbourhoods of the incumbent where that pays.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from carerota.engines.base import Budget, Event, Progress, Status, Stopwatch
from carerota.engines.figures import figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.base import Incumbent
    from carerota.rules.book import RuleBook

__all__ = ["Choice", "Portfolio"]

Choice = Literal["auto", "search", "cpsat"]

SMALL: Final = 60
"""Slots up to which a proof of the whole is tried at once."""
SMALL_FILL_EPOCHS: Final = 24
"""Search epochs that warm-start a proof."""
TICK_SECONDS: Final = 2.0
"""Seconds between signs of life."""


@dataclass
class Portfolio:
    """One solve.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    budget
        When to stop.
    seed, threads, engine
        See :func:`carerota.solving.solve`.
    tell
        Receives every event.
    start
        A rota to begin from.
    """

    compiled: Compiled
    book: RuleBook
    budget: Budget
    seed: int
    threads: int
    engine: Choice
    tell: Callable[[Event], None]
    start: RotaArrays | None = None
    watch: Stopwatch = field(default_factory=Stopwatch)

    def __post_init__(self) -> None:
        self.incumbent: Incumbent | None = None
        self.bound: int | None = None
        self.status = Status.FEASIBLE
        self.moves = 0
        self._improved_at = 0.0
        self._improved_moves = 0
        self._ticked = 0.0

    # ── the run ───────────────────────────────────────────────────────────

    def run(self) -> Incumbent:
        """Solve. KeyboardInterrupt ends it with the best rota so far."""
        try:
            self._run()
        except KeyboardInterrupt:
            self.status = Status.STOPPED
        if self.incumbent is None:
            self.incumbent = self._nothing()
        if self.bound is not None and self.bound >= self._priced(self.incumbent.levels):
            self.status = Status.OPTIMAL
        self._say("done", "carerota", figures_too=True)
        return self.incumbent

    def _run(self) -> None:
        small = self.compiled.n_slots <= SMALL
        if self.engine != "cpsat":
            self._search(proof_follows=small and self.engine == "auto")
        if self.engine == "cpsat" or (small and self.engine == "auto"):
            self._prove()

    def _nothing(self) -> Incumbent:
        from carerota.engines.search.engine import SearchEngine

        return SearchEngine(
            self.compiled, self.book, seed=self.seed, threads=1, start=self.start
        ).incumbent()

    # ── search ────────────────────────────────────────────────────────────

    def _search(self, *, proof_follows: bool) -> None:
        from carerota.engines.search.engine import EPOCHS, SearchEngine

        self._say("phase", "search", "preparing the search")
        engine = SearchEngine(
            self.compiled,
            self.book,
            seed=self.seed,
            threads=self.threads,
            start=self.start,
        )
        self._offer(engine.incumbent, engine.best.levels, "search")
        by_moves = self.budget.moves
        if by_moves is None and self.budget.seconds is None and proof_follows:
            by_moves = 3000 * self.compiled.n_slots
        piece = max(1, by_moves // EPOCHS) if by_moves else None

        def after() -> bool:
            self.moves = engine.moves
            self._offer(engine.incumbent, engine.best.levels, "search")
            return self._over()

        began = self.watch.seconds
        with ThreadPoolExecutor(self.threads) as pool:
            if self.start is None:
                self._say("phase", "search", "covering the visits")
                engine.fill(pool, after)
            self._say("phase", "search", "improving the rota")
            epoch = 0
            while not after():
                share = epoch / EPOCHS if piece else self._share(began)
                if (piece and epoch >= EPOCHS) or (proof_follows and share >= 1):
                    break
                before = self.watch.seconds
                engine.step(pool, share, piece)
                engine.learn_pace(self.watch.seconds - before)
                epoch += 1

    def _share(self, began: float) -> float:
        """Give the share of the time for searching that is used."""
        seconds = self.budget.seconds
        if seconds is None:
            # no clock: cool within a minute, then go on cold
            seconds = 60.0 + began
        if self.compiled.n_slots <= SMALL and self.engine == "auto":
            seconds = began + min(1.0, 0.1 * (seconds - began))
        return min(1.0, (self.watch.seconds - began) / max(1e-6, seconds - began))

    # ── proof ─────────────────────────────────────────────────────────────

    def _prove(self) -> None:
        from carerota.engines.cpsat.engine import solve_model

        self._say("phase", "cpsat", "looking for the optimum and its proof")
        left = None
        if self.budget.seconds is not None:
            left = max(0.05, self.budget.seconds - self.watch.seconds)
        outcome = solve_model(
            self.compiled,
            self.book,
            hint=self.incumbent.arrays if self.incumbent else self.start,
            time_limit=left,
            deterministic_time=None if left is not None else 60.0,
            seed=self.seed,
            threads=self.threads,
        )
        if outcome.arrays is not None and outcome.objective is not None:
            levels = (0, *outcome.objective)
            self._offer(lambda: _found(outcome.arrays, levels), levels, "cpsat")
        if outcome.bound is not None and self.incumbent is not None:
            bound = (0, *outcome.bound)
            # a bound on the priced sum holds only where cover is as good as it gets
            if bound[:-1] == self.incumbent.levels[:-1]:
                self.bound = int(bound[-1])
                self._say("bound", "cpsat")

    # ── the one incumbent ─────────────────────────────────────────────────

    def _offer(
        self, make: Callable[[], Incumbent], levels: tuple[int, ...], source: str
    ) -> None:
        if self.incumbent is not None and levels >= self.incumbent.levels:
            if self.watch.seconds - self._ticked > TICK_SECONDS:
                self._say("tick", source)
            return
        self.incumbent = make()
        self._improved_at = self.watch.seconds
        self._improved_moves = self.moves
        self._say("incumbent", source, figures_too=True)

    def _priced(self, levels: tuple[int, ...]) -> int:
        return levels[-1]

    @property
    def gap(self) -> float | None:
        """Relative distance of the incumbent from the bound."""
        if self.bound is None or self.incumbent is None:
            return None
        priced = self._priced(self.incumbent.levels)
        return max(0.0, (priced - self.bound) / max(1, abs(priced)))

    def _over(self) -> bool:
        now = self.watch.seconds
        levels = self.incumbent.levels if self.incumbent else None
        return self.budget.over(
            Progress(
                elapsed=now,
                moves=self.moves // max(1, self.threads),
                since_improvement=now - self._improved_at,
                moves_since_improvement=self.moves - self._improved_moves,
                levels=levels,
                bound=self.bound,
                gap=self.gap,
            )
        )

    def _say(
        self,
        kind: Literal["phase", "incumbent", "bound", "tick", "done"],
        source: str,
        text: str = "",
        *,
        figures_too: bool = False,
    ) -> None:
        self._ticked = self.watch.seconds
        best = self.incumbent
        known = figures_too and best is not None
        self.tell(
            Event(
                kind=kind,
                elapsed=self.watch.seconds,
                source=source,
                text=text,
                levels=best.levels if best else None,
                points=best.levels[-1] / self.book.point if best else None,
                bound=self.bound / self.book.point if self.bound is not None else None,
                moves=self.moves,
                figures=figures(self.compiled, best.arrays) if known and best else {},
            )
        )


def _found(arrays: RotaArrays | None, levels: tuple[int, ...]) -> Incumbent:
    from carerota.engines.base import Incumbent

    if arrays is None:
        raise ValueError(levels)
    return Incumbent(arrays, levels)
