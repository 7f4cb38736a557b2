"""``carerota nightly``: the whole night, from a problem to a proposal in the store."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import (
    JsonOption,
    PolicyOption,
    policy_for,
    refuse_unwritable,
)
from carerota.cli.interrupts import stopping_in_order
from carerota.cli.limits import (
    Engine,
    EngineOption,
    SeedOption,
    ThreadsOption,
    TimeLimitOption,
    moves_option,
    seconds_or_none,
)
from carerota.cli.progress import Progress
from carerota.cli.reports import report_data
from carerota.cli.store.inputs import CoOpOption, opened
from carerota.cli.store.tables import dropped_data

if TYPE_CHECKING:
    from carerota.nightly import Night

__all__ = ["nightly"]

REPORT_SUFFIXES = (".txt", ".md")


def nightly(
    store: Annotated[
        str,
        typer.Option(
            metavar="STORE",
            help="An SQLite file, made where there is none, or a database URL.",
        ),
    ],
    problem: Annotated[
        Path, typer.Option(help="A .json file or a folder of CSV sheets.")
    ],
    report: Annotated[
        Path | None, typer.Option(help="Also write the report there, a .txt file.")
    ] = None,
    policy: PolicyOption = None,
    co_op: CoOpOption = None,
    by: Annotated[str, typer.Option(help="Who proposes the rota.")] = "nightly",
    time_limit: TimeLimitOption = 600.0,
    moves: Annotated[
        int | None, moves_option("Moves of the search instead of seconds.")
    ] = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    engine: EngineOption = Engine.AUTO,
    drop_edits: Annotated[
        bool, typer.Option("--drop-edits", help="Do not keep manual edits.")
    ] = False,
    own_ledgers: Annotated[
        bool,
        typer.Option(
            "--own-ledgers", help="Balances and hours before as the problem says."
        ),
    ] = False,
    as_json: JsonOption = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Neither progress nor report.")
    ] = False,
) -> None:
    """Make the night's proposal: read, validate, diagnose, solve, check, store, report.

    Nothing is published by it: a named person does that, with carerota store publish.
    A second start while one runs is refused. Killed at any moment it leaves the store
    whole and what is in force as it was.
    """
    with guarded(as_json=as_json), stopping_in_order():
        if report is not None:
            refuse_unwritable(report, REPORT_SUFFIXES, option="--report")
        night = _run(
            store,
            problem,
            quiet=quiet,
            co_op=co_op,
            by=by,
            policy=policy,
            keep_edits=not drop_edits,
            ledgers=not own_ledgers,
            report=report,
            time_limit=seconds_or_none(time_limit),
            moves=moves,
            seed=seed,
            threads=threads,
            engine=engine.value,
        )
        code = _code(night)
        if as_json:
            document({"exit_code": int(code), **_data(night)})
        elif not quiet:
            words.say(night.report.rstrip("\n"))
        raise typer.Exit(code)


def _run(
    where: str, path: Path, *, quiet: bool, policy: str | None, **options: Any
) -> Night:
    from carerota.io import read_problem

    problem = read_problem(path)
    chosen = None if policy is None else policy_for(policy, problem)
    with opened(where, create=True) as store:
        from carerota.nightly import run_night

        progress = None if quiet else Progress()
        with progress or nullcontext():
            if progress:
                words.tell("loading the engines")
            return run_night(
                store, problem, policy=chosen, on_event=progress, **options
            )


def _code(night: Night) -> ExitCode:
    if night.result.status == "stopped":
        return ExitCode.STOPPED
    return ExitCode.OK if night.result.report.covered else ExitCode.UNCOVERED


def _data(night: Night) -> dict[str, Any]:
    proposal = night.proposal
    return {
        "proposal": proposal.id,
        "co_op": proposal.co_op,
        "status": night.result.status.value,
        "began_from": night.began_from,
        "missing": [u.model_dump(mode="json") for u in proposal.rota.uncovered],
        "changes": [c.model_dump(mode="json") for c in night.changes],
        "findings": list(night.findings),
        "unshown": [{"version": u.version, "text": u.text} for u in night.unshown],
        "edits_kept": [e.model_dump(mode="json") for e in proposal.kept],
        "edits_by_hand": [e.model_dump(mode="json") for e in night.by_hand],
        "edits_dropped": dropped_data(night.dropped),
        **report_data(night.result.report),
    }
