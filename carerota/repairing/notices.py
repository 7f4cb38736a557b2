"""What the changes of a published rota cost for their short notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.repairing.changes import NoticeCost
from carerota.rules.base import Level, Unit

if TYPE_CHECKING:
    from carerota.model import RotaProblem
    from carerota.score import ScoreReport

__all__ = ["notice_costs"]

RULES = ("published_worker", "published_start")


def notice_costs(problem: RotaProblem, report: ScoreReport) -> tuple[NoticeCost, ...]:
    """Give what each change costs by the rules on what was published.

    Parameters
    ----------
    problem
        With what was published, and when it is changed, in its history.
    report
        Of the rota, by a policy in which these rules are priced.
    """
    clock, changed = problem.clock, problem.history.published_at
    now = clock.tick(changed) if changed is not None else 0
    visits = {v.id: v for v in problem.visits}
    hour = 60 * problem.ticks_per_minute
    found = []
    for name in RULES:
        if name not in report or report[name].mode != "priced":
            continue
        score = report[name]
        per_unit = score.price
        if score.unit is Unit.TICKS:
            per_unit /= problem.ticks_per_minute
        for key, amount in score.amounts.items():
            opens = min(clock.tick(w.start) for w in visits[key.id].windows)
            found.append(
                NoticeCost(
                    rule=name,
                    visit=key.id,
                    slot=key.at if key.level is Level.SLOT else 0,
                    notice_hours=round((opens - now) / hour, 2),
                    points=round(amount * per_unit, 3),
                    text=_text(name, amount, problem.ticks_per_minute),
                )
            )
    return tuple(sorted(found, key=lambda c: (c.notice_hours, c.visit, c.slot)))


def _text(name: str, amount: int, ticks_per_minute: int) -> str:
    if name == "published_worker":
        times = (
            "" if amount == 1 else f", {amount} times the price for so short a notice"
        )
        return f"another worker than published{times}"
    minutes = f"{amount / ticks_per_minute:.0f} min"
    return f"counts as {minutes} further from the time told than tolerated"
