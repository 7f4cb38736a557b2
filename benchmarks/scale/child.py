"""One size in a process of its own: ``python -m benchmarks.scale.child '{...}'``.

The last line it prints is JSON. Stages are timed where :func:`carerota.solve` calls
them, by wrapping the functions it has imported; what runs is what a user runs.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import carerota
from benchmarks.scale.within import seconds_to_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KIB_A_MIB = 1024

STAGES = (
    ("faults", "carerota.solving", "check_faults"),
    ("compile", "carerota.solving", "compile_problem"),
    ("travel", "carerota.compiled.build", "travel_times"),
    ("memory", "carerota.engines.search.engine", "build"),
    ("near", "carerota.engines.search.memory", "near_slots"),
    ("to_rota", "carerota.solving", "to_rota"),
    ("reasons", "carerota.solving", "with_reasons"),
    ("check", "carerota.solving", "check"),
    ("agree", "carerota.solving", "_agree"),
)
"""What is timed: a name, and the module and function through which it is called."""


class Stages:
    """Seconds of each stage by the clock and of the processor, and the most memory
    held by its end.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.busy: dict[str, float] = {}
        self.mib: dict[str, float] = {}

    def watch(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function with its time added up under a name."""

        def timed(*args: Any, **more: Any) -> Any:
            began, cpu = time.perf_counter(), time.process_time()
            try:
                return function(*args, **more)
            finally:
                spent, busy = time.perf_counter() - began, time.process_time() - cpu
                self.seconds[name] = self.seconds.get(name, 0.0) + spent
                self.busy[name] = self.busy.get(name, 0.0) + busy
                self.mib[name] = peak_mib()

        return timed

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Time the stages of every solve within."""
        with ExitStack() as stack:
            for name, module, function in STAGES:
                there = import_module(module)
                plain = getattr(there, function)
                setattr(there, function, self.watch(name, plain))
                stack.callback(setattr, there, function, plain)
            yield


def peak_mib() -> float:
    """Give the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_MIB


def solve(
    visits: int, seconds: float, moves: int | None, threads: int, seed: int
) -> dict[str, Any]:
    """Make up a week, solve it, and tell how long what took."""
    for module in ("numba", "ortools.sat.python.cp_model", "carerota.solving"):
        import_module(module)
    base = peak_mib()
    stages = Stages()
    make = stages.watch("generate", carerota.generate)
    problem = make(carerota.sized(visits), seed=seed)
    with stages.watching():
        began = time.perf_counter()
        result = carerota.solve(
            problem,
            time_limit=seconds,
            moves=moves,
            threads=threads or None,
            seed=seed,
        )
        whole = time.perf_counter() - began
    report = result.report
    return {
        "visits": len(problem.visits),
        "slots": sum(len(visit.slots) for visit in problem.visits),
        "workers": len(problem.workers),
        "clients": len(problem.clients),
        "within": seconds_to_within(result.trace),
        "search_seconds": result.seconds,
        "whole_seconds": whole,
        "moves": result.moves,
        "legal": report.legal,
        "uncovered": report.uncovered,
        "points": report.points,
        "stages": stages.seconds,
        "stages_cpu": stages.busy,
        "base_mib": base,
        "peak_mib": peak_mib(),
        "mib_after": stages.mib,
    }


def main() -> None:
    """Do what the argument says."""
    print(json.dumps(solve(**json.loads(sys.argv[1]))))


if __name__ == "__main__":
    main()
