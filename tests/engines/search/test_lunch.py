"""The decoder makes room for lunch where it is due, and keeps departures in the shift."""

from __future__ import annotations

import numpy as np
import pytest

from carerota.compiled.build import compile_problem
from carerota.engines.search import layout as at
from carerota.engines.search.chain import Chain
from carerota.engines.search.change import give
from carerota.engines.search.touched import begin
from carerota.engines.search.update import finish
from carerota.model import Mode, PolicyLine
from carerota.rules.book import bind
from tests.builders import client, problem, visit, worker
from tests.engines.search.states import decoded_anew, state
from tests.strategies import policy_all

ENDLESS = 1 << 60
HOUR = 3600
RULES = ("cover", "windows", "travel", "waiting", "lunch_break", "shift_start")
LUNCH = {"lunch_break": {"from_hour": 12.0, "to_hour": 13.0, "every_shift": True}}


def chain_with(*starts: str, due: float, shift: str = "08:00-16:00") -> Chain:
    """Give a chain on which one worker makes an hour's visit from each start on."""
    day = problem(
        [worker("ann", available=[(0, shift)])],
        [client(f"c{i}") for i in range(len(starts))],
        [visit(f"v{i}", f"c{i}", f"{s}-18:00", 60) for i, s in enumerate(starts)],
        days=1,
    )
    policy = policy_all(RULES, params=LUNCH)
    # or the worker would go home, which costs nothing here
    rules = policy.rules | {"split_days": PolicyLine(mode=Mode.HARD)}
    policy = policy.model_copy(update={"rules": rules})
    chain = Chain(compile_problem(day), bind(policy, day.ticks_per_minute))
    m = chain.memory.m
    chain.table(at.LUNCH_DUE, 1)[0] = int(due * HOUR)
    begin(m)
    for s in range(len(starts)):
        give(m, s, 0)
    finish(m, chain.memory.travel, chain.memory.metres, ENDLESS)
    return chain


def times(chain: Chain) -> list[float]:
    """When visits start, in minutes after midnight."""
    return (chain.table(at.START_AT, chain.compiled.n_slots) / 60).tolist()


def lunches(chain: Chain) -> dict[int, float]:
    """When there is a break before a slot, in minutes after midnight."""
    length = chain.table(at.REST_LEN, chain.compiled.n_slots)
    begins = chain.table(at.REST_AT, chain.compiled.n_slots) / 60
    return {s: float(begins[s]) for s in np.flatnonzero(length).tolist()}


@pytest.mark.parametrize(
    ("starts", "due", "lunch", "second"),
    [
        # where the next visit is, as soon as lunch may begin
        (("10:00", "11:00"), 11.0, {1: 12 * 60}, 12 * 60 + 30),
        # on arrival there
        (("10:55", "11:00"), 12.0, {1: 12 * 60 + 5}, 12 * 60 + 35),
        # where the visit before was: ten minutes later it would begin too late
        (("11:25", "11:30"), 12.0, {1: 12 * 60 + 25}, 13 * 60 + 5),
        # so late that there is none
        (("11:35", "11:40"), 12.0, {}, 12 * 60 + 45),
        # due after both
        (("10:00", "11:00"), 15.0, {}, 11 * 60 + 10),
    ],
)
def test_lunch_between_two_visits(starts, due, lunch, second) -> None:
    """The visit after lunch waits for it; where it is taken follows from the time."""
    chain = chain_with(*starts, due=due)
    assert lunches(chain) == lunch
    assert times(chain)[1] == second
    assert state(chain).tolist() == decoded_anew(chain).tolist()


def test_lunch_before_the_first_visit() -> None:
    """It is as late as the visit allows, so that the worker leaves as late as may be."""
    chain = chain_with("12:40", due=12.0)
    assert lunches(chain) == {0: 12 * 60 + 10}
    assert times(chain) == [12 * 60 + 40]
    chain = chain_with("12:00", due=12.0, shift="12:05-16:00")
    # leaves at 12:05, is there ten minutes later
    assert lunches(chain) == {0: 12 * 60 + 15}
    assert times(chain) == [12 * 60 + 45]


def test_nobody_leaves_before_the_shift() -> None:
    """The first visit starts once the way to it is done within the shift."""
    assert times(chain_with("10:00", due=15.0, shift="10:30-16:00")) == [10 * 60 + 40]


def test_a_rota_with_a_lunch_is_started_from() -> None:
    """The decision when lunch is due is read off a rota's break."""
    made = chain_with("10:00", "11:00", "12:00", due=11.5)
    made.best[:] = made.memory.m[made._decisions]
    rota = made.rota()
    other = Chain(made.compiled, made.book, seed=7)
    other.start_from(rota)
    again = other.rota()
    assert again.start.tolist() == rota.start.tolist()
    assert again.rest_start.tolist() == rota.rest_start.tolist()
    assert rota.rest_length.sum() == 30 * 60
