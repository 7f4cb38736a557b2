"""Wrong events are refused, all of them at once, and nothing is changed."""

from __future__ import annotations

import pytest

from carerota.errors import DataError
from carerota.io.issues import validated
from carerota.model import (
    CarBreaksDown,
    ClientInHospital,
    RotaEvents,
    VisitAdded,
    VisitCancelled,
    VisitLengthened,
    VisitMoved,
    WorkerLate,
    WorkerSick,
)
from carerota.repairing import repair
from tests.builders import link, moment, visit, window
from tests.repairing.days import day

NINE = moment("09:15")


def refused(*events, now=NINE, **more):
    p, r = day()
    before = p.model_dump_json(), r.model_dump_json()
    with pytest.raises(DataError) as error:
        repair(p, r, events, now, moves=1, **more)
    assert (p.model_dump_json(), r.model_dump_json()) == before
    return [(issue.path, issue.code) for issue in error.value.issues]


def sick(worker="ann", start="10:00", end="12:00"):
    return WorkerSick(worker=worker, start=moment(start), end=moment(end))


def moved(name="d", text="14:00-15:00", **more):
    return VisitMoved(visit=name, windows=(window(text),), **more)


def stay(client="D", start="10:00", end="20:00"):
    return ClientInHospital(client=client, start=moment(start), end=moment(end))


def test_unknown_ids_are_listed_together():
    """Every id that names nothing, each with its path and a near miss."""
    car = CarBreaksDown(
        worker="bne", start=NINE, end=moment("20:00"), travel_mode="walk"
    )
    new = VisitAdded(visit=visit("a", "Z", "14:00-15:00"))
    found = refused(sick("anna"), car, VisitCancelled(visit="z"), stay("Z"), new)
    assert found == [
        ("events[0].worker", "unknown-id"),
        ("events[1].worker", "unknown-id"),
        ("events[2].visit", "unknown-id"),
        ("events[3].client", "unknown-id"),
        ("events[4].visit.id", "duplicate-id"),
        ("events[4].visit.client", "unknown-id"),
    ]


@pytest.mark.parametrize(
    ("event", "path"),
    [
        (sick(start="07:00", end="09:15"), "end"),
        (stay(start="07:00", end="09:00"), "end"),
        (WorkerLate(worker="ann", until=moment("09:15")), "until"),
        (VisitCancelled(visit="b"), "visit"),
        (moved("b"), "visit"),
        (moved("d", "08:00-09:15"), "windows"),
        (VisitLengthened(visit="a", minutes=45), "visit"),
        (VisitLengthened(visit="b", minutes=10), "visit"),
        (VisitAdded(visit=visit("x", "A", "08:00-09:00")), "visit.windows"),
    ],
)
def test_the_past_is_past(event, path):
    """What is over, or has begun, cannot be told of any more."""
    assert refused(event) == [(f"events[0].{path}", "event-past")]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (sick(start="12:00", end="12:00"), "event-backwards"),
        (
            WorkerSick(worker="ann", start=moment("10:00", 8), end=moment("12:00", 8)),
            "event-after-horizon",
        ),
        (WorkerLate(worker="ann", until=moment("00:00", 7)), "event-after-horizon"),
    ],
)
def test_stretches_that_make_no_sense(event, code):
    """A stretch that ends before it starts, or lies beyond the horizon."""
    assert [found for _, found in refused(event)] == [code]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (VisitCancelled(visit="d"), moved("d")),
        (VisitCancelled(visit="d"), VisitLengthened(visit="d", minutes=40)),
        (VisitCancelled(visit="d"), VisitCancelled(visit="d")),
        (moved("d"), moved("d")),
        (sick(), sick(start="11:00", end="13:00")),
        (sick(), WorkerLate(worker="ann", until=moment("11:00"))),
        (
            WorkerLate(worker="ann", until=moment("11:00")),
            WorkerLate(worker="ann", until=moment("12:00")),
        ),
        (stay(), stay(start="19:00", end="22:00")),
        (stay(), moved("d")),
        (stay(), VisitLengthened(visit="d", minutes=40)),
        (stay(), VisitAdded(visit=visit("x", "D", "14:00-15:00"))),
        (
            VisitAdded(visit=visit("x", "D", "14:00-15:00")),
            VisitAdded(visit=visit("x", "D", "16:00-17:00")),
        ),
    ],
)
def test_events_that_contradict_each_other(a, b):
    """Two events that cannot both be true, whichever is told first."""
    for events in ((a, b), (b, a)):
        assert refused(*events) == [("events[1]", "events-contradict")]


