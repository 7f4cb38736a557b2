"""Benchmark runs: instances times seeds, one row of figures each, resumable.

Rows are kept in a file of JSON lines that is written whole after each run: whatever
stops a series, the rows before are there, and the same call goes on after them.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from carerota.errors import DataError, Issue
from carerota.io.atomic import write_text
from carerota.io.benchmarks.sets import is_instance, read_benchmark
from carerota.io.json_files import parse_json
from carerota.io.sources import missing, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from carerota.engines.base import Event
    from carerota.io.benchmarks.sets import Benchmark
    from carerota.solving import SolveResult

__all__ = ["Job", "Row", "Terms", "instances", "jobs", "read_rows", "row_of", "run"]

Row = dict[str, Any]

MOST_THREADS: Final = 256
"""As many as a solve takes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What every run of a series is given.

    ``moves`` instead of seconds makes runs reproducible; ``threads=None`` takes as
    many as the machine has.
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

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from every other run."""
        t = self.terms
        # what has moves for a budget has no use for a clock
        limit = None if t.moves is not None else t.time_limit
        threads = t.threads or _all_threads()
        what = (self.path.parent.name, self.path.stem)
        return (*what, self.seed, limit, t.moves, threads)


def instances(paths: Iterable[Path]) -> list[Path]:
    """Give the instances among files and in folders, in order of their names.

    Raises
    ------
    DataError
        A path is not there, or a folder holds no instance.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise missing(path)
        if not path.is_dir():
            found.append(path)
            continue
        here = [p for p in sorted(path.glob("*.json")) if _holds_instance(p)]
        if not here:
            expected = "a folder with instances of a known benchmark"
            issue = Issue("(folder)", "none", expected, code="no-instances")
            raise DataError([issue], source=str(path))
        found.extend(here)
    return list(dict.fromkeys(found))


def _holds_instance(path: Path) -> bool:
    try:
        return is_instance(parse_json(read_text(path), str(path)))
    except DataError:
        return False


def jobs(paths: Sequence[Path], seeds: Sequence[int], terms: Terms) -> list[Job]:
    """Give every run of a series: each instance with each seed."""
    return [Job(path, seed, terms) for path in paths for seed in seeds]


def run(
    todo: Sequence[Job], out: Path, *, solutions: Path | None = None
) -> Iterator[tuple[Job, Row | None]]:
    """Do the runs whose rows are not in a file yet, and add their rows to it.

    Yields each run with its row after it is written; ``None`` for a run that was there
    already. A run that is stopped from outside ends the series without a row. The
    search is compiled before the first run, so that no run pays for it.

    Parameters
    ----------
    todo
        The series.
    out
        Its rows as JSON lines.
    solutions
        A folder in which each run's solution is kept, ``instance.seed.json``.

    Raises
    ------
    DataError
        An instance has faults, or the file is not one of rows.
    """
    rows = read_rows(out) if out.exists() and out.stat().st_size else []
    done = {_key(row) for row in rows}
    warm = False
    for job in todo:
        if job.key in done:
            yield job, None
            continue
        benchmark = read_benchmark(job.path)
        if not warm:
            _warm_up(benchmark)
            warm = True
        result = job.terms.solve(benchmark, job.seed)
        if result.status == "stopped":
            raise KeyboardInterrupt
        row = row_of(benchmark, result, job)
        if solutions is not None:
            name = f"{benchmark.instance}.{job.seed}.json"
            benchmark.write(result.rota, solutions / name)
        rows.append(row)
        done.add(job.key)
        write_text(out, "".join(json.dumps(r, sort_keys=True) + "\n" for r in rows))
        yield job, row


def _warm_up(benchmark: Benchmark) -> None:
    """Have the search compiled, or fetched from where it was kept."""
    from carerota import solving

    solving.solve(
        benchmark.problem,
        policy=benchmark.policy,
        moves=1,
        threads=1,
        engine="search",
    )


def row_of(benchmark: Benchmark, result: SolveResult, job: Job) -> Row:
    """Give what there is to say of a run.

    ``cost`` is ``None`` where the rota is not legal or leaves a patient out; ``bound``
    is a proven lower bound of it, ``None`` where none is known; ``trace`` lists seconds
    and cost of each better rota with everybody covered.
    """
    report = result.report
    whole = report.legal and report.covered
    made = result.rota.provenance
    return {
        "format": benchmark.format,
        "set": job.path.parent.name,
        "instance": benchmark.instance,
        "seed": job.seed,
        "time_limit": None if job.terms.moves is not None else job.terms.time_limit,
        "moves_limit": job.terms.moves,
        "threads": job.terms.threads or _all_threads(),
        "status": result.status.value,
        "cost": benchmark.cost(report.points) if whole else None,
        "components": benchmark.components(report),
        "bound": None if result.bound is None else benchmark.cost(result.bound),
        "uncovered": sum(report.uncovered.values()),
        "breaches": report.breaches,
        "seconds": result.seconds,
        "moves": result.moves,
        "trace": list(_trace(benchmark, result)),
        "versions": made.versions,
        "policy": made.policy_hash,
        "problem": made.problem_fingerprint,
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


def read_rows(path: Path) -> list[Row]:
    """Read the rows of a series.

    Raises
    ------
    DataError
        A line is not a row.
    """
    rows = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        row = parse_json(line, f"{path}, line {number}")
        if not isinstance(row, dict) or not {"instance", "seed", "cost"} <= row.keys():
            expected = "a row that carerota bench run has written"
            issue = Issue(f"line {number}", "something else", expected, code="no-row")
            raise DataError([issue], source=str(path))
        rows.append(row)
    return rows


def _key(row: Row) -> tuple[object, ...]:
    return (
        row.get("set"),
        row["instance"],
        row["seed"],
        row.get("time_limit"),
        row.get("moves_limit"),
        row.get("threads"),
    )


def _all_threads() -> int:
    return min(os.cpu_count() or 1, MOST_THREADS)
