"""``carerota bench solve`` and ``run``: instances to solutions and rows of figures."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

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

    from carerota.io.benchmarks.rows import Row
    from carerota.io.benchmarks.runs import Done
    from carerota.io.benchmarks.sets import Benchmark
    from carerota.solving import SolveResult

__all__ = ["run", "solve"]

SECONDS = 60.0
SEEDS = "1,2,3"

TimeLimit = Annotated[
    float,
    seconds_option(
        "Seconds for the engines of each run; reading, compiling and checking come on "
        "top (whole_seconds tells all of it)."
    ),
]
Moves = Annotated[
    int | None,
    moves_option("Moves of the search instead of seconds: repeatable."),
]


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
        _refuse_same(out, [instance])
        began = perf_counter()
        benchmark = read_benchmark(instance)
        terms = Terms(time_limit=time_limit, moves=moves, threads=threads)
        progress = None if quiet or as_json else Progress()
        with progress or nullcontext():
            result = terms.solve(benchmark, seed, progress)
        benchmark.write(result.rota, out)
        row = row_of(benchmark, result, Job(instance, seed, terms))
        row["whole_seconds"] = round(perf_counter() - began, 3)
        code = _code(result)
        if as_json:
            document({"exit_code": int(code), "solution": str(out)} | row)
        else:
            _tell_run(benchmark, row, out)
        raise typer.Exit(code)


def _refuse_same(out: Path, instances: Sequence[Path]) -> None:
    """Refuse to write over an instance.

    Raises
    ------
    DataError
        It would be.
    """
    for path in instances:
        if out.exists() and path.exists() and out.samefile(path):
            expected = "another file than the instance"
            issue = Issue("--out", repr(str(out)), expected, code="same-file")
            raise DataError([issue])


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
        typer.Option(
            help="A folder in which every new run's solution is kept, named by set, "
            "instance, limit, threads and seed."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Solve every instance with every seed; what has its row already is not repeated.

    A run has its row where set, instance, seed, limit and threads are the same, the
    problem and the policy too, and the versions of carerota, ortools, numba and numpy.
    What was run by other versions, or on an instance that has changed, is run anew; its
    old row is kept beside, and the report tells them apart.

    All instances are read before the first is solved. A run that a fault of carerota
    ends has a row that says so; the series goes on, and ends with code 1. Ctrl-C and
    SIGTERM end it with the rows until then (code 4; with no new one 130), and the same
    call goes on where it ended. Several series may write to one file.
    """
    with (
        guarded(as_json=as_json),
        stopping_in_order(
            "stopping; the run under way will have no row, those before it are kept",
            "still stopping; once more to leave at once",
        ),
    ):
        from carerota.io.benchmarks import runs

        refuse_unwritable(out, (".jsonl",))
        terms = runs.Terms(time_limit=time_limit, moves=moves, threads=threads)
        found = runs.instances(folders)
        _refuse_same(out, found)
        todo = runs.jobs(found, _seeds(seeds), terms)
        if solutions is not None:
            solutions.mkdir(parents=True, exist_ok=True)
        done: list[Done] = []
        stopped = False
        try:
            for made in runs.run(todo, out, solutions=solutions, tell=_warn):
                done.append(made)
                words.tell(_line(made))
        except KeyboardInterrupt:
            if not any(made.new for made in done):
                raise
            stopped = True
        _end(done, len(todo), out, stopped=stopped, as_json=as_json)


def _warn(text: str) -> None:
    words.tell(f"warning: {words.plain(text)}")


def _end(
    done: Sequence[Done], asked: int, out: Path, *, stopped: bool, as_json: bool
) -> None:
    """Sum a series up and leave."""
    new = sum(made.new for made in done)
    beside = sum(made.beside for made in done)
    faults = sum(made.faulty for made in done)
    code = ExitCode.OUR_FAULT if faults else ExitCode.OK
    code = ExitCode.STOPPED if stopped else code
    if as_json:
        counts = {"runs": asked, "new": new, "beside": beside, "faults": faults}
        document({"exit_code": int(code)} | counts)
    else:
        text = f"{words.count(asked, 'run')} asked for, {new} new"
        if beside:
            text += (
                f", {beside} of them beside a row of another version, policy or problem"
            )
        if faults:
            text += f"; {words.count(faults, 'run')} ended by a fault of carerota"
        words.say(f"{text}; rows in {words.plain(out)}")
    raise typer.Exit(code)


def _seeds(text: str) -> list[int]:
    try:
        return list(dict.fromkeys(int(part) for part in text.split(",")))
    except ValueError:
        expected = "whole numbers with commas between"
        issue = Issue("--seeds", repr(text), expected, code="seeds")
        raise DataError([issue]) from None


def _line(done: Done) -> str:
    name = f"{words.plain(done.job.path.stem)}, seed {done.job.seed}"
    there = "" if done.new else "there already"
    if done.faulty:
        there = f"{there}, " if there else ""
        return f"{name}: {there}our fault: {words.plain(str(done.row.get('error')))}"
    return f"{name}: {there or _cost_words(done.row)}"
