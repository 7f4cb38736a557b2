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
    from collections.abc import Sequence

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
    alone = sorted(_with_one_more(grids, faces, (), able), key=lambda t: t.worth)
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
        others = [w for w in able if w not in team.workers]
        more = _with_one_more(grids, faces, team.workers, others)
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
        fewer = _with_one_more(grids, faces, rest[:-1], rest[-1:])[0] if rest else team
        if fewer.worth < team.worth:
            return _without_idle(grids, faces, fewer)
    return team


def _with_one_more(
    grids: list[Grid], faces: Floats, workers: tuple[int, ...], others: Sequence[int]
) -> list[Team]:
    """Give the team that workers are with each of some others, at its best times."""
    worth = faces[list(others)] + faces[list(workers)].sum()
    times = []
    for grid in grids:
        by_time = _by_time(grid, workers, others)
        times.append(by_time.argmin(axis=0).tolist())
        worth += by_time.min(axis=0)
    return [
        Team((*workers, w), tuple(row[i] for row in times), float(worth[i]))
        for i, w in enumerate(others)
    ]


def _by_time(grid: Grid, workers: tuple[int, ...], others: Sequence[int]) -> Floats:
    """(T, O) what the visits of a kind cost with each of the others, by time."""
    alone = grid.cost[:, list(others), :]
    # only the cheapest of a day come, so no more of the team need be looked at
    mine = np.sort(grid.cost[:, list(workers), :], axis=1)[:, : grid.carers]
    if grid.carers == 1:
        cheapest = np.minimum(alone, mine) if workers else alone
        return np.asarray(cheapest.sum(axis=2))
    together = np.empty((*alone.shape, mine.shape[1] + 1))
    together[..., :-1] = mine.transpose(0, 2, 1)[:, None]
    together[..., -1] = alone
    together.sort(axis=3)
    missing = grid.carers - min(grid.carers, together.shape[3])
    by_day = together[..., : grid.carers].sum(axis=3) + NOWHERE * missing
    return np.asarray(by_day.sum(axis=2))
