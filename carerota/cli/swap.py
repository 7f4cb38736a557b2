"""``carerota swap``: judge an exchange of visits between two workers, or a gift."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import (
    JsonOption,
    PolicyOption,
    ProblemArgument,
    policy_for,
    refuse_unwritable,
)
from carerota.cli.repair import NowOption, moment_of
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.model import Assignment, Rota
    from carerota.repairing import HandOver, SwapResult

__all__ = ["swap"]

SLOT: Final = "#"
"""``visit#1``: the second carer of a double-up."""


def swap(
    problem: ProblemArgument,
    rota: Annotated[Path, typer.Argument(metavar="ROTA", help="A .json or .csv file.")],
    visit: Annotated[
        list[str],
        typer.Option(
            "--visit",
            metavar="VISIT",
            help="What is handed over; may be given several times. VISIT#1 is the "
            "second carer's part in a double-up.",
        ),
    ],
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="VISIT",
            help="What is taken in exchange; may be given several times.",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="WORKER", help="Who takes it, if nothing is exchanged."),
    ] = None,
    now: NowOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the rota goes if it is accepted.")
    ] = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge a swap between two workers; write the rota with it if it is accepted.

    Accepted if no hard rule is broken that was not before, and nobody but the two is
    worse off; the clients count. A swap that is not accepted ends with code 6.
    """
    with guarded(as_json=as_json):
        from carerota.io import read_problem, read_rota, write_rota
        from carerota.repairing import judge_swap

        if out is not None:
            refuse_unwritable(out)
        read = read_problem(problem)
        chosen = policy_for(policy, read)
        old = read_rota(rota, problem=read)
        offers = _offers(old, visit, with_ or [], to)
        at = None if now is None else moment_of(now, read)
        result = judge_swap(read, old, offers, policy=chosen, now=at)
        if result.rota is not None and out is not None:
            write_rota(result.rota, out, read)
        code = ExitCode.OK if result.accepted else ExitCode.BROKEN_RULE
        if as_json:
            rows = [p.model_dump(mode="json") for p in result.people]
            document(
                {
                    "exit_code": int(code),
                    "accepted": result.accepted,
                    "reasons": list(result.reasons),
                    "people": rows,
                    "rota": str(out) if result.accepted and out else None,
                }
            )
        else:
            _show(result, out)
        raise typer.Exit(code)


def _offers(
    rota: Rota, given: list[str], taken: list[str], to: str | None
) -> list[HandOver]:
    """Make hand-overs of what was asked for.

    Raises
    ------
    DataError
        It is not between two workers, or names what nobody makes.
    """
    from carerota.repairing import HandOver

    made = {(a.visit, a.slot): a for a in rota.assignments}
    if bool(taken) == (to is not None):
        found = "both" if taken else "neither"
        expected = "visits with --with, or a worker with --to"
        raise DataError([Issue("--with, --to", found, expected)])
    givers = [_made(made, name, "--visit") for name in given]
    takers = [_made(made, name, "--with") for name in taken]
    other = to or takers[0].worker
    if other == givers[0].worker:
        option = "--to" if to else "--with"
        expected = f"somebody but {other}, who makes what is given"
        raise DataError([Issue(option, repr(other), expected, code="offer-to-oneself")])
    offers = [HandOver(visit=a.visit, slot=a.slot, to=other) for a in givers]
    mine = givers[0].worker
    return offers + [HandOver(visit=a.visit, slot=a.slot, to=mine) for a in takers]


def _made(
    made: dict[tuple[str, int], Assignment], name: str, option: str
) -> Assignment:
    visit, mark, slot = name.rpartition(SLOT)
    part = (visit, int(slot)) if mark and slot.isdigit() else (name, 0)
    found = made.get(part) or made.get((name, 0))
    if found is None:
        expected = "a visit that somebody makes"
        raise DataError([Issue(option, repr(name), expected, code="offer-of-nothing")])
    return found


def _show(result: SwapResult, out: Path | None) -> None:
    words.say("ACCEPTED" if result.accepted else "NOT ACCEPTED")
    for reason in result.reasons:
        words.say(f"  - {words.plain(reason)}")
    if result.people:
        words.say("\nWhat changes, in points (more is worse):")
    for p in result.people:
        who = "the co-op as a whole" if p.person == "whole" else f"{p.person} {p.id}"
        words.say(f"  {p.points:+9,.1f}  {words.plain(who)}: {words.plain(p.text)}")
    if result.accepted and out is not None:
        words.say(f"\nwritten to {words.plain(out)}")
