"""Solve a model: all of a problem, or the neighbourhood that a frame allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf, isfinite, nextafter
from typing import TYPE_CHECKING, Any, Final

from ortools.sat.python import cp_model

from carerota.engines.cpsat.algebra import worth
from carerota.engines.cpsat.cuts import in_order, strengthen
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.objective import Cost, levels, total, weigh
from carerota.engines.cpsat.solution import decisions, extract
from carerota.engines.cpsat.solution import hint as suggest
from carerota.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.cpsat.frame import Frame
    from carerota.engines.cpsat.objective import Weighing
    from carerota.rules.book import RuleBook
    from carerota.rules.encoder import Expr

    OnSolution = Callable[[RotaArrays, Cost], bool | None]
    OnStart = Callable[[Callable[[], None]], None]
    OnBound = Callable[[Cost], None]

__all__ = ["Effort", "Outcome", "Status", "run_solver", "solve_model"]


class Status(StrEnum):
    """What is known at the end of a solve."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


PROVERS: Final = ("max_lp", "quick_restart", "reduced_costs", "pseudo_costs")
"""Strategies of the solver for proofs, one a thread, the best first."""
STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try.

    Parameters
    ----------
    deterministic_time
        The solver's own measure of work, about a second of one core each; with it, the
        same seed and threads give the same rota.
    time_limit
        Seconds.
    seed, threads
        Of the solver.
    proof
        Work on the bound rather than on better rotas.
    """

    deterministic_time: float | None = None
    time_limit: float | None = None
    seed: int = 0
    threads: int = 1
    proof: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solve found.

    ``objective`` and ``bound`` are ``None`` where nothing is known; no rota within the
    frame costs less than ``bound``.
    """

    status: Status
    arrays: RotaArrays | None = None
    objective: Cost | None = None
    bound: Cost | None = None

    @property
    def proven(self) -> bool:
        """Whether no better rota exists, or none at all."""
        return self.status in (Status.OPTIMAL, Status.INFEASIBLE)


def solve_model(  # noqa: PLR0913
    compiled: Compiled,
    book: RuleBook,
    *,
    frame: Frame | None = None,
    hint: RotaArrays | None = None,
    deterministic_time: float | None = None,
    time_limit: float | None = None,
    seed: int = 0,
    threads: int = 1,
    on_solution: OnSolution | None = None,
    on_start: OnStart | None = None,
    on_bound: OnBound | None = None,
) -> Outcome:
    """Find the best rota within a frame; of the whole problem, with its proof.

    Parameters
    ----------
    compiled, book
        The problem and the policy.
    frame
        What may change; ``None``: everything.
    hint
        A rota to start from; the frame's incumbent if left out.
    deterministic_time, time_limit, seed, threads
        As :class:`Effort` has them.
    on_solution
        Called with each better rota and its cost, from a thread of the solver; true
        stops the search.
    on_start
        Called before each solve with a function that stops it from another thread;
        the best rota until then is given.
    on_bound
        Called with each better bound, from a thread of the solver.

    Raises
    ------
    EngineError
        The model we built is invalid.
    """
    effort = Effort(deterministic_time, time_limit, seed, threads, frame is None)
    model = RotaModel(compiled, book, frame=frame)
    start = hint if hint is not None else model.frame.incumbent
    if frame is None:
        strengthen(model)
        start = None if start is None else in_order(model, start)
    exprs = levels(model)
    kept = frame is None and start is not None and _covers(model, exprs, start)
    if kept:
        exprs = _keep_cover(model, exprs)
    if start is not None:
        suggest(model, start)
    outcome = _solve(model, exprs, effort, on_solution, on_start, on_bound)
    if kept and outcome.status is Status.INFEASIBLE:
        # only a rota that breaks hard rules covers so much
        return solve_model(
            compiled,
            book,
            deterministic_time=deterministic_time,
            time_limit=time_limit,
            seed=seed,
            threads=threads,
            on_solution=on_solution,
            on_start=on_start,
            on_bound=on_bound,
        )
    return outcome


def _covers(model: RotaModel, exprs: tuple[Expr, ...], rota: RotaArrays) -> bool:
    """Tell whether a rota covers as much as the levels above prices can ask for."""
    found, whole = decisions(model, rota)
    values = model.complete(found)
    above = exprs[:-1]
    return whole and all(
        worth(model.flat(e), values) == model.bounds(e)[0] for e in above
    )


