"""What a coordinator reads when the rota is made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words
from carerota.cli.reports import points_of

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.cli.figures import Figures
    from carerota.model import Reason, RotaProblem, Uncovered, Visit
    from carerota.solving import SolveResult

__all__ = ["Outcome", "show"]

ENDINGS: Final = {
    "optimal": "proven: no rota is better",
    "feasible": "the budget is used up; a longer run may find a better one",
    "stopped": "stopped early; this is the best found until then",
}
WORTH_TELLING: Final = 0.5
"""Points from which on a rule is listed."""
MOST_LISTED: Final = 20


@dataclass(frozen=True)
class Outcome:
    """A solve, its figures and what they are compared with."""

    problem: RotaProblem
    result: SolveResult
    figures: Figures
    template: Figures | None
    path: Path


def show(outcome: Outcome) -> None:
    """Write the summary to standard output."""
    words.say()
    words.say(_title(outcome.problem))
    words.say()
    for name, text in _facts(outcome):
        words.say(f"{name:<12} {text}")
    _prices(outcome)
    _comparison(outcome)
    _uncovered(outcome)
    words.say(f"written to {words.plain(outcome.path)}")


def _title(problem: RotaProblem) -> str:
    first, last = problem.first_day, problem.last_day
    days = f"{first:%a} {first.day} {first:%b %Y}"
    if last != first:
        days += f" to {last:%a} {last.day} {last:%b %Y}"
    return (
        f"{words.plain(problem.name)}, {days}: "
        f"{words.count(len(problem.visits), 'visit')} to "
        f"{words.count(len(problem.clients), 'client')}, "
        f"{words.count(len(problem.workers), 'worker')}"
    )


def _facts(outcome: Outcome) -> list[tuple[str, str]]:
    f = outcome.figures
    facts = [
        ("Ending", _ending(outcome.result)),
        ("Cover", words.cover(f.report.uncovered)),
        ("Hours", _hours(f)),
        ("Continuity", _continuity(f)),
        ("Wishes", _wishes(f)),
        ("Fairness", _fairness(f)),
        ("Rules", _rules(f)),
    ]
    return [(name, text) for name, text in facts if text]


def _ending(result: SolveResult) -> str:
    text = f"{ENDINGS[result.status.value]} ({result.seconds:.0f} s"
    if result.moves:
        text += f", {words.count(result.moves, 'move')}"
    text += ")"
    if result.gap is not None and result.status != "optimal":
        text += f"; at most {result.gap:.1%} above the best possible"
    return text


def _hours(f: Figures) -> str:
    return (
        f"{f.hours.contact:,.1f} h with clients; {f.hours.travel:,.1f} h of travel "
        f"and access between visits; {f.hours.waiting:,.1f} h of waiting; "
        f"{f.hours.home:,.1f} h from and to home"
    )


def _continuity(f: Figures) -> str:
    return (
        f"{f.plain['carers_per_client']:.1f} carers a client; "
        f"{words.count(f.plain['new_faces'], 'face')} new to a client"
    )


def _wishes(f: Figures) -> str:
    client = words.percent(f.plain["client_wishes"])
    worker = words.percent(f.plain["worker_wishes"])
    parts = []
    if client:
        parts.append(f"{client} of visits by a carer whom the client prefers")
    if worker:
        parts.append(f"{worker} in an area that the worker prefers")
    return ", ".join(parts)


def _fairness(f: Figures) -> str:
    if not f.of_contract:
        return ""
    least = min(f.of_contract, key=lambda w: f.of_contract[w])
    most = max(f.of_contract, key=lambda w: f.of_contract[w])
    return (
        f"paid hours from {words.percent(f.of_contract[least])} "
        f"({words.plain(least)}) to {words.percent(f.of_contract[most])} "
        f"({words.plain(most)}) of the contract; "
        f"{words.count(f.working, 'worker')} on the rota"
    )


def _rules(f: Figures) -> str:
    kept = f.report.breaches == 0
    hard = "every hard rule is kept" if kept else "HARD RULES ARE BROKEN"
    return f"{hard}; what has a price adds up to {words.points(f.report.points)}"


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i == 0 else "right")
    return table


def _prices(outcome: Outcome) -> None:
    report = outcome.figures.report
    scores = [(points_of(score, report), score) for score in report.rules]
    listed = [pair for pair in scores if pair[0] >= WORTH_TELLING]
    if not listed:
        return
    table = _table("what has a price", "amount", "points")
    ticks = outcome.problem.ticks_per_minute
    for points, score in sorted(listed, key=lambda pair: -pair[0]):
        amount = words.amount(score.amount, score.unit, ticks)
        table.add_row(score.title, amount, f"{points:,.0f}")
    words.say()
    words.console().print(table)


def _comparison(outcome: Outcome) -> None:
    if outcome.template is None:
        return
    table = _table("beside the published rota", "published", "this one")
    before, now = outcome.template, outcome.figures
    for (name, old), (_, new) in zip(_rows(before), _rows(now), strict=True):
        table.add_row(name, old, new)
    words.say()
    words.console().print(table)
    words.say()


def _rows(f: Figures) -> list[tuple[str, str]]:
    def wishes(rule: str) -> str:
        unmet = f.amount(rule)
        return "-" if unmet is None else f"{unmet:,}"

    def share(key: str) -> str:
        return words.percent(f.plain.get(key, math.nan)) or "-"

    return [
        ("carers missing at visits", f"{f.uncovered:,}"),
        ("breaches of hard rules", f"{f.report.breaches:,}"),
        ("hours on the road between visits", f"{f.plain['travel_hours']:,.1f}"),
        ("hours from and to home", f"{f.plain['home_hours']:,.1f}"),
        ("carers a client", f"{f.plain['carers_per_client']:.2f}"),
        ("faces new to a client", f"{f.plain['new_faces']:,.0f}"),
        ("visits by a carer the client prefers", share("client_wishes")),
        ("visits in an area the worker prefers", share("worker_wishes")),
        ("clients' wishes not met", wishes("client_preferences")),
        ("workers' wishes not met", wishes("worker_preferences")),
        ("points", f"{f.report.points:,.0f}"),
    ]


def _uncovered(outcome: Outcome) -> None:
    """List who is missed, under the reason why, in order of time."""
    missing = outcome.result.rota.uncovered
    if not missing:
        return
    problem = outcome.problem
    visits = {visit.id: visit for visit in problem.visits}
    ranked = sorted(missing, key=lambda slot: visits[slot.visit].windows[0].start)
    by_reason: dict[str, list[Uncovered]] = {}
    for slot in ranked:
        by_reason.setdefault(_reason(slot.reason), []).append(slot)
    words.say(f"{words.count(len(missing), 'carer is', 'carers are')} missing:")
    for reason, slots in by_reason.items():
        words.say(f"  {reason}")
        for slot in slots[:MOST_LISTED]:
            words.say(f"    {_missed(visits[slot.visit], slot, problem)}")
        if len(slots) > MOST_LISTED:
            words.say(f"    … and {len(slots) - MOST_LISTED:,} more, all in the rota")
    words.say()


def _missed(visit: Visit, slot: Uncovered, problem: RotaProblem) -> str:
    start = visit.windows[0].start.astimezone(problem.clock.zone)
    which = _of_slots(slot, len(visit.slots))
    return (
        f"{words.day_and_time(start)}  {words.plain(visit.id)} "
        f"({visit.priority.value}{which})"
    )


def _of_slots(slot: Uncovered, slots: int) -> str:
    return f", carer {slot.slot + 1} of {slots}" if slots > 1 else ""


def _reason(reason: Reason | None) -> str:
    if reason is None:
        return "no reason is known"
    text = f"{reason.kind.value.replace('_', ' ')}"
    for names in (reason.rules, reason.visits):
        if names:
            text += f" ({', '.join(map(words.plain, names))})"
    return f"{text}: {words.plain(reason.text)}" if reason.text else text
