"""``carerota validate``: all that is wrong with a problem, before it is solved."""

from __future__ import annotations

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded, issue_data
from carerota.cli.inputs import JsonOption, ProblemArgument, issues_of
from carerota.errors import Issue

__all__ = ["validate"]


def validate(problem: ProblemArgument, as_json: JsonOption = False) -> None:
    """List every fault of a problem, each with its place and a hint; then warnings.

    With faults nothing can be solved; what is only warned of can, but is hardly meant.
    """
    with guarded(as_json=as_json):
        issues = issues_of(problem)
        faults = [issue for issue in issues if not issue.warning]
        code = ExitCode.BAD_INPUT if faults else ExitCode.OK
        if as_json:
            rows = [issue_data(issue) for issue in issues]
            document({"exit_code": int(code), "valid": not faults, "issues": rows})
        else:
            _show(faults, "fault")
            _show([issue for issue in issues if issue.warning], "warning")
            if not issues:
                words.say("nothing is wrong with it")
        raise typer.Exit(code)


def _show(issues: list[Issue], kind: str) -> None:
    if not issues:
        return
    words.say(f"{words.count(len(issues), kind)}:")
    for issue in issues:
        words.say(f"  {words.plain(issue.path)}")
        words.say(f"    found     {words.plain(issue.found)}")
        words.say(f"    expected  {words.plain(issue.expected)}")
        if issue.hint:
            words.say(f"    hint      {words.plain(issue.hint)}")
