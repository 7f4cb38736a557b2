"""Manual edits from night to night, also over a repair that is proposed in between."""

from __future__ import annotations

import pytest

from carerota.model import VisitCancelled
from carerota.nightly import run_night
from carerota.repairing import repair
from carerota.store import Edit, Store
from tests.builders import moment, visit
from tests.nightly.test_night import QUICK, starts
from tests.store.worlds import CO_OP, Clock, plan, week

EDIT = Edit(visit="joe-mon", worker="ben", start=moment("11:17"))


def world():
    """A week with a visit more, that can be cancelled."""
    return week(visits=[*week().visits, visit("tea", "ida", "16:00-18:00")])


@pytest.fixture
def store(tmp_path):
    """A store in force with an edit of Cat's that a night has kept; whole at the end."""
    with Store(tmp_path / "rotas.db", now=Clock()) as opened:
        first = opened.propose(world(), plan(world()), by="Ben")
        opened.edit(first.id, EDIT, by="Cat", why="Joe asked")
        night = run_night(opened, world(), **QUICK)
        opened.approve(night.proposal.id, by="Ann", why="agreed")
        yield opened
        assert opened.check() == []


def repaired(store):
    """Cancel the tea, and repair what is in force."""
    rota = store.versions(CO_OP, newest=1)[0].rota
    events = [VisitCancelled(visit="tea")]
    found = repair(world(), rota, events, moment("07:00"), moves=200, threads=1)
    return found.problem, found.rota


def without_the_edit(rota):
    """Give Joe's visit back to Ann."""
    made = [
        a.model_copy(update={"worker": "ann", "start": moment("11:00")})
        if a.visit == "joe-mon"
        else a
        for a in rota.assignments
    ]
    return rota.model_copy(update={"assignments": tuple(made)})


def test_an_edit_outlives_a_repair(store):
    """Propose what the repair made, publish it: the night after keeps the edit."""
    made = store.propose(*repaired(store), by="Ann")
    store.approve(made.id, by="Ann", why="tea is cancelled")
    night = run_night(store, world(), **QUICK)
    assert starts(night.proposal.rota)["joe-mon", 0] == ("ben", "11:17")
    assert [(e.by, e.why) for e in night.proposal.kept_from] == [("Cat", "Joe asked")]
    assert night.by_hand == night.proposal.kept_from
    told = "Manual edits that are kept (1):\n  - joe-mon, ben Mon 1 Jun 11:17, by Cat"
    assert f"{told} (Joe asked)\n" in night.report


def test_an_edit_that_a_repair_lost_is_told_by_the_night(store):
    """Published or not; and once, as the night's own proposal no longer has it."""
    problem, rota = repaired(store)
    made = store.propose(problem, without_the_edit(rota), by="Ann")
    told = (
        "manual edit not kept, joe-mon, ben Mon 1 Jun 11:17, by Cat (Joe asked): "
        "{}: the rota has ann there, Mon 1 Jun 11:00\n"
    )
    night = run_night(store, world(), **QUICK)
    assert told.format(f"proposal {made.id}") in night.report
    assert [edit.visit for edit, _ in night.dropped] == ["joe-mon"]
    assert "manual edit not kept" not in run_night(store, world(), **QUICK).report
    store.approve(made.id, by="Ann", why="tea is cancelled")
    night = run_night(store, world(), **QUICK)
    assert told.format("version 2") in night.report


def test_a_night_that_drops_edits_tells_of_none(store):
    """Nor does the one after: they were dropped on purpose."""
    problem, rota = repaired(store)
    store.propose(problem, without_the_edit(rota), by="Ann")
    for options in ({"keep_edits": False}, {}):
        night = run_night(store, world(), **options, **QUICK)
        assert (night.dropped, night.proposal.kept) == ((), ())
        assert "manual edit" not in night.report.lower()


def test_several_versions_in_force_bring_their_edits(store):
    """A longer horizon begins from what is published, and keeps its edits."""
    night = run_night(store, week(days=8, visits=world().visits), **QUICK)
    assert night.began_from == "what is published"
    assert [edit.visit for edit in night.proposal.kept] == ["joe-mon"]
