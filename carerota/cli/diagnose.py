"""``carerota diagnose``: what is in the way of a full rota, before any search."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import (
    JsonOption,
    PolicyOption,
    ProblemArgument,
    policy_for,
)
from carerota.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.advice.diagnose import Diagnosis, Obstacle
    from carerota.model import RotaProblem

__all__ = ["diagnose"]

MOST_A_CODE = 20
HEADINGS = {
    "fault": "CONTRADICTORY, nothing is solved until it is mended",
    "impossible": "IMPOSSIBLE, proven: in every rota somebody is missed",
    "warning": "WORTH A LOOK, not proven to cost anybody a visit",
}


def diagnose(
    problem: ProblemArgument,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what stands in the way of a full rota, and what would mend it.

    Nothing is searched: what is said to be impossible is proven, and holds in every
    rota that keeps the hard rules. That nothing is said proves nothing.
    """
    with guarded(as_json=as_json):
        from carerota.advice.diagnose import Severity
        from carerota.advice.diagnose import diagnose as find

        read = _read(problem)
        found = find(read, policy=policy_for(policy, read))
        if found.of(Severity.FAULT):
            code = ExitCode.BAD_INPUT
        else:
            code = ExitCode.OK if found.possible else ExitCode.UNCOVERED
        if as_json:
            data = found.model_dump(mode="json")
            document({"exit_code": int(code), "missing": found.missing} | data)
        else:
            _show(found)
        raise typer.Exit(code)


def _read(path: Path) -> RotaProblem:
    """Read a problem, contradictions and all, if they are all that is wrong with it."""
    from carerota.advice.diagnose import CONTRADICTIONS
    from carerota.io import read_problem

    try:
        return read_problem(path)
    except DataError as error:
        if not all(issue.code in CONTRADICTIONS for issue in error.issues):
            raise
        return read_problem(path, checked=False)


def _show(found: Diagnosis) -> None:
    if not found.obstacles:
        words.say("nothing is known to be in the way of a full rota")
        return
    if found.missing:
        missed = words.count(found.missing, "carer")
        words.say(f"in every rota {missed} will be missing at least")
    for severity, group in groupby(found.obstacles, key=lambda o: o.severity.value):
        listed = list(group)
        words.say(f"\n{HEADINGS[severity]} ({len(listed)}):")
        by_code: dict[str, list[Obstacle]] = {}
        for obstacle in listed:
            by_code.setdefault(obstacle.code, []).append(obstacle)
        for code, alike in by_code.items():
            words.say(f"  {code}")
            for obstacle in alike[:MOST_A_CODE]:
                words.say(f"    - {words.plain(obstacle.text)}")
                words.say(f"      mend: {words.plain(obstacle.mend.text)}")
            if len(alike) > MOST_A_CODE:
                more = len(alike) - MOST_A_CODE
                words.say(f"    … and {more} more (--json lists them all)")
