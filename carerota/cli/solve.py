"""``carerota solve``: make a rota, tell how it goes and what came out, write it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.figures import figures_of, template_figures
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import (
    JsonOption,
    PolicyOption,
    ProblemArgument,
    policy_for,
    read_with_warnings,
    refuse_unwritable,
)
from carerota.cli.interrupts import stopping_in_order
from carerota.cli.limits import (
    Engine,
    EngineOption,
    MovesOption,
    SeedOption,
    ThreadsOption,
    TimeLimitOption,
    seconds_or_none,
)
from carerota.cli.progress import Progress
from carerota.cli.reports import policy_data, report_data

if TYPE_CHECKING:
    from carerota.cli.summary import Outcome
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.solving import SolveResult

__all__ = ["solve"]


def solve(
    problem: ProblemArgument,
    out: Annotated[
        Path, typer.Option(help="Where the rota goes: a .json or .csv file.")
    ] = Path("rota.json"),
    policy: PolicyOption = None,
    time_limit: TimeLimitOption = 60.0,
    moves: MovesOption = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    engine: EngineOption = Engine.AUTO,
    start: Annotated[
        Path | None, typer.Option(help="A rota to begin from, .json or .csv.")
    ] = None,
    as_json: JsonOption = False,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", help="Neither progress nor summary; warnings stay."),
    ] = False,
) -> None:
    """Make the rota of a problem and write it.

    Progress goes to standard error, the summary to standard output. Ctrl-C ends the
    search and writes the best rota so far.
    """
    with guarded(as_json=as_json), stopping_in_order():
        refuse_unwritable(out)
        read = read_with_warnings(problem)
        chosen = policy_for(policy, read)
        result = _solved(
            read,
            chosen,
            quiet=quiet,
            time_limit=seconds_or_none(time_limit),
            moves=moves,
            seed=seed,
            threads=threads,
            engine=engine.value,
            start=_start(start, read),
        )
        _written(result.rota, out, read)
        code = _code(result)
        if as_json or not quiet:
            _told(_outcome(read, chosen, result, out), chosen, code, as_json=as_json)
        raise typer.Exit(code)


def _start(path: Path | None, problem: RotaProblem) -> Rota | None:
    from carerota.io import read_rota

    return None if path is None else read_rota(path, problem=problem)


def _solved(
    problem: RotaProblem, policy: Policy, *, quiet: bool, **options: Any
) -> SolveResult:
    progress = None if quiet else Progress()
    with progress or nullcontext():
        if progress:
            words.tell("loading the engines")
        from carerota import solving

        return solving.solve(problem, policy=policy, on_event=progress, **options)


def _written(rota: Rota, out: Path, problem: RotaProblem) -> None:
    from carerota.io import write_rota

    write_rota(rota, out, problem)


def _code(result: SolveResult) -> ExitCode:
    if result.status == "stopped":
        return ExitCode.STOPPED
    return ExitCode.OK if result.report.covered else ExitCode.UNCOVERED


def _outcome(
    problem: RotaProblem, policy: Policy, result: SolveResult, out: Path
) -> Outcome:
    from carerota.cli.summary import Outcome
    from carerota.compiled.build import compile_problem

    compiled = compile_problem(problem)
    return Outcome(
        problem=problem,
        result=result,
        figures=figures_of(problem, result.rota, result.report, compiled),
        template=template_figures(problem, policy, compiled),
        path=out,
    )


def _told(outcome: Outcome, policy: Policy, code: ExitCode, *, as_json: bool) -> None:
    if not as_json:
        from carerota.cli.summary import show

        show(outcome)
        return
    result = outcome.result
    missing = [u.model_dump(mode="json") for u in result.rota.uncovered]
    document(
        {
            "exit_code": int(code),
            "status": result.status.value,
            "rota": str(outcome.path),
            "seconds": result.seconds,
            "moves": result.moves,
            "bound": result.bound,
            "gap": result.gap,
            "policy": policy_data(policy),
            "figures": outcome.figures.data(),
            "published": outcome.template.data() if outcome.template else None,
            "missing": missing,
            **report_data(result.report),
        }
    )
