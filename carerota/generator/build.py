"""Puts a made-up co-op together, topic by topic."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from carerota.engines.options import check_options
from carerota.generator.draws import shuffled, stream
from carerota.generator.geography import TOWN, draw_geography
from carerota.generator.history import draw_history, with_past
from carerota.generator.mending import attainable, mended
from carerota.generator.needs import draw_needs
from carerota.generator.packages import care_packages, escort
from carerota.generator.people import draw_clients, draw_workers
from carerota.generator.shifts import draw_shifts
from carerota.generator.sizes import the_size
from carerota.generator.teams import draw_teams
from carerota.generator.template import template_rota
from carerota.generator.wishes import with_wishes
from carerota.generator.words import FIRST_DAY
from carerota.model import History, PastVisit, RotaProblem
from carerota.model.expand import expand

if TYPE_CHECKING:
    from carerota.generator.needs import Need
    from carerota.generator.sizes import Size
    from carerota.model import Client, Visit

__all__ = ["generate"]

CLIENTS_PER_ESCORT = 40
PUBLISHED_DAYS_BEFORE, PUBLISHED_AT = 4, time(12)


def generate(size: str | Size, *, seed: int = 1) -> RotaProblem:
    """Make up a home-care co-op with a week (or a day) of visits.

    Parameters
    ----------
    size
        The name of one of ``SIZES``, or any size, such as ``sized(3_000)``.
    seed
        The same seed makes the same problem, to the byte; from 0 to 2147483647.

    Returns
    -------
    RotaProblem
        With its packages expanded, four weeks of history, and the rota that a
        coordinator would have published by hand.

    Raises
    ------
    DataError
        When no size has the name, or the seed is out of bounds.
    """
    check_options(seed=seed)
    size = the_size(size)
    problem = _staffed(_ordered(size, seed), seed)
    teams = draw_teams(problem, stream(seed, "teams"))
    problem = with_wishes(problem, teams, stream(seed, "wishes"))
    rota = template_rota(problem, teams)
    past = draw_history(problem, rota, teams, stream(seed, "history"))
    rng = stream(seed, "balances")
    mine = defaultdict[str, list[PastVisit]](list)
    for visit in past:
        mine[visit.worker].append(visit)
    workers = [with_past(worker, mine[worker.id], rng) for worker in problem.workers]
    day = FIRST_DAY - timedelta(days=PUBLISHED_DAYS_BEFORE)
    at = datetime.combine(day, PUBLISHED_AT, tzinfo=problem.clock.zone)
    history = History(visits=past, published=rota, published_at=at)
    return problem.model_copy(update={"workers": tuple(workers), "history": history})


def _ordered(size: Size, seed: int) -> RotaProblem:
    """Make up the places, the people and the orders of a size."""
    geography = draw_geography(size, stream(seed, "geography"))
    needs = draw_needs(size, stream(seed, "needs"))
    clients = draw_clients(needs, geography, stream(seed, "clients"))
    workers = draw_workers(size, geography, stream(seed, "workers"))
    rng = stream(seed, "packages")
    packages = [
        package
        for need, client in zip(needs, clients.clients, strict=True)
        for package in care_packages(need, client.id, rng, tight=size.tight)
    ]
    problem = RotaProblem(
        name=f"{TOWN} {size.name}",
        first_day=FIRST_DAY,
        days=size.days,
        places=(*workers.places, *clients.places),
        workers=workers.workers,
        clients=clients.clients,
        packages=tuple(packages),
    )
    if size.days == 1:
        return expand(problem)
    escorts = _escorts(needs, clients.clients, problem, seed)
    return expand(problem.model_copy(update={"visits": escorts}))


def _escorts(
    needs: list[Need], clients: tuple[Client, ...], problem: RotaProblem, seed: int
) -> tuple[Visit, ...]:
    """Make up a few single visits, for clients whose lunch they do not take."""
    rng = stream(seed, "escorts")
    free = [
        client.id
        for need, client in zip(needs, clients, strict=True)
        if need.names in {("breakfast",), ("bed",), ("breakfast", "bed")}
    ]
    chosen = sorted(shuffled(rng, free)[: max(1, len(clients) // CLIENTS_PER_ESCORT)])
    zone = problem.clock.zone
    days = [problem.clock.date_of(int(rng.random() * 5)) for _ in chosen]
    return tuple(
        escort(client, day, zone, rng) for client, day in zip(chosen, days, strict=True)
    )


def _staffed(problem: RotaProblem, seed: int) -> RotaProblem:
    """Agree hours with the workers, and train them, until the work can be done."""
    shifts = draw_shifts(problem.workers, problem, stream(seed, "shifts"))
    workers = mended(shifts, problem, stream(seed, "mending"))
    return attainable(problem.model_copy(update={"workers": tuple(workers)}))
