"""Which few workers could make an order between them, and at which times of the day.

For each kind of visit, each time of the day and each worker it is known on which days
the worker could come then, and what that is likely to cost. A team is worth what its
best times cost; teams grow by whom most is gained with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["NOWHERE", "Grid", "Team", "teams"]

NOWHERE: Final = 1e6
"""Cost of a visit that nobody of the team can make then."""
LARGEST: Final = 6
MOST_ABLE: Final = 20
"""Workers among whom teams are looked for: those who could do most alone."""
SEEDS: Final = 3
"""Workers around whom teams are grown."""


@dataclass(frozen=True)
class Grid:
    """The visits of one kind: costs by time of the day, worker and day."""

    name: str
    visits: list[int]
    """Compiled visits, one a day at most."""
    carers: int
    """Slots of each."""
    times: list[int]
    """Minutes of the wall clock that are tried."""
    cost: Floats
    """(T, W, D) likely points; :data:`NOWHERE` where it does not fit."""
    starts: NDArray[np.int64]
    """(T, W, D) the start in ticks."""
    targets: NDArray[np.int64]
    """(T, D) the tick at which the clock shows each time on each day."""


@dataclass(frozen=True)
class Team:
    """Workers, and for each kind the time that suits them best."""

    workers: tuple[int, ...]
    times: tuple[int, ...]
    """By kind, an index into its times."""
    worth: float


def teams(grids: list[Grid], faces: Floats) -> list[Team]:
    """Give different teams, the likeliest to be good first.

    Parameters
    ----------
    grids
        The kinds of visits.
    faces
        (W,) what it costs that a worker comes at all.
    """
    able = np.flatnonzero(
        sum((g.cost < NOWHERE).any(axis=(0, 2)).astype(int) for g in grids)
    ).tolist()
    alone = sorted((_team(grids, faces, (w,)) for w in able), key=lambda t: t.worth)
    able = [w for team in alone[:MOST_ABLE] for w in team.workers]
    found: dict[tuple[int, ...], Team] = {}
    for seed in alone[:SEEDS]:
        for team in _grown(grids, faces, able, seed):
            found.setdefault(tuple(sorted(team.workers)), team)
    found |= {t.workers: t for t in alone if t.workers not in found}
    return sorted(found.values(), key=lambda t: (t.worth, t.workers))


def _grown(grids: list[Grid], faces: Floats, able: list[int], team: Team) -> list[Team]:
    """Let a team grow while it gets better; every step of it is a team."""
    steps = [team]
    while len(team.workers) < LARGEST:
        more = [
            _team(grids, faces, (*team.workers, w))
            for w in able
            if w not in team.workers
        ]
        best = min(more, key=lambda t: t.worth, default=None)
        if best is None or best.worth >= team.worth:
            break
        team = _without_idle(grids, faces, best)
        steps.append(team)
    return steps[-2:]


def _without_idle(grids: list[Grid], faces: Floats, team: Team) -> Team:
    """Leave out whoever is not missed any more."""
    for w in team.workers:
        rest = tuple(x for x in team.workers if x != w)
        fewer = _team(grids, faces, rest) if rest else team
        if fewer.worth < team.worth:
            return _without_idle(grids, faces, fewer)
    return team


def _team(grids: list[Grid], faces: Floats, workers: tuple[int, ...]) -> Team:
    """Give the best times of a team, and what they are worth."""
    times, worth = [], float(faces[list(workers)].sum())
    for grid in grids:
        cost = grid.cost[:, list(workers), :]
        if grid.carers == 1:
            by_day = cost.min(axis=1)
        else:
            cheapest = np.sort(cost, axis=1)[:, : grid.carers]
            missing = grid.carers - cheapest.shape[1]
            by_day = cheapest.sum(axis=1) + NOWHERE * missing
        by_time = by_day.sum(axis=1)
        best = int(by_time.argmin())
        times.append(best)
        worth += float(by_time[best])
    return Team(workers, tuple(times), worth)
