"""The stretches over which a client's different carers are counted.

A week is a calendar week cut to the horizon. Fortnights are counted back from the last
week of the horizon; where the first of them has only one week in the horizon, the
seven days before the horizon are its other half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from carerota.model import CarerWindow

if TYPE_CHECKING:
    from carerota.model import RotaProblem
    from carerota.units import Clock

__all__ = ["carer_periods"]


def carer_periods(problem: RotaProblem, clock: Clock) -> dict[str, Any]:
    """Give the arrays ``visit_period``, ``period_client``, ``period_at`` and
    ``period_met`` of :class:`carerota.compiled.problem.Compiled`.
    """  # noqa: D205
    week_of_day: list[int] = []
    for d in range(problem.days):
        monday = clock.date_of(d).weekday() == 0
        week_of_day.append(week_of_day[-1] + monday if week_of_day else 0)
    weeks = week_of_day[-1] + 1
    half = weeks % 2
    """1 where the first fortnight has only one week in the horizon."""

    at_of_week = {
        CarerWindow.WEEK: list(range(weeks)),
        CarerWindow.FORTNIGHT: [(k + half) // 2 for k in range(weeks)],
        CarerWindow.HORIZON: [0] * weeks,
    }
    first: dict[str, int] = {}
    client: list[int] = []
    at: list[int] = []
    for i, c in enumerate(problem.clients):
        first[c.id] = len(client)
        n = at_of_week[c.carers.window][-1] + 1
        client += [i] * n
        at += range(n)
    window = {c.id: c.carers.window for c in problem.clients}
    met = np.zeros((len(client), len(problem.workers)), dtype=np.int64)
    workers = {w.id: i for i, w in enumerate(problem.workers)}
    fortnightly = {c for c, w in window.items() if w == CarerWindow.FORTNIGHT}
    for past in problem.history.visits if half and fortnightly else ():
        if past.client not in fortnightly or past.worker not in workers:
            continue
        day = clock.index_of(past.start.astimezone(clock.zone).date())
        if -7 <= day < 0:
            met[first[past.client], workers[past.worker]] = 1
    period = [
        first[v.client]
        + at_of_week[window[v.client]][week_of_day[clock.index_of(v.day)]]
        for v in problem.visits
    ]
    return {
        "visit_period": np.array(period, dtype=np.int64),
        "period_client": np.array(client, dtype=np.int64),
        "period_at": np.array(at, dtype=np.int64),
        "period_met": met,
    }
