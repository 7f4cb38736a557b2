"""``carerota repair``: mend a published rota after something has happened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    read_with_warnings,
    refuse_unwritable,
)
from carerota.cli.interrupts import stopping_in_order
from carerota.cli.limits import (
    MovesOption,
    SeedOption,
    ThreadsOption,
    seconds_option,
)
from carerota.cli.progress import sentence
from carerota.cli.reports import policy_data, report_data
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.engines.base import Event
    from carerota.model import RotaProblem
    from carerota.repairing import Change, RepairResult

__all__ = ["NowOption", "moment_of", "repair"]

NowOption = Annotated[
    str | None,
    typer.Option(
        "--now",
        metavar="MOMENT",
        help="2026-06-03T06:05 by the co-op's clock, or with an offset; else the "
        "computer's clock.",
    ),
]


def repair(
    problem: ProblemArgument,
    rota: Annotated[
        Path, typer.Argument(metavar="ROTA", help="The published one: .json or .csv.")
    ],
    events: Annotated[
        Path, typer.Argument(metavar="EVENTS", help="What has happened: a .json file.")
    ],
    now: NowOption = None,
    out: Annotated[
        Path, typer.Option(help="Where the rota goes: a .json or .csv file.")
    ] = Path("repaired.json"),
    problem_out: Annotated[
        Path | None,
        typer.Option(
            help="Where the problem goes as the events leave it: a .json file. The new "
            "rota answers this one."
        ),
    ] = None,
    policy: PolicyOption = None,
    frozen_minutes: Annotated[
        float, typer.Option(min=0, help="What starts sooner does not change.")
    ] = 30.0,
    time_limit: Annotated[float, seconds_option("Seconds.")] = 10.0,
    moves: MovesOption = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    as_json: JsonOption = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Neither progress nor summary.")
    ] = False,
) -> None:
    """Mend a published rota after sickness, a cancelled or a new visit and the like.

    As little changes as can be: every change is listed with its cause, and everybody
    who must be told with their notice. Ctrl-C writes the best legal rota so far.
    """
    with guarded(as_json=as_json), stopping_in_order():
        from carerota.io import read_events, read_rota, write_problem, write_rota

        refuse_unwritable(out)
        if problem_out is not None:
            refuse_unwritable(problem_out, (".json",))
        read = read_with_warnings(problem)
        chosen = policy_for(policy, read)
        old = read_rota(rota, problem=read)
        happened = read_events(events)
        at = moment_of(now, read)
        from carerota.repairing import repair as mend

        result = mend(
            read,
            old,
            happened.events,
            at,
            policy=chosen,
            frozen_minutes=frozen_minutes,
            time_limit=time_limit,
            moves=moves,
            seed=seed,
            threads=threads,
            on_event=None if quiet else _tell,
        )
        write_rota(result.rota, out, result.problem)
        if problem_out is not None:
            write_problem(result.problem, problem_out)
        code = _code(result)
        if as_json:
            document(_data(result, out, code))
        elif not quiet:
            _show(result, out)
        raise typer.Exit(code)


def moment_of(text: str | None, problem: RotaProblem) -> datetime:
    """Read a moment: by the wall clock of the co-op unless it has an offset."""
    if text is None:
        return datetime.now(problem.clock.zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        expected = "a date and time such as 2026-06-03T06:05"
        raise DataError([Issue("--now", repr(text), expected)]) from None
    if moment.tzinfo is not None:
        return moment
    return problem.clock.local(moment.date(), moment.time())


def _tell(event: Event) -> None:
    said = event.text if event.kind == "phase" else sentence(event)
    words.tell(f"{words.clock_face(event.elapsed)}  {words.plain(said)}")


def _code(result: RepairResult) -> ExitCode:
    if result.status == "stopped":
        return ExitCode.STOPPED
    if result.breaches:
        return ExitCode.BROKEN_RULE
    return ExitCode.OK if result.report.covered else ExitCode.UNCOVERED


def _show(result: RepairResult, out: Path) -> None:
    report = result.report
    head = f"{words.count(len(result.changes), 'change')}; "
    words.say(f"{head}{words.cover(report.uncovered)}; {words.points(report.points)}")
    if result.changes:
        words.say()
        words.console().print(_table(result))
    lost = {(c.visit, c.slot) for c in result.changes if c.kind == "uncovered"}
    missing = [u for u in result.rota.uncovered if (u.visit, u.slot) in lost]
    if missing:
        words.say("\nNobody makes them:")
    for u in missing:
        why = u.reason.text if u.reason else "no reason is known"
        words.say(f"  {words.plain(u.visit)}: {words.plain(why)}")
    if result.told:
        people = words.count(len(result.told), "person", "people")
        words.say(f"\nTo be told ({people}):")
    for t in result.told:
        words.say(f"  {t.person} {words.plain(t.id)}, in {_hours(t.notice_hours)}:")
        for line in t.lines:
            words.say(f"    - {words.plain(line)}")
    cost = sum(c.points for c in result.notice_costs)
    if cost:
        words.say(f"\nWhat people were told otherwise costs {words.points(cost)}.")
    if result.breaches:
        count = words.count(len(result.breaches), "breach", "breaches")
        words.say(f"\nBroken before and still ({count}):")
    for finding in result.breaches:
        words.say(f"  - {words.plain(finding.text)}")
    words.say(f"\nwritten to {words.plain(out)}")


def _table(result: RepairResult) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in ("visit", "was", "is", "notice", "because"):
        table.add_column(name)
    for change in result.changes:
        table.add_row(
            words.plain(change.visit),
            _who(change.old_worker, change.old_start, change.new_start),
            _is(change),
            _hours(change.notice_hours),
            words.plain(change.cause.text),
        )
    return table


def _is(change: Change) -> str:
    if change.kind == "cancelled":
        return "cancelled"
    said = _who(change.new_worker, change.new_start, change.old_start)
    if change.old_minutes and change.new_minutes not in (None, change.old_minutes):
        said += f" for {change.new_minutes:g} min"
    return said


def _who(worker: str | None, start: datetime | None, other: datetime | None) -> str:
    if worker is None or start is None:
        return "nobody"
    return f"{words.plain(worker)} {words.day_and_time(start, other)}"


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{60 * hours:.0f} min"
    return f"{hours:.1f} h"


def _data(result: RepairResult, out: Path, code: ExitCode) -> dict[str, Any]:
    def rows(records: Any) -> list[dict[str, Any]]:
        return [record.model_dump(mode="json") for record in records]

    return {
        "exit_code": int(code),
        "status": result.status.value,
        "rota": str(out),
        "seconds": result.seconds,
        "moves": result.moves,
        "policy": policy_data(result.policy),
        "changes": rows(result.changes),
        "told": rows(result.told),
        "notice_costs": rows(result.notice_costs),
        "missing": rows(result.rota.uncovered),
        "still_broken": [f.text for f in result.breaches],
        **report_data(result.report),
    }
