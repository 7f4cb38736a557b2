"""Mutants: a valid rota moved one step past a limit breaks that limit and no other.

Each limit has a small co-op and a rota that comes exactly to the limit; then the same
with a visit a minute further on, or with another worker. Both are judged under the
default policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.search.evaluate import evaluate
from carerota.model import (
    CarerLimit,
    CarerWindow,
    CareType,
    Contract,
    LinkFrom,
    Mode,
    Skill,
    Slot,
    WorkerKind,
    WorkingTime,
)
from carerota.policies import load
from carerota.rules.book import bind
from carerota.score import check
from tests.builders import MONDAY, client, link, past, problem, rota, visit, worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.model import Policy, Rota, RotaProblem

    Built = tuple[RotaProblem, Rota]


@dataclass(frozen=True)
class Limit:
    """A limit, and how to make a rota that is ``too_far`` beyond it, in steps."""

    rule: str
    of: str
    build: Callable[[int], Built]
    policy: Policy


LIMITS: list[Limit] = []


def limit(rule: str, of: str = "", **params: object):
    """Enter a builder in the table; ``params`` differ from the default policy."""
    policy = load()
    if params:
        line = policy.rules[rule].model_copy(update={"params": params})
        policy = policy.model_copy(update={"rules": policy.rules | {rule: line}})

    def enter(build: Callable[[int], Built]) -> Callable[[int], Built]:
        LIMITS.append(Limit(rule, of or "limit", build, policy))
        return build

    return enter


def clock(hours: int, minutes: int) -> str:
    """Give ``"09:31"`` for 9 hours and 31 minutes; minutes may pass the hour."""
    total = 60 * hours + minutes
    return f"{total // 60:02}:{total % 60:02}"


def pair(*, same: bool, minutes: float = 30, first="06:00-26:30", second="06:00-26:30"):
    """Give two visits, to one client or to two who live ten minutes apart."""
    return [
        visit("a", "joan", first, minutes),
        visit("b", "joan" if same else "tom", second, minutes),
    ]


JOAN_AND_TOM = (client("joan"), client("tom"))
ANN, BOB = worker("ann"), worker("bob")
AGREED = {"specific_task": True, "short_agreed": True, "package": "order"}
"""Of a visit that may be short, with a worker who is known."""


def who(too_far: int) -> str:
    """Give who makes a visit: bob may, ann may not."""
    return "ann" if too_far else "bob"


# ── what a visit needs ────────────────────────────────────────────────────────


@limit("windows", "last start")
def _(too_far):
    p = problem([ANN], [client("joan")], [visit("v", "joan", "09:00-09:30")])
    return p, rota(p, ("v", "ann", clock(9, 30 + too_far)))


@limit("windows", "first start")
def _(too_far):
    p = problem([ANN], [client("joan")], [visit("v", "joan", "09:00-09:30")])
    return p, rota(p, ("v", "ann", clock(9, -too_far)))


@limit("windows", "between two windows")
def _(too_far):
    both = "09:00-09:30, 17:00-17:30"
    p = problem([ANN], [client("joan")], [visit("v", "joan", both)])
    return p, rota(p, ("v", "ann", clock(17, -too_far)))


@limit("pinned_start")
def _(too_far):
    v = visit("v", "joan", "09:00-09:30", pinned_start="09:10")
    p = problem([ANN], [client("joan")], [v])
    return p, rota(p, ("v", "ann", clock(9, 10 + too_far)))


@limit("pinned_worker")
def _(too_far):
    v = visit("v", "joan", "09:00-09:30", slots=[Slot(pinned_worker="bob")])
    p = problem([ANN, BOB], [client("joan")], [v])
    return p, rota(p, ("v", who(too_far), "09:00"))


@limit("skills", "last day of validity")
def _(too_far):
    held = worker("ann", skills=[Skill(name="hoist", expires=MONDAY)])
    v = visit(
        "v",
        "joan",
        "09:00-09:30",
        day=too_far,
        slots=[Slot(skills=frozenset(["hoist"]))],
    )
    p = problem([held], [client("joan")], [v])
    return p, rota(p, ("v", "ann", "09:00"))


@limit("exclusions", "by the client")
def _(too_far):
    joan = client("joan", excluded_workers=frozenset(["ann"]))
    p = problem([ANN, BOB], [joan], [visit("v", "joan", "09:00-09:30")])
    return p, rota(p, ("v", who(too_far), "09:00"))


@limit("exclusions", "by the worker")
def _(too_far):
    ann = worker("ann", refused_clients=frozenset(["joan"]))
    p = problem([ann, BOB], [client("joan")], [visit("v", "joan", "09:00-09:30")])
    return p, rota(p, ("v", who(too_far), "09:00"))


@limit("attributes")
def _(too_far):
    bob = worker("bob", attributes=frozenset(["ok:dogs"]))
    joan = client("joan", required_attributes=frozenset(["ok:dogs"]))
    p = problem([ANN, bob], [joan], [visit("v", "joan", "09:00-09:30")])
    return p, rota(p, ("v", who(too_far), "09:00"))


@limit("short_visits", "half an hour")
def _(too_far):
    v = visit("v", "joan", "09:00-09:30", 30 - too_far)
    p = problem([ANN], [client("joan")], [v])
    return p, rota(p, ("v", "ann", "09:00"))


@limit("short_visits", "by a worker who is known")
def _(too_far):
    v = visit("v", "joan", "09:00-09:30", 15, **AGREED)
    p = problem([ANN, BOB], [client("joan")], [v], past=[past("joan", "bob", "09:00")])
    return p, rota(p, ("v", who(too_far), "09:00"))


@limit("volunteer_tasks")
def _(too_far):
    ann = worker("ann", kind=WorkerKind.VOLUNTEER)
    care = CareType.PERSONAL if too_far else CareType.SOCIAL
    p = problem([ann], [client("joan")], [visit("v", "joan", "09:00", care=care)])
    return p, rota(p, ("v", "ann", "09:00"))


@limit("double_up")
def _(too_far):
    v = visit("v", "joan", "09:00-09:30", slots=2)
    p = problem([ANN, BOB], [client("joan")], [v])
    return p, rota(p, ("v", "ann", "09:00"), ("v", "bob", clock(9, too_far), 1))


@limit("visit_links", "least distance")
def _(too_far):
    joined = [link("a", "b", minimum=180)]
    p = problem([ANN], JOAN_AND_TOM, pair(same=True), links=joined)
    return p, rota(p, ("a", "ann", "08:00"), ("b", "ann", clock(11, -too_far), 0, 2))


@limit("visit_links", "most distance, from the end")
def _(too_far):
    joined = [link("a", "b", maximum=30, measured_from=LinkFrom.END)]
    p = problem([ANN, BOB], JOAN_AND_TOM, pair(same=True), links=joined)
    return p, rota(p, ("a", "ann", "08:00"), ("b", "bob", clock(9, too_far)))


@limit("link_workers", "the same worker")
def _(too_far):
    joined = [link("a", "b", same_worker=True)]
    p = problem([ANN, BOB], JOAN_AND_TOM, pair(same=True), links=joined)
    return p, rota(p, ("a", "bob", "08:00"), ("b", who(too_far), "08:30"))


@limit("link_workers", "another worker")
def _(too_far):
    joined = [link("a", "b", different_worker=True)]
    p = problem([ANN, BOB], JOAN_AND_TOM, pair(same=True), links=joined)
    return p, rota(p, ("a", "ann", "08:00"), ("b", who(too_far), "08:30"))


# ── what a day can hold ───────────────────────────────────────────────────────


@limit("reach", "travel")
def _(too_far):
    p = problem([ANN], JOAN_AND_TOM, pair(same=False))
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 40 - too_far)))


@limit("reach", "access")
def _(too_far):
    tom = client("tom", access_minutes=5)
    p = problem([ANN], [client("joan"), tom], pair(same=False))
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 45 - too_far)))


@limit("reach", "home and out again")
def _(too_far):
    p = problem([ANN], JOAN_AND_TOM, pair(same=False))
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 50 - too_far), 0, 2))


@limit("one_place", "two visits")
def _(too_far):
    p = problem([ANN], JOAN_AND_TOM, pair(same=True))
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 30 - too_far)))


@limit("availability", "end of the shift")
def _(too_far):
    ann = worker("ann", available=[(0, "09:00-10:00")])
    p = problem([ann], [client("joan")], [visit("v", "joan", "08:00-12:00")])
    return p, rota(p, ("v", "ann", clock(9, 30 + too_far)))


@limit("availability", "start of the shift")
def _(too_far):
    ann = worker("ann", available=[(0, "09:00-10:00")])
    p = problem([ann], [client("joan")], [visit("v", "joan", "08:00-12:00")])
    return p, rota(p, ("v", "ann", clock(9, -too_far)))


@limit("availability", "a hole within a run")
def _(too_far):
    shifts = [(0, "08:00-09:30"), (0, clock(9, 30 + too_far) + "-12:00")]
    p = problem([worker("ann", available=shifts)], JOAN_AND_TOM, pair(same=False))
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", "09:40"))


# ── the law and the contract ──────────────────────────────────────────────────


@limit("day_minutes", "waiting is paid")
def _(too_far):
    ann = worker("ann", contract=Contract(maximum_minutes_a_day=60))
    p = problem([ann], JOAN_AND_TOM, pair(same=True))
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 30 + too_far)))


@limit("day_span", "thirteen hours")
def _(too_far):
    p = problem([ANN], JOAN_AND_TOM, pair(same=True))
    end = clock(19, 30 + too_far)
    return p, rota(p, ("a", "ann", "07:00"), ("b", "ann", end, 0, 2))


@limit("day_span", "fifteen where days are split by nature")
def _(too_far):
    ann = worker("ann", working_time=WorkingTime(split_day_exempt=True))
    p = problem([ann], JOAN_AND_TOM, pair(same=True))
    end = clock(21, 30 + too_far)
    return p, rota(p, ("a", "ann", "07:00"), ("b", "ann", end, 0, 2))


@limit("rest_break", "twenty minutes")
def _(too_far):
    p = problem([ANN], JOAN_AND_TOM, pair(same=True, minutes=190))
    rest = ("ann", clock(10, 10 + too_far), "10:30")
    return p, rota(p, ("a", "ann", "07:00"), ("b", "ann", "10:30"), breaks=[rest])


@limit("rest_break", "six hours without one")
def _(too_far):
    p = problem([ANN], JOAN_AND_TOM, pair(same=True, minutes=180))
    return p, rota(p, ("a", "ann", "07:00"), ("b", "ann", clock(10, too_far)))


@limit("rest_break", "half an hour from the end of the day")
def _(too_far):
    visits = [
        visit("a", "joan", "06:00-20:00", 350),
        visit("b", "joan", "06:00-20:00", 30 - too_far, **AGREED),
    ]
    p = problem([ANN], [client("joan")], visits, past=[past("joan", "ann", "09:00")])
    made = ("a", "ann", "07:00"), ("b", "ann", "13:10")
    return p, rota(p, *made, breaks=[("ann", "12:50", "13:10")])


@limit("rest_break", "half an hour from the start of the day")
def _(too_far):
    visits = [
        visit("a", "joan", "06:00-20:00", 30 - too_far, **AGREED),
        visit("b", "joan", "06:00-20:00", 350),
    ]
    p = problem([ANN], [client("joan")], visits, past=[past("joan", "ann", "09:00")])
    rest = ("ann", clock(7, 30 - too_far), "07:50")
    return p, rota(p, ("a", "ann", "07:00"), ("b", "ann", "07:50"), breaks=[rest])


@limit("night_work", "eight hours")
def _(too_far):
    ann = worker("ann", working_time=WorkingTime(night_worker=True))
    p = problem([ann], JOAN_AND_TOM, pair(same=True, minutes=240))
    made = ("a", "ann", "22:00"), ("b", "ann", clock(26, 20 + too_far))
    return p, rota(p, *made, breaks=[("ann", "26:00", "26:20")])


@limit("night_work", "three hours in the night")
def _(too_far):
    # a minute more than eight hours; it counts once three of them lie after 23:00
    ann = worker("ann", working_time=WorkingTime(night_worker=True))
    visits = [
        visit("a", "joan", "06:00-26:30", 240),
        visit("b", "joan", "06:00-26:30", 241),
    ]
    p = problem([ann], [client("joan")], visits)
    back = clock(21, 58 + too_far)
    rest = ("ann", clock(21, 38 + too_far), back)
    made = ("a", "ann", clock(17, 38 + too_far)), ("b", "ann", back)
    return p, rota(p, *made, breaks=[rest])


@limit("daily_rest", "eleven hours")
def _(too_far):
    visits = [
        visit("a", "joan", "20:00-22:00", 30),
        visit("b", "joan", "07:00-10:00", 30, day=1),
    ]
    p = problem([ANN], [client("joan")], visits)
    return p, rota(p, ("a", "ann", "21:30"), ("b", "ann", clock(8, 60 - too_far)))


@limit("daily_rest", "twelve hours at 16 or 17")
def _(too_far):
    visits = [
        visit("a", "joan", "20:00-22:00", 30),
        visit("b", "joan", "07:00-10:00", 30, day=1),
    ]
    ann = worker("ann", working_time=WorkingTime(young=True))
    p = problem([ann], [client("joan")], visits)
    return p, rota(p, ("a", "ann", "21:00"), ("b", "ann", clock(8, 90 - too_far)))


@limit("daily_rest", "nine hours where days are split by nature")
def _(too_far):
    visits = [
        *pair(same=True),
        visit("c", "joan", "05:00-10:00", 30, day=1),
    ]
    ann = worker("ann", working_time=WorkingTime(split_day_exempt=True))
    p = problem([ann], JOAN_AND_TOM, visits)
    split = ("a", "ann", "08:00"), ("b", "ann", "20:30", 0, 2)
    return p, rota(p, *split, ("c", "ann", clock(5, 60 - too_far)))


@limit("daily_rest", "thirteen hours by agreement")
def _(too_far):
    visits = [
        visit("a", "joan", "18:00-22:00", 30),
        visit("b", "joan", "07:00-10:00", 30, day=1),
    ]
    ann = worker("ann", working_time=WorkingTime(daily_rest_hours=13))
    p = problem([ann], [client("joan")], visits)
    return p, rota(p, ("a", "ann", "20:00"), ("b", "ann", clock(8, 90 - too_far)))


@limit("daily_rest", "after the last evening before the horizon")
def _(too_far):
    p = problem(
        [ANN],
        [client("joan")],
        [visit("a", "joan", "07:00-10:00")],
        past=[past("joan", "ann", "21:30")],
    )
    return p, rota(p, ("a", "ann", clock(8, 60 - too_far)))


def every_day(days, wall="12:00-13:00"):
    """Give one visit a day, named after it."""
    return [visit(f"day {d}", "joan", wall, day=d) for d in days]


@limit("weekly_rest", "thirty-five hours in the week")
def _(too_far):
    p = problem([ANN], [client("joan")], every_day(range(6)))
    noons = [(f"day {d}", "ann", "12:00") for d in range(5)]
    return p, rota(p, *noons, ("day 5", "ann", clock(12, 30 + too_far)))


@limit("weekly_rest", "forty-eight hours in the week at 16 or 17")
def _(too_far):
    # the week ends 48 hours after midnight between Friday and Saturday
    ann = worker("ann", working_time=WorkingTime(young=True))
    p = problem([ann], [client("joan")], every_day(range(5), "12:00-24:00"))
    noons = [(f"day {d}", "ann", "12:00") for d in range(4)]
    return p, rota(p, *noons, ("day 4", "ann", clock(23, 30 + too_far)))


def fortnight(at, days_off_before=()):
    """Give a week (starts by day) after a week worked at noon but for some days."""
    ann = worker("ann", contract=Contract(maximum_consecutive_days=31))
    before = [
        past("joan", "ann", "12:00", d)
        for d in range(-7, 0)
        if d not in days_off_before
    ]
    days = every_day(at, "00:00-24:00")
    p = problem([ann], [client("joan")], days, past=before)
    return p, rota(p, *[(f"day {d}", "ann", wall) for d, wall in at.items()])


@limit("weekly_rest", "two rests in the fortnight", mode="fortnight")
def _(too_far):
    # off on Thursday of the week before; Tuesday 12:30 to Wednesday 23:30 is 35 hours
    at = {0: "12:00", 1: "12:00", 2: clock(23, 30 - too_far), 3: "23:00"}
    noons = dict.fromkeys([4, 5, 6], "22:00")
    return fortnight(at | noons, days_off_before=[-4])


@limit("weekly_rest", "one long rest in the fortnight", mode="fortnight")
def _(too_far):
    # Tuesday 12:30 to Thursday 23:30 is 59 hours
    at = {0: "12:00", 1: "12:00", 3: clock(23, 30 - too_far)}
    return fortnight(at | dict.fromkeys([4, 5, 6], "22:00"))


@limit("weekly_hours", "one hour")
def _(too_far):
    ann = worker("ann", contract=Contract(maximum_hours=1))
    p = problem([ann], JOAN_AND_TOM, pair(same=True))
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 30 + too_far)))


@limit("weekly_hours", "what the days before the horizon leave of the week")
def _(too_far):
    wednesday = MONDAY + timedelta(days=2)
    ann = worker("ann", contract=Contract(maximum_hours=2), first=wednesday)
    visits = [
        visit(name, "joan", "06:00-20:00", first=wednesday) for name in ("a", "b")
    ]
    made = past("joan", "ann", "09:00", -1, minutes=60, first=wednesday)
    p = problem([ann], [client("joan")], visits, past=[made], first=wednesday)
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 30 + too_far)))


@limit("average_48", "the ways to and from home count")
def _(too_far):
    longer = WorkingTime(weeks_before=16, hours_before=16 * 48 + 46)
    ann = worker("ann", working_time=longer, contract=Contract(maximum_hours=60))
    # an hour of visits and half an hour each way fill the two hours that are left
    p = problem([ann], JOAN_AND_TOM, pair(same=True), travel=30)
    return p, rota(p, ("a", "ann", "09:00"), ("b", "ann", clock(9, 30 + too_far)))


@limit("consecutive_days", "two days in a row")
def _(too_far):
    ann = worker("ann", contract=Contract(maximum_consecutive_days=2))
    p = problem([ann, BOB], [client("joan")], every_day(range(3)))
    made = [(f"day {d}", "ann", "12:00") for d in range(2)]
    return p, rota(p, *made, ("day 2", who(too_far), "12:00"))


# ── continuity ────────────────────────────────────────────────────────────────


@limit("carer_ceiling")
def _(too_far):
    joan = client("joan", carers=CarerLimit(ceiling=1))
    p = problem([ANN, BOB], [joan], every_day(range(2)))
    return p, rota(p, ("day 0", "bob", "12:00"), ("day 1", who(too_far), "12:00"))


def by_the_fortnight():
    carers = CarerLimit(ceiling=1, window=CarerWindow.FORTNIGHT)
    return client("joan", carers=carers)


@limit("carer_ceiling", "by the fortnight")
def _(too_far):
    p = problem([ANN, BOB], [by_the_fortnight()], every_day([0, 13]), days=14)
    return p, rota(p, ("day 0", "bob", "12:00"), ("day 13", who(too_far), "12:00"))


@limit("carer_ceiling", "by the fortnight, half of it before the horizon")
def _(too_far):
    before = [past("joan", "bob", "12:00", -7)]
    p = problem([ANN, BOB], [by_the_fortnight()], every_day([6]), past=before)
    return p, rota(p, ("day 6", who(too_far), "12:00"))


# ── the tests ─────────────────────────────────────────────────────────────────


def named(x: Limit) -> str:
    return f"{x.rule}, {x.of}"


@pytest.mark.parametrize("limit", LIMITS, ids=named)
def test_at_the_limit_all_is_well(limit):
    """Exactly at the limit no hard rule is broken, and everybody is covered."""
    problem, made = limit.build(0)
    report = check(problem, made, policy=limit.policy)
    assert [f.text for f in report.findings] == []
    assert report.legal
    assert report.covered


@pytest.mark.parametrize("limit", LIMITS, ids=named)
def test_one_step_past_it_that_rule_alone_is_broken(limit):
    """One minute, day or person further the right rule says so, and no other does."""
    problem, made = limit.build(1)
    report = check(problem, made, policy=limit.policy)
    assert {f.rule for f in report.findings} == {limit.rule}, report.findings
    assert report.levels[0] == 1
    (finding,) = report.findings
    one = problem.ticks_per_minute if report[limit.rule].unit == "minutes" else 1
    assert finding.amount == one
    assert finding.text


@pytest.mark.parametrize("limit", LIMITS, ids=named)
def test_the_kernel_sees_the_same(limit):
    """What the checker refuses the search refuses too, and by as much."""
    for too_far in (0, 1):
        problem, made = limit.build(too_far)
        compiled = compile_problem(problem)
        book = bind(limit.policy, problem.ticks_per_minute)
        found = evaluate(compiled, book, from_rota(compiled, made))
        report = check(problem, made, policy=limit.policy)
        hard = {b.name for b in book if b.hard}
        assert {n: a for n, a in found.items() if n in hard and a} == {
            r.name: r.amounts for r in report.rules if r.name in hard and r.amounts
        }


def test_every_hard_rule_has_a_mutant():
    """No hard rule of the default policy is left without one."""
    hard = {name for name, line in load().rules.items() if line.mode is Mode.HARD}
    assert {x.rule for x in LIMITS} == hard
