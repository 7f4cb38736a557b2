"""``carerota store actuals``: what really happened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from carerota.cli import words
from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import JsonOption
from carerota.cli.store.inputs import (
    ByOption,
    CoOpOption,
    StoreArgument,
    opened,
    the_co_op,
)
from carerota.errors import DataError, Issue

__all__ = ["actuals"]


def actuals(
    store: StoreArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A .csv file: day, visit, slot, worker, start, end, missed.",
        ),
    ],
    by: ByOption,
    co_op: CoOpOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record who really came when to published visits, and which were missed.

    All of the file or, where anything in it is wrong, nothing.
    """
    with guarded(as_json=as_json), opened(store) as kept:
        from carerota.io.actuals_csv import placed_actuals

        name = the_co_op(kept, co_op)
        last = kept.versions(name, newest=1)
        if not last:
            expected = "a co-op with a published rota"
            raise DataError(
                [
                    Issue(
                        "--co-op", words.plain(name), expected, code="nothing-published"
                    )
                ]
            )
        clock = kept.problem(last[0].problem).clock
        found, placed = placed_actuals(file, clock)
        try:
            kept.record_actuals(name, found, by=by)
        except DataError as error:
            issues = [placed(issue) for issue in error.issues]
            raise DataError(issues, source=str(file)) from None
        missed = sum(actual.missed for actual in found)
        if as_json:
            code = int(ExitCode.OK)
            document({"exit_code": code, "recorded": len(found), "missed": missed})
        else:
            words.say(
                f"{words.count(len(found), 'visit')} recorded, {missed} of them missed"
            )
