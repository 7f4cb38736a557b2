"""``carerota bench``: public benchmarks through the same solve as any problem."""

from __future__ import annotations

import math
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import JsonOption, refuse_unwritable
from carerota.cli.interrupts import stopping_in_order
from carerota.cli.limits import (
    SeedOption,
    ThreadsOption,
    moves_option,
    seconds_option,
)
from carerota.cli.progress import Progress
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carerota.io.benchmarks.runs import Job, Row
    from carerota.io.benchmarks.sets import Benchmark
    from carerota.io.benchmarks.standings import SetStanding, Standing
    from carerota.solving import SolveResult

__all__ = ["app"]

app = typer.Typer(
    help="Solve public benchmarks, and see where carerota stands in them.",
    no_args_is_help=True,
)

SECONDS = 60.0
SEEDS = "1,2,3"

TimeLimit = Annotated[float, seconds_option("Seconds for each run.")]
Moves = Annotated[
    int | None,
    moves_option("Moves of the search instead of seconds: repeatable."),
]


@app.command()
def solve(
    instance: Annotated[
        Path, typer.Argument(metavar="INSTANCE", help="An instance as .json.")
    ],
    out: Annotated[
        Path, typer.Option(help="The solution, in the benchmark's own format.")
    ] = Path("solution.json"),
    time_limit: TimeLimit = SECONDS,
    moves: Moves = None,
    threads: ThreadsOption = None,
    seed: SeedOption = 1,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Solve one instance and write its solution."""
    with guarded(as_json=as_json), stopping_in_order():
        from carerota.io.benchmarks.runs import Job, Terms, row_of
        from carerota.io.benchmarks.sets import read_benchmark

        refuse_unwritable(out, (".json",))
        benchmark = read_benchmark(instance)
        terms = Terms(time_limit=time_limit, moves=moves, threads=threads)
        progress = None if quiet or as_json else Progress()
        with progress or nullcontext():
            result = terms.solve(benchmark, seed, progress)
        benchmark.write(result.rota, out)
        row = row_of(benchmark, result, Job(instance, seed, terms))
        code = _code(result)
        if as_json:
            document({"exit_code": int(code), "solution": str(out)} | row)
        else:
            _tell_run(benchmark, row, out)
        raise typer.Exit(code)


def _code(result: SolveResult) -> ExitCode:
    if result.status == "stopped":
        return ExitCode.STOPPED
    if not result.report.legal:
        return ExitCode.BROKEN_RULE
    return ExitCode.OK if result.report.covered else ExitCode.UNCOVERED


def _tell_run(benchmark: Benchmark, row: Row, out: Path) -> None:
    words.say(f"{words.plain(benchmark.instance)}: {_cost_words(row)}")
    for component, value in row["components"].items():
        words.say(f"  {component:<22} {value:,.3f}")
    if row["bound"] is not None:
        words.say(f"  {'proven lower bound':<22} {row['bound']:,.3f}")
    words.say(f"written to {words.plain(out)}")


def _cost_words(row: Row) -> str:
    if row["cost"] is not None:
        return f"cost {row['cost']:,.3f} ({row['status']}, {row['seconds']:.0f} s)"
    missing = words.count(row["uncovered"], "service")
    return f"no whole solution: {missing} missing, {row['breaches']} rules broken"


@app.command()
def run(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER...", help="Folders of instances, or instances."),
    ],
    out: Annotated[
        Path, typer.Option(help="Rows as JSON lines; those that are there are kept.")
    ] = Path("results.jsonl"),
    time_limit: TimeLimit = SECONDS,
    moves: Moves = None,
    threads: ThreadsOption = None,
    seeds: Annotated[str, typer.Option(help="Seeds, with commas between.")] = SEEDS,
    solutions: Annotated[
        Path | None,
        typer.Option(help="A folder in which every run's solution is kept."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Solve every instance with every seed; what has its row already is not repeated.

    Ctrl-C ends the series; the same call goes on where it ended.
    """
    with guarded(as_json=as_json):
        from carerota.io.benchmarks import runs

        refuse_unwritable(out, (".jsonl",))
        terms = runs.Terms(time_limit=time_limit, moves=moves, threads=threads)
        todo = runs.jobs(runs.instances(folders), _seeds(seeds), terms)
        if solutions is not None:
            solutions.mkdir(parents=True, exist_ok=True)
        new = 0
        code = ExitCode.OK
        try:
            for job, row in runs.run(todo, out, solutions=solutions):
                new += row is not None
                words.tell(_line(job, row))
        except KeyboardInterrupt:
            code = ExitCode.STOPPED
        left = f"{words.count(len(todo), 'run')} asked for, {new} new"
        if as_json:
            document({"exit_code": int(code), "runs": len(todo), "new": new})
        else:
            words.say(f"{left}; rows in {words.plain(out)}")
        raise typer.Exit(code)


def _seeds(text: str) -> list[int]:
    try:
        return list(dict.fromkeys(int(part) for part in text.split(",")))
    except ValueError:
        expected = "whole numbers with commas between"
        issue = Issue("--seeds", repr(text), expected, code="seeds")
        raise DataError([issue]) from None


def _line(job: Job, row: Row | None) -> str:
    name = f"{words.plain(job.path.stem)}, seed {job.seed}"
    return f"{name}: {'there already' if row is None else _cost_words(row)}"


@app.command()
def report(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="Rows of bench run, .jsonl.")
    ],
    best_known: Annotated[
        list[Path] | None,
        typer.Option(help="A table (.csv) of best known costs; may be repeated."),
    ] = None,
    plots: Annotated[
        Path | None,
        typer.Option(
            help="A folder for the performance profile and the time to target; "
            "needs the package matplotlib."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the rows of a series with the best known costs."""
    with guarded(as_json=as_json):
        from carerota.io.benchmarks.runs import read_rows
        from carerota.io.benchmarks.standings import (
            overall,
            read_best_known,
            standings,
        )

        rows = read_rows(results)
        known = read_best_known(best_known or [])
        found = standings(rows, known)
        sets = overall(found)
        if as_json:
            listed = [_data(standing) for standing in found]
            document({"exit_code": 0, "instances": listed, "sets": _sets_data(sets)})
        else:
            words.console().print(_table(found))
            _tell_sets(sets)
        if plots is not None:
            _draw(rows, known, plots)


def _data(s: Standing) -> dict[str, Any]:
    return {
        "set": s.set,
        "instance": s.instance,
        "runs": s.runs,
        "failed": s.failed,
        "best": s.best,
        "median": s.median,
        "best_known": s.known,
        "gap": _finite(s.gap),
        "best_gap": _finite(s.best_gap),
        "bound": s.bound,
        "proven_gap": s.proven_gap,
        "seconds": s.seconds,
    }


def _sets_data(sets: Sequence[SetStanding]) -> list[dict[str, Any]]:
    return [
        {
            "set": s.set,
            "instances": s.instances,
            "mean_gap": _finite(s.mean),
            "worst_gap": _finite(s.worst),
            "better": s.better,
            "same": s.same,
            "worse": s.worse,
            "failed": s.failed,
        }
        for s in sets
    ]


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _table(found: Sequence[Standing]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("instance", overflow="fold")
    for column in ("runs", "best", "median", "best known", "gap", "best gap", "proven"):
        table.add_column(column, justify="right")
    for s in found:
        runs = f"{s.runs}" if not s.failed else f"{s.runs} ({s.failed} failed)"
        table.add_row(
            words.plain(f"{s.set}/{s.instance}"),
            runs,
            _cost(s.best),
            _cost(s.median),
            _cost(s.known),
            _gap(s.gap),
            _gap(s.best_gap),
            _gap(s.proven_gap),
        )
    return table


def _tell_sets(sets: Sequence[SetStanding]) -> None:
    words.say()
    for s in sets:
        text = f"{words.plain(s.set)}, {words.count(s.instances, 'instance')}"
        if s.mean is not None:
            text += (
                f": mean gap {_gap(s.mean)}, worst {_gap(s.worst)}; "
                f"{s.better} better than the best known, {s.same} the same, "
                f"{s.worse} worse"
            )
        if s.failed:
            text += f"; {words.count(s.failed, 'run')} without a whole solution"
        words.say(text)


def _cost(value: float | None) -> str:
    return "-" if value is None else f"{value:,.3f}"


def _gap(share: float | None) -> str:
    return "-" if share is None else f"{share:+.2%}"


def _draw(rows: list[Row], known: dict[str, float], folder: Path) -> None:
    from carerota.io.benchmarks.plots import can_draw, draw

    if not can_draw():
        words.tell("no pictures: they need the package matplotlib")
        return
    for path in draw(rows, known, folder):
        words.tell(f"drawn: {words.plain(path)}")
