"""Explanations in sentences, written from what the reader is left with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.advice.explain.records import (
    Audience,
    Explanation,
    OptionStatus,
    SlotExplanation,
    WorkerOption,
)
from carerota.units import times_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from carerota.advice.explain.records import BreakChange, Fact, RuleChange

__all__ = ["BASELINE", "told"]

BASELINE: Final = (
    "Changes are told against the rota as it was given, at its own times. Whoever "
    "takes the visit has the rest of their day re-arranged as well as could be found: "
    "starts, ways home and breaks; nobody else's day changes but for losing the visit."
)
MOST: Final = 3


def told(explanation: Explanation, *, alone: bool = False) -> Explanation:
    """Write the texts of an explanation.

    Parameters
    ----------
    explanation
        What the reader is left with.
    alone
        Whether one worker only was asked about: nothing is said of all the others.
    """
    slots = tuple(_slot(x, explanation, alone) for x in explanation.slots)
    return explanation.model_copy(update={"slots": slots, "baseline": BASELINE})


def _slot(slot: SlotExplanation, e: Explanation, alone: bool) -> SlotExplanation:
    others = {x.holder for x in e.slots if x.slot != slot.slot}
    options = tuple(
        x.model_copy(update={"text": _option(x, slot, e, also=x.worker in others)})
        for x in slot.options
    )
    text = _head(slot, e) if alone else _of_slot(slot, options, e)
    return slot.model_copy(update={"options": options, "text": text})


def _head(slot: SlotExplanation, e: Explanation) -> str:
    part = f"carer {slot.slot + 1} of {len(e.slots)}: " if len(e.slots) > 1 else ""
    if slot.holder is None:
        return f"{part}nobody makes it"
    if slot.holder == e.reader:
        return f"{part}you make it"
    text = f"{part}{slot.holder} makes it"
    lost = slot.left_out.breaks if slot.left_out else ()
    return "; ".join([text, *(f"without it {_break(x)}" for x in lost)])


def _of_slot(
    slot: SlotExplanation, options: Iterable[WorkerOption], e: Explanation
) -> str:
    head = _head(slot, e)
    possible = [x for x in options if x.status is OptionStatus.POSSIBLE]
    n = len(possible) + slot.others_possible
    if n == 0:
        return f"{head}; nobody else could without breaking a rule"
    if e.audience is not Audience.COORDINATOR or possible[0].points is None:
        return f"{head}; {n} other{'' if n == 1 else 's'} could"
    return f"{head}; {n} could; the best is {possible[0].worker}, {_cost(possible[0])}"


def _option(
    option: WorkerOption, slot: SlotExplanation, e: Explanation, *, also: bool
) -> str:
    """Say what holds of a worker; ``also``: they are another carer of the visit."""
    who = "you" if option.worker == e.reader else option.worker
    if also and option.status in (OptionStatus.BLOCKED, OptionStatus.NOT_AVAILABLE):
        verb = "are" if who == "you" else "is"
        return f"{who} {verb} another carer of this visit already"
    match option.status:
        case OptionStatus.HOLDS:
            return _holds(option, who, slot)
        case OptionStatus.POSSIBLE:
            return _possible(option, who)
        case OptionStatus.BLOCKED:
            return f"{who} cannot take it; with it, {_broken(option.facts)}"
        case OptionStatus.NOT_AVAILABLE:
            if who == "you":
                return (
                    "you are not available to us for this visit; the office may be "
                    "able to say more"
                )
            return f"{who} is not available to us for this visit"


def _holds(option: WorkerOption, who: str, slot: SlotExplanation) -> str:
    text = f"{who} make it" if who == "you" else f"{who} makes it"
    better = None
    if option.points is not None and option.changes:
        better = f"the rota would be {_cost(option)}"
    elif option.verdict == "better":
        better = "the rota as a whole would be better"
    if better is None:
        return text
    told = [f"{text}; with the day re-arranged {better}"]
    if option.start is not None and slot.start is not None:
        was, now = times_apart(slot.start, option.start)
        told += [f"it would start {now} instead of {was}"] if was != now else []
    return "; ".join([*told, *_rearranged(option, who)])


def _possible(option: WorkerOption, who: str) -> str:
    text = f"{who} could take it"
    if option.points is not None:
        text += f": {_cost(option)}"
        why = _why(option.changes)
        text += f" ({why})" if why else ""
    elif option.verdict is not None:
        as_good = {"equal": "as good", "better": "better", "worse": "worse"}
        text += f"; the rota as a whole would be {as_good[option.verdict]}"
    return "; ".join([text, *_rearranged(option, who)])


def _rearranged(option: WorkerOption, who: str) -> Iterator[str]:
    """Say how the rest of the day would be another, as far as the reader may know."""
    if option.moved:
        n = len(option.moved)
        yield f"{n} other visit{'' if n == 1 else 's'} of the day would move"
    go, no_more = "goes home", "no longer goes home"
    if who == "you":
        go, no_more = "you go home", "you no longer go home"
    for run in option.runs:
        yield f"{go if run.home else no_more} between {run.first} and {run.second}"
    yield from (_break(x) for x in option.breaks)


def _break(change: BreakChange) -> str:
    """Say what becomes of a break: ``break 20:38-20:58``."""
    x = change
    start_was, start_now = _times(x.start_before, x.start_after)
    end_was, end_now = _times(x.end_before, x.end_after)
    if x.start_before is None:
        return f"break {start_now}-{end_now}"
    if x.start_after is None:
        return f"no break {start_was}-{end_was}"
    return f"break {start_now}-{end_now} instead of {start_was}-{end_was}"


def _times(before: datetime | None, after: datetime | None) -> tuple[str, str]:
    """Write two times, of which one may be missing, so that they can be told apart."""
    one, other = before or after, after or before
    return ("", "") if one is None or other is None else times_apart(one, other)


def _broken(facts: Iterable[Fact]) -> str:
    """Say what would be broken, each rule once for each whom it is about."""
    first: dict[tuple[str, str], str] = {}
    more: dict[tuple[str, str], int] = {}
    for fact in facts:
        key = fact.rule, fact.id
        more[key] = more.get(key, -1) + 1
        first.setdefault(key, f"{fact.text} ({fact.title})")
    return "; ".join(
        text + (f" and {more[key]} more of the kind" if more[key] else "")
        for key, text in first.items()
    )


def _cost(option: WorkerOption) -> str:
    """Say what an option costs the rota as a whole."""
    parts = []
    fewer = -sum(option.uncovered.values())
    if fewer:
        n = abs(fewer)
        what = "fewer" if fewer > 0 else "more"
        parts.append(f"{n} {what} uncovered")
    points = round(option.points or 0, 1)
    if points > 0:
        parts.append(f"worse by {points:,g} points")
    elif points < 0:
        parts.append(f"better by {-points:,g} points")
    return " and ".join(parts) or "as good"


def _why(changes: Iterable[RuleChange]) -> str:
    """Name the rules that weigh most."""
    by_rule: dict[str, float] = {}
    for change in changes:
        by_rule[change.title] = by_rule.get(change.title, 0) + change.points
    heavy = sorted(by_rule.items(), key=lambda x: (-abs(x[1]), x[0]))[:MOST]
    return ", ".join(f"{title} {n:+,.1f}" for title, n in heavy if round(n, 1))
