"""Manual edits: kept, checked and marked; and as pins for a later solve."""

from __future__ import annotations

import pytest

from carerota.errors import DataError
from carerota.model import Skill
from carerota.model.faults import faults
from carerota.score import check
from carerota.store import Edit, pinned
from tests.builders import link, moment, rota, visit, worker
from tests.store.test_versions import codes
from tests.store.worlds import plan, week


def slots(made):
    """Give who makes which slot when."""
    return {(a.visit, a.slot): (a.worker, f"{a.start:%H:%M}") for a in made.assignments}


def test_an_edit_is_kept_with_who_when_and_what(store, clock):
    """Another worker, the start as it was; nothing else changes."""
    problem = week()
    proposal = store.propose(problem, plan(problem), by="night")
    edited = store.edit(
        proposal.id, Edit(visit="joe-mon", worker="ben"), by="Cat", why="Joe asked"
    )
    assert slots(edited.rota)["joe-mon", 0] == ("ben", "09:00")
    assert slots(edited.rota)["ida-mon", 0] == ("ann", "08:00")
    (edit,) = edited.edits
    assert (edit.number, edit.by, edit.why) == (1, "Cat", "Joe asked")
    assert edit.at == clock.time
    assert (edit.before.worker, edit.after.worker) == ("ann", "ben")
    assert edit.edit == Edit(
        visit="joe-mon", worker="ben", start=moment("09:00"), run=1
    )
    assert edit.breaks == ()
    report = check(problem, edited.rota)
    assert edited.figures.points == report.points
    assert edited.figures.legal
    assert store.proposal(proposal.id) == edited


def test_an_edit_that_breaks_a_rule_is_marked_and_bars_publishing(store):
    """It is kept with a sentence on what it breaks; the next one may mend it."""
    problem = week()
    proposal = store.propose(problem, plan(problem), by="night").id
    late = Edit(visit="ida-mon", start=moment("11:00"))
    broken = store.edit(proposal, late, by="Cat")
    assert any("ida-mon" in text for text in broken.edits[0].breaks)
    assert not broken.figures.legal
    with pytest.raises(DataError) as error:
        store.approve(proposal, by="Ann", why="agreed")
    assert codes(error) == ["rota-illegal"]
    mended = store.edit(
        proposal, Edit(visit="ida-mon", start=moment("08:05")), by="Cat"
    )
    assert [len(e.breaks) for e in mended.edits] == [len(broken.edits[0].breaks), 0]
    assert store.approve(proposal, by="Ann", why="agreed").rota == mended.rota


def test_only_what_an_edit_adds_is_marked(store):
    """What was broken before an edit is not told of it."""
    problem = week()
    made = rota(problem, ("ida-mon", "ann", "11:00"))
    proposal = store.propose(problem, made, by="night")
    assert proposal.figures.breaches
    edited = store.edit(
        proposal.id,
        Edit(visit="joe-mon", worker="ben", start=moment("09:00")),
        by="Cat",
    )
    assert edited.edits[0].breaks == ()
    assert edited.figures.breaches == proposal.figures.breaches


def test_slots_are_left_out_and_added(store):
    """A slot left out is uncovered; one that was uncovered is made."""
    problem = week()
    proposal = store.propose(problem, plan(problem), by="night").id
    out = store.edit(proposal, Edit(visit="joe-mon", leave_out=True), by="Cat")
    assert [(u.visit, u.slot) for u in out.rota.uncovered] == [("joe-mon", 0)]
    assert out.edits[0].after is None
    assert out.figures.uncovered["essential"] == 1
    back = store.edit(
        proposal,
        Edit(visit="joe-mon", worker="ben", start=moment("09:30")),
        by="Cat",
    )
    assert back.rota.uncovered == ()
    assert back.edits[1].before is None
    assert slots(back.rota)["joe-mon", 0] == ("ben", "09:30")


def test_the_run_is_that_of_the_nearest_visit(store):
    """A visit that is moved into a worker's second run becomes part of it."""
    problem = week()
    made = rota(
        problem, ("ida-mon", "ann", "08:00", 0, 1), ("joe-mon", "ben", "11:00", 0, 2)
    )
    proposal = store.propose(problem, made, by="night").id
    edited = store.edit(proposal, Edit(visit="ida-mon", worker="ben"), by="Cat")
    assert {a.visit: a.run for a in edited.rota.assignments} == {
        "ida-mon": 2,
        "joe-mon": 2,
    }
    again = store.edit(proposal, Edit(visit="ida-mon", run=1), by="Cat")
    assert again.edits[1].after.run == 1


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit(visit="nowhere", worker="ann"), "unknown-visit"),
        (Edit(visit="ida-mon", slot=3, worker="ann"), "unknown-slot"),
        (Edit(visit="ida-mon", worker="nobody"), "unknown-worker"),
        (Edit(visit="ida-mon", worker="ann", leave_out=True), "edit-both"),
        (Edit(visit="ida-mon", worker="ann"), "edit-changes-nothing"),
        (Edit(visit="ida-mon"), "edit-changes-nothing"),
        (Edit(visit="joe-mon", worker="ben"), "edit-incomplete"),
        (Edit(visit="joe-mon", start=moment("09:00")), "edit-incomplete"),
        (Edit(visit="joe-mon", leave_out=True), "edit-changes-nothing"),
    ],
)
def test_edits_of_what_is_not_there_are_refused(store, edit, code):
    """Nothing is stored, not even a good edit before the bad one."""
    problem = week()
    made = rota(problem, ("ida-mon", "ann", "08:00"))
    proposal = store.propose(problem, made, by="night")
    good = Edit(visit="ida-mon", start=moment("08:30"))
    edits = [edit] if edit.visit == "ida-mon" else [good, edit]
    with pytest.raises(DataError) as error:
        store.edit(proposal.id, edits, by="Cat")
    assert codes(error) == [code]
    assert store.proposal(proposal.id) == proposal


