"""Rotas that cannot be read against their problem."""

from __future__ import annotations

from datetime import datetime

import pytest

from carerota.model import RestBreak
from carerota.score import check
from carerota.score.faults import rota_faults
from tests.builders import ZONE, client, moment, problem, rota, visit, worker


def pair():
    p = problem(
        [worker("ann"), worker("bob")],
        [client("joan")],
        [visit("v", "joan", "09:00-10:00", slots=2)],
    )
    good = rota(
        p,
        ("v", "ann", "09:00"),
        ("v", "bob", "09:00", 1),
        breaks=[("ann", "12:00", "12:20")],
    )
    return p, good


def changed(part, index, **update):
    """Give the faults after a change to an assignment or a break."""
    p, good = pair()
    items = list(getattr(good, part))
    items[index] = items[index].model_copy(update=update)
    bad = good.model_copy(update={part: tuple(items)})
    return p, bad, rota_faults(p, bad)


def test_a_good_rota_has_none():
    """What names only what there is can be read."""
    assert rota_faults(*pair()) == []


@pytest.mark.parametrize(
    ("part", "update", "path", "code"),
    [
        ("assignments", {"visit": "w"}, "assignments[1].visit", "unknown-visit"),
        ("assignments", {"slot": 2}, "assignments[1].slot", "unknown-slot"),
        ("assignments", {"slot": 0}, "assignments[1]", "slot-twice"),
        ("assignments", {"worker": "cy"}, "assignments[1].worker", "unknown-worker"),
        ("breaks", {"worker": "cy"}, "breaks[0].worker", "unknown-worker"),
        ("breaks", {"end": moment("11:59")}, "breaks[0].end", "break-backwards"),
        ("breaks", {"end": moment("12:00")}, "breaks[0].end", "break-backwards"),
    ],
)
def test_each_kind_of_fault_has_its_place(part, update, path, code):
    """A fault says where it stands and what kind it is."""
    index = 1 if part == "assignments" else 0
    _, _, faults = changed(part, index, **update)
    assert [(f.path, f.code) for f in faults] == [(path, code)]
    assert faults[0].expected


def test_every_fault_is_listed():
    """The second fault is not hidden by the first."""
    p, bad, _ = changed("assignments", 0, visit="w", worker="cy")
    worse = bad.model_copy(update={"schema_version": 99})
    codes = [f.code for f in rota_faults(p, worse)]
    assert codes == ["schema-version", "unknown-visit", "unknown-worker"]


def test_a_slot_made_twice_names_the_first():
    """The fault says where the slot is already made."""
    _, _, (fault,) = changed("assignments", 1, slot=0)
    assert "assignments[0]" in fault.expected


def test_the_report_of_an_unreadable_rota_has_the_faults_and_no_scores():
    """Nothing is guessed: such a rota is not legal, and no amounts are told."""
    p, bad, faults = changed("assignments", 0, worker="cy")
    report = check(p, bad)
    assert list(report.faults) == faults
    assert not report.legal
    assert not report.covered
    assert report.rules == ()
    assert report.levels == (1,)


def test_a_break_over_the_night_the_clocks_go_back():
    """Twenty minutes from 01:50 on: the wall clock shows 01:10, and it is forwards."""
    p, good = pair()
    first = datetime(2026, 10, 25, 1, 50, tzinfo=ZONE)
    later = datetime(2026, 10, 25, 1, 10, tzinfo=ZONE, fold=1)
    night = RestBreak(worker="ann", start=first, end=later)
    assert rota_faults(p, good.model_copy(update={"breaks": (night,)})) == []
