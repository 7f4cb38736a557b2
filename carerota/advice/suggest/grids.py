"""What could be done of an order as the rota stands: the grids teams are made of."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.advice.suggest.teams import NOWHERE, Grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from carerota.advice.suggest.openings import Opening, Openings
    from carerota.advice.suggest.prices import Prices
    from carerota.advice.trial.trial import Trial

__all__ = ["STEP_MINUTES", "grids"]

STEP_MINUTES: Final = 15
KEPT_MINUTES: Final = 15
"""How far a start may lie from the time that is kept."""
A_DAY: Final = 24 * 60
REARRANGED: Final = 45.0
"""Points that it is guessed to cost where others have to give way."""


def grids(
    trial: Trial,
    kinds: dict[str, list[int]],
    openings: Openings,
    prices: Prices,
    allowed: Mapping[int, NDArray[np.bool_]],
    *,
    rearrange: bool,
) -> list[Grid]:
    """Give the grid of each kind of visit.

    Parameters
    ----------
    trial
        The rota with the order in the problem.
    kinds
        By name, the visits of a kind that are to be made.
    openings, prices
        Where visits fit, and what that is likely to cost.
    allowed
        By slot of the order, (W,) no hard rule on pairs speaks against it.
    rearrange
        Whether a worker's day counts where the visit fits only if others move.
    """
    return [
        _grid(trial, name, visits, openings, prices, allowed, rearrange)
        for name, visits in kinds.items()
    ]


def _grid(
    trial: Trial,
    name: str,
    visits: list[int],
    openings: Openings,
    prices: Prices,
    allowed: Mapping[int, NDArray[np.bool_]],
    rearrange: bool,
) -> Grid:
    c = trial.compiled
    times = _times(trial, visits)
    targets = [[_tick(trial, v, minute) for v in visits] for minute in times]
    shape = (len(times), c.n_workers, len(visits))
    cost = np.full(shape, NOWHERE)
    starts = np.zeros(shape, dtype=np.int64)
    near = KEPT_MINUTES * c.problem.ticks_per_minute
    for d, v in enumerate(visits):
        slots = list(c.slots(v))
        pair = prices.of_pair(slots[0])
        for w in np.flatnonzero(np.any([allowed[s] for s in slots], axis=0)).tolist():
            open_ = [(o, prices.of_way(o)) for o in openings.of(w, v)]
            spare = rearrange and openings.roads.available(w, v)
            if not open_ and not spare:
                continue
            for t, row in enumerate(targets):
                best = _best(open_, row[d], near)
                if best is not None:
                    start, way = best
                    starts[t, w, d] = start
                    cost[t, w, d] = pair[w] + way + prices.of_start(v, start)
                elif spare:
                    starts[t, w, d] = row[d]
                    guess = prices.of_start(v, row[d]) + REARRANGED
                    cost[t, w, d] = pair[w] + guess
    carers = len(c.slots(visits[0]))
    return Grid(name, visits, carers, times, cost, starts, np.array(targets))


def _best(
    openings: list[tuple[Opening, float]], target: int, near: int
) -> tuple[int, float] | None:
    """Give the start nearest to a time, in the opening with the least way."""
    found = None
    for opening, way in openings:
        start = min(max(target, opening.first), opening.last)
        away = abs(start - target)
        if away <= near and (found is None or (way, away) < found[:2]):
            found = way, away, start
    return None if found is None else (found[2], found[0])


def _times(trial: Trial, visits: list[int]) -> list[int]:
    """Give the minutes of the wall clock in the windows, a quarter of an hour apart."""
    c = trial.compiled
    found: set[int] = set()
    for v in visits[:1] + visits[-1:]:
        for window in c.problem.visits[v].windows:
            zone = c.clock.zone
            start, end = window.start.astimezone(zone), window.end.astimezone(zone)
            first = start.hour * 60 + start.minute
            last = end.hour * 60 + end.minute
            last += A_DAY if end.date() > start.date() else 0
            found |= set(range(first, last + 1, STEP_MINUTES)) | {first, last}
        for wish in c.problem.visits[v].preferred, *c.problem.visits[v].also_preferred:
            if wish is not None:
                near = wish.start.astimezone(c.clock.zone)
                found.add(near.hour * 60 + near.minute)
    return sorted(found)


def _tick(trial: Trial, v: int, minute: int) -> int:
    """Give the tick at which the wall clock shows a minute on the day of a visit."""
    clock, day = trial.compiled.clock, int(trial.compiled.visit_day[v])
    over, rest = divmod(minute, A_DAY)
    return clock.tick(clock.local(clock.date_of(day + over), time(*divmod(rest, 60))))
