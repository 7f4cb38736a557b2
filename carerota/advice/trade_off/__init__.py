"""The frontier between what people weigh: continuity, travel, preferences.

The same week is solved several times, each time with the prices of other axes
multiplied; what remains are the rotas that no other one beats in everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from carerota import solving
from carerota.advice.people import people_figures
from carerota.advice.trade_off.bounds import Proven
from carerota.advice.trade_off.prices import Factors, chosen, multiplied, plan
from carerota.advice.trade_off.record import AXES, Axis, FrontierPoint, TradeOff
from carerota.compiled.problem import PRIORITIES
from carerota.engines.base import Status, relative_gap
from carerota.engines.options import check_options
from carerota.errors import DataError
from carerota.model.expand import expand
from carerota.model.faults import check_faults
from carerota.rules.book import bind
from carerota.score import check
from carerota.score.checker import policy_of
from carerota.score.faults import rota_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carerota.engines.base import Event, Progress
    from carerota.engines.portfolio import Choice
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.rules.book import RuleBook
    from carerota.score import ScoreReport
    from carerota.solving import SolveResult

__all__ = ["AXES", "Axis", "FrontierPoint", "TradeOff", "trade_off"]

DEFAULT_AXES: Final = ("continuity", "travel", "preferences")
DEFAULT_FACTORS: Final = (4,)
DEFAULT_SECONDS: Final = 120.0
FIRST_SHARES: Final = 3
"""Shares of the time for the first solve, which has nothing to start from."""


def trade_off(  # noqa: PLR0913
    problem: RotaProblem,
    axes: Sequence[str | Axis] = DEFAULT_AXES,
    *,
    policy: Policy | None = None,
    factors: Sequence[int] = DEFAULT_FACTORS,
    time_limit: float | None = DEFAULT_SECONDS,
    moves: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    engine: Choice = "auto",
    start: Rota | None = None,
    stop: Callable[[Progress], bool] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> TradeOff:
    """Find rotas of equal cover between which people have to choose.

    Parameters
    ----------
    problem
        What they are made from; packages are expanded here.
    axes
        Names in :data:`AXES`, or axes of one's own; two at least.
    policy
        Instead of the problem's own, or the default.
    factors
        What prices are multiplied by; each takes a solve for every part of the axes.
    time_limit
        Seconds for all solves together. Ignored where ``moves`` is given.
    moves
        Moves of the search in each chain of each solve: with it, the same seed and
        threads give the same frontier.
    seed, threads, engine, stop, on_event
        As :func:`carerota.solve` has them.
    start
        A rota to begin from.

    Returns
    -------
    TradeOff
        Rotas of which none is as good as another in every axis and worse in one. All
        miss as few visits, by priority, as the best of them. Each has a gap: how far it
        is at most, at the prices at which it was found, from the best rota at those.
        Bounds are looked for beside the solves, or without a clock after them; what
        they leave out (much of continuity, the law on weeks) makes gaps wide.

    Raises
    ------
    DataError
        The problem, the policy, the start or the axes are faulty, or an option is out
        of bounds.
    """
    check_options(
        seed=seed,
        threads=threads,
        time_limit=time_limit,
        moves=moves,
        engine=engine,
    )
    problem = expand(problem)
    check_faults(problem)
    policy = policy_of(problem, policy)
    bind(policy, problem.ticks_per_minute)
    picked = chosen(axes, factors, policy)
    if start is not None and (found := rota_faults(problem, start)):
        raise DataError(found, source="the rota to start from")
    tried = plan(picked, factors)
    books = [
        bind(multiplied(policy, picked, prices), problem.ticks_per_minute)
        for prices in tried
    ]
    proven = Proven(problem, books, engine)
    search = _Frontier(problem, policy, picked, proven)
    if start is not None:
        search.take(start, tried[0], books[0])
    shares = len(tried) + (FIRST_SHARES - 1 if start is None else 0)
    heard: list[Progress] = []

    def asked(progress: Progress) -> bool:
        heard[:] = [progress]
        return stop is not None and stop(progress)

    seconds = None if moves is not None else time_limit
    stopped = False
    try:
        with proven.beside(seconds, threads):
            for i, (prices, book) in enumerate(zip(tried, books, strict=True)):
                mine = FIRST_SHARES if i == 0 and start is None else 1
                result = solving.solve(
                    problem,
                    policy=book.policy,
                    time_limit=None if seconds is None else seconds * mine / shares,
                    moves=moves,
                    seed=seed,
                    threads=threads,
                    engine=engine,
                    bounds=proven.by_solves,
                    stop=None if stop is None else asked,
                    on_event=on_event,
                    start=search.nearest(prices),
                )
                search.take(result.rota, prices, book, result)
                search.solves += 1
                if result.status is Status.STOPPED:
                    stopped = True
                    break
        if moves is not None and not stopped:
            proven.by_rounds(lambda: bool(heard) and asked(heard[0]))
    except KeyboardInterrupt:
        # between two solves, or while bounds are looked for
        if not search.solves:
            raise
        stopped = True
    return search.frontier(stopped=stopped)


@dataclass(frozen=True)
class _Candidate:
    rota: Rota
    report: ScoreReport
    values: dict[str, float]
    factors: Factors
    book: RuleBook
    cost: int
    """All that is priced, at the multiplied prices."""

    @property
    def missed(self) -> tuple[int, ...]:
        """Hard breaches, then uncovered slots by priority."""
        by_priority = (self.report.uncovered[p] for p in PRIORITIES)
        return (self.report.breaches, *by_priority)


class _Frontier:
    """The rotas seen so far."""

    def __init__(
        self,
        problem: RotaProblem,
        policy: Policy,
        axes: tuple[Axis, ...],
        proven: Proven,
    ) -> None:
        self._problem = problem
        self._policy = policy
        self._axes = axes
        self._proven = proven
        self._seen: list[_Candidate] = []
        self.solves = 0

    def take(
        self,
        rota: Rota,
        factors: Factors,
        book: RuleBook,
        result: SolveResult | None = None,
    ) -> None:
        """Judge a rota at the members' own prices, and keep it.

        ``result``: what it comes from; without one the factors are all 1.
        """
        report = check(self._problem, rota, policy=self._policy, margins=False)
        values = {
            axis.name: sum(report[r].points for r in axis.rules if r in report)
            for axis in self._axes
        }
        cost = (result.report if result else report).cost
        seen = _Candidate(rota, report, values, factors, book, cost)
        self._seen.append(seen)
        if result is not None and result.bound is not None:
            self._proven.learn(book, report.levels, result.bound)

    def nearest(self, factors: Factors) -> Rota | None:
        """Give the rota that is best at some prices, to start from."""

        def worth(seen: _Candidate) -> tuple[tuple[int, ...], float]:
            more = sum((factors[a] - 1) * value for a, value in seen.values.items())
            return seen.missed, seen.report.points + more

        return min(self._seen, key=worth).rota if self._seen else None

    def frontier(self, *, stopped: bool) -> TradeOff:
        """Leave out what is less covered, and what another one beats."""
        least = min(seen.missed for seen in self._seen)
        covered = [seen for seen in self._seen if seen.missed == least]
        kept: list[_Candidate] = []
        for seen in covered:
            same = any(seen.values == other.values for other in kept)
            if not same and not any(_beats(other, seen) for other in covered):
                kept.append(seen)
        kept.sort(key=lambda seen: tuple(seen.values[a.name] for a in self._axes))
        return TradeOff(
            problem=self._problem.name,
            policy_hash=self._policy.hash,
            axes=self._axes,
            points=tuple(self._point(seen) for seen in kept),
            solves=self.solves,
            dominated=len(covered) - len(kept),
            less_covered=len(self._seen) - len(covered),
            stopped=stopped,
        )

    def _point(self, seen: _Candidate) -> FrontierPoint:
        bound = self._proven.at(seen.book, seen.report.levels)
        return FrontierPoint(
            values=seen.values,
            points=seen.report.points,
            factors=seen.factors,
            figures=people_figures(self._problem, seen.rota, seen.report),
            uncovered=dict(seen.report.uncovered),
            bound=None if bound is None else bound / seen.book.point,
            gap=None if bound is None else relative_gap(seen.cost, bound),
            rota=seen.rota,
        )


def _beats(one: _Candidate, other: _Candidate) -> bool:
    """Tell whether one is as good as the other in every axis, and better in one."""
    pairs = [(one.values[a], other.values[a]) for a in one.values]
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
