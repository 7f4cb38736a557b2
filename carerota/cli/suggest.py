"""``carerota suggest``: who could take on a new order, when, and at what cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.advice.suggest import Suggestion, Suggestions
    from carerota.model import CarePackage, Client, Place, Policy, RotaProblem, Visit

__all__ = ["suggest"]

MOST_PEOPLE = 6
MOST_REASONS = 5
ORDERS = ("package", "visit")


def suggest(
    problem: ProblemArgument,
    rota: Annotated[
        Path, typer.Argument(metavar="ROTA", help="The rota as it is, .json or .csv.")
    ],
    package: Annotated[
        Path,
        typer.Option(
            help="A .json file with a care package or a visit; or with "
            '{"package" or "visit": ..., "client": ..., "place": ...} for somebody new.'
        ),
    ],
    k: Annotated[int, typer.Option("--k", min=1, help="How many suggestions.")] = 3,
    rearrange: Annotated[
        bool,
        typer.Option(
            "--rearrange",
            help="Suggest too, after the sets in which nothing moves, better ones in "
            "which present visits start at another time.",
        ),
    ] = False,
    policy: PolicyOption = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where the rota with the first suggestion goes."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Suggest times and workers for a new care package, or for one visit.

    Nobody's present visits change hands, and without --rearrange none moves. With it,
    sets in which none moves come first, where there are any; then those that leave
    fewer uncovered or cost less than all of them. These have half of the --k places,
    rounded down, and those that are left over. Each suggestion tells exactly what it
    costs, and whom.
    """
    with guarded(as_json=as_json):
        from carerota.advice.suggest import suggest as suggested
        from carerota.advice.suggest import with_order
        from carerota.io import read_problem, read_rota

        if out is not None:
            refuse_unwritable(out)
        read = read_problem(problem)
        chosen = policy_for(policy, read)
        order, client, place = read_order(package)
        found = suggested(
            read,
            read_rota(rota, problem=read),
            order,
            k,
            rearrange=rearrange,
            client=client,
            place=place,
            policy=chosen,
        )
        if out is not None and found.suggestions:
            _write(found, out, read, order, client, place)
        whole = any(not s.uncovered for s in found.suggestions)
        code = ExitCode.OK if whole else ExitCode.UNCOVERED
        if as_json:
            document({"exit_code": int(code)} | _data(found))
        else:
            _show(found)
            if not whole:
                extended = with_order(read, order, client=client, place=place)
                _show_why(found, extended, chosen)
        raise typer.Exit(code)


