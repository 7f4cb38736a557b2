"""Manual edits go with a rota made elsewhere, and those it lacks are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerota.model import Rota
from carerota.store import Edit, pinned
from carerota.store.telling import edit_text
from tests.builders import MONDAY, ZONE, moment, rota, visit
from tests.store.worlds import CO_OP, plan, week

TO_BEN = Edit(visit="joe-mon", worker="ben", start=moment("11:17"))
OUT = Edit(visit="ida-mon", leave_out=True)


def proposed(store, *edits, made=None):
    """Propose a rota, the plan unless told, and edit it by hand."""
    problem = week()
    proposal = store.propose(problem, made or plan(problem), by="night")
    return store.edit(proposal.id, edits, by="Cat", why="asked") if edits else proposal


def whole(proposal):
    """Give the edits of a proposal as they are kept."""
    return tuple(made.edit for made in proposal.edits)


def lost(store, proposal):
    """Give what a proposal lacks, by visit and slot."""
    return {(e.visit, e.slot): why for e, why in store.lost_edits(proposal.id)}


def test_a_rota_made_elsewhere_keeps_the_edits_in_force(store):
    """Worker and start, or that nobody comes, are as the edits say."""
    first = proposed(store, TO_BEN, OUT)
    store.approve(first.id, by="Ann", why="agreed")
    moved = rota(
        week(),
        ("joe-mon", "ben", "11:17"),
        ("ida-sun", "ben", "03:00", 0),
        ("ida-sun", "ann", "03:00", 1),
    )
    second = proposed(store, made=moved)
    assert second.kept == whole(first)
    assert second.kept_from == first.edits
    assert second.edits == ()
    assert store.lost_edits(second.id) == ()
    store.approve(second.id, by="Ann", why="agreed")
    third = proposed(store, made=moved)
    assert third.kept == second.kept
    assert third.kept_from == first.edits


def test_edits_that_a_rota_lacks_are_told_with_the_reason(store):
    """Another worker, another time, somebody where nobody was to come, nobody."""
    sunday = [Edit(visit="ida-sun", slot=s, start=moment("03:15", 6)) for s in (0, 1)]
    first = proposed(store, TO_BEN, OUT, *sunday)
    store.approve(first.id, by="Ann", why="agreed")
    made = rota(
        week(),
        ("ida-mon", "ann", "08:00"),
        ("joe-mon", "ann", "11:17"),
        ("ida-sun", "ann", "03:20", 0),
    )
    second = proposed(store, made=made)
    assert second.kept == second.kept_from == ()
    assert lost(store, second) == {
        ("ida-mon", 0): "the rota has ann there, Mon 1 Jun 08:00",
        ("joe-mon", 0): "the rota has ann there, Mon 1 Jun 11:17",
        ("ida-sun", 0): "the rota has ann there, Sun 7 Jun 03:20",
        ("ida-sun", 1): "the rota has nobody there",
    }


def test_the_last_edit_of_a_slot_is_the_one_that_stands(store):
    """What it took the place of is neither kept nor told."""
    again = Edit(visit="joe-mon", worker="ann", start=moment("10:00"))
    first = proposed(store, TO_BEN, again)
    had = proposed(store, made=first.rota)
    assert had.kept == whole(first)[1:]
    assert store.lost_edits(had.id) == ()
    mended = store.edit(had.id, TO_BEN, by="Cat")
    assert store.lost_edits(mended.id) == ()


def test_what_is_proposed_counts_before_what_is_in_force(store):
    """The rota has the older of two edits: that is kept, the newer one is told."""
    first = proposed(store, TO_BEN)
    store.approve(first.id, by="Ann", why="agreed")
    later = Edit(visit="joe-mon", start=moment("10:30"))
    second = proposed(store, later, OUT, made=first.rota)
    third = proposed(store, made=first.rota)
    assert third.kept == whole(first)
    assert set(lost(store, third)) == {("joe-mon", 0), ("ida-mon", 0)}
    fourth = proposed(store, made=second.rota)
    assert fourth.kept == whole(second)
    assert lost(store, fourth) == {
        ("joe-mon", 0): "the rota has ben there, Mon 1 Jun 10:30"
    }


def test_an_edit_made_later_in_the_older_of_two_proposals_is_told(store):
    """A night begins from the newer one, so that the edit would be lost unseen."""
    first = proposed(store)
    second = proposed(store)
    assert store.lost_edits(second.id) == ()
    store.edit(first.id, TO_BEN, by="Cat")
    assert set(lost(store, second)) == {("joe-mon", 0)}


def test_edits_that_are_asked_for_are_kept_and_no_others(store):
    """A night drops them by asking for none: that can be told afterwards."""
    first = proposed(store, TO_BEN)
    second = store.propose(week(), first.rota, by="night", kept=())
    assert second.kept == ()
    reason = "the proposal was made without keeping it"
    assert lost(store, second) == {("joe-mon", 0): reason}
    answer = pinned(week(), whole(first))
    third = store.propose(week(), first.rota, by="night", kept=answer.kept)
    assert third.kept == whole(first)


def test_a_visit_that_is_gone(store):
    """The problem no longer has it: its edit is told as one that is not kept."""
    first = proposed(store, TO_BEN)
    store.approve(first.id, by="Ann", why="agreed")
    fewer = week(visits=[v for v in week().visits if v.id != "joe-mon"])
    second = store.propose(fewer, rota(fewer, ("ida-mon", "ann", "08:00")), by="Ben")
    assert second.kept == ()
    assert "expected a visit of the problem" in lost(store, second)["joe-mon", 0]


def test_other_co_ops_and_horizons_are_left_alone(store):
    """Of overlapping versions each day has the edits of the one in force."""
    first = proposed(store, TO_BEN, OUT)
    other = store.propose(week(), first.rota, by="Ben", co_op="other")
    assert other.kept == ()
    store.approve(first.id, by="Ann", why="agreed")
    tuesday = MONDAY + timedelta(days=1)
    sunday = [v for v in week().visits if v.id == "ida-sun"]
    later = week(
        first=tuesday, visits=[*sunday, visit("new", "joe", "08:00-12:00", day=1)]
    )
    made = Rota(problem=CO_OP, assignments=plan(week()).assignments[2:3])
    second = store.propose(later, made, by="Ben")
    store.edit(
        second.id,
        Edit(visit="ida-sun", slot=1, worker="ben", start=moment("02:30", 6)),
        by="Dot",
    )
    store.approve(second.id, by="Ann", why="agreed")
    in_force = store.edits_in_force(CO_OP, MONDAY, MONDAY + timedelta(days=6))
    assert [(e.visit, e.slot) for e in in_force] == [
        ("joe-mon", 0),
        ("ida-mon", 0),
        ("ida-sun", 1),
    ]
    assert store.edits_in_force(CO_OP, tuesday, tuesday) == ()
    by_hand = store.manual_edits(CO_OP, MONDAY, MONDAY)
    assert [made.by for made in by_hand] == ["Cat", "Cat"]


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (TO_BEN, "joe-mon, ben Mon 1 Jun 11:17"),
        (OUT, "ida-mon, left out"),
        (Edit(visit="v", slot=1, worker="ann"), "v, carer 2, ann"),
    ],
)
def test_an_edit_in_words(edit, text):
    """Who made it is said only where it is known."""
    assert edit_text(edit, (), ZONE) == text


def test_an_edit_in_words_with_who_made_it(store):
    """And why, where they said so."""
    made = proposed(store, OUT).edits
    assert edit_text(OUT, made, ZONE) == "ida-mon, left out, by Cat (asked)"
