"""A worker's week and a client's week: figures by hand, and those of the checker."""

from __future__ import annotations

from datetime import date

import pytest

from carerota.advice.explain.continuity import continuity
from carerota.advice.explain.explaining_weeks import explain_client, explain_worker
from carerota.advice.explain.theirs import why_theirs
from carerota.advice.trial.trial import Trial
from carerota.errors import DataError
from carerota.generator import generate
from carerota.rules.base import Level
from carerota.score import check
from tests.builders import client, past, problem, rota, visit, worker


def test_figures_of_continuity():
    """The vector that the literature's figures are checked with: AABACABBA."""
    found = continuity([[x] for x in "AABACABBA"], {"A": 3, "B": 1})
    assert found.contacts == 9
    assert found.carers == 3
    assert found.new_faces == 1
    assert found.known_share == pytest.approx(8 / 9)
    assert found.coc == pytest.approx(0.36111, abs=1e-5)
    assert found.upc == pytest.approx(0.55556, abs=1e-5)
    assert found.sequential == pytest.approx(0.25)


def test_continuity_of_double_ups_and_of_little():
    """Carers in common count by share; what is not defined is not there."""
    assert continuity([["A", "B"], ["B", "C"], ["B"]], {}).sequential == pytest.approx(
        0.5
    )
    assert continuity([["A"]], {}).coc is None
    assert continuity([["A"]], {}).sequential is None
    assert continuity([], {}).upc is None


def two_days():
    """Ann works two runs on Monday and one on Tuesday; Bob could make one visit."""
    p = problem(
        [worker("ann"), worker("bob", available=[(1, "07:00-12:00")])],
        [client("c"), client("d")],
        [
            visit("v1", "c", "08:00-08:10", 30),
            visit("v2", "d", "08:40-08:50", 60),
            visit("v3", "c", "16:00-17:00", 45),
            visit("v4", "c", "09:00-09:30", 30, day=1, slots=2),
        ],
        past=[past("c", "ann", "08:00"), past("c", "bob", "08:00", -2)],
    )
    made = rota(
        p,
        ("v1", "ann", "08:00"),
        ("v2", "ann", "08:45"),
        ("v3", "ann", "16:00", 0, 2),
        ("v4", "ann", "09:00"),
    )
    return p, made


def test_a_workers_week():
    """Hours, runs and travel as a hand sum has them."""
    p, made = two_days()
    week = explain_worker(p, made, "ann")
    assert (week.visits, week.clients, len(week.days)) == (4, 2, 2)
    monday = week.days[0]
    assert monday.day == date(2026, 6, 1)
    assert [run.visits for run in monday.runs] == [2, 1]
    assert f"{monday.runs[0].start:%H:%M}-{monday.runs[0].end:%H:%M}" == "08:00-09:45"
    assert monday.contact_minutes == 135
    assert monday.travel_minutes == 10
    assert monday.home_travel_minutes == 40
    assert monday.waiting_minutes == 5
    assert monday.paid_minutes == 150
    assert monday.kilometres == 25
    assert week.paid_minutes == 180
    first = monday.visits[0].why
    assert (first.met_before, first.usual, first.others_possible) == (1, True, 0)
    tuesday = week.days[1].visits[0].why
    assert (tuesday.others_possible, tuesday.next_best) == (1, "bob")
    assert week.text.startswith("ann makes 4 visits to 2 clients on 2 days: 3 h paid")
    assert any(line.startswith("daily rest: least rest") for line in week.near)


def test_a_clients_week():
    """Who comes and when, who is missing, and the figures of it."""
    p, made = two_days()
    week = explain_client(p, made, "c")
    assert [(v.visit, v.slot, v.worker) for v in week.visits] == [
        ("v1", 0, "ann"),
        ("v3", 0, "ann"),
        ("v4", 0, "ann"),
        ("v4", 1, None),
    ]
    assert week.uncovered == 1
    assert week.continuity.coc == 1
    assert week.continuity.new_faces == 0
    assert week.text.startswith("3 visits by 1 carer")


@pytest.mark.parametrize("size", ["hamlet", "village"])
def test_totals_are_those_of_the_checker(size):
    """Summed over all workers and all clients, the rules give the checker's amounts."""
    p = generate(size)
    made = p.history.published
    report = check(p, made, margins=False)
    trial = Trial(p, made)
    found: dict[str, int] = {}
    rows = [explain_worker(p, made, w.id, trial=trial) for w in p.workers]
    rows += [explain_client(p, made, c.id, trial=trial) for c in p.clients]
    for week in rows:
        for total in (*week.broken, *week.priced):
            found[total.rule] = found.get(total.rule, 0) + total.amount
    expected = {
        score.name: score.amount
        for score in report.rules
        if score.amount
        and next(iter(score.amounts)).level not in (Level.ALL, Level.LINK)
    }
    assert found == expected


def test_the_next_best_is_what_the_checker_finds():
    """Who else could make it at the same time costs what the checker says."""
    p, made = two_days()
    trial = Trial(p, made)
    why = why_theirs(trial, trial.slot("v4"))
    given = next(a for a in made.assignments if a.visit == "v4")
    others = [a for a in made.assignments if a is not given]
    swapped = given.model_copy(update={"worker": "bob"})
    after = check(p, made.model_copy(update={"assignments": (*others, swapped)}))
    before = check(p, made)
    assert why.next_best == "bob"
    assert why.next_best_points == pytest.approx(after.points - before.points)


def test_whoever_is_not_there():
    """Unknown names are refused with what may have been meant."""
    p, made = two_days()
    with pytest.raises(DataError, match="did you mean 'ann'"):
        explain_worker(p, made, "anna")
    with pytest.raises(DataError, match="a client of the problem"):
        explain_client(p, made, "nobody")
