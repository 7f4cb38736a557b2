"""Nights killed at random moments: ``python -m benchmarks.crashes -h``.

Each run starts a real ``carerota nightly`` on the hamlet and kills it with SIGKILL
after a random delay drawn from a seed: over somewhat more than the time a night takes,
every second one over its last third, when the proposal is stored and reported. Then
the store is opened and checked, the published rota must be in force as it was, the
report must be whole or not there, and nothing half-written may lie beside it. A table
line goes to standard error, one JSON line to standard output.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from carerota.io import read_problem
from carerota.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path("data/samples/hamlet/problem.json")
MOVES = 3000
LONGER = 1.1
"""Delays reach this much beyond the time a whole night takes."""

LAST_PART = 2 / 3


def command(store: Path, report: Path) -> list[str]:
    """Give the night as a scheduler would start it."""
    options = ["--moves", str(MOVES), "--engine", "search", "--threads", "1", "--quiet"]
    places = ["--store", str(store), "--problem", str(SAMPLE), "--report", str(report)]
    return [sys.executable, "-m", "carerota", "nightly", *places, *options]


def faults(store: Path, report: Path, name: str) -> Iterator[str]:
    """Look at what a killed night left behind."""
    with Store(store) as kept:
        yield from map(str, kept.check())
        day = read_problem(SAMPLE).first_day
        version = kept.in_force(name, day)
        if version is None or version.number != 1:
            yield "the published rota is not in force"
    if report.exists() and "Figures (" not in report.read_text("utf-8"):
        yield "the report is not whole"


def main() -> None:
    """Kill as many nights as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--times", type=int, default=200, help="how many are to be killed"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = Random(given.seed)
    problem = read_problem(SAMPLE)
    began, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, report = folder / "rotas.db", folder / "night.txt"
        published = problem.history.published
        if published is None:
            raise SystemExit("the sample has no published rota")
        with Store(store) as kept:
            proposal = kept.propose(problem, published, by="benchmark")
            kept.approve(proposal.id, by="benchmark", why="to be in force")
        whole = night_seconds(store, report)
        killed, ended, wrong, left = 0, 0, [], Counter[str]()
        while killed < given.times:
            i = killed + ended
            report.unlink(missing_ok=True)
            first = whole * LAST_PART if i % 2 else 0.0
            delay = rng.uniform(first, whole * LONGER)
            was_killed = kill_after(delay, store, report)
            killed, ended = killed + was_killed, ended + (not was_killed)
            wrong.extend(
                {"run": i, "delay": delay, "fault": fault}
                for fault in faults(store, report, problem.name)
            )
            beside = {p.name for p in folder.iterdir()}
            left.update(n for n in beside if n.endswith(".part"))
        with Store(store) as kept:
            proposals = len(kept.proposals())
            again = night_seconds(store, report)
    row = {
        "what": "crashes",
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": given.seed,
        "times": given.times,
        "killed": killed,
        "ended_before_the_kill": ended,
        "faults": wrong,
        "half_files_beside": sum(left.values()),
        "proposals_stored": proposals,
        "night_seconds": round(whole, 2),
        "night_seconds_after": round(again, 2),
        "wall_seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds_here": round(time.process_time() - cpu, 1),
    }
    told = f"{killed} killed, {ended} ended before, {len(wrong)} faults"
    sys.stderr.write(told + "\n")
    sys.stdout.write(json.dumps(row) + "\n")
    raise SystemExit(1 if wrong else 0)


def night_seconds(store: Path, report: Path) -> float:
    """Give how long a night takes that nobody kills; it must end well."""
    began = time.perf_counter()
    done = subprocess.run(command(store, report), capture_output=True, check=False)
    if done.returncode not in {0, 3}:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - began


def kill_after(delay: float, store: Path, report: Path) -> bool:
    """Start a night and kill it; tell whether it was still running."""
    with subprocess.Popen(
        command(store, report), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True
    if process.returncode not in {0, 3}:
        raise SystemExit(f"a night ended with {process.returncode}")
    return False


if __name__ == "__main__":
    main()
