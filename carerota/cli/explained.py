"""An explanation of a visit on a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words
from carerota.units import times_apart

if TYPE_CHECKING:
    from carerota.advice.explain.records import (
        Explanation,
        RuleChange,
        SlotExplanation,
        WorkerOption,
    )
    from carerota.model import RotaProblem

__all__ = ["show"]

STATUS: Final = {
    "holds": "makes it",
    "possible": "could",
    "blocked": "cannot",
    "not_available": "cannot",
}


def show(explanation: Explanation, problem: RotaProblem) -> None:
    """Write an explanation to standard output."""
    e = explanation
    day = f"{e.day:%a} {e.day.day} {e.day:%b}"
    words.say(f"{words.plain(e.visit)}: {day}, {e.minutes:g} min, {e.client}")
    for slot in e.slots:
        words.say()
        words.say(words.plain(slot.text) + ".")
        if len(slot.options) == 1:
            _one(slot.options[0], problem)
        else:
            _all(slot)
    words.say()
    words.say(e.baseline)


def _all(slot: SlotExplanation) -> None:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("worker")
    table.add_column("")
    table.add_column("start")
    table.add_column("points", justify="right")
    table.add_column("why", overflow="fold")
    for option in slot.options:
        start = slot.start if option.worker == slot.holder else option.start
        table.add_row(
            words.plain(option.worker),
            STATUS[option.status.value],
            f"{start:%H:%M}" if start and option.status != "blocked" else "",
            _points(option),
            words.plain(_why(option)),
        )
    words.console().print(table)
    counts = (slot.others_possible, "could"), (slot.others_not_available, "could not")
    if any(n for n, _ in counts):
        told = [f"{words.count(n, 'other')} {does}" for n, does in counts if n]
        words.say(", ".join(told))


def _points(option: WorkerOption) -> str:
    if option.points is None or option.status == "blocked":
        return ""
    return f"{option.points:+,.1f}"


def _why(option: WorkerOption) -> str:
    """Leave out of the sentence what the other columns say."""
    text = option.text
    for head in (
        f"{option.worker} cannot take it; with it, ",
        "you cannot take it; with it, ",
    ):
        text = text.removeprefix(head)
    return text


def _one(option: WorkerOption, problem: RotaProblem) -> None:
    words.say(words.plain(option.text) + ".")
    if option.changes:
        words.say()
        words.console().print(_changes(option, problem.ticks_per_minute))
    for move in option.moved:
        after = words.day_and_time(move.after, move.before)
        before = times_apart(move.before, move.after)[0]
        words.say(
            f"  {words.plain(move.visit)} would start {after} instead of {before}"
        )


def _changes(option: WorkerOption, tpm: int) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("rule")
    table.add_column("where")
    table.add_column("now", justify="right")
    table.add_column("then", justify="right")
    table.add_column("points", justify="right")
    for title, rows in groupby(option.changes, key=lambda row: row.title):
        for i, row in enumerate(rows):
            table.add_row(
                "" if i else title,
                words.plain(row.where),
                words.amount(row.before, row.unit, tpm),
                words.amount(row.after, row.unit, tpm),
                _worth(row),
            )
    if option.points is not None:
        table.add_row("in all", "", "", "", f"{option.points:+,.1f}")
    return table


def _worth(row: RuleChange) -> str:
    if row.mode == "hard":
        return "broken" if row.after > row.before else "mended"
    return f"{row.points:+,.1f}"
