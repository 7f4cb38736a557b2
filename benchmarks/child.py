"""What is measured in a process of its own; the last line it prints is JSON.

``python -m benchmarks.child solve SAMPLE SECONDS THREADS STOP`` and ``... warm``. Times
are counted from ``CAREROTA_BENCH_START``, the moment the parent started the process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import TYPE_CHECKING, Any

import carerota

if TYPE_CHECKING:
    from carerota import Event, RotaProblem, SolveResult

KIB_A_MIB = 1024
NEARLY = 0.1
"""Share of slots that may still be missing for a rota to count as a first one; the
very first incumbent is the empty rota, which keeps every rule and helps nobody."""
START = "CAREROTA_BENCH_START"


def main() -> None:
    """Do what the arguments say."""
    what, *rest = sys.argv[1:]
    found = warm() if what == "warm" else solve(*rest)
    print(json.dumps(found))


def since_start() -> float:
    """Seconds since the parent started this process."""
    return time.time() - float(os.environ[START])


def peak_mib() -> float:
    """Give the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_MIB


def problem_named(name: str) -> RotaProblem:
    """Read a sample; make up what is too large to be one."""
    from benchmarks.registry import SAMPLES

    path = SAMPLES / name / "problem.json"
    return carerota.read_problem(path) if path.exists() else carerota.generate(name)


def solve(name: str, seconds: str, threads: str, stop: str) -> dict[str, Any]:
    """Solve a sample; ``stop``: at the first rota that leaves out no more than the
    published one does (``first``), or at the end of the time (``end``).
    """
    problem = problem_named(name)
    read = since_start()
    nearly: list[float] = []
    covered: list[float] = []
    slots = sum(len(visit.slots) for visit in problem.visits)
    aim = _missing_in_the_published(problem)

    def watch(event: Event) -> None:
        if event.kind == "incumbent" and event.levels is not None:
            now = since_start()
            if sum(event.levels[1:-1]) <= NEARLY * slots:
                nearly.append(now)
            if sum(event.levels[1:-1]) <= aim:
                covered.append(now)

    result = carerota.solve(
        problem,
        time_limit=float(seconds),
        threads=int(threads) or None,
        on_event=watch,
        stop=(lambda _: bool(covered)) if stop == "first" else None,
    )
    return {
        "read": read,
        "nine_in_ten_covered": nearly[0] if nearly else None,
        "as_covered_as_the_published": covered[0] if covered else None,
        "checked": since_start(),
        "peak_mib": peak_mib(),
        "visits": len(problem.visits),
        **outcome(problem, result),
    }


def _missing_in_the_published(problem: RotaProblem) -> int:
    published = problem.history.published
    if published is None:
        return 0
    uncovered = carerota.check(problem, published, margins=False).uncovered
    return sum(n for priority, n in uncovered.items() if priority != "optional")


def outcome(problem: RotaProblem, result: SolveResult) -> dict[str, Any]:
    """Give what a solve came to, as plain data."""
    from benchmarks.people import figures_of

    kinds: dict[str, int] = {}
    for missing in result.rota.uncovered:
        kind = missing.reason.kind.value if missing.reason else "no reason"
        kinds[kind] = kinds.get(kind, 0) + 1
    return {
        "seconds": result.seconds,
        "status": result.status.value,
        "moves": result.moves,
        "legal": result.report.legal,
        "uncovered": result.report.uncovered,
        "why_uncovered": kinds,
        "points": result.report.points,
        "bound": result.bound,
        "gap": result.gap,
        "figures": figures_of(problem, result.rota, result.report),
    }


def warm() -> dict[str, Any]:
    """Compile the kernel, or load it where it lies compiled on disk."""
    from benchmarks.phases import compiled_of
    from benchmarks.registry import Point
    from carerota.engines.search.warm import compile_kernel

    loaded = since_start()
    compile_kernel(*compiled_of(Point("sample", "hamlet")))
    return {"imported": loaded, "ready": since_start()}


if __name__ == "__main__":
    main()
