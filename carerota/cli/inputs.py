"""What the commands read: problems with their warnings, policies, places to write."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from carerota.cli.guard import tell_issues
from carerota.cli.words import count, tell
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.model import Policy, RotaProblem

__all__ = [
    "JsonOption",
    "PolicyOption",
    "ProblemArgument",
    "issues_of",
    "policy_for",
    "read_with_warnings",
    "refuse_unwritable",
]

ROTA_SUFFIXES: Final = (".json", ".csv")
POLICY_SUFFIXES: Final = (".json", ".toml")
TICKS: Final = 60
"""Ticks a minute that a policy is tried with where there is no problem."""

EXPANDED: Final = re.compile(r"visits\[(\d+)\]")

ProblemArgument = Annotated[
    Path,
    typer.Argument(metavar="PROBLEM", help="A .json file or a folder of CSV sheets."),
]
PolicyOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|NAME",
        help="A policy: a .toml file of what differs from uk_default (or from its "
        "base), a whole one in .json, or one that comes with the library; else the "
        "problem's own, else uk_default.",
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="One JSON document on standard output."),
]


def read_with_warnings(path: Path) -> RotaProblem:
    """Read a problem, and tell its warnings on standard error.

    Raises
    ------
    DataError
        With every fault.
    """
    from carerota.io import read_problem

    problem = read_problem(path)
    _tell_warnings(_placed(path, problem))
    return problem


def issues_of(path: Path) -> list[Issue]:
    """List all that is wrong or odd in a problem and its policy, faults first."""
    from carerota.io import read_problem

    try:
        problem = read_problem(path)
    except DataError as error:
        found = list(error.issues)
    else:
        found = _placed(path, problem)
    found += _of_policy(path)
    return sorted(found, key=lambda issue: issue.warning)


def _of_policy(path: Path) -> list[Issue]:
    """List what is wrong or odd in a problem's own policy once it is bound to rules."""
    from carerota.io.own_policy import read_own_policy
    from carerota.rules.book import bind
    from carerota.rules.unvotable import policy_warnings

    own = read_own_policy(path)
    if own is None:
        return []
    try:
        bind(own.policy, own.ticks_per_minute)
    except DataError as error:
        faults = list(error.issues)
    else:
        faults = []
    return [own.placed(issue) for issue in (*faults, *policy_warnings(own.policy))]


def _placed(path: Path, problem: RotaProblem) -> list[Issue]:
    """List the warnings of a problem that has no faults, each with its place."""
    from carerota.io.csv_folder import read_folder
    from carerota.model.faults import faults

    warnings = [_named_by(problem, issue) for issue in faults(problem) if issue.warning]
    if not warnings or path.suffix.lower() == ".json":
        return warnings
    _, placed = read_folder(path if path.is_dir() else path.parent)
    return [placed(issue) for issue in warnings]


def _named_by(problem: RotaProblem, issue: Issue) -> Issue:
    """Name a visit that a package was expanded to: its index stands in no file."""
    found = EXPANDED.match(issue.path)
    if not found:
        return issue
    visit = problem.visits[int(found[1])]
    if visit.package is None:
        return issue
    return replace(issue, path=f"visits[{visit.id}]{issue.path[found.end() :]}")


def policy_for(given: str | None, problem: RotaProblem | None = None) -> Policy:
    """Find the policy that holds, and make sure that it can be bound to the rules.

    What it makes of rules that are not for a vote is warned of on standard error.

    Raises
    ------
    DataError
        There is no such policy, or it has faults.
    """
    from carerota.rules.book import bind
    from carerota.rules.unvotable import policy_warnings

    ticks = problem.ticks_per_minute if problem else TICKS
    policy = _named(given) if given else (problem.policy if problem else None)
    policy = policy or _named(None)
    bind(policy, ticks)
    _tell_warnings(policy_warnings(policy))
    return policy


def _tell_warnings(warnings: list[Issue]) -> None:
    if warnings:
        tell(f"{count(len(warnings), 'warning')}:")
        tell_issues(warnings)


def _named(given: str | None) -> Policy:
    from carerota.io import read_policy
    from carerota.policies import DEFAULT, load

    name = given or DEFAULT
    path = Path(name)
    if path.suffix.lower() in POLICY_SUFFIXES or path.exists():
        return read_policy(path)
    if name not in _that_come_with_us():
        expected = "a .toml or .json file, or one of " + ", ".join(_that_come_with_us())
        raise DataError([Issue("--policy", repr(name), expected, code="no-policy")])
    return load(name)


@cache
def _that_come_with_us() -> tuple[str, ...]:
    from importlib.resources import files

    folder = files("carerota.policies")
    names = (item.name for item in folder.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def refuse_unwritable(
    path: Path, suffixes: tuple[str, ...] = ROTA_SUFFIXES, *, option: str = "--out"
) -> None:
    """Refuse a place that could not be written to, before any work is done.

    Raises
    ------
    DataError
        With what is wrong with it.
    """
    fault = _unwritable(path, suffixes)
    if fault:
        found, expected = fault
        raise DataError([Issue(option, found, expected, code="cannot-write")])


def _unwritable(path: Path, suffixes: tuple[str, ...]) -> tuple[str, str] | None:
    if path.suffix.lower() not in suffixes:
        expected = "a name that ends in " + " or ".join(suffixes)
        return repr(path.name), expected
    try:
        if path.is_dir():
            return f"the folder {str(path)!r}", "a file"
        if not path.parent.is_dir():
            return repr(str(path)), f"a file in a folder that exists ({path.parent})"
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except (OSError, ValueError) as error:
        return repr(str(path)), f"a file that can be written ({error})"
    return None
