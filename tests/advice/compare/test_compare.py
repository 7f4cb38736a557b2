"""Two rotas side by side: every difference is told, and all of it adds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerota.advice.compare import PartyKind, compare
from carerota.errors import DataError
from carerota.model import Levels, Priority
from carerota.rules.book import NAMES
from carerota.score import check
from tests.builders import client, moment, past, problem, rota, visit, worker
from tests.strategies import any_rota, policy_all, tiny_problem


@pytest.mark.property
@given(st.randoms(use_true_random=False), st.sampled_from(list(Levels)))
def test_what_changes_adds_up_to_what_the_checker_finds(rnd, levels):
    """By rule and by person, to the last unit of the currency."""
    tiny = tiny_problem(rnd)
    policy = policy_all(NAMES, levels=levels)
    a, b = any_rota(rnd, tiny), any_rota(rnd, tiny)
    was, now = (check(tiny, x, policy=policy, margins=False) for x in (a, b))
    found = compare(tiny, a, b, policy=policy)
    assert found.cost_after - found.cost_before == now.cost - was.cost
    assert sum(rule.cost for rule in found.rules) == now.cost - was.cost
    assert sum(share.cost for share in found.shares) == now.cost - was.cost
    assert (found.levels_before, found.levels_after) == (was.levels, now.levels)
    for rule in found.rules:
        assert rule.amount_before == was[rule.rule].amount
        assert rule.amount_after == now[rule.rule].amount
    told = {rule.rule for rule in found.rules}
    assert told == {s.name for s in now.rules if s.amounts != was[s.name].amounts}


@pytest.mark.property
@given(st.randoms(use_true_random=False))
def test_turned_round_it_is_the_same_with_the_other_sign(rnd):
    """What b gains on a, a loses on b; against itself nothing is other."""
    tiny = tiny_problem(rnd)
    a, b = any_rota(rnd, tiny), any_rota(rnd, tiny)
    policy = policy_all(NAMES)
    there, back = compare(tiny, a, b, policy=policy), compare(tiny, b, a, policy=policy)
    assert there.points == -back.points
    assert {(s.kind, s.id): s.cost for s in there.shares} == {
        (s.kind, s.id): -s.cost for s in back.shares
    }
    assert [v.cover for v in there.visits] == [-v.cover for v in back.visits]
    itself = compare(tiny, a, a, policy=policy)
    assert itself.same
    assert itself.better is None
    assert (itself.rules, itself.shares, itself.workers, itself.clients) == ((),) * 4


def two_days():
    """Breakfast on three days; the client knows Ann."""
    return problem(
        [worker("ann"), worker("bob")],
        [client("x")],
        [
            visit(
                f"care/2026-06-0{d + 1}/breakfast", "x", "08:00-10:00", day=d
            ).model_copy(update={"package": "care"})
            for d in range(3)
        ],
        past=[past("x", "ann", "08:00", day) for day in (-3, -2, -1)],
    )


def breakfasts(tiny, *made):
    names = [v.id for v in tiny.visits]
    return rota(
        tiny, *((names[d], who, wall) for d, (who, wall) in enumerate(made) if who)
    )


def test_visits_faces_and_usual_times():
    """Who comes instead, when, and which of them the client has not met."""
    tiny = two_days()
    a = breakfasts(tiny, ("ann", "08:00"), ("ann", "08:00"), ("ann", "08:10"))
    b = breakfasts(tiny, ("ann", "08:00"), ("bob", "09:00"), (None, ""))
    found = compare(tiny, a, b)
    moved, dropped = found.visits
    assert (moved.worker_before, moved.worker_after) == ("ann", "bob")
    assert (moved.minutes_later, moved.cover) == (60, 0)
    assert (dropped.worker_before, dropped.worker_after) == ("ann", None)
    assert (dropped.minutes_later, dropped.cover) == (None, -1)
    assert dropped.start_before == moment("08:10", 2)
    (x,) = found.clients
    assert (x.carers_before, x.carers_after) == (("ann",), ("ann", "bob"))
    assert (x.new_before, x.new_after) == ((), ("bob",))
    assert (x.uncovered_before, x.uncovered_after) == (0, 1)
    (time,) = x.times
    assert time.name == "care/breakfast"
    assert (time.usual_before, time.usual_after) == ("08:00", "08:00")
    assert (time.spread_before, time.spread_after) == (10, 60)
    ann, bob = found.workers
    assert (ann.before.visits, ann.after.visits) == (3, 1)
    assert ann.lost == tuple(v.id for v in tiny.visits[1:])
    assert (bob.gained, bob.after.paid_hours) == ((tiny.visits[1].id,), 0.5)
    assert found.better == "a"


def test_hard_rules_that_one_of_them_breaks():
    """They outweigh what is gained: it is worse for the client though it costs less."""
    tiny = two_days()
    a = breakfasts(tiny, ("ann", "08:00"), ("bob", "08:00"), ("ann", "11:00"))
    b = breakfasts(tiny, ("ann", "07:00"), ("ann", "08:00"), ("ann", "12:00"))
    found = compare(tiny, a, b)
    early, later = found.broken
    assert (early.rule, early.kind, early.id) == ("windows", PartyKind.CLIENT, "x")
    assert early.amount_before == 0
    assert early.amount_after == 60 * tiny.ticks_per_minute
    assert (later.amount_before, later.amount_after) == (3600, 7200)
    assert "12:00" in later.text
    assert found.mended == ()
    (x,) = (s for s in found.shares if s.kind is PartyKind.CLIENT)
    assert x.cost < 0
    assert (x.broken, x.worse, x.better) == (2, True, False)
    assert found.worse_for(PartyKind.CLIENT)[0] == x
    back = compare(tiny, b, a)
    assert [m.text for m in back.mended] == [b.text for b in found.broken]
    assert back.better_for(PartyKind.CLIENT)[0].broken == -2


def test_a_breach_without_another_visit():
    """A break that is missing breaks a rule though every visit is made as before."""
    tiny = problem(
        [worker("ann")],
        [client("x")],
        [
            visit(f"v{hour}", "x", f"{hour:02}:00-{hour:02}:30", 60)
            for hour in range(8, 16)
        ],
    )
    made = [(f"v{hour}", "ann", f"{hour:02}:00") for hour in range(8, 16) if hour != 11]
    a = rota(tiny, *made, breaks=[("ann", "11:05", "11:55")])
    b = rota(tiny, *made)
    found = compare(tiny, a, b)
    assert found.same
    assert [x.rule for x in found.broken] == ["rest_break"]
    assert found.better == "a"


def test_who_gains_and_who_loses():
    """A new face is the client's loss; the way is the worker's."""
    tiny = two_days()
    a = breakfasts(tiny, *[("ann", "08:00")] * 3)
    b = breakfasts(tiny, ("ann", "08:00"), ("ann", "08:00"), ("bob", "08:00"))
    found = compare(tiny, a, b)
    (x,) = found.worse_for(PartyKind.CLIENT)
    assert x.id == "x"
    assert x.by_rule["new_faces"] == 240 * found.point
    (bob,) = found.worse_for(PartyKind.WORKER)
    (ann,) = found.better_for(PartyKind.WORKER)
    assert (bob.id, ann.id) == ("bob", "ann")
    assert bob.by_rule["home_travel"] == -ann.by_rule["home_travel"] > 0
    assert found.figures_before["new_faces"] == 0
    assert found.figures_after["new_faces"] == 1


def test_whom_nobody_visits_any_more_is_not_better_off():
    """What is missed comes before what is priced: a visit lost costs nothing else."""
    tiny = two_days()
    a = breakfasts(tiny, *[("bob", "08:00")] * 3)
    b = breakfasts(tiny, ("bob", "08:00"), ("bob", "08:00"), (None, ""))
    found = compare(tiny, a, b)
    (x,) = found.worse_for(PartyKind.CLIENT)
    assert (x.id, x.missed) == ("x", 1)
    assert x.cost < 0
    assert not found.better_for(PartyKind.CLIENT)
    back = compare(tiny, b, a)
    (x,) = back.better_for(PartyKind.CLIENT)
    assert x.missed == -1
    assert not back.worse_for(PartyKind.CLIENT)


def test_an_optional_visit_is_the_clients():
    """Leaving it out has a price, which is the client's to bear."""
    tiny = two_days()
    optional = tiny.visits[2].model_copy(update={"priority": Priority.OPTIONAL})
    tiny = tiny.model_copy(update={"visits": (*tiny.visits[:2], optional)})
    a = breakfasts(tiny, *[("ann", "08:00")] * 3)
    b = breakfasts(tiny, ("ann", "08:00"), ("ann", "08:00"), (None, ""))
    found = compare(tiny, a, b)
    share = next(s for s in found.shares if s.kind is PartyKind.CLIENT)
    assert share.by_rule["cover"] == 480 * found.point


