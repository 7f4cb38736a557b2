"""A wait that a break takes costs nothing, and no bound says that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import to_rota
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.model import Mode, Policy, PolicyLine, WorkingTime
from carerota.rules.book import bind
from carerota.score import check
from tests.builders import client, problem, rota, visit, worker
from tests.engines.bounds.test_whole import HARD, LITTLE, bounded, holds

if TYPE_CHECKING:
    from random import Random

LUNCH = {"from_hour": 8.0, "to_hour": 14.0, "minutes": 60.0, "every_shift": True}
REST = {"after_hours": 2.0, "minutes": 20.0, "margin_minutes": 10.0}
PRICES = {"travel": 1.0, "waiting": 1.0, "split_days": 500.0, "home_travel": 0.5}


def book_with(lunch=None, rest=None, ticks=60, *, hard=HARD, **prices):
    """Bind a policy; ``lunch``, ``rest``: the numbers of these rules, if on."""
    rules = {name: PolicyLine(mode=Mode.HARD) for name in hard}
    for name, price in (PRICES | prices).items():
        rules[name] = PolicyLine(mode=Mode.PRICED, price=price)
    for name, numbers in (("lunch_break", lunch), ("rest_break", rest)):
        if numbers is not None:
            rules[name] = PolicyLine(mode=Mode.PRICED, price=50, params=numbers)
    return bind(Policy(name="breaks", rules=rules), ticks)


def far_apart(second="12:00", **more):
    """Two visits of one worker, by default with over three hours between them."""
    visits = [visit("a", "x", "08:00"), visit("b", "y", second)]
    ann = worker("ann", **more)
    return compile_problem(problem([ann], [client("x"), client("y")], visits))


def proven(compiled, book):
    """Give the checked optimum and what is proven, in points."""
    known = solve_model(compiled, book, deterministic_time=2.0)
    assert known.status is Status.OPTIMAL
    made = to_rota(compiled, known.arrays)
    report = check(compiled.problem, made, policy=book.policy, travel=compiled.travel)
    assert report.levels == (0, *known.objective)
    bound = bounded(compiled, book).at(report.levels)
    return report.levels[-1] / book.point, (bound or 0) / book.point


# 10 minutes out, 10 between and 10 back cost 20; from 08:30 to 12:00 but for the way
# are 200 to wait
WAIT, WAYS = 200, 20


@pytest.mark.parametrize(
    ("lunch", "rest", "taken"),
    [
        (None, None, 0),
        (LUNCH, None, 60),
        (None, REST, 20),
        (LUNCH, REST, 60),
        (LUNCH | {"minutes": 15.0}, REST, 20),
        (LUNCH | {"by_end": False}, None, 60),
        # lunch is over before, begins after, or does not fit any more
        (LUNCH | {"from_hour": 7.0, "to_hour": 9.0}, None, 0),
        (LUNCH | {"from_hour": 11.25}, None, 0),
        (LUNCH | {"from_hour": 7.0, "to_hour": 9.0}, REST, 60),
        (LUNCH | {"from_hour": 7.0, "to_hour": 9.0, "by_end": False}, None, 60),
    ],
)
def test_a_break_takes_its_length_of_a_wait(lunch, rest, taken):
    """Of a wait that nothing else avoids the longest break that may lie in it."""
    compiled = far_apart()
    book = book_with(lunch, rest)
    cost, bound = proven(compiled, book)
    missed = 50 if lunch and not taken else 0
    # a lunch of this length anywhere makes do for a rest break, but is no good lunch
    missed += 50 if rest and lunch and lunch["to_hour"] == 9.0 else 0
    assert bound == WAYS + WAIT - taken
    assert bound <= cost
    assert cost - bound in {0, missed}


def cost_of(compiled, book, *made, breaks=()):
    """Give what a rota made by hand costs by the checker, in points."""
    whole = rota(compiled.problem, *made, breaks=breaks)
    report = check(compiled.problem, whole, policy=book.policy, travel=compiled.travel)
    return report.levels[-1] / book.point


def test_a_break_that_does_not_fit_takes_nothing():
    """A wait of 15 minutes has no room for one of 20, but for one of 10 it has."""
    compiled = far_apart("08:55")
    assert proven(compiled, book_with(None, REST)) == (WAYS + 15, WAYS + 15)
    both = book_with(LUNCH | {"minutes": 10.0}, REST)
    made = [("a", "ann", "08:00"), ("b", "ann", "08:55")]
    cost = cost_of(compiled, both, *made, breaks=[("ann", "08:30", "08:40")])
    _, bound = proven(compiled, both)
    assert bound == cost == WAYS + 5


def test_breaks_that_no_rule_asks_for_are_not_counted():
    """A longer break by hand is a rota that no bound is about; the checker takes it."""
    compiled, book = far_apart(), book_with(LUNCH)
    made = [("a", "ann", "08:00"), ("b", "ann", "12:00")]
    _, bound = proven(compiled, book)
    lunch = cost_of(compiled, book, *made, breaks=[("ann", "10:00", "11:00")])
    assert bound == lunch == WAYS + WAIT - 60
    longer = cost_of(compiled, book, *made, breaks=[("ann", "08:30", "11:50")])
    assert longer == WAYS < bound


@st.composite
def breaking(draw):
    """Draw a day of narrow windows with a policy about its breaks and waits."""
    rnd = draw(st.randoms(use_true_random=False))
    days = rnd.choice([1, 1, 2])
    optional = rnd.random() < 0.5
    visits = []
    for i in range(rnd.randint(2, 5)):
        opens, lasts = rnd.randrange(480, 840, 15), rnd.choice([0, 0, 10, 60])
        closes = opens + lasts
        name = f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
        visits.append(
            visit(
                f"v{i}",
                rnd.choice("xyz"),
                name,
                rnd.choice([15, 30]),
                day=rnd.randrange(days),
                slots=rnd.choice([1, 1, 1, 2]),
                preferred=rnd.choice([None, name[:5], name[:5]]),
                priority="optional" if optional and rnd.random() < 0.6 else "essential",
            )
        )
    shift = rnd.choice(["07:00-16:00", "08:30-13:00", "09:00-12:00"])
    people = [
        worker(
            f"w{i}",
            available=[(d, shift) for d in range(days)],
            working_time=WorkingTime(no_lunch=rnd.random() < 0.2),
        )
        for i in range(rnd.choice([1, 1, 2]))
    ]
    clients = [client(c, access_minutes=rnd.choice([0, 3])) for c in "xyz"]
    legs = {
        (a, f"at:{c}"): rnd.choice([0, 5, 20])
        for a in ("at:x", "at:y", "home:w0", "home:w1")
        for c in "xyz"
    }
    return problem(people, clients, visits, travel=legs, days=days), _numbers(rnd)


def _numbers(rnd: Random):
    lunch = LUNCH | {
        "minutes": rnd.choice([10.0, 30.0, 60.0]),
        "from_hour": rnd.choice([8.0, 9.0, 11.5]),
        "to_hour": rnd.choice([11.5, 13.0]),
        "by_end": rnd.random() < 0.5,
        "every_shift": rnd.random() < 0.5,
    }
    rest = REST | {"minutes": rnd.choice([10.0, 20.0, 45.0])}
    return rnd.choice([(lunch, None), (lunch, None), (lunch, rest), (None, rest)])


@pytest.mark.property
@LITTLE
@given(breaking())
def test_never_more_than_the_optimum_whatever_breaks_there_are(drawn):
    """With lunch only, a rest break only, or both and neither as long as the other."""
    tiny, (lunch, rest) = drawn
    prices = {"waiting": 2.0, "cover": 40.0, "lateness": 1.0, "worst_lateness": 1.0}
    known = holds(compile_problem(tiny), book_with(lunch, rest, **prices), 2.0)
    assume(known.status is Status.OPTIMAL)


@pytest.mark.property
@LITTLE
@given(breaking())
def test_never_more_than_the_optimum_by_the_prices_of_uhhc(drawn):
    """Nor with optional clients, extra time, the worst idle time and lunches."""
    tiny, (lunch, _) = drawn
    prices = {
        "home_travel": 1.0,
        "split_days": 0.0,
        "cover": 0.0,
        "left_out": 60.0,
        "extra_time": 2.0,
        "worst_idle": 1.0,
        "lateness": 1.0,
        "worst_lateness": 3.0,
        "client_preferences": 1.0,
    }
    hard = (*HARD, "whole_clients", "shift_start")
    known = holds(compile_problem(tiny), book_with(lunch, hard=hard, **prices), 2.0)
    assume(known.status is Status.OPTIMAL)
