"""What a published repair was for is told by the night after, until the problem shows it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerota.model import (
    CarBreaksDown,
    ClientInHospital,
    VisitAdded,
    VisitCancelled,
    VisitLengthened,
    VisitMoved,
    WorkerSick,
)
from carerota.nightly import run_night
from carerota.nightly.unshown import unshown
from carerota.repairing import repair
from carerota.store import Store
from tests.builders import MONDAY, moment, visit, window, worker
from tests.store.worlds import CO_OP, Clock, plan, week

QUICK = {"moves": 200, "threads": 1}
NOW, TUESDAY = moment("09:30", 1), moment("10:00", 1)
SICK = WorkerSick(worker="ben", start=TUESDAY, end=moment("18:00", 6))
AWAY = "ben is away from Tue 2 Jun 10:00 to Sun 7 Jun 18:00"


@pytest.fixture
def clock():
    """The night after Monday."""
    clock = Clock()
    clock.at(0)
    return clock


@pytest.fixture
def store(tmp_path, clock):
    """A store with a published week, checked at the end."""
    with Store(tmp_path / "rotas.db", now=clock) as opened:
        publish(opened, week(), plan(week()))
        yield opened
        assert opened.check() == []


def publish(store, problem, rota):
    """Propose a rota and approve it."""
    made = store.propose(problem, rota, by="Ben", co_op=CO_OP)
    return store.approve(made.id, by="Ann", why="agreed")


def repaired(store, *events):
    """Repair what is in force, and publish that."""
    last = store.versions(CO_OP, newest=1)[0]
    problem = store.problem(last.problem)
    result = repair(problem, last.rota, events, NOW, **QUICK)
    return publish(store, result.problem, result.rota)


def texts(store, problem=None):
    """Give what is not shown, in the problem as a night has it."""
    problem = problem or week()
    return [x.text for x in unshown(store, CO_OP, carried(store, problem))]


def carried(store, problem):
    return store.history_for(problem, co_op=CO_OP).into(problem)


def test_a_night_says_what_a_repair_was_for(store):
    """First of all that needs a person; the problem file is as it was."""
    repaired(store, SICK)
    night = run_night(store, week(), engine="search", **QUICK)
    assert [(x.version, x.text) for x in night.unshown] == [(2, AWAY)]
    needs = night.report.partition("What needs a person")[2].splitlines()[1:3]
    assert needs[0].startswith(
        "  - version 2 was a repair after events that the problem"
    )
    assert needs[1] == f"  - not in the problem: {AWAY}"


def test_nothing_is_told_without_a_repair(store):
    """A problem may change from version to version; that is nobody's event."""
    publish(store, fewer := week(workers=[worker("ann"), there(0, 5, 6)]), plan(fewer))
    assert texts(store) == []
    night = run_night(store, week(), engine="search", **QUICK)
    assert night.unshown == ()
    assert "was a repair" not in night.report


def there(*days):
    """Give Ben, who is there on some days only."""
    return worker("ben", available=[(d, "00:00-24:00") for d in days])


def test_what_the_problem_shows_is_not_told(store):
    """Neither all of it nor the days of it that the problem shows by now."""
    repaired(store, SICK)
    assert texts(store, week(workers=[worker("ann"), there(0)])) == []
    some = texts(store, week(workers=[worker("ann"), there(0, 1, 2)]))
    assert some == ["ben is away from Tue 2 Jun 10:00 to Thu 4 Jun 00:00"]


def test_what_is_over_is_not_told(store, clock):
    """Of a sickness what is still to come, and nothing once it has ended."""
    repaired(store, SICK)
    clock.at(4)
    (text,) = texts(store)
    assert text.startswith("ben is away from Fri 5 Jun 12:00")
    clock.at(6)
    clock.time += timedelta(hours=7)
    assert texts(store) == []


def test_it_is_told_until_it_is_over_whatever_is_published_since(store):
    """A night that was published all the same does not make anybody well."""
    repaired(store, SICK)
    night = run_night(store, week(), engine="search", **QUICK)
    store.approve(night.proposal.id, by="Ann", why="she knows")
    assert texts(store) == [AWAY]
    repaired(store, VisitCancelled(visit="ida-sun"))
    assert texts(store) == [AWAY, "ida-sun of ida is not wanted"]


def test_it_may_reach_into_the_next_week(store):
    """Where the repaired problem says when its workers can work then."""
    until = SICK.model_copy(update={"end": moment("12:00", 8)})
    repaired(store, until)
    after = week(first=MONDAY + timedelta(days=7))
    assert texts(store, after) == [
        "ben is away from Mon 8 Jun 00:00 to Tue 9 Jun 12:00"
    ]


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (VisitCancelled(visit="ida-sun"), "ida-sun of ida is not wanted"),
        (
            ClientInHospital(client="ida", start=TUESDAY),
            "ida-sun of ida is not wanted",
        ),
        (
            VisitMoved(visit="ida-sun", windows=(window("07:00-08:00", 6),)),
            "ida-sun is moved to Sun 7 Jun 07:00 to Sun 7 Jun 08:00",
        ),
        (
            VisitLengthened(visit="ida-sun", minutes=75),
            "ida-sun takes 75 instead of 60 minutes",
        ),
        (
            VisitAdded(visit=visit("new", "joe", "10:00-12:00", day=3)),
            "new of joe is wanted on Thu 4 Jun",
        ),
        (
            CarBreaksDown(
                worker="ann",
                start=TUESDAY,
                end=moment("12:00", 4),
                travel_mode="car",
            ),
            "ann travels by car from Tue 2 Jun 10:00 to Fri 5 Jun 12:00",
        ),
    ],
)
def test_each_kind_of_event_is_read_off_what_it_leaves(store, event, text):
    """And is no longer told where the problem of the repair is tonight's."""
    version = repaired(store, event)
    assert texts(store) == [text]
    assert texts(store, store.problem(version.problem)) == []


def test_what_the_problem_says_otherwise_is_the_coordinators(store):
    """A visit that was moved again in the file is neither as it was nor as repaired."""
    repaired(store, VisitMoved(visit="ida-sun", windows=(window("07:00-08:00", 6),)))
    visits = [v for v in week().visits if v.id != "ida-sun"]
    again = visit("ida-sun", "ida", "10:00-11:00", 60, day=6, slots=2)
    assert texts(store, week(visits=[*visits, again])) == []


def test_a_repair_of_what_the_store_never_saw(tmp_path, clock):
    """It is compared with tonight's problem on its own days."""
    result = repair(week(), plan(week()), [SICK], NOW, **QUICK)
    with Store(tmp_path / "another.db", now=clock) as store:
        publish(store, result.problem, result.rota)
        assert texts(store) == [AWAY]
