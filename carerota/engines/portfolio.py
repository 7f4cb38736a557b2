"""Who runs when, and the one incumbent they share.

Small problems go to CP-SAT, warm-started by a short search, until it has proven the
optimum. Large ones are searched, chains on all threads; where the search leaves visits
uncovered, CP-SAT re-optimises the days around them, and the search cools down from
that. Neighbourhoods of other kinds are there too (:attr:`Portfolio.polish`), and off;
``python -m benchmarks.ablation --seconds`` tells what they are worth in the same time.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from carerota.engines.aside import Aside
from carerota.engines.base import Budget, Event, Incumbent, Progress, Status, Stopwatch
from carerota.engines.bounds.beside import bound_beside, bound_by_rounds
from carerota.engines.breaks import break_lengths
from carerota.engines.figures import figures
from carerota.engines.nothing import nothing_done
from carerota.engines.sharing import pieces_of, search_seconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.bounds.beside import BoundBeside
    from carerota.engines.bounds.whole import WholeBound
    from carerota.engines.cpsat.neighbourhoods import Neighbourhoods
    from carerota.engines.search.engine import SearchEngine
    from carerota.rules.book import RuleBook

__all__ = ["Choice", "Portfolio"]

Choice = Literal["auto", "search", "cpsat"]

SMALL: Final = 60
"""Slots up to which a proof of the whole is tried at once."""
SMALL_MOVES_A_SLOT: Final = 3000
"""Moves that warm-start a proof where neither clock nor moves limit it."""
TICK_SECONDS: Final = 2.0
"""Seconds between signs of life."""
BOUND_SECONDS: Final = 1.0
"""Seconds between two bounds told."""
COVER_AT: Final = 0.8
"""Share of the budget after which CP-SAT looks at what is still uncovered: the search
then cools down from what it finds."""
COVER_SHARE: Final = 0.1
"""Share of the seconds it may take."""
COVER_SOLVES: Final = 16
"""Neighbourhoods of a solve by moves; by the clock, as many in vain end it."""
EFFORT: Final = 0.5
"""Deterministic time for each of them."""
PROOF_EFFORT: Final = 60.0
"""Deterministic time for a proof without a clock."""


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
    polish
        Neighbourhoods of all kinds that CP-SAT re-optimises after the search; by
        moves so many, by the clock a tenth of the time, or until as many were in vain.
    bounds
        Whether to look for a bound beside a search.
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
    polish: int = 0
    bounds: bool = True

    def __post_init__(self) -> None:
        self.incumbent: Incumbent | None = None
        self.bound: int | None = None
        self.status = Status.FEASIBLE
        self.moves = 0
        self._improved_at = 0.0
        self._improved_moves = 0
        self._ticked = 0.0
        self._bounded = -BOUND_SECONDS
        self._near: Neighbourhoods | None = None
        self._stopped = False
        self._settled: tuple[int, ...] | None = None

    def run(self) -> Incumbent:
        """Solve. KeyboardInterrupt ends it with the best rota so far."""
        try:
            self._run()
        except KeyboardInterrupt:
            self.status = Status.STOPPED
        best = self.incumbent
        if best is None:
            best = self.incumbent = nothing_done(self.compiled, self.book, self.start)
        if self._proven():
            self.status = Status.OPTIMAL
        elif self._stopped:
            self.status = Status.STOPPED
        try:
            self._say("done", "carerota", figures_too=True)
        except KeyboardInterrupt:
            self.status = Status.STOPPED
        return best

    def _run(self) -> None:
        auto = self.engine == "auto"
        proof = self.engine == "cpsat" or (self.compiled.n_slots <= SMALL and auto)
        if self.engine != "cpsat":
            with self._beside(auto=auto and not proof and self.bounds) as beside:
                self._search(proof_follows=proof)
            self._raise_to(beside)
        if proof:
            self._prove()

    def _beside(self, *, auto: bool) -> AbstractContextManager[BoundBeside | None]:
        """Look for a bound beside what is done within."""
        seconds = self.budget.seconds if auto else None
        c, small = self.compiled, self.compiled.n_slots <= SMALL
        terms = (seconds, self.threads, small)
        return bound_beside(c, self.book, lambda: self.incumbent, *terms)

    # ── search ────────────────────────────────────────────────────────────

    def _search(self, *, proof_follows: bool) -> None:
        from carerota.engines.search.engine import SearchEngine

        self._say("phase", "search", "preparing the search")
        engine = SearchEngine(
            self.compiled,
            self.book,
            seed=self.seed,
            threads=self.threads,
            start=self.start,
        )
        self._take(engine)
        pool = ThreadPoolExecutor(self.threads)
        try:
            if self.start is None:
                self._say("phase", "search", "covering the visits")
                engine.fill(pool, lambda: self._after(engine))
            self._say("phase", "search", "improving the rota")
            self._cool(engine, pool, proof_follows=proof_follows)
        finally:
            # pieces are short; an interrupt does not wait for them
            pool.shutdown(wait=False, cancel_futures=True)
        if self.polish and self.engine == "auto" and not proof_follows:
            self._say("phase", "cpsat", "re-optimising neighbourhoods")
            self._neighbourhoods(None, self.polish, None)

    def _cool(
        self, engine: SearchEngine, pool: ThreadPoolExecutor, *, proof_follows: bool
    ) -> None:
        from carerota.engines.search.engine import EPOCHS

        began = self.watch.seconds
        by_moves = self.budget.moves
        if by_moves is None and self.budget.seconds is None and proof_follows:
            by_moves = SMALL_MOVES_A_SLOT * self.compiled.n_slots
        if not self.compiled.n_slots:
            return
        # what filling took is part of the budget
        pieces, piece = pieces_of(by_moves, engine.moves // self.threads, EPOCHS)
        looked = self.engine != "auto" or proof_follows
        epoch, ended = 0, self.watch.seconds
        while not self._after(engine):
            aside = self.watch.seconds - ended
            share = epoch / pieces if piece else self._share(began)
            follows = proof_follows or self.polish
            if (piece and epoch >= pieces) or (follows and share >= 1):
                break
            if not looked and share >= COVER_AT:
                looked = True
                self._cover(engine)
            before = self.watch.seconds
            engine.step(pool, share, piece)
            ended = self.watch.seconds
            engine.learn_pace(ended - before, aside)
            epoch += 1

    def _after(self, engine: SearchEngine) -> bool:
        self._take(engine)
        return self._over()

    def _take(self, engine: SearchEngine) -> None:
        self.moves = engine.moves
        self._offer(engine.incumbent, engine.best.levels, "search")

    def _share(self, began: float) -> float:
        """Give the share of the time for searching that is used."""
        n = self.compiled.n_slots
        small = n if n <= SMALL and self.engine == "auto" else None
        after = COVER_SHARE if self.polish else 0.0
        seconds = search_seconds(
            self.budget.seconds, began, before_proof=small, after=after
        )
        return min(1.0, (self.watch.seconds - began) / max(1e-6, seconds))

    # ── neighbourhoods ────────────────────────────────────────────────────

    def _cover(self, engine: SearchEngine) -> None:
        """Let CP-SAT look at what the search leaves uncovered."""
        if self.incumbent is None or not any(self.incumbent.levels[1:-1]):
            return
        self._say("phase", "cpsat", "looking at the visits still uncovered")
        self._neighbourhoods("gaps", COVER_SOLVES, engine)

    def _neighbourhoods(
        self, kind: str | None, solves: int, engine: SearchEngine | None
    ) -> None:
        """Re-optimise neighbourhoods, one after the other, each from the best rota."""
        from carerota.engines.cpsat.neighbourhoods import Neighbourhoods

        if self._near is None:
            rng = np.random.default_rng(self.seed)
            self._near = Neighbourhoods(self.compiled, self.book, rng)
        near = self._near
        seconds = self.budget.seconds
        end = None if seconds is None else self.watch.seconds + COVER_SHARE * seconds
        done = failed = 0
        while done < solves or (end is not None and failed < solves):
            best = self.incumbent
            late = end is not None and self.watch.seconds >= end
            if best is None or late or self._halted():
                return
            if kind == "gaps" and not any(best.levels[1:-1]):
                return
            solve = Aside(near.improve, best, kind=kind, effort=EFFORT)
            found = solve.wait(self._halted)
            done += 1
            failed += 1
            if found is None:
                continue
            failed = 0
            self._adopt(found)
            if engine is not None:
                engine.accept(found.arrays)

    def _prove(self) -> None:
        end = self.budget.seconds
        left = None if end is None else max(0.05, end - self.watch.seconds)
        with self._beside(auto=True) as beside:
            self._prove_whole(left, beside)
        self._raise_to(beside)
        if left is None and not (self._proven() or self._halted()):
            terms = (self.compiled, self.book, self.incumbent, self._halted)
            self._raise_to(bound_by_rounds(*terms))

    def _prove_whole(self, left: float | None, beside: BoundBeside | None) -> None:
        from carerota.engines.cpsat.engine import solve_model

        self._say("phase", "cpsat", "looking for the optimum and its proof")
        best: list[Incumbent] = []
        bounds: list[tuple[int, ...]] = []
        solve = Aside(
            solve_model,
            self.compiled,
            self.book,
            hint=self.incumbent.arrays if self.incumbent else self.start,
            time_limit=left,
            deterministic_time=None if left is not None else PROOF_EFFORT,
            seed=self.seed,
            threads=self.threads,
            on_solution=lambda a, cost: best.append(Incumbent(a, (0, *cost))),
            on_bound=lambda cost: bounds.append((0, *cost)),
        )

        def over() -> bool:
            if best:
                self._adopt(best[-1])
            if bounds:
                self._raise(bounds[-1])
            self._raise_to(beside)
            return self._halted() or self._proven()

        outcome = solve.wait(over)
        if outcome.arrays is not None and outcome.objective is not None:
            self._adopt(Incumbent(outcome.arrays, (0, *outcome.objective)))
        if outcome.bound is not None:
            self._raise((0, *outcome.bound))

    def _proven(self) -> bool:
        best, bound = self.incumbent, self.bound
        if best is None or bound is None or bound < best.levels[-1]:
            return False
        # of rotas that lack as much none is cheaper, but one may lack less
        return not any(best.levels[:-1]) or self._settled == best.levels[:-1]

    def _raise_to(self, found: BoundBeside | WholeBound | None) -> None:
        best = self.incumbent
        bound = found.at(best.levels) if best and found else None
        if best and bound is not None:
            self._raise((*best.levels[:-1], bound), "bounds")

    def _raise(self, bound: tuple[int, ...], source: str = "cpsat") -> None:
        """Take a better bound; it holds only of rotas that cover as much."""
        best = self.incumbent
        if best is None or bound[:-1] != best.levels[:-1]:
            return
        if source == "cpsat":
            if len(break_lengths(self.book, self.compiled)) > 1:
                return  # it knows breaks of one length only
            self._settled = bound[:-1]
        if self.bound is None or bound[-1] > self.bound:
            self.bound = int(bound[-1])
            # they come in dozens; the last word is in the event at the end
            if self.watch.seconds - self._bounded > BOUND_SECONDS:
                self._bounded = self.watch.seconds
                self._say("bound", source)

    def _adopt(self, found: Incumbent) -> None:
        self._offer(lambda: found, found.levels, "cpsat")

    def _offer(
        self, make: Callable[[], Incumbent], levels: tuple[int, ...], source: str
    ) -> None:
        if self.incumbent is not None and levels >= self.incumbent.levels:
            if self.watch.seconds - self._ticked > TICK_SECONDS:
                self._say("tick", source)
            return
        if self.incumbent is not None and levels[:-1] != self.incumbent.levels[:-1]:
            self.bound = None  # it was proven for another cover
        self.incumbent = make()
        self._improved_at = self.watch.seconds
        self._improved_moves = self.moves
        self._say("incumbent", source, figures_too=True)

    @property
    def gap(self) -> float | None:
        """Relative distance of the incumbent from the bound."""
        return None if self.incumbent is None else self.incumbent.gap(self.bound)

    def _halted(self) -> bool:
        """Tell whether to stop, whatever moves are left."""
        return self._over(replace(self.budget, moves=None))

    def _over(self, budget: Budget | None = None) -> bool:
        now, budget = self.watch.seconds, budget or self.budget
        progress = Progress(
            elapsed=now,
            moves=self.moves // max(1, self.threads),
            since_improvement=now - self._improved_at,
            moves_since_improvement=self.moves - self._improved_moves,
            levels=self.incumbent.levels if self.incumbent else None,
            bound=self.bound,
            gap=self.gap,
        )
        if self._stopped or (budget.stop is not None and budget.stop(progress)):
            self._stopped = True
            return True
        return replace(budget, stop=None).over(progress)

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
