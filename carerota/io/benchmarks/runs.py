"""Benchmark runs: instances times seeds, one row of figures each, resumable."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from carerota.errors import DataError, EngineError, Issue
from carerota.io.benchmarks.rows import Row, RowsFile, key, place
from carerota.io.benchmarks.sets import is_instance, read_benchmark
from carerota.io.json_files import parse_json
from carerota.io.sources import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from carerota.engines.base import Event
    from carerota.io.benchmarks.sets import Benchmark
    from carerota.solving import SolveResult

__all__ = ["Done", "Job", "Terms", "instances", "jobs", "row_of", "run"]

MOST_THREADS: Final = 256
"""As many as a solve takes."""
FAULT: Final = "fault"
"""The status of a run that a fault of carerota has ended."""
UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST: Final = 80
"""Characters of a set or an instance in the name of a file."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What every run of a series is given.

    ``time_limit`` is seconds for the engines, as in a solve; ``moves`` instead of them
    makes runs reproducible; ``threads=None`` takes as many as the machine has.
    """

    time_limit: float | None = 60.0
    moves: int | None = None
    threads: int | None = None

    def solve(
        self,
        benchmark: Benchmark,
        seed: int,
        on_event: Callable[[Event], None] | None = None,
    ) -> SolveResult:
        """Solve an instance on these terms, as any other problem is solved."""
        from carerota import solving

        return solving.solve(
            benchmark.problem,
            policy=benchmark.policy,
            time_limit=self.time_limit,
            moves=self.moves,
            threads=self.threads or _all_threads(),
            seed=seed,
            on_event=on_event,
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a series."""

    path: Path
    seed: int
    terms: Terms

    def facts(self, benchmark: Benchmark) -> Row:
        """Give what a row says of a run before it is made."""
        from carerota.solving import provenance

        terms = self.terms
        threads = terms.threads or _all_threads()
        made = provenance(
            "auto", self.seed, threads, benchmark.policy, benchmark.problem
        )
        return {
            "format": benchmark.format,
            # wherever it is called from: `.` has a name too
            "set": self.path.parent.resolve().name,
            "instance": benchmark.instance,
            "seed": self.seed,
            # what has moves for a budget has no use for a clock
            "time_limit": None if terms.moves is not None else terms.time_limit,
            "moves_limit": terms.moves,
            "threads": threads,
            "versions": made.versions,
            "policy": made.policy_hash,
            "problem": made.problem_fingerprint,
        }


@dataclass(frozen=True, slots=True)
class Done:
    """A run whose row is in the file."""

    job: Job
    row: Row
    new: bool
    """False where the row was there already."""
    beside: bool = False
    """Whether its like of another version, policy or instance was there already."""

    @property
    def faulty(self) -> bool:
        """Whether a fault of carerota has ended it."""
        return bool(self.row.get("status") == FAULT)


def instances(paths: Iterable[Path]) -> list[Path]:
    """Give the instances among files and in folders, in order of their names.

    All are read: a fault should not come to light hours later. In a folder, a JSON file
    that plainly is something else is passed over.

    Raises
    ------
    DataError
        With everything that is wrong: a path is not there, a folder holds no instance,
        a file cannot be read or has faults.
    """
    found: dict[Path, Path] = {}
    issues: list[Issue] = []
    for path in paths:
        here = sorted(path.glob("*.json")) if path.is_dir() else [path]
        among = False
        for file in here:
            try:
                if path.is_dir() and not _like_instance(file):
                    continue
                among = True
                read_benchmark(file)
            except DataError as error:
                among = True
                issues += [_placed(issue, file) for issue in error.issues]
            found.setdefault(file.resolve(), file)
        if not among:
            expected = "a folder with instances of a known benchmark"
            issues.append(Issue(str(path), "none", expected, code="no-instances"))
    if issues:
        raise DataError(issues)
    return list(found.values())


def _like_instance(path: Path) -> bool:
    return is_instance(parse_json(read_text(path), str(path)))


def _placed(issue: Issue, path: Path) -> Issue:
    of_file = issue.path in (path.name, "(file)")
    return replace(issue, path=str(path) if of_file else f"{path}: {issue.path}")


def jobs(paths: Sequence[Path], seeds: Sequence[int], terms: Terms) -> list[Job]:
    """Give every run of a series: each instance with each seed.

    Raises
    ------
    DataError
        A seed or one of the terms is out of bounds.
    """
    from carerota.engines.options import check_options

    for seed in seeds:
        check_options(
            seed=seed,
            threads=terms.threads,
            time_limit=terms.time_limit,
            moves=terms.moves,
        )
    return [Job(path, seed, terms) for path in paths for seed in seeds]


