"""The rules about a worker's day over random rotas, mostly illegal ones."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from carerota.engines.search.facts import N_FACTS
from carerota.rules.base import params_of
from tests.builders import client, problem, rota, visit, worker
from tests.rules.fixed import Fixed, faces, facts

RULES = {
    "travel": {},
    "home_travel": {},
    "mileage": {"modes": "car,walk"},
    "waiting": {},
    "reach": {},
    "one_place": {},
    "availability": {},
    "unwelcome": {},
    "day_minutes": {},
    "day_span": {"hours": 3.0, "split_hours": 4.0, "home_legs": True},
    "rest_break": {"after_hours": 2.0, "margin_minutes": 15.0, "home_legs": True},
    "split_days": {},
    "short_runs": {"minutes": 100.0},
    "night_work": {"hours": 1.0, "night_hours": 0.5, "from_hour": 12.0},
}
"""Parameters under which many random days have an amount."""


def rule_of(name: str):
    """Give a rule with those parameters."""
    module = import_module(f"carerota.rules.{name}")
    (cls,) = (
        getattr(module, x)
        for x in module.__all__
        if getattr(getattr(module, x), "name", "") == name
    )
    assert set(RULES[name]) <= set(params_of(cls))
    return cls(**RULES[name])


def week():
    """Give a problem of eight visits over two days, two of them double-ups."""
    exempt = {"split_day_exempt": True, "night_worker": True}
    return problem(
        [
            worker(
                "ann",
                available=[
                    (0, "06:00-11:00"),
                    (0, "10:00-13:00", "unwelcome"),
                    (0, "15:00-21:00"),
                    (1, "07:30-12:15", "unwelcome"),
                ],
                contract={"maximum_minutes_a_day": 200},
                working_time=exempt,
            ),
            worker("ben", travel_mode="walk", end_place="depot"),
            worker("cat", travel_mode="bicycle", available=[]),
        ],
        [client("joan"), client("kim", access_minutes=3), client("lee")],
        [
            visit(
                f"v{i}",
                ("joan", "kim", "lee")[i % 3],
                "06:00-22:00",
                (15, 30, 45, 120)[i % 4],
                day=i % 2,
                slots=1 + (i < 2),
            )
            for i in range(8)
        ],
        travel={("at:joan", "at:kim"): 7, ("at:kim", "home:ben"): 25},
        days=2,
    )


def draw(rng: np.random.Generator, p):
    """Draw a rota: any worker, any quarter of an hour, any run; some breaks."""
    made, breaks = [], []
    for v in p.visits:
        for slot in range(len(v.slots)):
            who = ["ann", "ben", "cat", None][rng.integers(4)]
            if who:
                hour, quarter, run = (int(rng.integers(n)) for n in (9, 4, 2))
                wall = f"{6 + hour:02}:{15 * quarter:02}"
                made.append((v.id, who, wall, slot, 1 + run))
    for who in ("ann", "ben"):
        for day in (0, 1):
            # at most one break in any gap: the arrays keep the longest of several
            hour, quarter = int(rng.integers(6, 16)), int(rng.integers(4))
            start, end = 60 * hour + 15 * quarter, 60 * hour + 15 * quarter + 20
            walls = [f"{x // 60:02}:{x % 60:02}" for x in (start, end)]
            breaks.append((who, *walls, day))
    return rota(p, *made, breaks=breaks)


@pytest.mark.parametrize("name", RULES)
def test_the_three_faces_agree(name: str) -> None:
    """Measure, encoding and compiled amount are equal, and not only in noughts."""
    rng = np.random.default_rng(5)
    rule, p = rule_of(name), week()
    seen = 0
    for _ in range(60):
        measured, encoded, compiled = faces(rule, p, draw(rng, p))
        assert measured == encoded
        assert measured == compiled
        seen += len(measured)
    assert seen > 20, "the draw is to have amounts to compare"


@pytest.mark.parametrize("name", RULES)
def test_the_compiled_amount_compiles(name: str) -> None:
    """The function of the search kernel is the same when it is machine code."""
    rule, p = rule_of(name), week()
    fixed = Fixed(p, draw(np.random.default_rng(3), p))
    table, known = rule.kernel(fixed.compiled), facts(fixed, rule)
    amount = import_module(f"carerota.engines.search.rules.{name}").amount
    flat, width = table.ravel(), table.shape[1]
    for w in range(3):
        for day in range(2):
            at = (w * 2 + day) * N_FACTS
            made = amount(known, at, flat, w * width)
            assert made == amount.py_func(known, at, flat, w * width)