def test_a_published_rota_is_edited_as_a_new_proposal(store):
    """Versions never change; the published rota can be proposed anew and edited."""
    problem = week()
    proposal = store.propose(problem, plan(problem), by="night").id
    version = store.approve(proposal, by="Ann", why="agreed")
    edit = Edit(visit="joe-mon", worker="ben")
    with pytest.raises(DataError) as error:
        store.edit(proposal, edit, by="Cat")
    assert codes(error) == ["already-published"]
    anew = store.propose(store.problem(version.problem), version.rota, by="Cat").id
    store.edit(anew, edit, by="Cat")
    second = store.approve(anew, by="Ann", why="Joe asked")
    assert [(c.visit, c.after.worker) for c in second.changes] == [("joe-mon", "ben")]


def test_edits_become_pins():
    """Worker and start of an edit are pins; of two edits of a slot the last counts."""
    problem = week()
    edits = [
        Edit(visit="joe-mon", worker="ann", start=moment("09:00")),
        Edit(visit="joe-mon", worker="ben", start=moment("10:00")),
        Edit(visit="ida-sun", slot=1, worker="ann", start=moment("03:00", 6)),
    ]
    kept = pinned(problem, edits)
    visits = {v.id: v for v in kept.problem.visits}
    assert visits["joe-mon"].slots[0].pinned_worker == "ben"
    assert visits["joe-mon"].pinned_start == moment("10:00")
    assert [s.pinned_worker for s in visits["ida-sun"].slots] == [None, "ann"]
    assert visits["ida-mon"] == problem.visits[0]
    assert kept.kept == (edits[1], edits[2])
    assert kept.dropped == ()


def test_edits_that_cannot_be_pins_are_told_with_the_reason():
    """A slot left out, what is gone, two times for one visit, what is always hard."""
    problem = week(
        visits=[
            *week().visits,
            visit("hoist", "joe", "08:00-12:00", slots=[{"skills": ["hoist"]}]),
        ],
        workers=[worker("ann", skills=[Skill(name="hoist")]), worker("ben")],
        links=[link("ida-mon", "joe-mon", different_worker=True)],
    )
    edits = [
        Edit(visit="ida-mon", worker="ann"),
        Edit(visit="joe-mon", worker="ann"),
        Edit(visit="gone", worker="ann"),
        Edit(visit="hoist", worker="ben", start=moment("09:00")),
        Edit(visit="ida-sun", slot=0, worker="ann", start=moment("03:00", 6)),
        Edit(visit="ida-sun", slot=1, worker="ben", start=moment("04:00", 6)),
    ]
    kept = pinned(problem, edits)
    assert kept.kept == (edits[4],)
    reasons = {edit.visit: reason for edit, reason in kept.dropped}
    assert "a visit of the problem" in reasons["gone"]
    assert "hoist" in reasons["hoist"]
    assert "different workers" in reasons["ida-mon"]
    assert "different workers" in reasons["joe-mon"]
    assert "another time" in reasons["ida-sun"]
    assert not [issue for issue in faults(kept.problem) if not issue.warning]
    out = pinned(problem, [Edit(visit="ida-mon", leave_out=True)])
    assert out.kept == ()
    assert "may find somebody" in out.dropped[0][1]


def test_kept_edits_are_kept_with_the_proposal(store):
    """The provenance may name the problem with the pins; another one it may not."""
    problem = week()
    edits = (Edit(visit="joe-mon", worker="ben", start=moment("10:00")),)
    made = rota(problem, ("joe-mon", "ben", "10:00"))
    with_pins = pinned(problem, edits).problem
    from_pins = made.model_copy(
        update={
            "provenance": made.provenance.model_copy(
                update={"problem_fingerprint": with_pins.fingerprint}
            )
        }
    )
    with pytest.raises(DataError) as error:
        store.propose(problem, from_pins, by="night")
    assert codes(error) == ["other-problem"]
    proposal = store.propose(problem, from_pins, by="night", kept=edits)
    assert proposal.kept == edits
    assert store.problem(proposal.problem) == problem
