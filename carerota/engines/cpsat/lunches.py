"""Breaks in a model where lunch alone is a reason for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.rules.lunch_break import LunchBreak

if TYPE_CHECKING:
    from carerota.engines.cpsat.encoder import RotaModel

__all__ = ["only_lunches"]


def only_lunches(model: RotaModel) -> None:
    """Put in one lunch a day where one is due, and no break that no rule asks for.

    Else a break would be a way to make waiting disappear.
    """
    if not model.free_rests or "rest_break" in model.book:
        return
    rule = model.book["lunch_break"].rule
    if not isinstance(rule, LunchBreak):
        return
    for w, d in sorted(model.frame.days):
        due = 1 - int(model.compiled.no_lunch[w])
        rests = [x for x in rule.breaks(model, w, d) if not isinstance(x[0], int)]
        model.require(due - sum(rest for rest, _ in rests), 0)
        for rest, good in rests if due else ():
            model.require(good - rest, 0)