def run(
    todo: Sequence[Job],
    out: Path,
    *,
    solutions: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Done]:
    """Do the runs whose rows are not in a file yet, and add their rows to it.

    A row is that of a run where set, instance, seed, limit and threads are the same,
    and so are the problem, the policy and the versions; any other row is kept beside.
    Yields each run once its row is there. A run that a fault of carerota ends has a row
    that says so, and the series goes on; one that is stopped from outside ends the
    series without a row. The search is compiled before the first run, so that no run
    pays for it.

    Parameters
    ----------
    todo
        The series.
    out
        Its rows as JSON lines; other series may add to it at the same time.
    solutions
        A folder in which each run's solution is kept, under the name its row tells.
    tell
        Receives what should be known of the file.

    Raises
    ------
    DataError
        An instance has faults, or the file is not one of rows.
    KeyboardInterrupt
        A run was stopped from outside.
    """
    file = RowsFile(out, tell)
    file.read()
    warm = False
    for job in todo:
        began = perf_counter()
        benchmark = read_benchmark(job.path)
        facts = job.facts(benchmark)
        rows = file.read()
        there = next((row for row in rows if key(row) == key(facts)), None)
        if there is not None:
            yield Done(job, there, new=False)
            continue
        beside = any(place(row) == place(facts) for row in rows)
        if not warm:
            waited = perf_counter()
            _warm_up(benchmark)
            began += perf_counter() - waited
            warm = True
        row = _row(benchmark, job, solutions, began)
        file.add(row)
        yield Done(job, row, new=True, beside=beside)


def _row(benchmark: Benchmark, job: Job, solutions: Path | None, began: float) -> Row:
    """Make a run, and give its row."""
    try:
        result = job.terms.solve(benchmark, job.seed)
    except EngineError as error:
        row = job.facts(benchmark) | _faulty(error)
    else:
        if result.status == "stopped":
            raise KeyboardInterrupt
        row = row_of(benchmark, result, job)
        if solutions is not None:
            row["solution"] = _file_name(row)
            benchmark.write(result.rota, solutions / row["solution"])
    return row | {"whole_seconds": round(perf_counter() - began, 3)}


def _faulty(error: EngineError) -> Row:
    return {
        "status": FAULT,
        "error": str(error),
        "cost": None,
        "components": {},
        "bound": None,
        "uncovered": None,
        "left_out": None,
        "breaches": None,
        "seconds": None,
        "moves": None,
        "trace": [],
    }


def _file_name(row: Row) -> str:
    """Name a run's solution: readable, and another one for every other run."""
    limit = (
        f"{row['time_limit']:g}s"
        if row["moves_limit"] is None
        else f"{row['moves_limit']}moves"
    )
    told = [
        UNSAFE.sub("_", row[name])[:LONGEST].strip(".") for name in ("set", "instance")
    ]
    mark = hashlib.sha256(repr(key(row)).encode()).hexdigest()[:8]
    terms = (limit, f"{row['threads']}threads", f"seed{row['seed']}", mark)
    return ".".join(filter(None, (*told, *terms, "json")))


def _warm_up(benchmark: Benchmark) -> None:
    """Have the search compiled, or fetched from where it was kept."""
    from carerota import solving

    try:
        result = solving.solve(
            benchmark.problem,
            policy=benchmark.policy,
            moves=1,
            threads=1,
            engine="search",
        )
    except EngineError:
        return  # the run itself will tell
    if result.status == "stopped":
        raise KeyboardInterrupt


def row_of(benchmark: Benchmark, result: SolveResult, job: Job) -> Row:
    """Give what there is to say of a run.

    ``cost`` is ``None`` where the rota is not legal or leaves a patient out who is not
    optional; ``bound`` is a proven lower bound of it, ``None`` where none is known or
    there is no cost; ``uncovered`` counts services that had to be made, ``left_out``
    those of optional patients; ``trace`` lists seconds and cost of each better rota
    with everybody covered.
    """
    report = result.report
    whole = report.legal and report.covered
    optional = report.uncovered.get("optional", 0)
    # the bound of a rota that leaves somebody out is one at its own cover
    bound = result.bound if whole else None
    return job.facts(benchmark) | {
        "status": result.status.value,
        "cost": benchmark.cost(report.points) if whole else None,
        "components": benchmark.components(report),
        "bound": None if bound is None else benchmark.cost(bound),
        "uncovered": sum(report.uncovered.values()) - optional,
        "left_out": optional,
        "breaches": report.breaches,
        "seconds": result.seconds,
        "moves": result.moves,
        "trace": list(_trace(benchmark, result)),
    }


def _trace(benchmark: Benchmark, result: SolveResult) -> Iterator[tuple[float, float]]:
    best = None
    for event in result.trace:
        if event.kind != "incumbent" or event.points is None or event.levels is None:
            continue
        if any(event.levels[:-1]) or (best is not None and event.points >= best):
            continue
        best = event.points
        yield round(event.elapsed, 3), benchmark.cost(event.points)


def _all_threads() -> int:
    return min(os.cpu_count() or 1, MOST_THREADS)
