"""Nights killed at random moments: ``python -m benchmarks.crashes -h``.

Each run starts a real ``carerota nightly`` on the hamlet and kills it with SIGKILL
after a random delay drawn from a seed: over the time that a night takes,
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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from carerota.io import read_problem
from carerota.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.model import RotaProblem

SAMPLE = Path("data/samples/hamlet/problem.json")
MOVES = 3000
LAST_PART = 2 / 3
A_STORE = 25
"""Runs on one store, before a new one is made."""


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
    runs = Runs()
    while runs.killed < given.times:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            store, report = folder / "rotas.db", folder / "night.txt"
            prepare(store, problem)
            for _ in range(A_STORE):
                if runs.killed < given.times:
                    once(runs, rng, store, report, problem.name)
            night_seconds(store, report)
            runs.wrong.extend(faults(store, report, problem.name))
            runs.parts += len(list(folder.glob("*.part")))
        sys.stderr.write(f"{runs.killed} killed, {runs.ended} ended before\n")
    row = {
        "what": "crashes",
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": given.seed,
        "killed": runs.killed,
        "killed_after_the_proposal": runs.late,
        "ended_before_the_kill": runs.ended,
        "faults": runs.wrong,
        "half_files_beside": runs.parts,
        "night_seconds": round(runs.whole, 2),
        "wall_seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds_here": round(time.process_time() - cpu, 1),
    }
    sys.stdout.write(json.dumps(row) + "\n")
    raise SystemExit(1 if runs.wrong else 0)


@dataclass
class Runs:
    """What the runs came to."""

    killed: int = 0
    late: int = 0
    ended: int = 0
    parts: int = 0
    wrong: list[str] = field(default_factory=list)
    whole: float = 0.0
    """How long a night takes that nobody kills, as of late."""


def prepare(store: Path, problem: RotaProblem) -> None:
    """Make a store in which a rota is published."""
    published = problem.history.published
    if published is None:
        raise SystemExit("the sample has no published rota")
    with Store(store) as kept:
        proposal = kept.propose(problem, published, by="benchmark")
        kept.approve(proposal.id, by="benchmark", why="to be in force")


def once(runs: Runs, rng: Random, store: Path, report: Path, name: str) -> None:
    """Start a night, kill it, look at what it left."""
    if not runs.whole:
        runs.whole = night_seconds(store, report)
    report.unlink(missing_ok=True)
    with Store(store) as kept:
        before = len(kept.proposals())
    first = runs.whole * LAST_PART if (runs.killed + runs.ended) % 2 else 0.0
    delay = rng.uniform(first, runs.whole)
    began = time.perf_counter()
    was_killed = kill_after(delay, store, report)
    if was_killed:
        runs.killed += 1
        with Store(store) as kept:
            runs.late += len(kept.proposals()) > before
    else:
        runs.ended += 1
        runs.whole = 0.7 * runs.whole + 0.3 * (time.perf_counter() - began)
    found = faults(store, report, name)
    runs.wrong.extend(f"killed after {delay:.3f} s: {fault}" for fault in found)


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
