"""Of every rule that a reason names: without it, all others hard, the visit fits.

Each worker of these cases is kept from the visit by one thing alone. Then the reason is
known beforehand, and the rota that is possible without a rule is found by the solver
and judged by the checker under the whole policy.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, to_rota
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.model import Contract, ReasonKind, Slot, WorkerKind
from carerota.policies import load as load_policy
from carerota.rules.book import bind
from carerota.score import check
from carerota.uncovered import with_reasons
from tests.builders import client, link, past, problem, rota, visit, worker

BOOK = bind(load_policy(), 60)
NURSE = Slot(skills=frozenset({"nurse"}))


def reasons(tiny, *made):
    """Give the reason of every slot that nobody makes."""
    compiled, whole = compile_problem(tiny), rota(tiny, *made)
    told = with_reasons(compiled, BOOK, from_rota(compiled, whole), whole)
    return {(u.visit, u.slot): u.reason for u in told.uncovered}


def best(tiny, *, without=None):
    """Give the best rota there is, one hard rule being left out of the policy."""
    compiled = compile_problem(tiny)
    kept = tuple(b for b in BOOK if b.name != without)
    assert without is None or len(kept) == len(BOOK.bound) - 1
    found = solve_model(compiled, replace(BOOK, bound=kept), deterministic_time=20)
    assert found.status is Status.OPTIMAL
    return to_rota(compiled, found.arrays)


def holds(tiny, rules):
    """Assert that the rules forbid to make all visits, and that each is needed."""
    assert rules
    assert best(tiny).uncovered, "with all rules hard it fits"
    for name in rules:
        assert BOOK[name].hard
        made = best(tiny, without=name)
        assert made.uncovered == (), f"without {name} it does not fit"
        broken = {f.rule for f in check(tiny, made, margins=False).findings}
        assert broken == {name}


# ── any number of workers, each kept from it by one thing ─────────────────────


class Kept(NamedTuple):
    """What keeps a worker from the visit, and the rules that it takes."""

    rules: frozenset[str]
    worker: dict[str, Any]
    excluded: bool = False
    late: bool = False
    """At work until late the day before."""


BY = {
    "training": Kept(frozenset({"skills"}), {"skills": ()}),
    "refusal": Kept(frozenset({"exclusions"}), {}, excluded=True),
    "wishes": Kept(frozenset({"attributes"}), {"attributes": set()}),
    "kind of care": Kept(
        frozenset({"volunteer_tasks"}), {"kind": WorkerKind.VOLUNTEER}
    ),
    "leave": Kept(frozenset({"availability"}), {"available": []}),
    "times": Kept(
        frozenset({"windows", "availability"}), {"available": [(0, "13:00-18:00")]}
    ),
    "rest": Kept(frozenset({"windows", "daily_rest"}), {}, late=True),
    "contract of a day": Kept(
        frozenset({"day_minutes"}), {"contract": Contract(maximum_minutes_a_day=20)}
    ),
    "contract of a week": Kept(
        frozenset({"weekly_hours"}), {"contract": Contract(maximum_hours=0.25)}
    ),
}


def someone(name: str, **more: Any):
    """Give a worker who can make the visit but for what is told."""
    return worker(name, **{"skills": ["nurse"], "attributes": {"quiet"}, **more})


def kept_from_it(by, *, carers=1):
    """Give a visit for which one carer is missing; one worker for each thing."""
    able = [someone(f"able{i}") for i in range(carers - 1)]
    them = {f"w{i}": BY[x] for i, x in enumerate(by)}
    joan = client(
        "joan",
        required_attributes={"quiet"},
        excluded_workers={n for n, x in them.items() if x.excluded},
    )
    return problem(
        [*able, *(someone(n, **x.worker) for n, x in them.items())],
        [joan, client("kay")],
        [visit("v", "joan", "07:00-08:00", slots=[NURSE] * carers)],
        past=[past("kay", n, "22:30") for n, x in them.items() if x.late],
    )


def holds_of(by, carers):
    tiny = kept_from_it(by, carers=carers)
    found = reasons(tiny)
    assert set(found) == {("v", s) for s in range(carers)}
    wanted = frozenset().union(*(BY[x].rules for x in by))
    if carers > 1:
        # whoever can make it is nobody's second carer
        wanted |= {"double_up", "one_place"}
    for reason in found.values():
        assert reason.kind is ReasonKind.IMPOSSIBLE
        assert set(reason.rules) == wanted
    holds(tiny, found["v", 0].rules)


@pytest.mark.parametrize("carers", [1, 2])
@pytest.mark.parametrize("by", BY)
def test_one_thing(by, carers):
    """One worker, or one who can and one who cannot for a double-up."""
    holds_of([by], carers)


@pytest.mark.property
@settings(deadline=None, database=None, max_examples=20, derandomize=True)
@given(st.lists(st.sampled_from(sorted(BY)), min_size=2, max_size=4), st.integers(1, 2))
def test_many_things(by, carers):
    """Each worker for a reason of their own: all of them are named, and needed."""
    holds_of(by, carers)


def test_a_double_up_for_which_there_is_one():
    """Nobody is two carers, neither at once nor one after the other."""
    holds_of([], 2)


# ── visits that are linked ────────────────────────────────────────────────────


def two(workers, link_between, *, second="09:30", skills=((), ())):
    """Give two linked visits, of which the first is made."""
    slots = [[Slot(skills=frozenset(x))] for x in skills]
    return problem(
        workers,
        [client("joan")],
        [
            visit("v", "joan", "09:00", slots=slots[0]),
            visit("u", "joan", second, slots=slots[1]),
        ],
        links=[link_between],
    )


ANN, BOB = worker("ann"), worker("bob")
LINKED = {
    "too near to each other": (
        two([ANN, BOB], link("v", "u", minimum=60)),
        {"windows", "visit_links"},
    ),
    "too far from each other": (
        two([ANN, BOB], link("v", "u", maximum=60), second="12:00-13:00"),
        {"windows", "visit_links"},
    ),
    "two carers wanted and one there": (
        two([ANN], link("v", "u", different_worker=True)),
        {"link_workers"},
    ),
    "one carer wanted and trained for one of them": (
        two(
            [worker("ann", skills=["nurse"]), worker("bob", skills=["cook"])],
            link("v", "u", same_worker=True),
            skills=(["nurse"], ["cook"]),
        ),
        {"skills", "link_workers"},
    ),
    "hours for one of them": (
        two(
            [worker("ann", contract=Contract(maximum_hours=0.75))],
            link("v", "u", minimum=15),
        ),
        {"weekly_hours"},
    ),
}


@pytest.mark.parametrize("name", LINKED)
def test_linked_visits(name):
    """Without any one of the rules both can be made."""
    tiny, wanted = LINKED[name]
    reason = reasons(tiny, ("v", "ann", "09:00"))["u", 0]
    assert reason.kind is ReasonKind.DISPLACED
    assert reason.visits == ("v",)
    assert set(reason.rules) == wanted
    holds(tiny, reason.rules)
