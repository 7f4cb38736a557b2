"""``carerota compare``: two rotas side by side, what is other and for whom."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
)

if TYPE_CHECKING:
    from carerota.advice.compare import (
        Breach,
        Comparison,
        Share,
        VisitChange,
        VisitOfOne,
    )
    from carerota.model import RotaProblem

__all__ = ["compare"]

MOST_LISTED = 20
MOST_PEOPLE = 8
MOST_RULES = 3
"""Rules named for one person."""
FIGURES = {
    "uncovered": ("carers missing at visits", "{:,.0f}"),
    "breaches": ("breaches of hard rules", "{:,.0f}"),
    "travel_hours": ("hours on the road between visits", "{:,.1f}"),
    "home_hours": ("hours from and to home", "{:,.1f}"),
    "carers_per_client": ("carers a client", "{:.2f}"),
    "coc_mean": ("chance that two visits have the same carer", "{:.3f}"),
    "coc_worst_tenth": ("the same, of the tenth who have it worst", "{:.3f}"),
    "new_faces": ("faces new to a client", "{:,.0f}"),
    "usual_carer_share": ("share of visits by a usual carer", "{:.3f}"),
    "client_wishes_unmet_a_visit": ("clients' wishes not met a visit", "{:.3f}"),
    "worker_wishes_unmet_a_visit": ("workers' wishes not met a visit", "{:.3f}"),
    "points": ("points", "{:,.0f}"),
}

RotaA = Annotated[Path, typer.Argument(metavar="A", help="A rota, .json or .csv.")]
RotaB = Annotated[Path, typer.Argument(metavar="B", help="The other one.")]


def compare(
    problem: ProblemArgument,
    a: RotaA,
    b: RotaB,
    policy: PolicyOption = None,
    problem_of_b: Annotated[
        Path | None,
        typer.Option(
            metavar="PROBLEM",
            help="What B answers where it is another problem of the same days, such as "
            "what carerota repair wrote with --problem-out.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what is other in rota B than in rota A, for whom, and by how much.

    With --problem-of-b each rota is judged by its own problem: visits that only one of
    the two has are listed as cancelled or new, and nobody is missing at what is no
    longer wanted. The policy is that of PROBLEM for both.
    """
    with guarded(as_json=as_json):
        from carerota.advice.compare import compare as compared
        from carerota.io import read_problem, read_rota

        read = read_problem(problem)
        after = None if problem_of_b is None else read_problem(problem_of_b)
        found = compared(
            read,
            read_rota(a, problem=read),
            read_rota(b, problem=after or read),
            policy=policy_for(policy, read),
            problem_of_b=after,
        )
        if as_json:
            head = {"exit_code": 0, "same": found.same, "better": found.better}
            document(head | {"points": found.points} | found.model_dump(mode="json"))
        else:
            _show(found, read)
        raise typer.Exit(ExitCode.OK)


def _show(found: Comparison, problem: RotaProblem) -> None:
    words.say(_verdict(found))
    _tell_breaches("B", "A", found.broken)
    _tell_breaches("A", "B", found.mended)
    if found.same:
        return
    words.say()
    words.console().print(_figures(found))
    words.say()
    words.console().print(_rules(found, problem.ticks_per_minute))
    for title, kind, group in _parties(found):
        words.say(f"\n{title} ({len(group)}):")
        for share in group[:MOST_PEOPLE]:
            words.say(f"  {words.plain(share.id):<12} {_share(share, found)}")
        if len(group) > MOST_PEOPLE:
            words.say(f"  … and {len(group) - MOST_PEOPLE} more {kind}s")
    _tell_visits_of_one("cancelled visits, which only A's problem has", found.cancelled)
    _tell_visits_of_one("new visits, which only B's problem has", found.added)
    if found.visits:
        words.say(f"\nvisits that are not made as before ({len(found.visits)}):")
    for change in found.visits[:MOST_LISTED]:
        words.say(f"  {_visit(change, problem)}")
    if len(found.visits) > MOST_LISTED:
        more = len(found.visits) - MOST_LISTED
        words.say(f"  … and {more} more (--json lists them all)")


def _tell_visits_of_one(title: str, group: tuple[VisitOfOne, ...]) -> None:
    """List visits client by client, with who makes them."""
    if not group:
        return
    words.say(f"\n{title} ({len(group)}):")
    for client, visits in groupby(group[:MOST_LISTED], key=lambda v: v.client):
        words.say(f"  {words.plain(client)}")
        for visit in visits:
            when = visit.start
            shown = words.day_and_time(when) if when else f"{visit.day}, not made"
            carers = ", ".join(carer or "nobody" for carer in visit.carers)
            words.say(f"    {words.plain(f'{visit.visit}: {shown}, {carers}')}")
    if len(group) > MOST_LISTED:
        words.say(f"  … and {len(group) - MOST_LISTED} more (--json lists them all)")


