"""A published rota beside a repaired one, which answers another problem."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerota.advice.compare import PartyKind, compare
from carerota.errors import DataError
from carerota.model import Levels, VisitAdded, VisitCancelled
from carerota.repairing import repair
from carerota.rules.book import NAMES
from carerota.score import check
from tests.builders import MONDAY, moment, rota, visit, worker
from tests.repairing.days import day
from tests.strategies import any_rota, policy_all, tiny_problem

ADDED = visit("new", "B", "15:00-16:30", 30)
EVENTS = [VisitCancelled(visit="d"), VisitAdded(visit=ADDED)]


@pytest.fixture(scope="module")
def repaired():
    """A day, its rota, and the repair after a cancelled and an added visit."""
    problem, old = day()
    found = repair(problem, old, EVENTS, moment("07:00"), moves=300, threads=1)
    return problem, old, found


def test_a_repair_is_compared_with_what_was_published(repaired):
    """Cancelled and new visits stand apart, and nobody is missing at either."""
    problem, old, found = repaired
    told = compare(problem, old, found.rota, problem_of_b=found.problem)
    (gone,), (come,) = told.cancelled, told.added
    assert (gone.visit, gone.client, gone.carers) == ("d", "D", ("ben",))
    assert (gone.day, gone.start) == (MONDAY, moment("11:00"))
    made = {a.visit: a for a in found.rota.assignments}["new"]
    assert (come.visit, come.client) == ("new", "B")
    assert (come.carers, come.start) == ((made.worker,), made.start)
    assert not {"d", "new"} & {change.visit for change in told.visits}
    clients = {c.client: c for c in told.clients}
    assert (clients["D"].cancelled, clients["D"].added) == (("d",), ())
    assert (clients["B"].cancelled, clients["B"].added) == ((), ("new",))
    assert all(c.uncovered_before == c.uncovered_after == 0 for c in told.clients)
    assert all(share.missed == 0 for share in told.shares)
    workers = {w.worker: w for w in told.workers}
    assert "d" in workers["ben"].lost
    assert "new" in workers[made.worker].gained
    assert not told.same


def test_each_rota_is_judged_by_its_own_problem(repaired):
    """What is priced adds up to what the checker says of the two."""
    problem, old, found = repaired
    told = compare(problem, old, found.rota, problem_of_b=found.problem)
    was = check(problem, old, margins=False)
    now = check(found.problem, found.rota, policy=problem.policy, margins=False)
    assert (told.levels_before, told.levels_after) == (was.levels, now.levels)
    assert told.cost_after - told.cost_before == now.cost - was.cost
    assert sum(rule.cost for rule in told.rules) == now.cost - was.cost
    assert sum(share.cost for share in told.shares) == now.cost - was.cost
    assert told.figures_after["uncovered"] == 0
    back = compare(found.problem, found.rota, old, problem_of_b=problem)
    assert (back.cancelled, back.added) == (told.added, told.cancelled)


def test_without_it_both_are_held_against_one_problem(repaired):
    """As before: what a problem has and a rota does not make is missing."""
    problem, old, found = repaired
    kept = [a for a in found.rota.assignments if a.visit != "new"]
    told = compare(
        problem, old, found.rota.model_copy(update={"assignments": tuple(kept)})
    )
    assert [s.missed for s in told.shares if (s.kind, s.id) == (PartyKind.CLIENT, "D")]
    assert (told.cancelled, told.added) == ((), ())
    with pytest.raises(DataError) as error:
        compare(problem, old, found.rota)
    assert error.value.source == "rota b"


def test_nobody_at_a_new_visit_is_somebody_missing(repaired):
    """It is wanted and not made: that is told of the client, not hidden."""
    problem, old, found = repaired
    kept = [a for a in found.rota.assignments if a.visit != "new"]
    left = found.rota.model_copy(update={"assignments": tuple(kept)})
    told = compare(problem, old, left, problem_of_b=found.problem)
    assert [(v.carers, v.start) for v in told.added] == [((None,), None)]
    missed = {s.id: s.missed for s in told.shares if s.missed}
    assert missed == {"B": 1}


def test_a_worker_and_a_carer_more():
    """Somebody new makes a visit that is a double-up now: two slots, one of them new."""
    problem, old = day()
    double = [
        visit("a", "A", "08:00-09:30", 30, slots=2) if v.id == "a" else v
        for v in problem.visits
    ]
    more, _ = day(workers=[*problem.workers, worker("zoe")])
    after = more.model_copy(update={"visits": tuple(double)})
    made = (*old.assignments, *rota(after, ("a", "zoe", "08:00", 1)).assignments)
    b = old.model_copy(update={"assignments": made})
    told = compare(problem, old, b, problem_of_b=after)
    (change,) = told.visits
    assert (change.slot, change.worker_before, change.worker_after) == (1, None, "zoe")
    (zoe,) = told.workers
    assert (zoe.worker, zoe.before.visits, zoe.gained) == ("zoe", 0, ("a",))


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"first_day": MONDAY - timedelta(days=1)}, "problem_of_b.first_day"),
        ({"days": 3}, "problem_of_b.days"),
        ({"ticks_per_minute": 1}, "problem_of_b.ticks_per_minute"),
        ({"zone": "Europe/Berlin"}, "problem_of_b.zone"),
    ],
)
def test_problems_of_other_days_are_refused(changed, path):
    """By the name of what differs."""
    problem, old = day()
    other = problem.model_copy(update=changed)
    with pytest.raises(DataError) as error:
        compare(problem, old, old, problem_of_b=other)
    assert [(i.path, i.code) for i in error.value.issues] == [(path, "other-horizon")]


@pytest.mark.property
@given(st.randoms(use_true_random=False), st.sampled_from(list(Levels)))
def test_whatever_is_cancelled_it_adds_up(rnd, levels):
    """By rule and by person, also where the two answer different visits."""
    tiny = tiny_problem(rnd)
    policy = policy_all(NAMES, levels=levels)
    gone = {v.id for v in tiny.visits if rnd.random() < 0.4}
    after = tiny.model_copy(
        update={
            "visits": tuple(v for v in tiny.visits if v.id not in gone),
            "links": tuple(x for x in tiny.links if not {x.first, x.second} & gone),
        }
    )
    a, b = any_rota(rnd, tiny), any_rota(rnd, after)
    was = check(tiny, a, policy=policy, margins=False)
    now = check(after, b, policy=policy, margins=False)
    found = compare(tiny, a, b, policy=policy, problem_of_b=after)
    assert {v.visit for v in found.cancelled} == gone
    assert found.cost_after - found.cost_before == now.cost - was.cost
    assert sum(rule.cost for rule in found.rules) == now.cost - was.cost
    assert sum(share.cost for share in found.shares) == now.cost - was.cost
    assert (found.levels_before, found.levels_after) == (was.levels, now.levels)
