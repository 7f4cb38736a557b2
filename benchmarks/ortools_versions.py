"""The same CP-SAT solves in whichever OR-Tools is installed, to choose the pin.

Run it once in an environment for each version, the library itself on the path::

    PYTHONPATH=. /path/to/env/bin/python -m benchmarks.ortools_versions > 9.14.jsonl

Every case runs in its own process, because a solver that finds out that its own
solution is infeasible (google/or-tools #5003) ends the process. Work is limited by the
solver's deterministic time, so that the load of the machine changes only the seconds.
Neighbourhoods are opened around the rota each sample has published: no engine but
CP-SAT has a part in it. Every rota found is judged by the checker.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import carerota
from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, to_rota
from carerota.engines.cpsat.engine import solve_model
from carerota.engines.cpsat.frame import Frame
from carerota.rules.book import bind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.cpsat.engine import Outcome

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
LONGEST = 300.0
"""Seconds after which a case is given up."""
NAMES_OF_ERRORS = ("Infeasible solution", "Check failed", "MODEL_INVALID")


@dataclass(frozen=True, slots=True)
class Solve:
    """One solve: which part of which sample, and for how long.

    ``kind`` is ``whole``; ``clients``: all visits of a few clients; ``runs``: a few
    workers on one day, with the visits of that day nobody makes.
    """

    sample: str
    kind: str
    which: int = 0
    effort: float = 1.5
    threads: int = 1
    seed: int = 1

    @property
    def name(self) -> str:
        """What a row of results is called."""
        tail = f"-{self.which}" if self.kind != "whole" else ""
        many = f"-{self.threads}threads" if self.threads > 1 else ""
        return f"{self.sample}-{self.kind}{tail}{many}-seed{self.seed}"


SOLVES = (
    *(Solve("hamlet", "whole", effort=2.0, seed=k) for k in (1, 2)),
    Solve("hamlet", "whole", effort=2.0, threads=2),
    *(Solve("village", "clients", k) for k in range(3)),
    *(Solve("village", "runs", k, effort=3.0) for k in range(3)),
    *(Solve("town", "clients", k) for k in range(3)),
    *(Solve("town", "runs", k, effort=3.0) for k in range(3)),
)
CLIENTS_A_FRAME = 1
WORKERS_A_FRAME = {"clients": 3, "runs": 2}


def frame_of(solve: Solve, compiled: Compiled, rota: RotaArrays) -> tuple[Any, ...]:
    """Give the slots and the workers of a neighbourhood."""
    many = WORKERS_A_FRAME[solve.kind]
    slot_client = compiled.visit_client[compiled.slot_visit]
    slot_day = compiled.visit_day[compiled.slot_visit]
    if solve.kind == "clients":
        busiest = np.argsort(-np.bincount(slot_client), kind="stable")
        first = solve.which * CLIENTS_A_FRAME
        chosen = busiest[first : first + CLIENTS_A_FRAME]
        slots = np.flatnonzero(np.isin(slot_client, chosen))
        made = rota.worker[slots]
        known = np.bincount(made[made >= 0], minlength=compiled.n_workers)
        known = known + compiled.past_met[chosen].sum(axis=0)
        return slots, np.argsort(-known, kind="stable")[:many]
    day = solve.which
    on_day = slot_day == day
    work = rota.worker[on_day & (rota.worker >= 0)]
    busy = np.argsort(-np.bincount(work, minlength=compiled.n_workers), kind="stable")
    workers = busy[:many]
    free = np.isin(rota.worker, workers) | (rota.worker < 0)
    return np.flatnonzero(on_day & free), workers


def run(solve: Solve) -> dict[str, Any]:
    """Solve once, and have the checker judge what came out."""
    problem = carerota.read_problem(SAMPLES / solve.sample / "problem.json")
    compiled = compile_problem(problem)
    policy = carerota.load_policy()
    book = bind(policy, problem.ticks_per_minute)
    published = problem.history.published
    if published is None:
        raise SystemExit(f"{solve.sample} has no published rota")
    rota = from_rota(compiled, published)
    frame = None
    if solve.kind != "whole":
        slots, workers = frame_of(solve, compiled, rota)
        frame = Frame.around(
            compiled, book, rota, slots.tolist(), workers=workers.tolist()
        )
    began = time.perf_counter()
    outcome = solve_model(
        compiled,
        book,
        frame=frame,
        hint=rota,
        deterministic_time=solve.effort,
        seed=solve.seed,
        threads=solve.threads,
    )
    seconds = time.perf_counter() - began
    return {
        "slots": len(frame.candidates) if frame else compiled.n_slots,
        "status": str(outcome.status),
        "objective": outcome.objective,
        "points": _points(outcome.objective, book.point),
        "bound": outcome.bound if outcome.arrays is not None else None,
        "seconds": round(seconds, 2),
        **_judged(compiled, outcome),
    }


def _points(cost: Sequence[int] | None, point: int) -> float | None:
    return None if cost is None else round(cost[-1] / point, 3)


def _judged(compiled: Compiled, outcome: Outcome) -> dict[str, Any]:
    if outcome.arrays is None or outcome.objective is None:
        return {"legal": None, "agrees": None}
    report = carerota.check(
        compiled.problem,
        to_rota(compiled, outcome.arrays),
        travel=compiled.travel,
        margins=False,
    )
    agrees = tuple(report.levels[1:]) == tuple(outcome.objective)
    return {"legal": report.legal, "agrees": agrees}


def apart(solve: Solve) -> dict[str, Any]:
    """Run a case in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.ortools_versions",
        "--only",
        solve.name,
    ]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": f"not done after {LONGEST:.0f} s"}
    said = [text for text in NAMES_OF_ERRORS if text in done.stdout + done.stderr]
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [""]
        return {"error": f"exit {done.returncode}: {' '.join(said) or last[0]}"}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "error": ", ".join(said) or None}


def main() -> None:
    """Run all cases, or the one named; a JSON line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [solve.name for solve in SOLVES]
    parser.add_argument("--only", choices=names, help="one case, in this process")
    only = parser.parse_args().only
    if only:
        print(json.dumps(run(SOLVES[names.index(only)])))
        return
    for solve in SOLVES:
        row = {"ortools": version("ortools"), "case": solve.name, **apart(solve)}
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
