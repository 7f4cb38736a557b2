"""The usual carers: who goes to whom, and when, in an ordinary week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerota.generator.draws import between
from carerota.generator.eligible import may_make
from carerota.generator.presence import Presence
from carerota.travel import travel_times

if TYPE_CHECKING:
    import numpy as np

    from carerota.model import Client, RotaProblem, Visit, Worker
    from carerota.travel import TravelTimes

__all__ = ["Teams", "draw_teams"]

TICKS_PER_MINUTE = 60
NEW_FACE, CLASH, FULL_WEEK = 18.0, 70.0, 30.0
"""What a face more, a clash and a full contract weigh, in minutes of the way there."""
FAR_MINUTES, FAR_WEIGHT = 25, 4.0
KNOWN_FOR_A_VISIT = 3
ROUND_THE_VISIT = 8


@dataclass(frozen=True, slots=True)
class Teams:
    """The usual carers.

    Parameters
    ----------
    usual
        By visit and slot, the worker; both by index.
    known
        By client, the workers who know them: the team, and some who stood in.
    """

    usual: dict[tuple[int, int], int]
    known: dict[str, tuple[int, ...]]


class _Diaries:
    """What the workers have been given so far."""

    def __init__(self, problem: RotaProblem) -> None:
        self.problem = problem
        self.presence = Presence(problem)
        self.busy: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self.minutes = [0.0] * len(problem.workers)

    def clashes(self, at: int, visit: Visit) -> int:
        """Count what a worker already does at the best time of a visit."""
        start, end = self._span(visit)
        taken = self.busy[at, self.presence.day(visit)]
        return sum(start < b and a < end for a, b in taken)

    def give(self, at: int, visit: Visit) -> None:
        """Give a visit to a worker."""
        self.busy[at, self.presence.day(visit)].append(self._span(visit))
        self.minutes[at] += visit.minutes + ROUND_THE_VISIT

    def _span(self, visit: Visit) -> tuple[int, int]:
        start = self.presence.best(visit)
        minutes = round(visit.minutes) + ROUND_THE_VISIT
        return start, start + minutes * self.problem.ticks_per_minute

    def load(self, at: int) -> float:
        """Give the share of a worker's contract that is given away."""
        target = self.problem.workers[at].contract.target_hours * self.problem.days / 7
        return self.minutes[at] / max(1.0, 60 * target)


def draw_teams(problem: RotaProblem, rng: np.random.Generator) -> Teams:
    """Give each client usual carers: near, with hours left, and few of them.

    Clients are gone through area by area, so that neighbours share their carers.
    """
    times = travel_times(problem)
    diaries = _Diaries(problem)
    areas = {place.id: place.area or "" for place in problem.places}
    visits = defaultdict[str, list[int]](list)
    for v, visit in enumerate(problem.visits):
        visits[visit.client].append(v)
    usual = dict[tuple[int, int], int]()
    known = dict[str, tuple[int, ...]]()
    for client in sorted(problem.clients, key=lambda c: (areas[c.place], c.id)):
        ways = [_way(times, worker, client) for worker in problem.workers]
        cost = [way + between(rng, 0, 6) for way in ways]
        known[client.id] = _team(client, visits[client.id], cost, diaries, usual)
    return Teams(usual, known)


def _way(times: TravelTimes, worker: Worker, client: Client) -> float:
    """Give the minutes from home to the client; far ones weigh more."""
    ticks = times.leg(worker.travel_mode, worker.home, client.place, 0)
    way = ticks / TICKS_PER_MINUTE
    return way + FAR_WEIGHT * max(0.0, way - FAR_MINUTES)


def _team(
    client: Client,
    visits: list[int],
    cost: list[float],
    diaries: _Diaries,
    usual: dict[tuple[int, int], int],
) -> tuple[int, ...]:
    """Choose the usual carers of a client; give who knows them."""
    problem = diaries.problem
    most = client.carers.ceiling or len(problem.workers)
    team = list[int]()
    known = list[int]()
    for v in sorted(visits, key=lambda i: problem.visits[i].windows[0].start):
        visit = problem.visits[v]
        there = diaries.presence.all_there(visit)
        chosen = list[int]()
        for s, slot in enumerate(visit.slots):
            able = [
                at
                for at in there
                if at not in chosen
                and (at in team or len(team) < most)
                and may_make(problem.workers[at], client, visit, slot)
            ]
            if not able:
                continue
            best = min(able, key=lambda at: _cost(at, visit, team, cost, diaries))
            chosen.append(best)
            diaries.give(best, visit)
            usual[v, s] = best
            if best not in team:
                team.append(best)
        if visit.specific_task and visit.short_agreed:
            known += _stand_ins(client, visit, there, [*team, *known], diaries)
    return tuple(dict.fromkeys([*team, *known]))


def _cost(
    at: int, visit: Visit, team: list[int], cost: list[float], diaries: _Diaries
) -> float:
    face = 0.0 if at in team else NEW_FACE * (1 + len(team) / 2)
    week = FULL_WEEK * diaries.load(at) ** 2
    return cost[at] + face + week + CLASH * diaries.clashes(at, visit)


def _stand_ins(
    client: Client,
    visit: Visit,
    there: list[int],
    known: list[int],
    diaries: _Diaries,
) -> list[int]:
    """Choose who else gets to know a client whose short visits ask for that."""
    workers = diaries.problem.workers
    able = [at for at in there if may_make(workers[at], client, visit, visit.slots[0])]
    lacking = KNOWN_FOR_A_VISIT - sum(at in known for at in able)
    new = sorted((at for at in able if at not in known), key=diaries.load)
    return new[: max(0, lacking)]
