"""Which of the sets that were found are suggested, and in which order."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from carerota.advice.suggest.grids import STEP_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from carerota.advice.suggest.record import Suggestion

    Ranked = tuple[tuple[int, ...], Suggestion]

__all__ = ["chosen"]


def chosen(found: Iterable[Ranked], k: int) -> tuple[Suggestion, ...]:
    """Give the sets to suggest: first where nothing moves, then the re-arranged.

    A re-arranged set is there for what it saves: it has to leave fewer uncovered, or
    cost less, than every set in which nothing moves. Of the places it has half, rounded
    down, and those for which there is no set in which nothing moves.

    Parameters
    ----------
    found
        Sets with what they are ranked by: the uncovered, the cost, the faces.
    k
        How many to suggest, at most.
    """
    ranked = sorted(found, key=lambda x: x[0])
    still = [x for x in ranked if not x[1].moved]
    least = min((_price(x) for x in still), default=None)
    moving = [x for x in ranked if x[1].moved and (least is None or _price(x) < least)]
    one, one_near = _different(still)
    two, two_near = _different(moving)
    n_two = min(len(two), max(k // 2 if one else k, k - len(one)))
    one, two = one[: k - n_two], two[:n_two]
    one += one_near[: k - len(one) - len(two)]
    two += two_near[: k - len(one) - len(two)]
    return (*one, *two)


def _price(x: Ranked) -> tuple[int, ...]:
    """Give what a set leaves uncovered and costs, whoever comes."""
    return x[0][:-1]


def _different(found: Iterable[Ranked]) -> tuple[list[Suggestion], list[Suggestion]]:
    """Leave out sets that say the same as a better one, and set apart the near ones."""
    kept: list[Suggestion] = []
    near: list[Suggestion] = []
    for _, told in found:
        if any(told.visits == other.visits for other in (*kept, *near)):
            continue
        (near if any(_alike(told, other) for other in kept) else kept).append(told)
    return kept, near


def _alike(one: Suggestion, other: Suggestion) -> bool:
    """Tell whether the same workers come at nearly the same times."""
    made = [{(v.visit, v.slot): v for v in x.visits} for x in (one, other)]
    if made[0].keys() != made[1].keys():
        return False
    pairs = [(v, made[1][key]) for key, v in made[0].items()]
    return all(a.worker == b.worker and _near(a.start, b.start) for a, b in pairs)


def _near(one: datetime, other: datetime) -> bool:
    apart = abs(one.astimezone(UTC) - other.astimezone(UTC))
    return apart < timedelta(minutes=STEP_MINUTES)
