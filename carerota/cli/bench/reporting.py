"""``carerota bench report``: the rows of a series beside the best known costs."""

from __future__ import annotations

import math
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import JsonOption
from carerota.errors import DataError, Issue, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carerota.io.benchmarks.rows import Row
    from carerota.io.benchmarks.standings import Conditions, SetStanding, Standing

__all__ = ["report"]

MARK = 8
"""Hex digits of a fingerprint that tell two instances of one name apart."""


def report(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="Rows of bench run, .jsonl.")
    ],
    best_known: Annotated[
        list[Path] | None,
        typer.Option(help="A table (.csv) of best known costs; may be repeated."),
    ] = None,
    plots: Annotated[
        Path | None,
        typer.Option(
            help="A folder for the performance profile and the time to target, against "
            "the best known costs or, without any, the best of the rows; needs pip "
            "install 'carerota[pictures]'."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the rows of a series with the best known costs.

    Rows on other terms (limit, threads) or by other versions stand in tables of their
    own. The gap is that of the median; a run without a whole solution is worse than any
    other, and an instance whose median has none counts as worse than known.
    """
    with guarded(as_json=as_json):
        from carerota.io.benchmarks.best_known import read_best_known
        from carerota.io.benchmarks.plots import can_draw
        from carerota.io.benchmarks.rows import distinct, read_rows
        from carerota.io.benchmarks.standings import overall, standings

        if plots is not None and not can_draw():
            raise MissingExtraError("matplotlib", "pictures")
        listed = read_rows(results)
        rows = distinct(listed)
        if len(rows) < len(listed):
            again = words.count(len(listed) - len(rows), "row")
            words.tell(f"{again} left out: the same run has one before it")
        known = read_best_known(best_known or [])
        found = standings(rows, known)
        sets = overall(found)
        # pictures first: where they fail, that is all there is on standard output
        if plots is not None:
            _draw(rows, known, plots)
        if as_json:
            instances = [_data(standing) for standing in found]
            document({"exit_code": 0, "instances": instances, "sets": _sets_data(sets)})
        else:
            _show(found, sets)


def _terms_data(conditions: Conditions) -> dict[str, Any]:
    return {
        "time_limit": conditions.time_limit,
        "moves_limit": conditions.moves,
        "threads": conditions.threads,
        "versions": dict(conditions.versions),
    }


def _data(s: Standing) -> dict[str, Any]:
    return {
        "set": s.set,
        "instance": s.instance,
        **_terms_data(s.conditions),
        "problem": s.problem,
        "policy": s.policy,
        "runs": s.runs,
        "failed": s.failed,
        "best": s.best,
        "median": s.median,
        "best_known": s.known,
        "gap": _finite(s.gap),
        "best_gap": _finite(s.best_gap),
        "bound": s.bound,
        "proven_gap": s.proven_gap,
        "seconds": s.seconds,
    }


def _sets_data(sets: Sequence[SetStanding]) -> list[dict[str, Any]]:
    return [
        {
            "set": s.set,
            **_terms_data(s.conditions),
            "instances": s.instances,
            "compared": s.compared,
            "mean_gap": _finite(s.mean),
            "worst_gap": _finite(s.worst),
            "better": s.better,
            "same": s.same,
            "worse": s.worse,
            "unsolved": s.unsolved,
            "failed": s.failed,
        }
        for s in sets
    ]


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _show(found: Sequence[Standing], sets: Sequence[SetStanding]) -> None:
    """Write a table and a line for each set, group by group."""
    from carerota.io.benchmarks.standings import titles

    said = titles(dict.fromkeys(s.conditions for s in found))
    for conditions, group in groupby(found, key=lambda s: s.conditions):
        words.say(f"{words.plain(said[conditions])}:")
        words.console().print(_table(list(group)))
        for s in sets:
            if s.conditions == conditions:
                words.say(_of_set(s))
        words.say()


def _table(found: Sequence[Standing]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("instance", overflow="fold")
    for column in ("runs", "best", "median", "best known", "gap", "best gap", "proven"):
        table.add_column(column, justify="right")
    alike = Counter((s.set, s.instance) for s in found)
    for s in found:
        runs = f"{s.runs}" if not s.failed else f"{s.runs} ({s.failed} failed)"
        name = f"{s.set}/{s.instance}"
        if alike[s.set, s.instance] > 1:
            name += f" (problem {s.problem[:MARK] or '?'}, policy {s.policy[:MARK]})"
        table.add_row(
            words.plain(name),
            runs,
            _cost(s.best),
            _cost(s.median),
            _cost(s.known),
            _gap(s.gap),
            _gap(s.best_gap),
            _gap(s.proven_gap),
        )
    return table


def _of_set(s: SetStanding) -> str:
    many = words.count(s.instances, "instance")
    text = f"{words.plain(s.set)}, {many}"
    if s.mean is not None:
        text += (
            f": mean gap {_gap(s.mean)} over {s.compared} of {many}, "
            f"worst {_gap(s.worst)}"
        )
    if s.compared or s.unsolved:
        text += (
            f"; {s.better} better than the best known, {s.same} the same, "
            f"{s.worse} worse"
        )
    if s.unsolved:
        text += f" ({s.unsolved} of them without a whole solution in the median)"
    if s.failed:
        text += f"; {words.count(s.failed, 'run')} without a whole solution"
    return text


def _cost(value: float | None) -> str:
    return "-" if value is None else f"{value:,.3f}"


def _gap(share: float | None) -> str:
    return "-" if share is None else f"{share:+.2%}"


def _draw(rows: list[Row], known: Mapping[str, float], folder: Path) -> None:
    from carerota.io.benchmarks.best_known import best_of, published
    from carerota.io.benchmarks.plots import draw

    target = published(known) if known else best_of(rows)
    called = "the best known cost" if known else "the best of these rows"
    without = sum(target(row) is None for row in rows)
    if without == len(rows):
        expected = f"rows of an instance that has {called}"
        raise DataError([Issue("--plots", "none", expected, code="nothing-to-draw")])
    if without:
        left = words.count(without, "row")
        words.tell(f"not drawn: {left} of instances without {called}")
    for path in draw(rows, target, folder, called=called):
        words.tell(f"drawn, against {called}: {words.plain(path)}")
