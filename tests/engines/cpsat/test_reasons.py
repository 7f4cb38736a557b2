"""Why a visit is uncovered: proofs that hold, and the fewest that give way."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import RotaArrays, from_rota
from carerota.engines.cpsat import reasons
from carerota.engines.cpsat.engine import Effort, Status
from carerota.engines.cpsat.reasons import (
    _fits,
    _only,
    displaced,
    impossible,
    not_with_linked,
)
from carerota.model import Mode, Policy, PolicyLine, Slot
from carerota.policies import load as load_policy
from carerota.rules.book import bind
from tests.builders import client, link, past, problem, rota, visit, worker
from tests.crowds import crowd, lawful, most_covered, readable
from tests.strategies import OTHERWISE, TIGHT, tiny_problem

HARD = (
    "skills",
    "exclusions",
    "windows",
    "double_up",
    "visit_links",
    "link_workers",
    "reach",
    "one_place",
    "availability",
    "daily_rest",
)
BOOK = bind(
    Policy(name="hard", rules={name: PolicyLine(mode=Mode.HARD) for name in HARD}), 60
)

NURSE = [Slot(skills=frozenset({"nurse"}))]
CASES = {
    "a skill nobody holds": (
        problem(
            [worker("ann")], [client("x")], [visit("v", "x", "09:00", slots=NURSE)]
        ),
        {"skills"},
    ),
    "open when nobody is there": (
        problem(
            [worker("ann", available=[(0, "13:00-18:00")])],
            [client("x")],
            [visit("v", "x", "09:00-10:00")],
        ),
        {"windows", "availability"},
    ),
    "each worker for a reason of their own": (
        problem(
            [worker("ann", skills=["nurse"]), worker("bob")],
            [client("x", excluded_workers=frozenset({"ann"}))],
            [visit("v", "x", "09:00", slots=NURSE)],
        ),
        {"skills", "exclusions"},
    ),
    "work until late the day before": (
        problem(
            [worker("ann")],
            [client("x")],
            [visit("v", "x", "07:00-08:00")],
            past=[past("x", "ann", "22:30")],
        ),
        {"windows", "daily_rest"},
    ),
    "two carers wanted and one there": (
        problem([worker("ann")], [client("x")], [visit("v", "x", "09:00", slots=2)]),
        {"double_up", "one_place", "windows"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_minimal_set_of_rules(name):
    """The set forbids the visit, and without any one of it the visit fits."""
    tiny, wanted = CASES[name]
    compiled = compile_problem(tiny)
    core = impossible(compiled, BOOK, 0)
    assert core is not None
    # with one moment to start at, windows alone keep a double-up together
    assert set(core) == wanted or name.startswith("two")
    everybody = _only(compiled, range(compiled.n_visits))
    effort = Effort(deterministic_time=10)
    kept = replace(BOOK, bound=tuple(b for b in BOOK if b.name in core))
    assert _fits(everybody, kept, effort) is False
    for fewer in combinations(kept.bound, len(core) - 1):
        assert _fits(everybody, replace(kept, bound=fewer), effort) is True


def test_what_fits_is_not_impossible():
    """No proof is given for a visit that somebody could make."""
    tiny = problem([worker("ann")], [client("x")], [visit("v", "x", "09:00")])
    assert impossible(compile_problem(tiny), BOOK, 0) is None


def linked_apart():
    return problem(
        [worker("ann"), worker("bob")],
        [client("x")],
        [visit("v", "x", "09:00"), visit("u", "x", "09:30")],
        links=[link("v", "u", minimum=60)],
    )


def test_a_link_that_cannot_hold_makes_neither_visit_impossible():
    """One of the two can be made; that both can not is told with the other's name."""
    compiled = compile_problem(linked_apart())
    for v, other in ((0, "u"), (1, "v")):
        assert impossible(compiled, BOOK, v) is None
        rules, visits = not_with_linked(compiled, BOOK, v)
        assert set(rules) == {"windows", "visit_links"}
        assert visits == (other,)


def test_a_linked_visit_that_nobody_can_make_spoils_no_other():
    """What one visit lacks is not the other's fault, nor its proof."""
    tiny = problem(
        [worker("ann")],
        [client("x")],
        [visit("v", "x", "09:00"), visit("u", "x", "11:00", slots=NURSE)],
        links=[link("v", "u", minimum=60)],
    )
    compiled = compile_problem(tiny)
    assert impossible(compiled, BOOK, 0) is None
    assert impossible(compiled, BOOK, 1) == ("skills",)


