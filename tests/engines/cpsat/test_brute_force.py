"""The optimum of tiny random problems is that of trying every rota, by the checker."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import to_rota
from carerota.engines import base
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.model import (
    AvailabilityKind,
    Balances,
    CarerLimit,
    CarerWindow,
    Contract,
    Levels,
    Mode,
    Policy,
    PolicyLine,
    Priority,
    TimeOfDay,
    WorkerPreferences,
)
from carerota.rules.book import bind
from carerota.rules.reading import Reading
from carerota.score import check
from carerota.solving import solve
from carerota.travel import travel_times
from tests.builders import client, link, past, problem, visit, worker
from tests.engines.cpsat.test_engine import HARD, cost_of, every_rota

PRICES = {
    "cover": (40, 300),
    # the road and the day
    "travel": (1,),
    "home_travel": (0.5,),
    "waiting": (0.3, 2),
    "worst_idle": (1,),
    "split_days": (4, 30),
    "short_runs": (0.2,),
    "unwelcome": (0.5,),
    "overtime": (1.5,),
    "contract_hours": (0.1,),
    # when
    "lateness": (2,),
    "earliness": (1,),
    "worst_lateness": (3,),
    # by whom
    "new_faces": (7,),
    "carer_target": (20,),
    "carer_ceiling": (50,),
    "carer_pairs": (0.5, 9),
    "usual_carer": (12,),
    "client_preferences": (6,),
    "worker_preferences": (3,),
    # a fair share
    "workload_balance": (0.3,),
    "fairness_travel": (0.5,),
    "fairness_unsocial": (0.5,),
    "fairness_splits": (0.05,),
    "fairness_preferences": (0.05,),
}
"""Prices a rule may have; each but cover is left out of one policy in four."""
LIMITS = ("carer_ceiling", "exclusions", "day_minutes", "weekly_hours", "day_span")
"""Rules that are hard in half of the policies, beside those that always are."""
PARAMS = {
    "usual_carer": {"least": 1},
    "fairness_unsocial": {"early_hour": 9.25},
    "day_span": {"hours": 0.5, "split_hours": 1.0},
}

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Every example tries some hundreds of rotas."""


def some_policy(rnd) -> Policy:
    """Draw a policy; what it prices and forbids differs, physics are always hard."""
    rules = {
        name: PolicyLine(
            mode=Mode.PRICED, price=rnd.choice(prices), params=PARAMS.get(name, {})
        )
        for name, prices in PRICES.items()
        if name == "cover" or rnd.random() < 0.75
    }
    hard = [*HARD, *(name for name in LIMITS if rnd.random() < 0.5)]
    rules |= {
        name: PolicyLine(mode=Mode.HARD, params=PARAMS.get(name, {})) for name in hard
    }
    return Policy(name="some", levels=rnd.choice(list(Levels)), rules=rules)


def wall(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def some_worker(rnd, name: str):
    kind = rnd.choice([AvailabilityKind.AVAILABLE, AvailabilityKind.UNWELCOME])
    hours = [
        (day, rnd.choice(["08:00-12:00", "09:00-09:40"]), kind.value)
        for day in (0, 1)
        if day == 0 or rnd.random() < 0.8
    ]
    return worker(
        name,
        skills=["hoist"],
        available=hours,
        refused_clients=frozenset(["y"] if rnd.random() < 0.1 else []),
        contract=Contract(
            target_hours=rnd.choice([0.0, 0.2, 0.4]),
            maximum_hours=rnd.choice([0.5, 48.0]),
            maximum_minutes_a_day=rnd.choice([20, 600]),
        ),
        preferences=WorkerPreferences(
            clients=frozenset(["x"] if rnd.random() < 0.3 else []),
            times_of_day=frozenset([TimeOfDay.BED] if rnd.random() < 0.3 else []),
        ),
        balances=Balances(
            travel_minutes=rnd.choice([0, 20]),
            unsocial_minutes=rnd.choice([0, 35]),
            split_days=rnd.choice([0, 1]),
        ),
    )


def some_client(rnd, name: str):
    return client(
        name,
        access_minutes=rnd.choice([0, 2]),
        preferred_workers=frozenset(["ann"] if rnd.random() < 0.4 else []),
        carers=CarerLimit(
            target=rnd.choice([None, 1]),
            ceiling=rnd.choice([None, 1, 2]),
            window=rnd.choice(list(CarerWindow)),
        ),
    )


def some_visits(rnd, days: int):
    visits = []
    double = rnd.random() < 0.25
    for i in range(2 if double else rnd.choice([2, 3, 3])):
        opens = 9 * 60 + rnd.randint(0, 30)
        closes = opens + rnd.randint(0, 2)
        visits.append(
            visit(
                f"v{i}",
                rnd.choice(["x", "y"]),
                f"{wall(opens)}-{wall(closes)}",
                rnd.choice([5, 10]),
                day=rnd.randrange(days),
                slots=2 if double and i == 0 else 1,
                preferred=wall(rnd.choice([opens, closes])),
                priority=rnd.choice(list(Priority)),
            )
        )
    return visits


def some_links(rnd, visits):
    first, second = visits[0], visits[1]
    most = second.windows[0].end - first.windows[0].start
    least = rnd.choice([5, 20])
    # windows that cannot be so far apart are a fault of the problem
    possible = first.day == second.day and most >= timedelta(minutes=least)
    return [link("v0", "v1", minimum=least)] if possible else []


def some_problem(rnd):
    """Draw a problem of two workers and three carers to be sent, over one or two days."""
    days = rnd.choice([1, 2])
    visits = some_visits(rnd, days)
    places = ["home:ann", "home:bob", "at:x", "at:y"]
    pairs = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :]]
    return problem(
        [some_worker(rnd, name) for name in ("ann", "bob")],
        [some_client(rnd, name) for name in ("x", "y")],
        visits,
        links=some_links(rnd, visits),
        travel={pair: rnd.randint(1, 9) for pair in pairs},
        past=[
            past(who, rnd.choice(["ann", "bob"]), "09:10", -rnd.randint(1, 3))
            for who in ("x", "y")
            if rnd.random() < 0.5
        ],
        days=days,
        ticks_per_minute=1,
    )


def lawful(book, reading) -> bool:
    return not any(b.hard and any(b.rule.measure(reading).values()) for b in book)


def cheapest(compiled, book):
    """Try every rota; the checker's rules alone say which are legal and what they cost."""
    travel = travel_times(compiled.problem)
    costs = [
        cost_of(compiled, book, made)[1]
        for made in every_rota(compiled)
        if lawful(book, Reading(compiled.problem, to_rota(compiled, made), travel))
    ]
    return min(costs)


@SLOW
@given(st.randoms(use_true_random=False))
def test_the_optimum_is_that_of_trying_every_rota(rnd):
    """Neither the whole model nor solve() misses a better rota, or claims one."""
    tiny, members = some_problem(rnd), some_policy(rnd)
    compiled = compile_problem(tiny)
    book = bind(members, tiny.ticks_per_minute)
    best = cheapest(compiled, book)

    found = solve_model(compiled, book)
    assert found.status is Status.OPTIMAL
    assert found.objective == found.bound == best
    assert cost_of(compiled, book, found.arrays) == (True, best)

    result = solve(tiny, policy=members, time_limit=None, threads=1)
    assert result.status is base.Status.OPTIMAL
    assert result.report.levels == (0, *best)
    assert check(tiny, result.rota, policy=members).levels == (0, *best)
    assert result.gap == 0
