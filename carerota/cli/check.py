"""``carerota check``: judge any rota, a hand-made one too."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import (
    JsonOption,
    PolicyOption,
    ProblemArgument,
    policy_for,
)
from carerota.cli.reports import points_of, policy_data, report_data
from carerota.errors import DataError

if TYPE_CHECKING:
    from carerota.score import RuleScore, ScoreReport

__all__ = ["check", "code_of", "tell_breaches", "verdict"]

MOST_A_RULE = 20


def check(
    problem: ProblemArgument,
    rota: Annotated[Path, typer.Argument(metavar="ROTA", help="A .json or .csv file.")],
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge a rota: is it legal, what is it worth, how near does it come to limits.

    Nothing is inferred and nothing repaired: the rota is taken at its word.
    """
    with guarded(as_json=as_json):
        from carerota.io import read_problem, read_rota
        from carerota.score import check as judge

        read = read_problem(problem)
        chosen = policy_for(policy, read)
        answer = read_rota(rota, problem=read)
        report = judge(read, answer, policy=chosen)
        if report.faults:
            raise DataError(report.faults, source=str(rota))
        code = code_of(report)
        if as_json:
            data = {"exit_code": int(code), "policy": policy_data(chosen)}
            document(data | report_data(report))
        else:
            _show(report, read.ticks_per_minute)
        raise typer.Exit(code)


def code_of(report: ScoreReport) -> ExitCode:
    """Give the exit code of a rota that can be read."""
    if not report.legal:
        return ExitCode.BROKEN_RULE
    return ExitCode.OK if report.covered else ExitCode.UNCOVERED


def _show(report: ScoreReport, ticks_per_minute: int) -> None:
    words.say(f"{verdict(report)}; {words.points(report.points)}")
    tell_breaches(report)
    words.say()
    words.console().print(_table(report, ticks_per_minute))
    margins = [(s, m) for s in report.rules for m in s.margins]
    if margins:
        words.say("\nHow near it comes to the limits:")
    for score, margin in margins:
        words.say(f"  {score.title}: {words.plain(margin)}")


def tell_breaches(report: ScoreReport) -> None:
    """List the breaches of hard rules, rule by rule, the first twenty of each."""
    for name, group in groupby(report.findings, key=lambda f: f.rule):
        found = list(group)
        words.say(
            f"\n{report[name].title} ({words.count(len(found), 'breach', 'breaches')}):"
        )
        for finding in found[:MOST_A_RULE]:
            words.say(f"  - {words.plain(finding.text)}")
        if len(found) > MOST_A_RULE:
            words.say(
                f"  … and {len(found) - MOST_A_RULE} more (--json lists them all)"
            )


def verdict(report: ScoreReport) -> str:
    """Say whether a rota is legal and whom it covers."""
    if report.legal:
        head = "LEGAL: every hard rule is kept"
    else:
        broken = words.count(report.breaches, "breach", "breaches")
        rules = len({finding.rule for finding in report.findings})
        head = f"NOT LEGAL: {broken} of {words.count(rules, 'hard rule')}"
    return f"{head}; {words.cover(report.uncovered)}"


def _table(report: ScoreReport, ticks_per_minute: int) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("rule")
    table.add_column("mode")
    table.add_column("amount", justify="right")
    table.add_column("points", justify="right")
    for score in report.rules:
        table.add_row(
            score.title,
            score.mode.value,
            words.amount(score.amount, score.unit, ticks_per_minute),
            _points(score, report),
        )
    return table


def _points(score: RuleScore, report: ScoreReport) -> str:
    if score.mode == "hard":
        return "broken" if score.amount else "kept"
    return f"{points_of(score, report):,.1f}"