def test_visits_without_links_have_none_in_the_way():
    """Nothing is proven of links where there are none, or where they hold."""
    tiny = linked_apart()
    apart = compile_problem(tiny.model_copy(update={"links": ()}))
    assert not_with_linked(apart, BOOK, 0) is None
    near = tiny.model_copy(update={"links": (link("v", "u", minimum=30),)})
    assert not_with_linked(compile_problem(near), BOOK, 0) is None


def test_what_a_few_can_do_is_not_asked_of_all(monkeypatch):
    """Of many workers a few are asked first; all of them only where those cannot."""
    many = [worker(f"w{i:02}", skills=["nurse"] if i == 19 else ()) for i in range(20)]
    visits = [visit("v", "x", "09:00"), visit("w", "x", "09:00", slots=NURSE)]
    compiled = compile_problem(
        problem(many, [client("x")], visits, links=[link("v", "w", maximum=0)])
    )
    asked = []
    fits = reasons._fits
    monkeypatch.setattr(
        reasons, "_fits", lambda c, *more: asked.append(c.n_workers) or fits(c, *more)
    )
    assert impossible(compiled, BOOK, 0) is None
    assert not_with_linked(compiled, BOOK, 0) is None
    assert asked == [reasons.FEW, reasons.FEW + 1]
    alone, _ = CASES["a skill nobody holds"]
    asked.clear()
    assert impossible(compile_problem(alone), BOOK, 0) == ("skills",)
    assert set(asked) == {1}


def test_nobody_at_all():
    """Where there are no workers no rule is to blame."""
    tiny = problem([worker("ann")], [client("x")], [visit("v", "x", "09:00")])
    bare = compile_problem(tiny.model_copy(update={"workers": ()}))
    assert impossible(bare, BOOK, 0) == ()


def test_no_proof_without_effort():
    """With no time to prove it, nothing is claimed."""
    tiny, _ = CASES["two carers wanted and one there"]
    effort = Effort(time_limit=0.0)
    assert impossible(compile_problem(tiny), BOOK, 0, effort=effort) is None


@pytest.mark.property
@settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.randoms(use_true_random=False), st.sampled_from([TIGHT, OTHERWISE]))
def test_whatever_is_proven_holds_and_is_minimal(rnd, params):
    """In no rota is it covered; without any one of the rules named it would be."""
    for tiny, policy in (
        (tiny_problem(rnd), lawful(params, ["carer_ceiling"])),
        (crowd(rnd), load_policy()),
    ):
        if not readable(tiny):
            continue
        compiled = compile_problem(tiny)
        book = bind(policy, tiny.ticks_per_minute)
        for v in range(compiled.n_visits):
            core = impossible(compiled, book, v)
            if core is None:
                continue
            made, status = most_covered(compiled, book, compiled.slots(v))
            assert status is not Status.OPTIMAL or made < len(compiled.slots(v))
            alone, effort = _only(compiled, {v}), Effort(deterministic_time=5)
            kept = replace(book, bound=tuple(b for b in book if b.name in core))
            assert _fits(alone, kept, effort) is False
            for fewer in combinations(kept.bound, max(0, len(core) - 1)):
                assert not core or _fits(alone, replace(kept, bound=fewer), effort)


def busy():
    return problem(
        [worker("ann")],
        [client("x"), client("y"), client("z")],
        [
            visit("a", "x", "09:00", priority="flexible"),
            visit("b", "y", "09:50", priority="critical"),
            visit("new", "z", "09:15", priority="flexible"),
        ],
    )


def test_the_fewest_give_way():
    """Of two visits in the way both are named, one alone where one is enough."""
    tiny = busy()
    compiled = compile_problem(tiny)
    made = from_rota(compiled, rota(tiny, ("a", "ann", "09:00"), ("b", "ann", "09:50")))
    assert displaced(compiled, BOOK, made, 2) == ("a", "b")
    later = tiny.model_copy(
        update={"visits": (*tiny.visits[:2], visit("new", "z", "09:00-09:10"))}
    )
    compiled = compile_problem(later)
    assert displaced(compiled, BOOK, made, 2) == ("a",)


def test_nothing_need_give_way():
    """A visit that simply fits displaces nothing."""
    compiled = compile_problem(busy())
    assert displaced(compiled, BOOK, RotaArrays.empty(3), 2) == ()


def test_no_way_at_all():
    """Where no worker may make it there is nothing to displace."""
    tiny, _ = CASES["a skill nobody holds"]
    compiled = compile_problem(tiny)
    assert displaced(compiled, BOOK, RotaArrays.empty(1), 0) is None