def test_usual_times_around_midnight():
    """Half past eleven and half past midnight are an hour apart."""
    tiny = problem(
        [worker("ann")],
        [client("x")],
        [
            visit(f"p/{d}/bed", "x", "23:00-25:00", day=d).model_copy(
                update={"package": "p"}
            )
            for d in range(2)
        ],
    )
    a = rota(tiny, ("p/0/bed", "ann", "23:30"), ("p/1/bed", "ann", "23:30"))
    b = rota(tiny, ("p/0/bed", "ann", "23:30"), ("p/1/bed", "ann", "24:30"))
    (x,) = compare(tiny, a, b).clients
    assert (x.times[0].usual_after, x.times[0].spread_after) == ("23:30", 60)


def test_a_rota_of_another_problem_is_refused():
    """Which of the two it is is told with every fault."""
    tiny = two_days()
    good = breakfasts(tiny, ("ann", "08:00"))
    other = problem([worker("cat")], [client("y")], [visit("v", "y", "09:00")])
    with pytest.raises(DataError) as refused:
        compare(tiny, good, rota(other, ("v", "cat", "09:00")))
    assert refused.value.source == "rota b"
    assert {i.code for i in refused.value.issues} == {"unknown-visit", "unknown-worker"}


def test_rules_that_are_off_leave_their_figures_out():
    """A policy without continuity has no figure of it, and compares all the same."""
    tiny = two_days()
    a = breakfasts(tiny, ("ann", "08:00"))
    found = compare(tiny, a, a, policy=policy_all(["windows"]))
    assert found.figures_after["new_faces"] is None
    assert found.figures_after["carers_per_client"] == 1
