"""A worker's week and a client's week on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words
from carerota.units import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carerota.advice.explain.weeks import (
        ClientWeek,
        RuleTotal,
        WorkerDay,
        WorkerWeek,
    )

__all__ = ["show_client", "show_worker"]


def show_worker(week: WorkerWeek) -> None:
    """Write a worker's week to standard output."""
    words.say(f"{words.plain(week.worker)} {words.plain(week.name)}".rstrip())
    words.say(words.plain(week.text) + ".")
    for day in week.days:
        words.say()
        _day(day)
    _totals(week.broken, week.priced)
    if week.near:
        words.say("\nHow near it comes to the limits:")
    for line in week.near:
        words.say(f"  {words.plain(line)}")


def _day(day: WorkerDay) -> None:
    runs = ", ".join(f"{run.start:%H:%M}-{run.end:%H:%M}" for run in day.runs)
    words.say(
        f"{day.day:%a} {day.day.day} {day.day:%b}: {runs}; "
        f"{_minutes(day.paid_minutes)} paid, "
        f"{_minutes(day.travel_minutes + day.home_travel_minutes)} of travel, "
        f"{day.kilometres:.1f} km"
    )
    table = _table("start", "visit", "client", "why it is theirs")
    for visit in day.visits:
        table.add_row(
            f"{visit.start:%H:%M}",
            words.plain(visit.visit),
            words.plain(visit.client_name or visit.client),
            words.plain(visit.why.text),
        )
    words.console().print(table)


def show_client(week: ClientWeek) -> None:
    """Write a client's week to standard output."""
    words.say(f"{words.plain(week.client)} {words.plain(week.name)}".rstrip())
    words.say(words.plain(week.text) + ".")
    words.say()
    table = _table("when", "visit", "who comes", "why")
    for visit in week.visits:
        when = words.day_and_time(visit.start) if visit.start else "nobody comes"
        table.add_row(
            when,
            words.plain(visit.visit),
            words.plain(visit.worker_name or visit.worker or ""),
            words.plain(visit.why.text),
        )
    words.console().print(table)
    _totals(week.broken, week.priced)


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _totals(broken: Iterable[RuleTotal], priced: Iterable[RuleTotal]) -> None:
    for total in broken:
        words.say(f"\n{total.title} is broken:")
        for line in total.text:
            words.say(f"  - {words.plain(line)}")
    worth = [f"{x.title} {x.points:,.1f}" for x in priced if x.points]
    if worth:
        words.say(f"\nPoints: {', '.join(worth)}")


def _minutes(minutes: float) -> str:
    return in_words(round(minutes), 1)
