"""What a user waits for and what they get: ``python -m benchmarks.measure -h``.

A table goes to standard error, one JSON line a row to standard output. Every solve runs
in a process of its own, started as a user would start it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

import carerota
from benchmarks.child import START, problem_named
from benchmarks.people import LESS_IS_BETTER, beats, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    Row = dict[str, Any]

HEAVY = ("ortools", "numba", "numpy", "pydantic")
TIMES = 5
DIGITS = 3


# ── processes ─────────────────────────────────────────────────────────────────


def child(*args: object, environment: dict[str, str] | None = None) -> Row:
    """Run a measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.child", *map(str, args)]
    known = {**os.environ, **(environment or {}), START: repr(time.time())}
    done = subprocess.run(command, env=known, stdout=subprocess.PIPE, check=True)
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found


def seconds_of(code: str) -> float:
    """Give the least of a few times that Python takes for some code, start and all."""
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        found.append(time.perf_counter() - began)
    return min(found)


# ── what is measured ──────────────────────────────────────────────────────────


def measure_import(_: argparse.Namespace) -> Iterable[Row]:
    """Time of ``import carerota``, and which heavy packages it loads."""
    bare = seconds_of("pass")
    listing = f"import carerota, sys; print([m for m in {HEAVY} if m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    yield {
        "import_seconds": seconds_of("import carerota") - bare,
        "python_alone": bare,
        "loads": loaded.stdout.strip(),
    }


def measure_compile(_: argparse.Namespace) -> Iterable[Row]:
    """First compile of the kernel into an empty cache, and the next start."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"NUMBA_CACHE_DIR": folder, "XDG_CACHE_HOME": folder}
        for cache in ("empty", "full"):
            yield {"cache": cache, **child("warm", environment=places)}


def measure_kernel(args: argparse.Namespace) -> Iterable[Row]:
    """Moves evaluated a second on one core, at the heat of the middle of a solve."""
    from benchmarks.phases import ready_to_search
    from benchmarks.registry import Point

    for name in args.samples or ("hamlet", "village", "town"):
        ready = ready_to_search(Point("sample", name))
        rates = []
        for _ in range(TIMES):
            ready.again()
            began, cpu = time.perf_counter(), time.process_time()
            moves = ready.act()
            wall, busy = time.perf_counter() - began, time.process_time() - cpu
            rates.append((moves / wall, moves / busy))
        rates.sort()
        by_wall, by_cpu = rates[TIMES // 2]
        yield {
            "sample": name,
            "moves_a_second": round(by_wall),
            "moves_a_cpu_second": round(by_cpu),
        }


def measure_first_rota(args: argparse.Namespace) -> Iterable[Row]:
    """Seconds from the start of the process to the first rota of town."""
    child("warm")
    for name in args.samples or ("town",):
        found = child("solve", name, args.seconds or 60, args.threads, "first")
        yield {"sample": name, **found}


def measure_proof(args: argparse.Namespace) -> Iterable[Row]:
    """Seconds in which hamlet is proven optimal."""
    child("warm")
    for name in args.samples or ("hamlet",):
        found = child("solve", name, args.seconds or 60, args.threads, "end")
        yield {"sample": name, **found}


def measure_town(args: argparse.Namespace) -> Iterable[Row]:
    """Runs of 60 and 600 s, side by side with the rota a person would have made."""
    child("warm")
    name = (args.samples or ("town",))[0]
    problem = problem_named(name)
    published = problem.history.published
    if published is None:
        raise SystemExit(f"{name} has no published rota to compare with")
    template = figures_of(problem, published)
    sides = {"published": template}
    before: float | None = None
    for seconds in [args.seconds] if args.seconds else [60.0, 600.0]:
        row = child("solve", name, seconds, args.threads, "end")
        sides[f"{seconds:g} s"] = row["figures"]
        row["beats_the_published"] = beats(row["figures"], template)
        if before is not None:
            row["better_than_first_run"] = 1 - row["points"] / before
            if row["bound"] is not None:
                row["gap_closed"] = (before - row["points"]) / (before - row["bound"])
        before = before or row["points"]
        yield {"sample": name, "budget": seconds, **row}
    show_side_by_side(sides)


def measure_memory(args: argparse.Namespace) -> Iterable[Row]:
    """Peak resident memory of a process that solves."""
    for name in args.samples or ("town", "borough"):
        found = child("solve", name, args.seconds or 30, args.threads, "end")
        yield {"sample": name, "budget": args.seconds or 30, **found}


def measure_borough(args: argparse.Namespace) -> Iterable[Row]:
    """A borough in fifteen minutes."""
    seconds = args.seconds or 900
    yield {
        "sample": "borough",
        "budget": seconds,
        **child("solve", "borough", seconds, args.threads, "end"),
    }


MEASURES = {
    "import": measure_import,
    "compile": measure_compile,
    "kernel": measure_kernel,
    "first-rota": measure_first_rota,
    "proof": measure_proof,
    "town": measure_town,
    "memory": measure_memory,
    "borough": measure_borough,
}


# ── tables ────────────────────────────────────────────────────────────────────


def cell(value: object) -> str:
    """Write a value for a table."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.{DIGITS}f}"
    if isinstance(value, dict):
        told = [f"{key} {cell(item)}" for key, item in value.items() if item]
        return ", ".join(told) or "none"
    return str(value)


def show(rows: list[Row]) -> None:
    """Write rows as a table, one column a row."""
    table = Table(box=None)
    table.add_column("")
    for _ in rows:
        table.add_column("", justify="right")
    names = dict.fromkeys(key for row in rows for key in row if key != "figures")
    for name in names:
        table.add_row(name, *(cell(row.get(name)) for row in rows))
    Console(stderr=True).print(table)


def show_side_by_side(sides: dict[str, dict[str, float | None]]) -> None:
    """Write the figures of several rotas beside each other."""
    table = Table("", *sides, "better is", box=None)
    for name, less in LESS_IS_BETTER.items():
        values = [cell(figures[name]) for figures in sides.values()]
        table.add_row(name, *values, "less" if less else "more")
    Console(stderr=True).print(table)


def circumstances(args: argparse.Namespace) -> Row:
    """Say when, where and with what a row was measured."""
    return {
        "measure": args.measure,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "carerota": carerota.__version__,
        "ortools": version("ortools"),
        "numba": version("numba"),
        "numpy": version("numpy"),
    }


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measure")
    commands = parser.add_subparsers(dest="measure", required=True)
    for name, measure in MEASURES.items():
        command = commands.add_parser(name, help=(measure.__doc__ or "").strip())
        command.add_argument("samples", nargs="*", help="instead of the usual ones")
        command.add_argument("--seconds", type=float, help="instead of the usual")
        command.add_argument("--threads", type=int, default=0, help="0: all")
    args = parser.parse_args()
    with_it = circumstances(args)
    rows = []
    for row in MEASURES[args.measure](args):
        rows.append(row)
        print(json.dumps({**with_it, **row}), flush=True)
    show(rows)


if __name__ == "__main__":
    main()
