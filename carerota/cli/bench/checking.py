"""``carerota bench check``: judge any solution of an instance, by whomever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from carerota.cli import words
from carerota.cli.check import code_of, tell_breaches, verdict
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import JsonOption
from carerota.cli.reports import policy_data, report_data
from carerota.errors import DataError

__all__ = ["check"]


def check(
    instance: Annotated[
        Path, typer.Argument(metavar="INSTANCE.json", help="An instance.")
    ],
    solution: Annotated[
        Path,
        typer.Argument(
            metavar="SOLUTION.json",
            help="A solution of it, in the benchmark's own format.",
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Judge a solution: its cost, what that is made of, and every rule it breaks.

    The same checker judges what carerota finds. Starts are taken at their word; how
    long a service takes is what the instance says. What names patients, services or
    carers that the instance does not have is a solution of another one, and refused.
    """
    with guarded(as_json=as_json):
        from carerota.io.benchmarks.sets import read_benchmark
        from carerota.score import check as judge

        benchmark = read_benchmark(instance)
        rota = benchmark.read(solution)
        report = judge(benchmark.problem, rota, policy=benchmark.policy)
        if report.faults:
            raise DataError(report.faults, source=str(solution))
        cost, parts = benchmark.cost(report.points), benchmark.components(report)
        code = code_of(report)
        if as_json:
            data = {
                "exit_code": int(code),
                "format": benchmark.format,
                "instance": benchmark.instance,
                "cost": cost,
                "components": parts,
                "policy": policy_data(benchmark.policy),
            }
            document(data | report_data(report))
        else:
            name = words.plain(benchmark.instance)
            words.say(f"{name}: {verdict(report)}; cost {cost:,.3f}")
            for component, value in parts.items():
                words.say(f"  {component:<22} {value:,.3f}")
            tell_breaches(report)
        raise typer.Exit(code)