def test_what_goes_together_is_not_refused():
    """A visit both moved and longer, two late_twice on two days, sick before late."""
    p, r = day()
    events = [
        moved("d"),
        VisitLengthened(visit="d", minutes=40),
        WorkerLate(worker="ann", until=moment("12:00")),
        WorkerLate(worker="ann", until=moment("12:00", 1)),
        sick("ben", "18:00", "19:00"),
        sick("ben", "20:00", "21:00"),
    ]
    assert repair(p, r, events, NINE, moves=50).report.legal


def test_what_is_added_must_make_sense():
    """Windows in disorder are refused with a path into the events."""
    backwards = visit("x", "A", "14:00-15:00").model_copy(
        update={"windows": (window("15:00-15:00"), window("14:00-14:30"))}
    )
    ((path, code),) = refused(VisitAdded(visit=backwards))
    assert (path.startswith("events[0].visit.windows"), code) == (
        True,
        "windows-out-of-order",
    )


def test_links_of_what_is_added_name_visits():
    """Of the problem, or added with it; one that another event cancels is known."""
    new = visit("n", "A", "14:00-15:00")
    other = VisitAdded(visit=visit("m", "A", "16:00-17:00"))
    for end, found in (("m", []), ("d", []), ("z", ["events[1].links[0].second"])):
        added = VisitAdded(visit=new, links=(link("n", end, minimum=0),))
        events = [other, added, VisitCancelled(visit="d")]
        if not found:
            p, r = day()
            assert repair(p, r, events, NINE, moves=1).report.legal
        else:
            assert refused(*events) == [(path, "unknown-id") for path in found]


def test_a_visit_is_moved_within_its_day():
    """To another day it is not moved: it is cancelled, and another is added."""
    away = VisitMoved(visit="d", windows=(window("14:00-15:00", 1),))
    assert refused(away) == [("events[0].windows[0].start", "moved-to-another-day")]


def test_a_way_of_getting_about_that_nobody_knows_the_times_of():
    """There are no places on a map, and no matrix for bicycles: that is told."""
    p, r = day()
    travel = p.travel.model_copy(
        update={"matrices": tuple(m for m in p.travel.matrices if m.mode == "car")}
    )
    bare = p.model_copy(update={"travel": travel})
    car = CarBreaksDown(
        worker="ben", start=NINE, end=moment("20:00"), travel_mode="bicycle"
    )
    with pytest.raises(DataError) as error:
        repair(bare, r, [car], NINE)
    assert error.value.source == "the events"
    assert {i.path for i in error.value.issues} == {"events[0].travel_mode"}


def test_the_moment_has_a_zone_and_lies_before_the_end():
    """Now without a zone, or after the horizon, is no moment to repair at."""
    assert refused(now=NINE.replace(tzinfo=None)) == [("now", "timezone-aware")]
    assert refused(now=moment("00:00", 7)) == [("now", "now-after-horizon")]


def test_a_rota_that_does_not_fit_is_refused():
    """A rota that names what the problem does not have."""
    p, r = day()
    wrong = r.model_copy(
        update={"assignments": (r.assignments[0].model_copy(update={"visit": "?"}),)}
    )
    with pytest.raises(DataError) as error:
        repair(p, wrong, [], NINE)
    assert [i.code for i in error.value.issues] == ["unknown-visit"]


def test_events_are_read_from_plain_data():
    """The kind tells which record it is; faults have the paths of the file."""
    text = "2026-06-03T06:00:00+01:00"
    data = {
        "events": [
            {"kind": "worker_sick", "worker": "ann", "start": text, "end": text},
            {"kind": "visit_cancelled", "visit": "v"},
        ]
    }
    read = validated(RotaEvents, data)
    assert isinstance(read.events[0], WorkerSick)
    assert RotaEvents.model_validate(read.model_dump(mode="json")) == read
    data["events"][0]["start"] = "6 o'clock"
    data["events"][1]["visits"] = data["events"][1].pop("visit")
    data["events"].append({"kind": "flood"})
    with pytest.raises(DataError) as error:
        validated(RotaEvents, data)
    assert [i.path for i in error.value.issues] == [
        "events[0].start",
        "events[1].visit",
        "events[1].visits",
        "events[2].kind",
    ]