def _tell_breaches(side: str, other: str, group: tuple[Breach, ...]) -> None:
    if not group:
        return
    words.say(f"\nhard rules that {side} breaks and {other} does not ({len(group)}):")
    for breach in group[:MOST_LISTED]:
        text = f"{breach.title}: {breach.text}"
        if breach.amount_before and breach.amount_after:
            text += f" ({other} breaks it by less)"
        words.say(f"  - {words.plain(text)}")
    if len(group) > MOST_LISTED:
        words.say(f"  … and {len(group) - MOST_LISTED} more (--json lists them all)")


def _verdict(found: Comparison) -> str:
    better = {"a": "A is better", "b": "B is better", None: "they are as good"}
    if found.same:
        same = "the two are the same: every visit by the same carer at the same time"
        if not (found.broken or found.mended):
            return same
        return f"{same}; yet they differ in breaks or runs, and {better[found.better]}"
    by = words.points(abs(found.points))
    of_one = "".join(
        f"{len(group)} {word}, "
        for word, group in (("cancelled", found.cancelled), ("new", found.added))
        if group
    )
    side = "dearer" if found.points > 0 else "cheaper"
    return (
        f"{better[found.better]}; B is {by} {side}, "
        f"{words.count(len(found.visits), 'visit')} made otherwise, {of_one}"
        f"{words.count(len(found.workers), 'worker')} with another week, "
        f"{words.count(len(found.clients), 'client')} with other faces or usual times"
    )


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i == 0 else "right")
    return table


def _figures(found: Comparison) -> Table:
    table = _table("in figures", "A", "B")
    for key, (title, form) in FIGURES.items():
        values = [f.get(key) for f in (found.figures_before, found.figures_after)]
        shown = ["-" if x is None else form.format(x) for x in values]
        table.add_row(title, *shown)
    return table


def _rules(found: Comparison, ticks_per_minute: int) -> Table:
    from carerota.rules.base import Unit

    table = _table("rule", "A", "B", "points")
    for rule in sorted(found.rules, key=lambda r: (r.mode != "hard", -abs(r.cost))):
        unit = Unit(rule.unit)
        amounts = [
            words.amount(n, unit, ticks_per_minute)
            for n in (rule.amount_before, rule.amount_after)
        ]
        points = (
            rule.mode if rule.mode == "hard" else f"{rule.cost / found.point:+,.1f}"
        )
        table.add_row(rule.title, *amounts, points)
    return table


def _parties(found: Comparison) -> list[tuple[str, str, tuple[Share, ...]]]:
    from carerota.advice.compare import PartyKind

    rows = []
    for kind in (PartyKind.CLIENT, PartyKind.WORKER):
        rows.append((f"worse for {kind.value}s", kind.value, found.worse_for(kind)))
        rows.append((f"better for {kind.value}s", kind.value, found.better_for(kind)))
    return [row for row in rows if row[2]]


def _share(share: Share, found: Comparison) -> str:
    from carerota.rules.book import RULES

    rules = sorted(share.by_rule.items(), key=lambda item: -abs(item[1]))
    named = [
        f"{RULES[rule].title} {cost / found.point:+,.1f}"
        for rule, cost in rules[:MOST_RULES]
    ]
    if len(rules) > MOST_RULES:
        named.append("…")
    text = f"{share.cost / found.point:+9,.1f} points"
    if share.broken:
        side = "more" if share.broken > 0 else "fewer"
        breaches = words.count(abs(share.broken), "breach", "breaches")
        text += f", {breaches} {side} of hard rules"
    if share.missed:
        side = "more" if share.missed > 0 else "fewer"
        text += f", {words.count(abs(share.missed), 'carer')} {side} missing"
    return f"{text}: {', '.join(named)}" if named else text


def _visit(change: VisitChange, problem: RotaProblem) -> str:
    zone = problem.clock.zone
    who = [change.worker_before or "nobody", change.worker_after or "nobody"]
    before, after = (
        t.astimezone(zone) if t else None
        for t in (change.start_before, change.start_after)
    )
    times = [
        words.day_and_time(t, other) if t else "not made"
        for t, other in ((before, after), (after, before))
    ]
    carer = f", carer {change.slot + 1}" if change.slot else ""
    by = words.plain(who[0]) if who[0] == who[1] else " → ".join(map(words.plain, who))
    when = times[0] if times[0] == times[1] else f"{times[0]} → {times[1].split()[-1]}"
    if before is None or after is None:
        when = times[0] if before else times[1]
    return f"{words.plain(change.visit)}{carer}: {when}, {by}"
