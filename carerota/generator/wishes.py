"""Likes and dislikes on both sides; none of them makes a visit impossible."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from carerota.generator.draws import chance, pick, sample
from carerota.model import (
    TimeOfDay,
    TravelMode,
    Weekday,
    WorkerPreferences,
    WorkingTime,
)

if TYPE_CHECKING:
    import numpy as np

    from carerota.generator.teams import Teams
    from carerota.model import Client, RotaProblem, Worker

__all__ = ["with_wishes"]

PREFERS_WORKERS, EXCLUDES = 0.55, 0.05
REFUSES, AVOIDS, LIKES_CLIENTS = 0.04, 0.08, 0.25
LIKES_AREAS, LIKES_TIMES, LIKES_DAYS = 0.3, 0.35, 0.2
EXEMPT, OPTED_OUT = 0.15, 0.05
DAY_PARTS = (
    (TimeOfDay.MORNING, TimeOfDay.LUNCH),
    (TimeOfDay.MORNING,),
    (TimeOfDay.TEA, TimeOfDay.BED),
    (TimeOfDay.LUNCH, TimeOfDay.AFTERNOON, TimeOfDay.TEA),
)


def with_wishes(
    problem: RotaProblem, teams: Teams, rng: np.random.Generator
) -> RotaProblem:
    """Give clients and workers their wishes, in keeping with who usually goes where."""
    visits_by = defaultdict[str, Counter[int]](Counter)
    for (v, _), at in teams.usual.items():
        visits_by[problem.visits[v].client][at] += 1
    clients = [
        _client(client, problem, teams, visits_by[client.id], rng)
        for client in problem.clients
    ]
    areas = {place.id: place.area or "" for place in problem.places}
    workers = [
        _worker(at, worker, problem, teams, areas, rng)
        for at, worker in enumerate(problem.workers)
    ]
    return problem.model_copy(
        update={"clients": tuple(clients), "workers": tuple(workers)}
    )


def _client(
    client: Client,
    problem: RotaProblem,
    teams: Teams,
    visits_by: Counter[int],
    rng: np.random.Generator,
) -> Client:
    preferred, excluded = frozenset[str](), frozenset[str]()
    often = [at for at, _ in sorted(visits_by.items(), key=lambda i: (-i[1], i[0]))]
    if chance(rng, PREFERS_WORKERS):
        count = pick(rng, (1, 2, 2, 3))
        preferred = frozenset(problem.workers[at].id for at in often[:count])
    if chance(rng, EXCLUDES):
        strangers = _strangers(len(problem.workers), teams.known[client.id])
        excluded = frozenset(problem.workers[at].id for at in sample(rng, strangers, 1))
    return client.model_copy(
        update={"preferred_workers": preferred, "excluded_workers": excluded}
    )


def _strangers(n_workers: int, known: tuple[int, ...]) -> list[int]:
    """Give who could be done without: nobody in a very small co-op."""
    strangers = [at for at in range(n_workers) if at not in known]
    return strangers if len(strangers) > len(known) else []


def _worker(
    at: int,
    worker: Worker,
    problem: RotaProblem,
    teams: Teams,
    areas: dict[str, str],
    rng: np.random.Generator,
) -> Worker:
    known = [c.id for c in problem.clients if at in teams.known[c.id]]
    others = [c.id for c in problem.clients if at not in teams.known[c.id]]
    near = worker.travel_mode in {TravelMode.WALK, TravelMode.BICYCLE}
    home = areas[worker.home]
    wishes = WorkerPreferences(
        clients=frozenset(sample(rng, known, 2) if chance(rng, LIKES_CLIENTS) else ()),
        avoid_clients=frozenset(sample(rng, others, 1) if chance(rng, AVOIDS) else ()),
        areas=frozenset({home} if near or chance(rng, LIKES_AREAS) else ()),
        times_of_day=frozenset(
            pick(rng, DAY_PARTS) if chance(rng, LIKES_TIMES) else ()
        ),
        days=frozenset(
            sample(rng, tuple(Weekday), 4) if chance(rng, LIKES_DAYS) else ()
        ),
    )
    refused = [c for c in others if c not in wishes.avoid_clients]
    few = len(problem.workers) < 2 * max(map(len, teams.known.values()), default=0)
    refuses = chance(rng, REFUSES) and not few
    return worker.model_copy(
        update={
            "preferences": wishes,
            "refused_clients": frozenset(sample(rng, refused, 1) if refuses else ()),
            "working_time": WorkingTime(
                split_day_exempt=chance(rng, EXEMPT),
                opted_out_48h=chance(rng, OPTED_OUT),
            ),
        }
    )
