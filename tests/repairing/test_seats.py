"""Who stays on a double-up stays on the same slot, and hears of no change."""

from __future__ import annotations

import pytest

from carerota.model import Slot, VisitLengthened, WorkerSick
from carerota.repairing import ChangeKind, repair
from carerota.repairing.changes import Change
from carerota.repairing.seats import seated
from carerota.repairing.telling import told
from tests.builders import client, moment, problem, rota, visit, worker
from tests.repairing.days import POLICY

WORKERS = ("ann", "ben", "cat", "dan")
ANYBODY = Slot()
HOISTED = Slot(skills=frozenset({"hoist"}))


def double_up(*slots):
    """Give a visit by ann and ben, and four workers."""
    p = problem(
        [worker(w) for w in WORKERS],
        [client("A")],
        [visit("v", "A", "12:00-12:30", 30, slots=list(slots))],
        policy=POLICY,
    )
    return p, rota(p, ("v", "ann", "12:00", 0), ("v", "ben", "12:00", 1))


def placed(p, old, made, stands=()):
    rows = rota(p, *(("v", w, "12:00", i) for i, w in made.items())).assignments
    return {a.slot: a.worker for a in seated(p, old, rows, set(stands))}


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ({0: "ben", 1: "cat"}, {0: "cat", 1: "ben"}),
        ({0: "ben", 1: "ann"}, {0: "ann", 1: "ben"}),
        ({0: "ben"}, {1: "ben"}),
        ({1: "ann"}, {0: "ann"}),
        ({0: "cat", 1: "dan"}, {0: "cat", 1: "dan"}),
        ({0: "ann", 1: "dan"}, {0: "ann", 1: "dan"}),
    ],
)
def test_who_stays_has_the_slot_they_had(made, found):
    """Others take what is left, and nobody is lost."""
    p, old = double_up(ANYBODY, ANYBODY)
    assert placed(p, old, made) == found


def test_slots_that_ask_for_different_things_are_not_exchanged():
    """The search has its reasons: a skill, or a pin."""
    p, old = double_up(ANYBODY, HOISTED)
    assert placed(p, old, {0: "ben", 1: "cat"}) == {0: "ben", 1: "cat"}


def test_what_stands_is_not_pushed_out():
    """A slot that is held is nobody's home."""
    p, old = double_up(ANYBODY, ANYBODY)
    assert placed(p, old, {0: "ben"}, stands=[("v", 1)]) == {0: "ben"}


@pytest.mark.parametrize("seed", range(8))
def test_one_carer_of_two_is_sick_and_one_change_is_told(seed):
    """The other hears nothing; the client hears of one instead of the other."""
    p, old = double_up(ANYBODY, ANYBODY)
    sick = WorkerSick(worker="ann", start=moment("06:00"), end=moment("23:00"))
    longer = VisitLengthened(visit="v", minutes=45)
    result = repair(
        p, old, [sick, longer], moment("06:05"), moves=3000, threads=1, seed=seed
    )
    changes = {c.slot: (c.kind, c.old_worker) for c in result.changes}
    assert changes == {0: (ChangeKind.WORKER, "ann"), 1: (ChangeKind.LENGTH, "ben")}
    lines = {t.id: t.lines for t in result.told}
    assert len(lines["ben"]) == 1
    assert lines["ann"] == ("you do not visit A at Mon 1 Jun 12:00 (v)",)


def change(slot, old, new, kind=ChangeKind.WORKER, later=False):
    at = moment("12:00")
    return Change(
        visit="v",
        slot=slot,
        client="A",
        kind=kind,
        old_worker=old,
        new_worker=new,
        old_start=at if old else None,
        new_start=moment("12:20" if later else "12:00") if new else None,
        old_minutes=30 if old else None,
        new_minutes=30 if new else None,
        notice_hours=5.92,
    )


def test_who_changes_slots_is_not_told_to_come_and_not_to_come():
    """People know of no slots: ben stays, cat comes instead of ann."""
    lines = {
        t.id: t.lines for t in told([change(0, "ann", "ben"), change(1, "ben", "cat")])
    }
    assert lines == {
        "A": ("cat comes at Mon 1 Jun 12:00 instead of ann (v)",),
        "ann": ("you do not visit A at Mon 1 Jun 12:00 (v)",),
        "cat": ("you visit A at Mon 1 Jun 12:00 (v)",),
    }


def test_who_changes_slots_and_times_is_told_the_time():
    """And who is missing is missing, whichever slot it was."""
    lost = change(1, "ben", None, ChangeKind.UNCOVERED)
    lines = {t.id: t.lines for t in told([change(0, "ann", "ben", later=True), lost])}
    assert lines == {
        "A": (
            "ben comes at Mon 1 Jun 12:20, not at Mon 1 Jun 12:00 (v)",
            "ann cannot come at Mon 1 Jun 12:00; nobody else has been found yet (v)",
        ),
        "ann": ("you do not visit A at Mon 1 Jun 12:00 (v)",),
        "ben": ("you visit A at Mon 1 Jun 12:20 (v) instead of at Mon 1 Jun 12:00",),
    }


def test_two_who_exchange_slots_are_told_nothing():
    """Nothing changes for anybody."""
    assert told([change(0, "ann", "ben"), change(1, "ben", "ann")]) == ()
