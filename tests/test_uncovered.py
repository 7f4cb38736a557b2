"""Every uncovered slot has a reason, and no proof is claimed that does not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import RotaArrays, from_rota, to_rota
from carerota.engines.base import Stopwatch
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.engines.cpsat.reasons import _only
from carerota.model import Mode, Policy, PolicyLine, ReasonKind, Slot
from carerota.rules.book import bind
from carerota.solving import solve
from carerota.uncovered import Patience, time_for_reasons, with_reasons
from tests.builders import client, link, problem, rota, visit, worker

HARD = (
    "skills",
    "exclusions",
    "windows",
    "double_up",
    "reach",
    "one_place",
    "availability",
)
LINES = {name: PolicyLine(mode=Mode.HARD) for name in HARD}
BOOK = bind(
    Policy(
        name="hard", rules={**LINES, "cover": PolicyLine(mode=Mode.PRICED, price=120)}
    ),
    60,
)
NURSE = [Slot(skills=frozenset({"nurse"}))]


def reasons(tiny, *made, patience=None):
    compiled = compile_problem(tiny)
    whole = rota(tiny, *made)
    arrays = from_rota(compiled, whole)
    told = with_reasons(compiled, BOOK, arrays, whole, patience=patience)
    return {(u.visit, u.slot): u.reason for u in told.uncovered}


def hopeless():
    """Nurses come in the afternoon only, the visit is in the morning."""
    return problem(
        [
            worker("ann"),
            worker("nia", skills=["nurse"], available=[(0, "13:00-18:00")]),
        ],
        [client("x")],
        [visit("v", "x", "09:00-10:00", slots=NURSE)],
    )


def busy(old="critical", new="flexible", **more):
    return problem(
        [worker("ann")],
        [client("x"), client("y")],
        [
            visit("old", "x", "09:00", priority=old),
            visit("new", "y", "09:15", priority=new, **more),
        ],
    )


def test_a_proof_without_any_one_of_its_rules_it_fits():
    """The set forbids the visit; with any one rule of it dropped, a rota covers it."""
    tiny = hopeless()
    reason = reasons(tiny)["v", 0]
    assert reason.kind is ReasonKind.IMPOSSIBLE
    assert set(reason.rules) == {"skills", "windows", "availability"}
    compiled = _only(compile_problem(tiny), [0])
    for dropped in (None, *reason.rules):
        kept = [b for b in BOOK if b.name in {"cover", *reason.rules} - {dropped}]
        found = solve_model(
            compiled, replace(BOOK, bound=tuple(kept)), deterministic_time=10
        )
        assert found.status is Status.OPTIMAL
        assert (found.arrays.worker[0] >= 0) == (dropped is not None)


def test_words_of_a_proof():
    """The sentence names the rules by their titles."""
    assert reasons(hopeless())["v", 0].text == (
        "no worker can make it: skills, time windows and availability together "
        "forbid it; without any one of them it would fit"
    )
    tiny = problem(
        [worker("ann")], [client("x")], [visit("v", "x", "09:00", slots=NURSE)]
    )
    assert reasons(tiny)["v", 0].text == (
        "no worker can make it: skills; without that rule it would fit"
    )


def test_two_reasons_each_enough_by_itself():
    """No one rule is the way out where another forbids it as well."""
    away = worker("ann", available=[(0, "12:00-20:00")])
    tiny = problem([away], [client("x")], [visit("v", "x", "09:00", slots=NURSE)])
    reason = reasons(tiny)["v", 0]
    assert reason.rules == ("skills",)
    assert reason.text == (
        "no worker can make it: skills; without that rule others may still forbid it"
    )


def test_both_slots_of_a_double_up_have_one_reason():
    """A second carer who does not exist is missed at both slots."""
    tiny = problem(
        [worker("ann")], [client("x")], [visit("v", "x", "09:00-10:00", slots=2)]
    )
    found = reasons(tiny)
    assert set(found) == {("v", 0), ("v", 1)}
    assert found["v", 0] == found["v", 1]
    assert found["v", 0].kind is ReasonKind.IMPOSSIBLE
    assert found["v", 0].text.startswith("its 2 carers cannot all be there: ")


def test_nobody_at_all():
    """Without workers no rule is to blame."""
    tiny = hopeless().model_copy(update={"workers": ()})
    compiled = compile_problem(tiny)
    empty = RotaArrays.empty(1)
    told = with_reasons(compiled, BOOK, empty, to_rota(compiled, empty))
    assert told.uncovered[0].reason.kind is ReasonKind.IMPOSSIBLE
    assert told.uncovered[0].reason.rules == ()
    assert "nobody at all" in told.uncovered[0].reason.text


def test_what_ranks_as_high_is_named():
    """A flexible visit does not push out a critical one."""
    reason = reasons(busy(), ("old", "ann", "09:00"))["new", 0]
    assert reason.kind is ReasonKind.DISPLACED
    assert reason.visits == ("old",)
    assert reason.text == (
        "on the days of the workers who come nearest it fits only if old gives way, "
        "which ranks as high or higher"
    )


def test_a_linked_visit_that_is_made_is_named():
    """The second of two visits that cannot both be made is displaced, not impossible."""
    tiny = problem(
        [worker("ann"), worker("bob")],
        [client("x")],
        [visit("v", "x", "09:00"), visit("u", "x", "09:30")],
        links=[link("v", "u", minimum=60)],
    )
    rules = (*HARD, "visit_links")
    policy = Policy(
        name="hard", rules={name: PolicyLine(mode=Mode.HARD) for name in rules}
    )
    compiled, whole = compile_problem(tiny), rota(tiny, ("v", "ann", "09:00"))
    arrays = from_rota(compiled, whole)
    (missing,) = with_reasons(compiled, bind(policy, 60), arrays, whole).uncovered
    assert missing.reason.kind is ReasonKind.DISPLACED
    assert missing.reason.visits == ("v",)
    assert set(missing.reason.rules) == {"windows", "visit_links"}
    assert missing.reason.text == (
        "it cannot be made as well as v, which is linked to it and made: time windows "
        "and time between linked visits together forbid it"
    )


def test_what_ranks_lower_is_no_excuse():
    """That a flexible visit stands in the way of a critical one proves nothing."""
    reason = reasons(busy("flexible", "critical"), ("old", "ann", "09:00"))["new", 0]
    assert reason.kind is ReasonKind.NOT_PROVEN
    assert "old gave way, which ranks lower" in reason.text


def test_what_simply_fits():
    """A visit that somebody could make as things are is not called displaced."""
    reason = reasons(busy())["new", 0]
    assert reason.kind is ReasonKind.NOT_PROVEN
    assert reason.visits == ()
    assert reason.text.startswith("it would fit")


def test_an_optional_visit_has_its_price():
    """Leaving out an optional visit is a matter of points, and the text says so."""
    reason = reasons(busy(new="optional"), ("old", "ann", "09:00"))["new", 0]
    assert reason.kind is ReasonKind.NOT_PROVEN
    assert "costs 120 points" in reason.text


@pytest.mark.parametrize("patience", [Patience(effort=0), Patience(proofs=0, trials=0)])
def test_no_effort_no_proof(patience):
    """Without effort nothing is claimed, also of what is impossible."""
    assert reasons(hopeless(), patience=patience)["v", 0].kind is ReasonKind.NOT_PROVEN


def test_those_who_rank_higher_come_first():
    """Where patience is short it goes to the critical visit."""
    tiny = problem(
        [worker("ann")],
        [client("x")],
        [
            visit("a", "x", "09:00", slots=NURSE, priority="flexible"),
            visit("b", "x", "12:00", slots=NURSE, priority="critical"),
        ],
    )
    found = reasons(tiny, patience=Patience(proofs=1, trials=0))
    assert found["a", 0].kind is ReasonKind.NOT_PROVEN
    assert found["b", 0].kind is ReasonKind.IMPOSSIBLE


def test_where_time_ends_the_rest_is_not_proven():
    """Proofs come while there is time, and a solve has no more than what is left."""
    tiny = problem(
        [worker("ann")],
        [client("x")],
        [visit(n, "x", "09:00", slots=NURSE) for n in ("a", "b", "c")],
    )
    compiled, seconds = compile_problem(tiny), iter([*[9.0] * 6, 0.0])
    whole = rota(tiny)
    told = with_reasons(
        compiled, BOOK, from_rota(compiled, whole), whole, left=lambda: next(seconds)
    )
    kinds = [u.reason.kind for u in told.uncovered]
    assert kinds == [
        ReasonKind.IMPOSSIBLE,
        ReasonKind.IMPOSSIBLE,
        ReasonKind.NOT_PROVEN,
    ]
    assert "no time was left" in told.uncovered[2].reason.text


@pytest.mark.parametrize(("seconds", "share"), [(1.0, 2.0), (60.0, 6.0)])
def test_reasons_take_a_tenth_of_a_solve_or_two_seconds(seconds, share):
    """Counted from where it ended; a solve without a clock has none for them either."""
    now = [100.0]
    left = time_for_reasons(seconds, Stopwatch(lambda: now[0]))
    assert left() == pytest.approx(share)
    now[0] += 1.5
    assert left() == pytest.approx(share - 1.5)
    assert time_for_reasons(None) is None


@pytest.mark.parametrize(
    ("limits", "timed"),
    [
        ({"time_limit": 5.0}, True),
        ({"time_limit": 5.0, "moves": 50}, False),
        ({"time_limit": None}, False),
    ],
)
def test_only_a_solve_by_the_clock_has_a_clock_for_reasons(monkeypatch, limits, timed):
    """By moves the same seed has to give the same reasons."""
    asked = []

    def watched(*given, left=None, **more):
        asked.append(left)
        return with_reasons(*given, left=left, **more)

    monkeypatch.setattr("carerota.solving.with_reasons", watched)
    at_once = {"threads": 1, "engine": "search", "stop": lambda _: True}
    solve(hopeless(), **at_once, **limits)
    assert [left is not None for left in asked] == [timed]
    assert all(left() <= 2.0 for left in asked if left)


def test_a_trial_is_not_begun_where_it_could_not_end(monkeypatch):
    """What would have to give way is looked for only where there is time to solve it."""
    asked = []

    def displaced(*_, effort, **__):
        asked.append(effort.time_limit)

    monkeypatch.setattr("carerota.engines.cpsat.reasons.displaced", displaced)
    tiny = busy()
    compiled, whole = compile_problem(tiny), rota(tiny, ("old", "ann", "09:00"))
    for seconds in (0.2, 5.0):
        told = with_reasons(
            compiled, BOOK, from_rota(compiled, whole), whole, left=lambda s=seconds: s
        )
        assert told.uncovered[0].reason.kind is ReasonKind.NOT_PROVEN
    assert len(asked) == 1
    assert 4.9 < asked[0] < 5.0


def test_an_interrupt_leaves_the_rest_unproven(monkeypatch):
    """What was proven before an interrupt stands; the rota is given all the same."""
    tiny = problem(
        [worker("ann")],
        [client("x")],
        [visit(n, "x", "09:00", slots=NURSE) for n in ("a", "b")],
    )

    def proof(compiled, book, v, *, effort):
        if v:
            raise KeyboardInterrupt
        return ("skills",)

    monkeypatch.setattr("carerota.engines.cpsat.reasons.impossible", proof)
    found = reasons(tiny)
    assert found["a", 0].kind is ReasonKind.IMPOSSIBLE
    assert found["b", 0].kind is ReasonKind.NOT_PROVEN
    assert "interrupted" in found["b", 0].text


def test_a_rota_without_gaps_stays_as_it_is():
    """Nothing is made anew where there is nothing to say."""
    tiny = busy()
    whole = rota(tiny, ("old", "ann", "09:00"), ("new", "ann", "09:15"))
    compiled = compile_problem(tiny)
    assert with_reasons(compiled, BOOK, from_rota(compiled, whole), whole) is whole
