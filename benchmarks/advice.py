"""How long people wait for advice: ``python -m benchmarks.advice [SAMPLE]``.

The problem is read and the kernel loaded before any clock runs. Each question is asked
of several visits, and the first, the middle and the longest time is told; the first of
all loads what the process had not loaded yet. One JSON line goes to standard output, a
table to standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table

import carerota
from benchmarks.child import problem_named
from carerota.model import CarePackage

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota import RotaProblem

VISITS: Final = 15
TIMES_A_DAY: Final = (1, 2, 4)
HOURS: Final = ("07:30", "12:00", "16:30", "20:00")
DIGITS: Final = 3


def main() -> None:
    """Ask and tell."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("sample", nargs="?", default="town")
    sample = reader.parse_args().sample
    problem = problem_named(sample)
    rota = problem.history.published
    assert rota is not None
    step = max(1, len(problem.visits) // VISITS)
    visits = [v.id for v in problem.visits[::step]][:VISITS]
    carerota.solve(problem, moves=1, threads=1, engine="search", start=rota)
    trial = carerota.Trial(problem, rota)
    rows = {
        "explain": _times(lambda v: carerota.explain(problem, rota, v), visits),
        "explain, rota held ready": _times(
            lambda v: carerota.explain(problem, rota, v, trial=trial), visits
        ),
        "diagnose": _times(lambda _: carerota.diagnose(problem), visits[:3]),
    }
    for n in TIMES_A_DAY:
        order = _package(problem, n)
        for rearrange in (False, True):
            name = f"suggest, {7 * n} visits" + (", rearranged" if rearrange else "")
            rows[name] = _times(
                lambda _, order=order, rearrange=rearrange: carerota.suggest(
                    problem, rota, order, 3, rearrange=rearrange
                ),
                visits[:3],
            )
    _tell(sample, rows)


def _package(problem: RotaProblem, times: int) -> CarePackage:
    """Give an order of so many visits a day, on all days, for the first client."""
    windows = [
        {
            "start": f"{int(at[:2]) - 1:02}{at[2:]}",
            "end": f"{int(at[:2]) + 1:02}{at[2:]}",
        }
        for at in HOURS[:times]
    ]
    return CarePackage.model_validate(
        {
            "id": "more",
            "client": problem.clients[0].id,
            "first_day": problem.first_day,
            "visits": [
                {"name": f"visit-{i}", "windows": [window], "minutes": 30}
                for i, window in enumerate(windows)
            ],
        }
    )


def _times(ask: Callable[[str], Any], visits: list[str]) -> list[float]:
    found = []
    for visit in visits:
        began = time.perf_counter()
        ask(visit)
        found.append(time.perf_counter() - began)
    return found


def _tell(sample: str, rows: dict[str, list[float]]) -> None:
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"measure": "advice", "sample": sample, "load": load, **rows}))
    table = Table(
        "seconds", "first", "median", "longest", title=f"{sample}, load {load}"
    )
    for name, found in rows.items():
        told = (found[0], median(found), max(found))
        table.add_row(name, *(f"{x:.{DIGITS}f}" for x in told))
    Console(stderr=True).print(table)


if __name__ == "__main__":
    main()