def _keep_cover(model: RotaModel, exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """Ask for the best cover there can be; what is left to minimise is the price."""
    above = [model.bounds(e)[0] for e in exprs[:-1]]
    for expr, low in zip(exprs, above, strict=False):
        model.require(-expr, -low)
    return (*above, exprs[-1])


def _solve(
    model: RotaModel,
    exprs: tuple[Expr, ...],
    effort: Effort,
    on_solution: OnSolution | None,
    on_start: OnStart | None,
    on_bound: OnBound | None,
) -> Outcome:
    """Minimise the levels as one sum, or one by one where the sum is too large."""
    weighing = weigh(model, exprs)
    if not weighing.fits:
        return _one_by_one(model, exprs, effort, on_solution, on_start)
    objective = total(model, exprs, weighing)
    constant = model.flat(objective)[1]
    model.model.minimize(objective)
    solver = cp_model.CpSolver()
    if on_start is not None:
        on_start(solver.stop_search)
    if on_bound is not None:
        solver.best_bound_callback = _heard(weighing, on_bound)
    status = run_solver(model, solver, effort, _watch(model, exprs, on_solution))
    bound = solver.response_proto.inner_objective_lower_bound + constant
    return _outcome(model, solver, status, exprs, weighing.cost(max(0, bound)))


def _heard(weighing: Weighing, on_bound: OnBound) -> Callable[[float], None]:
    """Tell a bound on the weighted sum as a bound on the levels."""

    def hear(bound: float) -> None:
        if isfinite(bound):
            # it comes as a float: what rounding may have added is taken off
            on_bound(weighing.cost(max(0, int(nextafter(bound, -inf)))))

    return hear


def _one_by_one(
    model: RotaModel,
    exprs: tuple[Expr, ...],
    effort: Effort,
    on_solution: OnSolution | None,
    on_start: OnStart | None,
) -> Outcome:
    """Minimise one level after the other, keeping what the ones before have reached."""
    best = Outcome(Status.UNKNOWN)
    known = [model.bounds(expr)[0] for expr in exprs]
    for i, expr in enumerate(exprs):
        last = i == len(exprs) - 1
        if isinstance(model.folded(expr), int) and not last:
            continue
        model.model.minimize(expr)
        solver = cp_model.CpSolver()
        if on_start is not None:
            on_start(solver.stop_search)
        status = run_solver(model, solver, effort, _watch(model, exprs, on_solution))
        effort = _left(effort, solver)
        if status in (Status.OPTIMAL, Status.FEASIBLE):
            lower = solver.response_proto.inner_objective_lower_bound
            known[i] = max(known[i], lower + model.flat(expr)[1])
            best = _outcome(model, solver, status, exprs, Cost(*known))
        elif best.arrays is None:
            return Outcome(status)
        if status is not Status.OPTIMAL or best.arrays is None:
            return replace(best, status=Status.FEASIBLE)
        model.require(-expr, -int(solver.value(expr)))
        suggest(model, best.arrays)
    return best


def _left(effort: Effort, solver: cp_model.CpSolver) -> Effort:
    return replace(
        effort,
        deterministic_time=None
        if effort.deterministic_time is None
        else max(0.0, effort.deterministic_time - solver.deterministic_time),
        time_limit=None
        if effort.time_limit is None
        else max(0.0, effort.time_limit - solver.wall_time),
    )


def run_solver(
    model: RotaModel,
    solver: cp_model.CpSolver,
    effort: Effort,
    watcher: cp_model.CpSolverSolutionCallback | None = None,
) -> Status:
    """Solve a model with the effort given.

    Raises
    ------
    EngineError
        The model we built is invalid.
    """
    parameters = solver.parameters
    parameters.random_seed = effort.seed
    parameters.num_workers = effort.threads
    parameters.catch_sigint_signal = False  # whoever called us handles interrupts
    if effort.time_limit is not None:
        parameters.max_time_in_seconds = effort.time_limit
    if effort.deterministic_time is not None:
        parameters.max_deterministic_time = effort.deterministic_time
        # several threads take turns, or their order of luck would decide
        parameters.interleave_search = effort.threads > 1
    if effort.proof:
        _prefer_bounds(parameters, effort.threads)
    status = solver.solve(model.model, watcher)
    if status == cp_model.MODEL_INVALID:
        raise EngineError(f"invalid model: {model.model.validate()}")
    return STATUS[status]


def _prefer_bounds(parameters: Any, threads: int) -> None:
    """Set the solver to proofs of small models, with a good rota to begin with.

    Of strategies tried on single days of five workers, these two prove the optimum in
    the least work; probing alone took longer than the proof then does.
    """
    parameters.cp_model_probing_level = 0
    parameters.max_presolve_iterations = 1
    if threads > 1:
        parameters.use_lns = False
        parameters.subsolvers.extend(PROVERS)
    else:
        parameters.linearization_level = 2


def _outcome(
    model: RotaModel,
    solver: cp_model.CpSolver,
    status: Status,
    exprs: tuple[Expr, ...],
    bound: Cost,
) -> Outcome:
    if status is Status.INFEASIBLE:
        return Outcome(status)
    if status is Status.UNKNOWN:
        # the solver may not have come as far as a bound, and then gives nought
        return Outcome(status)
    cost = Cost(*(int(solver.value(e)) for e in exprs))
    arrays = extract(model, lambda e: int(solver.value(e)))
    return Outcome(status, arrays, cost, cost if status is Status.OPTIMAL else bound)


class _Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(
        self, model: RotaModel, exprs: tuple[Expr, ...], on_solution: OnSolution
    ) -> None:
        super().__init__()
        self._model = model
        self._exprs = exprs
        self._on_solution = on_solution

    def on_solution_callback(self) -> None:
        cost = Cost(*(int(self.value(e)) for e in self._exprs))
        arrays = extract(self._model, lambda e: int(self.value(e)))
        if self._on_solution(arrays, cost):
            self.stop_search()


def _watch(
    model: RotaModel, exprs: tuple[Expr, ...], on_solution: OnSolution | None
) -> _Watcher | None:
    return _Watcher(model, exprs, on_solution) if on_solution else None
