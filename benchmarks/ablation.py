"""What each ingredient of the search is worth: ``python -m benchmarks.ablation -h``.

Every ingredient is switched off once. Runs are by moves, so that neither the machine
nor its load decides; with ``--seconds`` by the clock, which is what CP-SAT has to be
compared by, as its time is not counted in moves. A table goes to standard error, a JSON
line a row to standard output.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

import carerota
import carerota.solving
from benchmarks.child import problem_named
from carerota.engines import portfolio
from carerota.engines.search import cooling, engine, odds, schedule
from carerota.io.benchmarks.sets import read_benchmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.model import Policy, RotaProblem

NEVER: Final = 10**9
WHOLE: Final = "nothing"
WITH_CPSAT: Final = "a tenth of the search, for CP-SAT neighbourhoods"
"""By the clock only, and only if asked for."""


@contextmanager
def without(ingredient: str) -> Iterator[None]:
    """Switch one ingredient off."""
    if ingredient in odds.ODDS:
        with patch.dict(odds.ODDS, {ingredient: 0.0}):
            yield
        return
    owner, values = {
        WHOLE: (engine, {}),
        "exchange of chains": (engine, {"EXCHANGE_EVERY": NEVER}),
        "slow cooling while hot": (schedule, {"SLOWLY": 0.5}),
        "heat": (schedule, _cold()),
        "quick cooling by oneself": (cooling, {"MOST": 0}),
        "heating or cooling again where frozen": (cooling, {"WINDOW": 2.0}),
        "dearer strangers at first": (schedule, {"STRANGERS": 0.0}),
        "idle time of all as a guide": (schedule, {"HARDEST": 0}),
        "delays only at the end": (schedule, {"DELAYS_FROM": 0.0}),
        "hard rules weigh from the start": (schedule, {"EASY": 1000}),
        "rebuilding": (odds, {"REBUILDS": 0.0, "PACKED": 0, "LEAST_REBUILDS": 0.0}),
        "strings in rebuilding": (odds, {"STRING_SHARE": 0.0}),
        "CP-SAT for what is uncovered": (portfolio, {"COVER_AT": NEVER}),
        WITH_CPSAT: (carerota.solving, {"Portfolio": _polished()}),
    }[ingredient]
    with ExitStack() as off:
        for name, value in values.items():
            off.enter_context(patch.object(owner, name, value))
        yield


def _polished() -> partial[portfolio.Portfolio]:
    return partial(portfolio.Portfolio, polish=NEVER)


def _cold() -> dict[str, float]:
    names = ("HOTTEST", "HOTTEST_ALONE", "HOTTEST_OPEN")
    return {name: 0.1 * getattr(schedule, name) for name in names}


INGREDIENTS: Final = (
    WHOLE,
    "exchange of chains",
    "slow cooling while hot",
    "heat",
    "quick cooling by oneself",
    "heating or cooling again where frozen",
    "dearer strangers at first",
    "idle time of all as a guide",
    "delays only at the end",
    "hard rules weigh from the start",
    "rebuilding",
    "strings in rebuilding",
    "CP-SAT for what is uncovered",
    *odds.ODDS,
)


def problem_of(name: str) -> tuple[RotaProblem, Policy | None]:
    """Read a sample by its name, or a benchmark instance by its path."""
    if name.endswith(".json"):
        found = read_benchmark(Path(name))
        return found.problem, found.policy
    return problem_named(name), None


def row(name: str, ingredient: str, args: argparse.Namespace) -> dict[str, Any]:
    """Solve once for each seed without an ingredient."""
    problem, policy = problem_of(name)
    found = []
    cpu = time.process_time()
    with without(ingredient):
        for seed in range(1, args.seeds + 1):
            result = carerota.solve(
                problem,
                policy=policy,
                moves=None if args.seconds else args.moves,
                time_limit=args.seconds,
                threads=args.threads,
                seed=seed,
            )
            levels = tuple(result.report.levels)
            found.append((*levels[:-1], round(result.report.points, 3)))
    found.sort()
    return {
        "problem": Path(name).stem,
        "without": ingredient,
        "median": found[len(found) // 2],
        "all": found,
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "moves": None if args.seconds else args.moves,
        "seconds": args.seconds,
        "threads": args.threads,
        "date": datetime.now(UTC).date().isoformat(),
    }


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation")
    parser.add_argument("problems", nargs="+", help="samples, or instances as .json")
    parser.add_argument("--moves", type=int, default=4_000_000, help="of each chain")
    parser.add_argument("--seconds", type=float, help="by the clock instead")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--without", default="|".join(INGREDIENTS), help="a|b")
    args = parser.parse_args()
    if WITH_CPSAT in args.without.split("|") and not args.seconds:
        parser.error("what CP-SAT takes is not counted in moves: say --seconds")
    table = Table("problem", "without", "broken, uncovered, points", "CPU s")
    for name in args.problems:
        for ingredient in args.without.split("|"):
            found = row(name, ingredient, args)
            print(json.dumps(found), flush=True)
            table.add_row(
                found["problem"],
                ingredient,
                str(found["median"]),
                f"{found['cpu_seconds']:.0f}",
            )
    Console(file=sys.stderr).print(table)


if __name__ == "__main__":
    main()
