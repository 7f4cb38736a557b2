"""``carerota store propose``, ``edit`` and ``publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import JsonOption, PolicyOption, ProblemArgument, policy_for
from carerota.cli.store.inputs import (
    ByOption,
    CoOpOption,
    ProposalArgument,
    StoreArgument,
    opened,
)
from carerota.cli.store.tables import dropped_data, proposal_data, version_data
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carerota.model import RotaProblem
    from carerota.store import Proposal

__all__ = ["edit", "propose", "publish"]


def propose(
    store: StoreArgument,
    problem: ProblemArgument,
    rota: Annotated[Path, typer.Argument(metavar="ROTA", help="A .json or .csv file.")],
    by: ByOption,
    note: Annotated[str, typer.Option(help="A sentence for whoever decides.")] = "",
    policy: PolicyOption = None,
    co_op: CoOpOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep any rota, a hand-made one too, as a proposal; makes the store if needed.

    Manual edits in force for its days, or in proposals for them, are kept where the
    rota still has them; those it no longer has are told. A rota that breaks a hard
    rule is kept too; the command then ends with code 6.
    """
    with guarded(as_json=as_json):
        from carerota.io import read_problem, read_rota

        read = read_problem(problem)
        answer = read_rota(rota, problem=read)
        chosen = None if policy is None else policy_for(policy, read)
        with opened(store, create=True) as kept:
            made = kept.propose(
                read, answer, by=by, note=note, policy=chosen, co_op=co_op
            )
            lost = kept.lost_edits(made.id)
            days = (made.co_op, made.first_day, made.last_day)
            by_hand = kept.manual_edits(*days) if lost else ()
        more = {"edits_dropped": dropped_data(lost)}
        head = f"proposal {made.id} is kept"
        if made.kept:
            head += f", and {words.count(len(made.kept), 'manual edit')} with it"
        from carerota.store.telling import edit_text

        for edit, reason in lost:
            said = edit_text(edit, by_hand, read.clock.zone)
            head += f"\n  manual edit not kept, {words.plain(f'{said}: {reason}')}"
        raise typer.Exit(_told(made, head, as_json=as_json, more=more))


def edit(
    store: StoreArgument,
    proposal: ProposalArgument,
    visit: Annotated[str, typer.Argument(metavar="VISIT", help="The id of a visit.")],
    by: ByOption,
    worker: Annotated[
        str | None, typer.Option(help="Who makes it; else as it is.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(help="When, by the wall clock of its day: 08:30; else as it is."),
    ] = None,
    slot: Annotated[
        int, typer.Option(min=0, help="Which carer of a double-up, from 0.")
    ] = 0,
    run: Annotated[
        int | None,
        typer.Option(min=1, help="Which run of the worker; else that of the nearest."),
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Nobody makes it.")
    ] = False,
    why: Annotated[str, typer.Option(help="A reason.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Change one visit of a proposal by hand: it is checked, marked and kept.

    An edit that breaks a hard rule is kept too; the command then ends with code 6.
    """
    with guarded(as_json=as_json), opened(store) as kept:
        from carerota.store.difference import made_texts

        before = kept.proposal(proposal)
        wanted = {
            "visit": visit,
            "slot": slot,
            "worker": worker,
            "start": _start(start, visit, kept.problem(before.problem)),
            "run": run,
            "leave_out": leave_out,
        }
        made = kept.edit(proposal, _edit(wanted), by=by, why=why)
        last = made.edits[-1]
        zone = kept.problem(made.problem).clock.zone
        was, now = made_texts(last.before, last.after, zone)
        head = (
            f"edit {last.number} of proposal {proposal}: {words.plain(visit)}, "
            f"{words.plain(was)} -> {words.plain(now)}"
        )
        for text in last.breaks:
            head += f"\n  breaks a hard rule: {words.plain(text)}"
        raise typer.Exit(_told(made, head, last.breaks, as_json=as_json))


def _edit(wanted: dict[str, Any]) -> Any:
    from carerota.io.issues import validated
    from carerota.store import Edit

    return validated(Edit, wanted, path="edit")


def _start(text: str | None, visit: str, problem: RotaProblem) -> Any:
    if text is None:
        return None
    from carerota.io.tables.cells import CellError
    from carerota.io.tables.moments import read_moment

    day = next((v.day for v in problem.visits if v.id == visit), problem.first_day)
    try:
        return read_moment(text.strip(), day, problem.clock)
    except CellError as error:
        raise DataError(
            [Issue("--start", repr(text), error.expected, error.hint)]
        ) from None


def publish(
    store: StoreArgument,
    proposal: ProposalArgument,
    by: ByOption,
    why: Annotated[str, typer.Option(help="The reason for approving it.")],
    even_if_superseded: Annotated[
        bool,
        typer.Option(
            "--even-if-superseded",
            help="Also where something newer was published since it was made.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Approve a proposal: from now on it is what is in force for its days."""
    with guarded(as_json=as_json), opened(store) as kept:
        version = kept.approve(
            proposal, by=by, why=why, even_if_superseded=even_if_superseded
        )
        if as_json:
            document({"exit_code": int(ExitCode.OK), **version_data(version)})
            return
        head = (
            f"proposal {proposal} is version {version.number} of "
            f"{words.plain(version.co_op)}, {version.first_day} to {version.last_day}"
        )
        if version.number > 1 or version.changes:
            changes = words.count(len(version.changes), "change")
            head += f"; {changes} against what was in force"
        words.say(head)


def _told(
    proposal: Proposal,
    head: str,
    said: tuple[str, ...] = (),
    *,
    as_json: bool,
    more: Mapping[str, Any] | None = None,
) -> ExitCode:
    """Tell what is kept; what breaks hard rules is kept too, and has its code.

    ``said``: the breaches that the head tells already. ``more``: what else the document
    has.
    """
    figures = proposal.figures
    code = ExitCode.OK if figures.legal else ExitCode.BROKEN_RULE
    if as_json:
        document({"exit_code": int(code), **proposal_data(proposal), **(more or {})})
        return code
    words.say(head)
    legal = "legal" if figures.legal else "NOT LEGAL, it cannot be published so"
    words.say(
        f"{legal}; {words.cover(figures.uncovered)}; {words.points(figures.points)}"
    )
    for text in figures.breaches:
        if text not in said:
            words.say(f"  - {words.plain(text)}")
    return code
