"""One peer in a process of its own: ``python -m benchmarks.peers.child '{...}'``.

Each line it prints is a row as JSON: the rota as the peer gave it, and the same without
the visits that break hard rules; of two passes also what carerota makes of just the
slots that they made.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import carerota
from benchmarks.child import peak_mib
from benchmarks.peers.makers import Terms, make
from benchmarks.peers.one_pass import made_again
from benchmarks.people import figures_of
from benchmarks.registry import SAMPLES
from carerota.io.benchmarks.sets import Benchmark, is_instance, read_benchmark
from carerota.score.checker import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota import Policy, Rota, RotaProblem

__all__ = ["judged", "problem_of", "rows"]


def problem_of(name: str) -> tuple[RotaProblem, Policy, Benchmark | None]:
    """Read a sample by its name, or any problem or benchmark instance by its path."""
    path = Path(name)
    if path.suffix == ".json" and is_instance(json.loads(path.read_text("utf-8"))):
        found = read_benchmark(path)
        return found.problem, found.policy, found
    sample = SAMPLES / name / "problem.json"
    problem = carerota.read_problem(sample if sample.exists() else path)
    return problem, policy_of(problem, None), None


def judged(
    problem: RotaProblem, policy: Policy, rota: Rota, benchmark: Benchmark | None
) -> dict[str, Any]:
    """Give what the checker says of a rota, as plain data."""
    report = carerota.check(problem, rota, policy=policy, margins=False)
    if report.faults:
        raise SystemExit("\n".join(str(fault) for fault in report.faults))
    hard = {r.name: len(r.amounts) for r in report.rules if r.mode == "hard"}
    row: dict[str, Any] = {
        "legal": report.legal,
        "breaches": {name: n for name, n in hard.items() if n},
        "uncovered": report.uncovered,
        "points": report.points,
    }
    if benchmark is not None:
        row["cost"] = benchmark.cost(report.points)
        return row | benchmark.components(report)
    figures = figures_of(problem, rota, report)
    names = ("travel_hours", "home_hours", "carers_per_client", "coc_mean")
    row |= {name: figures[name] for name in names}
    return row | {k: figures[k] for k in ("new_faces", "usual_carer_share")}


def rows(name: str, peer: str, terms: Terms) -> Iterator[dict[str, Any]]:
    """Let a peer make a rota of a problem, and judge it twice."""
    if peer.endswith("carerota") or peer.startswith("two-pass"):
        from benchmarks.child import warm

        warm()
    problem, policy, benchmark = problem_of(name)
    began = time.monotonic()
    made = make(peer, problem, policy, terms)
    common = {
        "problem": Path(name).stem,
        "peer": peer,
        "given": asdict(terms),
        "took": time.monotonic() - began,
        "peak_mib": peak_mib(),
    }
    yield {**common, "rota": "given", **judged(problem, policy, made.given, benchmark)}
    if made.dropped:
        lawful = judged(problem, policy, made.lawful, benchmark)
        yield {**common, "rota": "lawful", "dropped": made.dropped, **lawful}
    if peer.startswith("two-pass") and benchmark is None:
        with_it = {k: asdict(terms)[k] for k in ("seconds", "threads", "seed")}
        began = time.monotonic()
        narrowed, again = made_again(problem, policy, made.lawful, **with_it)
        common |= {"took": time.monotonic() - began, "peak_mib": peak_mib()}
        yield {**common, "rota": "one pass", **judged(narrowed, policy, again, None)}


def main() -> None:
    """Do what the argument says."""
    asked = json.loads(sys.argv[1])
    terms = Terms(**asked["terms"])
    for row in rows(asked["problem"], asked["peer"], terms):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