def read_order(
    path: Path,
) -> tuple[CarePackage | Visit, Client | None, Place | None]:
    """Read an order, with the client and the place where they are new.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    from carerota.io.issues import validated
    from carerota.io.json_files import parse_json
    from carerota.io.sources import read_text
    from carerota.model import CarePackage, Client, Place, Visit

    source = str(path)
    data: Any = parse_json(read_text(path), source)
    if not isinstance(data, dict):
        issue = Issue("(file)", type(data).__name__, "a care package or a visit")
        raise DataError([issue], source=source)
    if not any(name in data for name in ORDERS):
        if not any(name in data for name in ("visits", "windows")):
            expected = "a care package (it has visits) or a visit (it has windows)"
            found = f"neither visits nor windows among its {len(data)} fields"
            raise DataError([Issue("(file)", found, expected)], source=source)
        data = {"package" if "visits" in data else "visit": data}
    kinds: dict[str, Any] = {
        "package": CarePackage,
        "visit": Visit,
        "client": Client,
        "place": Place,
    }
    issues = [
        Issue(name, name, f"one of {', '.join(kinds)}", code="unknown-field")
        for name in data
        if name not in kinds
    ]
    if all(name in data for name in ORDERS):
        issues.append(Issue("visit", "a package as well", "one of the two"))
    if issues:
        raise DataError(issues, source=source)
    read: dict[str, Any] = {
        name: validated(kinds[name], value, source=f"{source}, {name}")
        for name, value in data.items()
    }
    order = read.get("package") or read["visit"]
    return order, read.get("client"), read.get("place")


def _write(
    found: Suggestions,
    out: Path,
    problem: RotaProblem,
    order: CarePackage | Visit,
    client: Client | None,
    place: Place | None,
) -> None:
    from carerota.advice.suggest import with_order
    from carerota.io import write_rota

    extended = with_order(problem, order, client=client, place=place)
    write_rota(found.suggestions[0].rota, out, extended)
    words.tell(f"written to {words.plain(out)}; it answers the problem with the order")


def _data(found: Suggestions) -> dict[str, Any]:
    """Give suggestions as plain data, without the rotas."""
    return found.model_dump(mode="json", exclude={"suggestions": {"__all__": {"rota"}}})


def _show(found: Suggestions) -> None:
    asked = words.count(found.slots, "carer")
    if not found.suggestions:
        words.say(f"nobody can make any of {words.plain(found.order)} ({asked} wanted)")
        return
    words.say(f"{words.plain(found.order)}: {asked} wanted")
    for i, one in enumerate(found.suggestions, start=1):
        words.say(f"\n{i}. {_headline(one)}")
        for name, text in _facts(one):
            words.say(f"   {name:<11} {text}")


def _show_why(found: Suggestions, extended: RotaProblem, policy: Policy) -> None:
    """Tell what is in the way of the order in every rota, where that is proven."""
    from carerota.advice.diagnose import Severity, diagnose

    ours = {v.id for v in extended.visits if found.order in (v.id, v.package)}
    proven = [
        o
        for o in diagnose(extended, policy=policy).obstacles
        if o.severity is not Severity.WARNING and ours.intersection(o.visits)
    ]
    if not proven:
        words.say(
            "\nas this rota stands there is no room for what is missing; that "
            "another rota has none either is not proven"
        )
        return
    words.say("\nin the way, in every rota:")
    for obstacle in proven[:MOST_REASONS]:
        words.say(f"  - {words.plain(obstacle.text)}")
        words.say(f"    mend: {words.plain(obstacle.mend.text)}")
    if len(proven) > MOST_REASONS:
        words.say(f"  … and {len(proven) - MOST_REASONS} more of the kind")


def _headline(one: Suggestion) -> str:
    made = words.count(len(one.visits), "carer")
    missing = sum(one.uncovered.values())
    cover = "all covered" if not missing else f"{missing} NOT COVERED"
    disturbed = "nothing moves"
    if one.moved:
        disturbed = f"{words.count(len(one.moved), 'present visit')} moved"
    return f"{made} found, {cover}; {one.points:+,.0f} points; {disturbed}"


def _told(cost: int, one: Suggestion) -> str:
    """Write a cost in points; nothing for what is less than half a point."""
    points = round(cost / one.point)
    return f"{points:+,}" if points else ""


def _facts(one: Suggestion) -> list[tuple[str, str]]:
    from carerota.rules.book import RULES

    counts = {w: sum(v.worker == w for v in one.visits) for w in one.workers}
    who = ", ".join(f"{words.plain(w)} ({n})" for w, n in counts.items())
    when = ", ".join(
        f"{words.plain(k.name)} {k.start}"
        + (f" ± {k.spread_minutes:g} min" if k.spread_minutes else "")
        for k in one.times
    )
    cost = ", ".join(
        f"{RULES[rule].title} {points}"
        for rule, cost in one.by_rule.items()
        if (points := _told(cost, one))
    )
    felt = ", ".join(
        f"{words.plain(s.id) or 'the co-op'} {points}"
        for s in one.felt[:MOST_PEOPLE]
        if (points := _told(s.cost, one))
    )
    missed = ", ".join(words.plain(v) for v in one.uncovered)
    facts = [("who", who), ("when", when), ("costs", cost), ("felt by", felt)]
    return [(name, text) for name, text in [*facts, ("missing", missed)] if text]
