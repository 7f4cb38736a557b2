"""Repairs after a sickness call: ``python -m benchmarks.repairs -h``.

For several workers of a sample, off for a day or for the rest of the week: seconds
until a legal rota, points after a short and a long repair, and how much of what no
event is about stays as it was. A table goes to standard error, a JSON line a row to
standard output. The kernel is loaded before the clock runs; it is on disk anyway.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table

import carerota
from benchmarks.child import problem_named

if TYPE_CHECKING:
    from carerota import RepairResult, RotaProblem

    Row = dict[str, Any]

SIX: Final = timedelta(hours=6, minutes=5)
ON_TIME: Final = timedelta(minutes=15)
"""A visit within it is as people were told, in the words of contracts."""
DIGITS: Final = 4


def main() -> None:
    """Measure what the arguments say."""
    told = _arguments()
    problem = problem_named(told.sample)
    _repaired(problem, problem.workers[0].id, told, 0.5)
    rows = []
    for worker in _workers(problem, told.workers, told.day):
        rows.append(row(problem, worker, told))
        print(json.dumps(rows[-1]), flush=True)
    _show(rows)


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--sample", default="town")
    reader.add_argument("--workers", type=int, default=6, help="how many are tried")
    reader.add_argument("--day", type=int, default=1, help="of the horizon; 0: first")
    reader.add_argument("--off", type=int, default=1, help="days they are off")
    reader.add_argument("--short", type=float, default=10.0, help="seconds")
    reader.add_argument("--long", type=float, default=60.0, help="seconds; 0: not")
    reader.add_argument("--threads", type=int, default=2)
    return reader.parse_args()


def _workers(problem: RotaProblem, n: int, day: int) -> list[str]:
    """Give workers who make visits on the day, spread over the list of all."""
    date = problem.clock.date_of(day)
    on = {v.id for v in problem.visits if v.day == date}
    published = problem.history.published
    made = published.assignments if published else ()
    busy = sorted({a.worker for a in made if a.visit in on})
    return busy[:: max(1, len(busy) // n)][:n]


def _repaired(
    problem: RotaProblem, worker: str, told: argparse.Namespace, seconds: float
) -> tuple[RepairResult, float]:
    clock = problem.clock
    now = clock.midnight(clock.date_of(told.day)) + SIX
    end = clock.midnight(clock.date_of(told.day + told.off))
    sick = carerota.WorkerSick(worker=worker, start=now, end=end)
    rota = problem.history.published
    if rota is None:
        raise SystemExit("the sample has no published rota")
    began = time.process_time()
    phases: list[float] = []

    def heard(event: carerota.Event) -> None:
        if event.kind == "phase":
            phases.append(time.process_time() - began)

    limits = {"time_limit": seconds, "threads": told.threads}
    result = carerota.repair(problem, rota, [sick], now, on_event=heard, **limits)
    # the second phase begins when there is a legal rota
    return result, phases[1] if len(phases) > 1 else 0.0


def row(problem: RotaProblem, worker: str, told: argparse.Namespace) -> Row:
    """Measure the repair of one worker's sickness."""
    short, legal_cpu = _repaired(problem, worker, told, told.short)
    found: Row = {
        "sample": told.sample,
        "worker": worker,
        "days_off": told.off,
        "lost": sum(c.cause.direct for c in short.changes),
        "legal_after": short.legal_after,
        "legal_cpu_seconds": legal_cpu,
        "seconds": short.seconds,
        "legal": not short.breaches,
        "uncovered": _uncovered(short),
        "points": short.report.points,
        "changes": len(short.changes),
        "told": len(short.told),
        **_unchanged(problem, worker, short),
    }
    if told.long:
        long, _ = _repaired(problem, worker, told, told.long)
        found |= {
            "long_uncovered": _uncovered(long),
            "long_points": long.report.points,
            "above_long": short.report.points / long.report.points - 1,
        }
    found |= {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": carerota.__version__,
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }
    return {
        k: round(v, DIGITS) if isinstance(v, float) else v for k, v in found.items()
    }


def _uncovered(result: RepairResult) -> list[int]:
    return list(result.report.levels[1:-1])


def _unchanged(problem: RotaProblem, worker: str, result: RepairResult) -> Row:
    """Give the shares of other workers' visits that stay as they were."""
    old = problem.history.published
    new = {(a.visit, a.slot): a for a in result.rota.assignments}
    others = [a for a in old.assignments if a.worker != worker] if old else []
    same = told = 0
    for a in others:
        b = new.get((a.visit, a.slot))
        if b is None or b.worker != a.worker:
            continue
        same += b.start == a.start
        told += abs(b.start - a.start) <= ON_TIME
    n = max(1, len(others))
    return {"unchanged": same / n, "same_worker_on_time": told / n}


def _show(rows: list[Row]) -> None:
    table = Table()
    for name in rows[0] if rows else ():
        table.add_column(name)
    for found in rows:
        table.add_row(*(str(value) for value in found.values()))
    Console(file=sys.stderr, width=240).print(table)


if __name__ == "__main__":
    main()
