"""How an obstacle says its names, skills and mends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.diagnose.record import Mend, MendKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carerota.advice.diagnose.facts import Facts

__all__ = ["for_skills", "holding", "listed", "many", "more_workers", "widen"]

MOST_NAMED = 5


def listed(names: Sequence[str]) -> str:
    """Name a few in a sentence: ``a, b and 3 more``."""
    shown = list(names)
    if len(shown) > MOST_NAMED:
        shown = [*shown[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    if len(shown) == 1:
        return shown[0]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def many(number: int, one: str, more: str | None = None) -> str:
    """Write ``1 worker``, ``2 workers``."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def holding(skills: Sequence[str]) -> str:
    """Say which skills somebody holds, with a space before; nothing for none."""
    return f" who holds {listed(skills)}" if skills else ""


def for_skills(skills: Sequence[str]) -> str:
    """Say for which skills something is, with a space before; nothing for none."""
    return f" with {listed(skills)}" if skills else ""


def widen(facts: Facts, v: int, ticks: int) -> Mend:
    """Widen the window of a visit: to earlier, if the ticks are negative."""
    far = facts.words(abs(ticks))
    side = "earlier" if ticks < 0 else "later"
    return Mend(
        kind=MendKind.WIDEN_WINDOW,
        text=f"widen the window of {facts.visit(v)} by {far} ({side})",
        id=facts.visit(v),
        minutes=facts.minutes(ticks),
    )


def more_workers(
    facts: Facts, number: int, skills: Sequence[str], span: tuple[int, int]
) -> Mend:
    """Have more people, from one tick to another."""
    start, end = span
    who = many(number, "more worker")
    if skills:
        verb = "holds" if number == 1 else "hold"
        who += f" who {verb} {listed(skills)}"
    return Mend(
        kind=MendKind.MORE_WORKERS,
        text=f"{who} from {facts.at(start)} to {facts.at(end)[-5:]}",
        number=number,
        skills=tuple(skills),
        start=facts.moment(start),
        end=facts.moment(end),
    )
