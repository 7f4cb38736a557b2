"""solve(): compile, bind the policy, run the engines, check, say what is missing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, to_rota
from carerota.engines.base import Budget, Event, Incumbent, Progress, Status
from carerota.engines.options import check_options
from carerota.engines.portfolio import Choice, Portfolio
from carerota.errors import DataError, EngineError
from carerota.model import Provenance, Rota
from carerota.model.expand import expand
from carerota.model.faults import check_faults
from carerota.reproducer import save_reproducer
from carerota.rules.book import bind
from carerota.score import check
from carerota.score.checker import policy_of
from carerota.score.excused import own_breaches
from carerota.score.faults import rota_faults
from carerota.uncovered import Patience, time_for_reasons, with_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.model import Policy, RotaProblem
    from carerota.rules.book import RuleBook
    from carerota.score import ScoreReport

__all__ = ["SolveResult", "prepare_kernel", "provenance", "solve"]

DEFAULT_SECONDS = 60.0


@dataclass(frozen=True)
class SolveResult:
    """What a solve gives.

    ``bound`` is a proven lower bound of the priced sum in points, at the cover of the
    rota; ``None`` where none is known. ``gap`` is the relative distance to it.
    """

    rota: Rota
    report: ScoreReport
    status: Status
    bound: float | None
    gap: float | None
    seconds: float
    moves: int
    trace: tuple[Event, ...] = field(default=(), repr=False)


def solve(  # noqa: PLR0913
    problem: RotaProblem,
    *,
    policy: Policy | None = None,
    time_limit: float | None = DEFAULT_SECONDS,
    moves: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    engine: Choice = "auto",
    gap: float | None = None,
    bounds: bool = True,
    stop: Callable[[Progress], bool] | None = None,
    on_event: Callable[[Event], None] | None = None,
    start: Rota | None = None,
) -> SolveResult:
    """Make a rota.

    Parameters
    ----------
    problem
        What it is made from; packages are expanded here where they are not yet.
    policy
        Instead of the problem's own, or the default.
    time_limit
        Seconds for the engines; ``None``: no clock. Ignored where ``moves`` is given.
        Reasons for what is uncovered come afterwards, and take a tenth of it at most,
        or two seconds; what is not proven by then is *not proven*. Without a clock they
        are counted in work.
    moves
        Moves of the search kernel in each chain: with it, the same seed and threads
        give the same rota.
    seed, threads
        Seeds go from 0 to 2147483647, threads from 1 to 256; ``threads=None``: as many
        as the machine has.
    engine
        ``auto``; ``search`` or ``cpsat`` alone.
    gap
        Stop when the proven relative gap is at most this.
    bounds
        Whether to look for a bound beside a search by the clock, which takes a tenth
        of what the threads can do; what is small is proven, or not, all the same.
    stop
        Called between pieces of work; True stops.
    on_event
        Receives every event as it happens.
    start
        A rota to begin from; it must name only what the problem has.

    Returns
    -------
    SolveResult
        The best rota found, checked. KeyboardInterrupt while solving gives the best
        so far with status ``stopped``.

    Raises
    ------
    DataError
        The problem, the policy or the start is faulty, or an option out of bounds.
    EngineError
        An engine and the checker disagree; a reproducer is saved.
    """
    check_options(
        seed=seed,
        threads=threads,
        time_limit=time_limit,
        moves=moves,
        gap=gap,
        engine=engine,
    )
    problem = expand(problem)
    check_faults(problem)
    policy = policy_of(problem, policy)
    book = bind(policy, problem.ticks_per_minute)
    compiled = compile_problem(problem)
    if start is not None and (faults := rota_faults(problem, start)):
        raise DataError(faults, source="the rota to start from")
    trace: list[Event] = []

    def tell(event: Event) -> None:
        trace.append(event)
        if on_event is not None:
            on_event(event)

    if engine != "cpsat":
        prepare_kernel(compiled, book, tell)
    budget = Budget(
        seconds=None if moves is not None else time_limit,
        moves=moves,
        gap=gap,
        stop=stop,
    )
    run = Portfolio(
        compiled,
        book,
        budget,
        seed=seed,
        threads=threads or os.cpu_count() or 1,
        engine=engine,
        tell=tell,
        start=from_rota(compiled, start) if start is not None else None,
        bounds=bounds,
    )
    best = _not_worse(compiled, policy, run.start, run.run())
    rota = to_rota(compiled, best.arrays)
    patience = Patience.of_size(compiled.n_slots)
    left = time_for_reasons(budget.seconds)
    rota = with_reasons(compiled, book, best.arrays, rota, patience=patience, left=left)
    rota = rota.model_copy(
        update={"provenance": provenance(engine, seed, run.threads, policy, problem)}
    )
    report = check(problem, rota, policy=policy, travel=compiled.travel)
    _agree(compiled, policy, rota, report, best)
    return SolveResult(
        rota=rota,
        report=report,
        status=run.status,
        bound=None if run.bound is None else run.bound / book.point,
        gap=run.gap,
        seconds=run.watch.seconds,
        moves=run.moves,
        trace=tuple(trace),
    )


def _not_worse(
    compiled: Compiled, policy: Policy, start: RotaArrays | None, best: Incumbent
) -> Incumbent:
    """Give the rota to start from back where nothing better was found.

    The search's decoder may be unable to say it again exactly as it was.
    """
    if start is None:
        return best
    before = check(
        compiled.problem,
        to_rota(compiled, start),
        policy=policy,
        travel=compiled.travel,
        margins=False,
    )
    if before.legal and before.levels[1:] < best.levels[1:]:
        return Incumbent(start, before.levels)
    return best


def prepare_kernel(
    compiled: Compiled, book: RuleBook, tell: Callable[[Event], None]
) -> None:
    """Compile the kernel where this machine has not done so, outside the budget."""
    from carerota.engines.search.warm import compile_kernel, compiled_before

    if compiled_before():
        return
    text = "compiling the search, once on this machine; less than half a minute"
    tell(Event("phase", 0.0, "search", text))
    compile_kernel(compiled, book)


def _agree(
    compiled: Compiled, policy: Policy, rota: Rota, report: ScoreReport, best: Incumbent
) -> None:
    """Refuse a rota of which the engine and the checker think differently."""
    claimed = (*best.levels[1:],)
    broken = _broken(compiled, policy, report)
    if report.faults or broken or claimed != report.levels[1:]:
        raise EngineError(
            f"the engine claims {claimed}, the checker finds {report.levels[1:]}"
            + "".join(f"; {fault}" for fault in [*report.faults, *broken][:3]),
            reproducer=save_reproducer(compiled.problem, rota),
        )


def _broken(compiled: Compiled, policy: Policy, report: ScoreReport) -> list[str]:
    """Say which hard rules the rota breaks that history alone does not break."""
    own = own_breaches(compiled.problem, report, policy=policy, travel=compiled.travel)
    return [f"{f.rule}: {f.text}" for f in own]


def provenance(
    engine: str, seed: int, threads: int, policy: Policy, problem: RotaProblem
) -> Provenance:
    """Say where a rota comes from that is made now."""
    return Provenance(
        library="carerota",
        versions=_versions(),
        engine=engine,
        seed=seed,
        threads=threads,
        policy_hash=policy.hash,
        problem_fingerprint=problem.fingerprint,
        made_at=datetime.now(UTC),
    )


def _versions() -> dict[str, str]:
    found = {}
    for package in ("carerota", "ortools", "numba", "numpy"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
