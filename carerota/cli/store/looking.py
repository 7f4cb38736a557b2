"""``carerota store proposals``, ``versions``, ``rota`` and ``check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded, issue_data, tell_issues
from carerota.cli.inputs import JsonOption, refuse_unwritable
from carerota.cli.store.inputs import (
    CoOpOption,
    StoreArgument,
    day_of,
    known,
    opened,
    the_co_op,
)
from carerota.cli.store.tables import (
    proposal_data,
    proposal_table,
    version_data,
    version_table,
)
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.model import Rota, RotaProblem
    from carerota.store import Store

__all__ = ["check", "proposals", "rota", "versions"]

NewestOption = Annotated[int, typer.Option(min=1, help="How many, the newest.")]
DayOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only of this day.")
]


def proposals(
    store: StoreArgument,
    co_op: CoOpOption = None,
    newest: NewestOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List proposals, the newest last, with how many edits each has and has kept."""
    with guarded(as_json=as_json), opened(store) as kept:
        found = kept.proposals(known(kept, co_op), newest=newest)
        if as_json:
            rows = [proposal_data(proposal) for proposal in found]
            document({"exit_code": int(ExitCode.OK), "proposals": rows})
        elif found:
            words.console().print(proposal_table(found))
        else:
            words.say("no proposal")


def versions(
    store: StoreArgument,
    co_op: CoOpOption = None,
    day: DayOption = None,
    newest: NewestOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List what was published: who approved it, when, why, and how much changed."""
    with guarded(as_json=as_json), opened(store) as kept:
        name = known(kept, co_op)
        found = kept.versions(name, day=day_of(day), newest=newest)
        if as_json:
            rows = [version_data(version) for version in found]
            document({"exit_code": int(ExitCode.OK), "versions": rows})
        elif found:
            words.console().print(version_table(found))
        else:
            words.say("nothing is published")


def rota(
    store: StoreArgument,
    out: Annotated[Path, typer.Option(help="A .json or .csv file.")],
    proposal: Annotated[
        int | None, typer.Option(help="The number of a proposal.")
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The version in force on this day."),
    ] = None,
    co_op: CoOpOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the rota of a proposal, or the one in force on a day, to a file."""
    with guarded(as_json=as_json):
        refuse_unwritable(out)
        with opened(store) as kept:
            made, problem, name = _found(kept, proposal, day, co_op)
        from carerota.io import write_rota

        write_rota(made, out, problem)
        if as_json:
            code = int(ExitCode.OK)
            document({"exit_code": code, "rota": str(out), "of": name})
        else:
            words.say(f"{name} is written to {words.plain(out)}")


def _found(
    store: Store, proposal: int | None, day: str | None, co_op: str | None
) -> tuple[Rota, RotaProblem, str]:
    if (proposal is None) == (day is None):
        found = "nothing" if proposal is None else "both"
        raise DataError([Issue("--proposal, --day", found, "one of the two")])
    if proposal is not None:
        one = store.proposal(proposal)
        if known(store, co_op) not in (None, one.co_op):
            expected = f"{one.co_op}, whose proposal {one.id} is"
            raise DataError([Issue("--co-op", repr(co_op), expected)])
        return one.rota, store.problem(one.problem), f"proposal {one.id}"
    name, wanted = the_co_op(store, co_op), day_of(day)
    version = None if wanted is None else store.in_force(name, wanted)
    if version is None:
        expected = "a day for which a rota was published"
        raise DataError([Issue("--day", str(day), expected, code="nothing-published")])
    problem = store.problem(version.problem)
    return version.rota, problem, f"version {version.number}"


def check(store: StoreArgument, as_json: JsonOption = False) -> None:
    """Look whether the store is whole: every record, number, state and difference."""
    with guarded(as_json=as_json), opened(store) as kept:
        issues = kept.check()
        code = ExitCode.BAD_INPUT if issues else ExitCode.OK
        if as_json:
            rows = [issue_data(issue) for issue in issues]
            document({"exit_code": int(code), "whole": not issues, "issues": rows})
        elif issues:
            words.tell(f"the store is not whole, {words.count(len(issues), 'fault')}:")
            tell_issues(issues)
        else:
            words.say("the store is whole")
        raise typer.Exit(code)
