"""``carerota trade-off``: rotas between which people have to choose."""

from __future__ import annotations

import json
from contextlib import nullcontext
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
    SeedOption,
    ThreadsOption,
    moves_option,
    seconds_option,
)
from carerota.cli.progress import Progress
from carerota.errors import DataError, Issue, MissingExtraError

if TYPE_CHECKING:
    from carerota.advice.trade_off import TradeOff
    from carerota.model import RotaProblem

__all__ = ["trade_off"]

SECONDS = 120.0


def trade_off(
    problem: ProblemArgument,
    out: Annotated[
        Path | None,
        typer.Option(help="A picture (.png or .svg) or the data (.json)."),
    ] = None,
    axes: Annotated[
        str, typer.Option(help="What is weighed, with commas between.")
    ] = "continuity,travel,preferences",
    factors: Annotated[
        str, typer.Option(help="What prices are multiplied by, with commas between.")
    ] = "4",
    policy: PolicyOption = None,
    time_limit: Annotated[
        float, seconds_option("Seconds for all solves together.")
    ] = SECONDS,
    moves: Annotated[
        int | None, moves_option("Moves for each solve instead: repeatable.")
    ] = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    start: Annotated[
        Path | None, typer.Option(help="A rota to begin from, .json or .csv.")
    ] = None,
    rotas: Annotated[
        Path | None, typer.Option(help="A folder for the rota of each point.")
    ] = None,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Find rotas of equal cover of which none is better in everything.

    The week is solved several times, with the prices of one axis after the other
    multiplied. Ctrl-C ends it with the points found until then.
    """
    with guarded(as_json=as_json), stopping_in_order():
        _refuse(out)
        read = read_with_warnings(problem)
        options: dict[str, Any] = {
            "axes": [name.strip() for name in axes.split(",")],
            "factors": _factors(factors),
            "policy": policy_for(policy, read),
            "time_limit": time_limit,
            "moves": moves,
            "seed": seed,
            "threads": threads,
            "start": _start(start, read),
        }
        progress = None if quiet or as_json else Progress()
        with progress or nullcontext():
            from carerota.advice.trade_off import trade_off as weigh

            found = weigh(read, on_event=progress, **options)
        _write(found, out, rotas, read)
        code = ExitCode.STOPPED if found.stopped else ExitCode.OK
        if as_json:
            document({"exit_code": int(code)} | _data(found))
        else:
            _show(found)
        raise typer.Exit(code)


def _refuse(out: Path | None) -> None:
    from carerota.advice.trade_off.picture import SUFFIXES, can_draw

    if out is None:
        return
    refuse_unwritable(out, (*SUFFIXES, ".json"))
    if out.suffix.lower() in SUFFIXES and not can_draw():
        raise MissingExtraError("matplotlib", "pictures")


def _factors(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        expected = "whole numbers with commas between"
        issue = Issue("--factors", repr(text), expected, code="factors")
        raise DataError([issue]) from None


def _start(path: Path | None, problem: RotaProblem) -> Any:
    from carerota.io import read_rota

    return None if path is None else read_rota(path, problem=problem)


def _data(found: TradeOff) -> dict[str, Any]:
    """Give a frontier as plain data, without the rotas."""
    return found.model_dump(mode="json", exclude={"points": {"__all__": {"rota"}}})


def _write(
    found: TradeOff, out: Path | None, rotas: Path | None, problem: RotaProblem
) -> None:
    from carerota.advice.trade_off.picture import draw
    from carerota.io import write_rota
    from carerota.io.atomic import write_text

    if rotas is not None:
        rotas.mkdir(parents=True, exist_ok=True)
        for i, point in enumerate(found.points, start=1):
            write_rota(point.rota, rotas / f"point-{i}.json", problem)
    if out is None:
        return
    if out.suffix.lower() == ".json":
        write_text(out, json.dumps(_data(found), indent=1) + "\n")
    else:
        draw(found, out)
    words.tell(f"written to {words.plain(out)}")


def _show(found: TradeOff) -> None:
    many = words.count(len(found.points), "rota")
    cover = words.cover(found.points[0].uncovered)
    words.say(f"{many} to choose from, {cover} in each; points on each axis:")
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("")
    for name in (*(a.name for a in found.axes), "all that is priced", "gap"):
        table.add_column(name, justify="right")
    table.add_column("dearer when it was found")
    for i, point in enumerate(found.points, start=1):
        dearer = [f"{a} {f} times" for a, f in point.factors.items() if f > 1]
        table.add_row(
            str(i),
            *(f"{point.values[a.name]:,.0f}" for a in found.axes),
            f"{point.points:,.0f}",
            "-" if point.gap is None else f"{point.gap:.1%}",
            ", ".join(dearer) or "the members' own prices",
        )
    words.console().print(table)
    words.say(
        f"{words.count(found.solves, 'solve')}; left out: {found.dominated} that "
        f"another one beats, {found.less_covered} that miss more"
    )
