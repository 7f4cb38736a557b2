"""Where nothing moves comes first; what moves others is there for what it saves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carerota.advice.compare.record import VisitChange
from carerota.advice.suggest import suggest
from carerota.advice.suggest.choosing import chosen
from carerota.advice.suggest.record import SuggestedVisit, Suggestion
from carerota.io import read_problem
from carerota.model import Rota
from tests.builders import client, moment, problem, rota, visit, worker


def found(who: str, cost: int, *, moves=0, missed=0, at="09:00"):
    """Give a set by one worker, with what it is ranked by."""
    moved = tuple(
        VisitChange(
            visit=f"old{i}",
            slot=0,
            client="y",
            worker_before=who,
            worker_after=who,
            start_before=moment("09:00"),
            start_after=moment("10:00"),
            minutes_later=60,
        )
        for i in range(moves)
    )
    made = SuggestedVisit(visit="new", slot=0, worker=who, start=moment(at))
    told = Suggestion(
        visits=(made,),
        workers=(who,),
        times=(),
        cost=cost,
        point=1,
        moved=moved,
        rota=Rota(),
    )
    return (missed, cost, 1), told


def names(sets, k):
    return [x.workers[0] for x in chosen(sets, k)]


STILL = [found(f"s{i}", 100 + i) for i in range(4)]
MOVING = [found(f"m{i}", 10 + i, moves=2) for i in range(4)]


@pytest.mark.parametrize(
    ("k", "expected"),
    [
        (1, ["s0"]),
        (2, ["s0", "m0"]),
        (3, ["s0", "s1", "m0"]),
        (4, ["s0", "s1", "m0", "m1"]),
        (9, ["s0", "s1", "s2", "s3", "m0", "m1", "m2", "m3"]),
    ],
)
def test_both_kinds_have_their_share(k, expected):
    """Cheaper ones that move others push nobody out; each kind is seen from two on."""
    assert names([*MOVING, *STILL], k) == expected


def test_places_that_are_left_are_taken():
    """By whichever kind has more."""
    assert names([*MOVING, *STILL[:1]], 4) == ["s0", "m0", "m1", "m2"]
    assert names([*MOVING[:1], *STILL], 4) == ["s0", "s1", "s2", "m0"]
    assert names(MOVING, 3) == ["m0", "m1", "m2"]
    assert names(STILL, 1) == ["s0"]
    assert names([], 3) == []


def test_nobody_is_moved_for_nothing():
    """A set that moves others and is no better than the best other one is left out."""
    dear = [found("d0", 100, moves=1), found("d1", 105, moves=1)]
    assert names([*dear, *STILL], 9) == ["s0", "s1", "s2", "s3"]
    assert names(dear, 9) == ["d0", "d1"]


def test_cover_is_worth_more_than_points():
    """A dear set that covers more than those in which nothing moves is told."""
    lacking = [found("s0", 10, missed=2)]
    covers = found("m0", 900, moves=3)
    assert names([covers, *lacking], 2) == ["s0", "m0"]
    lacks_more = found("m1", 5, moves=3, missed=3)
    assert names([lacks_more, *lacking], 2) == ["s0"]


def test_the_same_order_at_less_for_moving_others_is_another_choice():
    """Who comes when is equal; what it costs and whom it disturbs is not."""
    still, moving = found("ann", 100), found("ann", 50, moves=1)
    assert names([still, moving], 2) == ["ann", "ann"]
    assert [bool(x.moved) for x in chosen([still, moving], 2)] == [False, True]


def test_nearly_the_same_takes_no_place_from_another():
    """It comes after the others of its kind, where a place is left."""
    near = found("s0", 101, at="09:05")
    sets = [STILL[0], near, found("s1", 150), *MOVING[:2]]
    assert names(sets, 4) == ["s0", "s1", "m0", "m1"]
    assert names(sets, 5) == ["s0", "s1", "s0", "m0", "m1"]


@settings(deadline=None, database=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2), st.integers(0, 2))),
    st.integers(1, 6),
)
def test_of_any_sets(drawn, k):
    """Order, share and worth hold whatever was found."""
    sets = [
        found(f"w{i}", cost, moves=moves, missed=missed)
        for i, (cost, moves, missed) in enumerate(drawn)
    ]
    worth = {told.workers[0]: rank[:2] for rank, told in sets}
    still = [x for x in sets if not x[1].moved]
    best = min((rank[:2] for rank, _ in still), default=None)
    useful = [r for r, x in sets if x.moved and (best is None or r[:2] < best)]
    told = chosen(sets, k)
    kinds = [bool(x.moved) for x in told]
    assert kinds == sorted(kinds)
    assert len(told) == min(k, len(still) + len(useful))
    assert bool(still) == (False in kinds)
    if k >= 2:
        assert bool(useful) == (True in kinds)
    for x in told:
        if x.moved and best is not None:
            assert worth[x.workers[0]] < best
    for kind in (False, True):
        ranks = [worth[x.workers[0]] for x in told if bool(x.moved) == kind]
        assert ranks == sorted(ranks)


# ── from the question on ──────────────────────────────────────────────────────


def test_a_set_that_moves_nothing_is_told_first():
    """Ann is cheaper if she comes to y later; Bob comes from far and disturbs nobody."""
    tiny = problem(
        [
            worker("ann", available=[(0, "08:00-12:00")]),
            worker("bob", available=[(0, "08:00-12:00")]),
        ],
        [client("x"), client("y")],
        [visit("old", "y", "09:00-10:30")],
        travel={("home:bob", "at:x"): 60},
    )
    whole = rota(tiny, ("old", "ann", "09:00"))
    order = visit("new", "x", "09:00-09:10")
    told = suggest(tiny, whole, order, 2, rearrange=True).suggestions
    assert [x.workers for x in told] == [("bob",), ("ann",)]
    assert [len(x.moved) for x in told] == [0, 1]
    assert told[1].cost < told[0].cost
    (alone,) = suggest(tiny, whole, order, 1, rearrange=True).suggestions
    assert alone.visits == told[0].visits


def test_in_a_town_that_has_cheaper_ones_for_moving_others():
    """As many visits more as a client has: both kinds, those in which none moves first."""
    p = read_problem("data/samples/town/problem.json")
    new = next(c for c in p.clients if c.id == "c001").model_copy(update={"id": "new"})
    order = next(x for x in p.packages if x.client == "c001")
    order = order.model_copy(update={"id": "new-care", "client": "new"})
    made = p.history.published
    told = suggest(p, made, order, 3, rearrange=True, client=new).suggestions
    assert [bool(x.moved) for x in told] == [False, False, True]
    worth = [(sum(x.uncovered.values()), x.cost) for x in told]
    assert worth[2] < worth[0] <= worth[1]
