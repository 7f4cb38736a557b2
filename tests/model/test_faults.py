"""Each planted fault yields its own code and place, and several are listed at once."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

import carerota.model.faults as faults_package
from carerota.errors import DataError
from carerota.model import RotaProblem
from carerota.model.faults import CODES, check_faults, faults

DAY = "2026-03-02"


def at(wall, day=DAY):
    return f"{day}T{wall}:00+00:00"


def span(start, end, day=DAY):
    return {"start": at(start, day), "end": at(end, day)}


def plain():
    """A small problem without a fault or warning, as plain data."""
    return {
        "name": "hamlet",
        "first_day": DAY,
        "days": 2,
        "places": [
            {"id": "p1", "latitude": 52.0, "longitude": -1.0},
            {"id": "p2", "latitude": 52.01, "longitude": -1.0},
        ],
        "workers": [
            {
                "id": "w1",
                "home": "p1",
                "skills": [{"name": "hoist", "expires": DAY}],
                "availability": [span("07:00", "12:00"), span("12:00", "15:00")],
            },
            {"id": "w2", "home": "p1", "availability": [span("07:00", "15:00")]},
        ],
        "clients": [{"id": "c1", "place": "p2"}],
        "visits": [
            {
                "id": f"v{n}",
                "client": "c1",
                "day": DAY,
                "windows": [span(*hours)],
                "minutes": 30,
            }
            for n, hours in enumerate(
                [("08:00", "09:00"), ("12:00", "13:00"), ("14:00", "14:30")]
            )
        ],
        "packages": [
            {
                "id": "k1",
                "client": "c1",
                "first_day": "2026-03-03",
                "visits": [
                    {
                        "name": name,
                        "windows": [{"start": start, "end": end}],
                        "minutes": 30,
                    }
                    for name, start, end in [
                        ("am", "08:00", "09:00"),
                        ("pm", "13:00", "14:00"),
                    ]
                ],
                "links": [{"first": "am", "second": "pm", "minimum_minutes": 240}],
            }
        ],
        "links": [
            {"id": "l1", "first": "v0", "second": "v1", "minimum_minutes": 180},
        ],
    }


def planted(changes):
    """The plain problem with values set at paths; a list value of "+" appends."""
    data = plain()
    for path, value in changes.items():
        *way, last = [int(p) if p.isdigit() else p for p in re.split(r"[.\[\]]+", path)]
        node = data
        for step in way:
            node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
        if last == "+":
            node.append(value)
        else:
            node[last] = value
    return RotaProblem.model_validate(data)


def link(first, second, **rest):
    return {"id": f"{first}{second}", "first": first, "second": second, **rest}


def matrix(minutes, **rest):
    return [{"mode": "car", "places": ["p1", "p2"], "minutes": minutes, **rest}]


FAULTS = [
    ("schema-version", "schema_version", {"schema_version": 99}),
    ("unknown-zone", "zone", {"zone": "Europe/Lodnon"}),
    ("unknown-zone", "zone", {"zone": "../../etc/passwd"}),
    ("unknown-zone", "zone", {"zone": "Europe"}),
    ("first-day-absurd", "first_day", {"first_day": "9999-12-31"}),
    (
        "duplicate-id",
        "places[2].id",
        {"places.+": {"id": "p1", "latitude": 1, "longitude": 1}},
    ),
    ("duplicate-id", "visits[1].id", {"visits.1.id": "v0", "links": []}),
    (
        "duplicate-id",
        "packages[0].visits[1].name",
        {"packages.0.visits.1.name": "am", "packages.0.links": []},
    ),
    ("unknown-id", "workers[0].home", {"workers.0.home": "p9"}),
    ("unknown-id", "workers[0].end_place", {"workers.0.end_place": "p9"}),
    ("unknown-id", "workers[1].refused_clients", {"workers.1.refused_clients": ["x"]}),
    (
        "unknown-id",
        "workers[1].preferences.clients",
        {"workers.1.preferences": {"clients": ["x"]}},
    ),
    ("unknown-id", "clients[0].place", {"clients.0.place": "nowhere"}),
    (
        "unknown-id",
        "clients[0].excluded_workers",
        {"clients.0.excluded_workers": ["w9"]},
    ),
    (
        "unknown-id",
        "visits[0].slots[0].pinned_worker",
        {"visits.0.slots": [{"pinned_worker": "w9"}]},
    ),
    ("unknown-id", "links[0].second", {"links.0.second": "v9"}),
    ("unknown-id", "packages[0].links[0].first", {"packages.0.links.0.first": "no"}),
    ("unknown-id", "packages[0].client", {"packages.0.client": "c9"}),
    ("visit-outside-horizon", "visits[2].day", {"visits.2.day": "2026-03-01"}),
    (
        "window-backwards",
        "visits[2].windows[0].end",
        {"visits.2.windows": [span("14:30", "14:00")]},
    ),
    (
        "window-backwards",
        "visits[2].preferred.end",
        {"visits.2.preferred": span("14:30", "14:00")},
    ),
    (
        "windows-out-of-order",
        "visits[2].windows[1].start",
        {"visits.2.windows.+": span("10:00", "11:00")},
    ),
    (
        "windows-out-of-order",
        "visits[2].also_preferred[0].start",
        {"visits.2.also_preferred": [span("14:30", "15:00")]},
    ),
    (
        "windows-out-of-order",
        "visits[2].also_preferred[1].start",
        {
            "visits.2.preferred": span("14:00", "14:10"),
            "visits.2.also_preferred": [
                span("14:30", "14:40"),
                span("14:30", "14:50"),
            ],
        },
    ),
    (
        "window-far-from-day",
        "visits[2].windows[0].start",
        {"visits.2.windows": [span("14:00", "15:00", "2026-03-05")]},
    ),
    (
        "moment-absurd",
        "visits[2].windows[0].start",
        {"visits.2.windows": [{"start": "0001-01-01T00:00:00Z", "end": at("14:00")}]},
    ),
    ("visit-too-long", "visits[0].minutes", {"visits.0.minutes": 1800}),
    (
        "availability-backwards",
        "workers[1].availability[1].end",
        {"workers.1.availability.+": span("22:00", "06:00")},
    ),
    (
        "availability-empty",
        "workers[1].availability[1].end",
        {"workers.1.availability.+": span("22:00", "22:00")},
    ),
    (
        "past-visit-backwards",
        "history.visits[0].end",
        {
            "history": {
                "visits": [
                    {
                        "client": "c1",
                        "worker": "w1",
                        **span("09:00", "08:00", "2026-02-27"),
                    }
                ]
            }
        },
    ),
    (
        "dates-backwards",
        "packages[0].last_day",
        {"packages.0.last_day": "2026-03-01"},
    ),
    (
        "dates-backwards",
        "packages[0].pauses[0].last_day",
        {
            "packages.0.pauses": [
                {"first_day": "2026-03-05", "last_day": "2026-03-03"},
            ]
        },
    ),
    (
        "package-without-days",
        "packages[0].visits[0].days",
        {"packages.0.visits.0.days": []},
    ),
    (
        "zoned",
        "packages[0].visits[0].windows[0].start",
        {"packages.0.visits.0.windows": [{"start": "08:00+01:00", "end": "09:00"}]},
    ),
    (
        "zoned",
        "travel.matrices[0].since",
        {"travel.matrices": [*matrix([[0, 1], [1, 0]], since="07:00Z")]},
    ),
    ("link-to-itself", "links[1].second", {"links.+": link("v1", "v1")}),
    (
        "link-carers-contradict",
        "links[0].different_worker",
        {"links.0.same_worker": True, "links.0.different_worker": True},
    ),
    (
        "link-distance-backwards",
        "links[0].maximum_minutes",
        {"links.0.maximum_minutes": 60},
    ),
    (
        "link-windows-cannot-meet",
        "links[0]",
        {"links.0.minimum_minutes": 301},
    ),
    (
        "link-windows-cannot-meet",
        "links[0]",
        {"links.0.minimum_minutes": 271, "links.0.measured_from": "end"},
    ),
    (
        "link-windows-cannot-meet",
        "packages[0].links[0]",
        {"packages.0.links.0.minimum_minutes": 361},
    ),
    (
        "link-chain-cannot-meet",
        "links[1]",
        {
            "links.0.minimum_minutes": 300,
            "links.+": link("v1", "v2", minimum_minutes=91),
        },
    ),
    (
        "links-in-a-circle",
        "links[1]",
        {
            "links.0": link("v0", "v1", minimum_minutes=0),
            "links.+": link("v1", "v0", minimum_minutes=1),
            "visits.1.windows": [span("08:00", "09:00")],
        },
    ),
    ("matrix-shape", "travel.matrices[0].minutes", {"travel.matrices": matrix([])}),
    (
        "matrix-shape",
        "travel.matrices[0].minutes[1]",
        {"travel.matrices": matrix([[0, 1], [1]])},
    ),
    (
        "matrix-nan",
        "travel.matrices[0].minutes[0][1]",
        {"travel.matrices": matrix([[0, float("nan")], [1, 0]])},
    ),
    (
        "matrix-negative",
        "travel.matrices[0].minutes[0][1]",
        {"travel.matrices": matrix([[0, -1], [1, 0]])},
    ),
    (
        "matrix-absurd",
        "travel.matrices[0].minutes[0][1]",
        {"travel.matrices": matrix([[0, 1441], [1, 0]])},
    ),
    (
        "matrix-absurd",
        "travel.matrices[0].metres[0][1]",
        {
            "travel.matrices": matrix(
                [[0, 1], [1, 0]], metres=[[0, float("inf")], [1, 0]]
            )
        },
    ),
    (
        "matrix-clash",
        "travel.matrices[1].since",
        {"travel.matrices": matrix([[0, 1], [1, 0]]) * 2},
    ),
    (
        "unknown-id",
        "travel.matrices[0].places[1]",
        {"travel.matrices": matrix([[0, 1], [1, 0]], places=["p1", "p9"])},
    ),
    (
        "duplicate-id",
        "travel.matrices[0].places[1]",
        {"travel.matrices": matrix([[0, 1], [1, 0]], places=["p1", "p1"])},
    ),
    ("coordinates-half", "places[0].latitude", {"places.0.latitude": None}),
    ("coordinates-missing", "places[2].latitude", {"places.+": {"id": "p3"}}),
    (
        "coordinates-at-zero",
        "places[0].latitude",
        {"places.0.latitude": 0, "places.0.longitude": 0},
    ),
    (
        "contract-order",
        "workers[0].contract.target_hours",
        {"workers.0.contract": {"minimum_hours": 20, "target_hours": 16}},
    ),
    (
        "contract-order",
        "workers[0].contract.maximum_hours",
        {"workers.0.contract": {"target_hours": 30, "maximum_hours": 20}},
    ),
    (
        "over-48-hours",
        "workers[0].contract.maximum_hours",
        {"workers.0.contract": {"maximum_hours": 50}},
    ),
    (
        "day-too-long",
        "workers[0].contract.maximum_minutes_a_day",
        {"workers.0.contract": {"maximum_minutes_a_day": 781}},
    ),
    (
        "pin-excluded",
        "visits[0].slots[0].pinned_worker",
        {
            "visits.0.slots": [{"pinned_worker": "w1"}],
            "clients.0.excluded_workers": ["w1"],
        },
    ),
    (
        "pin-refused",
        "visits[0].slots[0].pinned_worker",
        {
            "visits.0.slots": [{"pinned_worker": "w1"}],
            "workers.0.refused_clients": ["c1"],
        },
    ),
    (
        "pin-unskilled",
        "visits[0].slots[0].pinned_worker",
        {"visits.0.slots": [{"pinned_worker": "w2", "skills": ["hoist"]}]},
    ),
    (
        "pin-attribute",
        "visits[0].slots[0].pinned_worker",
        {
            "visits.0.slots": [{"pinned_worker": "w2"}],
            "clients.0.required_attributes": ["female"],
        },
    ),
    (
        "pin-unavailable",
        "visits[0].slots[0].pinned_worker",
        {
            "visits.0.slots": [{"pinned_worker": "w2"}],
            "workers.1.availability": [span("08:10", "08:39")],
        },
    ),
    (
        "pin-outside-windows",
        "visits[0].pinned_start",
        {"visits.0.pinned_start": at("07:59")},
    ),
    (
        "pin-twice",
        "visits[0].slots[1].pinned_worker",
        {"visits.0.slots": [{"pinned_worker": "w1"}, {"pinned_worker": "w1"}]},
    ),
    (
        "pin-breaks-link",
        "links[0]",
        {
            "links.0.same_worker": True,
            "visits.0.slots": [{"pinned_worker": "w1"}],
            "visits.1.slots": [{"pinned_worker": "w2"}],
        },
    ),
]

WARNINGS = [
    (
        "preferred-outside-windows",
        "visits[2].preferred",
        {"visits.2.preferred": span("15:00", "15:30")},
    ),
    (
        "past-visit-in-horizon",
        "history.visits[0].start",
        {
            "history": {
                "visits": [{"client": "c1", "worker": "w1", **span("08:00", "09:00")}]
            }
        },
    ),
    (
        "gone-id",
        "history.visits[0].worker",
        {
            "history": {
                "visits": [
                    {
                        "client": "c1",
                        "worker": "w9",
                        "start": "2026-01-05T08:00:00+00:00",
                        "end": "2026-01-05T09:00:00+00:00",
                    }
                ]
            }
        },
    ),
    (
        "overnight-window",
        "packages[0].visits[1].windows[0].end",
        {
            "packages.0.links": [],
            "packages.0.visits.1.windows": [{"start": "14:00", "end": "13:00"}],
        },
    ),
    ("link-without-effect", "links[1]", {"links.+": link("v1", "v2")}),
    (
        "young-over-40-hours",
        "workers[0].contract.maximum_hours",
        {"workers.0.working_time": {"young": True}},
    ),
    (
        "preferred-and-refused",
        "clients[0].preferred_workers",
        {
            "clients.0.preferred_workers": ["w1"],
            "clients.0.excluded_workers": ["w1"],
        },
    ),
    (
        "preferred-and-refused",
        "workers[0].preferences.clients",
        {
            "workers.0.preferences": {"clients": ["c1"]},
            "workers.0.refused_clients": ["c1"],
        },
    ),
    (
        "skill-nobody-holds",
        "visits[0].slots[0].skills",
        {"visits.0.slots": [{"skills": ["catheter"]}]},
    ),
    ("client-without-visits", "clients[1]", {"clients.+": {"id": "c2", "place": "p1"}}),
    (
        "worker-without-availability",
        "workers[2].availability",
        {"workers.+": {"id": "w3", "home": "p1"}},
    ),
]


def test_a_sound_problem_has_no_faults():
    """Nothing is found where nothing is wrong."""
    assert faults(planted({})) == []
    check_faults(planted({}))


@pytest.mark.parametrize(("code", "path", "changes"), FAULTS)
def test_each_fault_has_its_own_code_and_place(code, path, changes):
    """One planted fault gives exactly one issue, with its code and path."""
    found = faults(planted(changes))
    assert [(i.code, i.path, i.warning) for i in found] == [(code, path, False)]
    with pytest.raises(DataError) as caught:
        check_faults(planted(changes))
    assert caught.value.issues == tuple(found)


@pytest.mark.parametrize(("code", "path", "changes"), WARNINGS)
def test_each_warning_has_its_own_code_and_place(code, path, changes):
    """What is possible but bad is a warning and is not refused."""
    problem = planted(changes)
    found = faults(problem)
    assert [(i.code, i.path, i.warning) for i in found] == [(code, path, True)]
    check_faults(problem)


def test_every_code_is_tested_and_in_the_table():
    """The table, the source and these tests name the same codes."""
    tested = {code for code, _, _ in FAULTS + WARNINGS}
    assert tested == set(CODES)
    folder = Path(faults_package.__file__).parent
    source = "".join(p.read_text("utf-8") for p in folder.glob("[!c]*.py"))
    assert all(f'"{code}"' in source for code in CODES)


def test_all_faults_are_listed_at_once():
    """Several faults of several kinds come in one error, each with its record's id."""
    problem = planted(
        {
            "zone": "Mars",
            "workers.0.home": "p9",
            "visits.0.minutes": 5000,
            "visits.2.windows": [span("14:30", "14:00")],
            "clients.+": {"id": "c2", "place": "p1"},
        }
    )
    with pytest.raises(DataError) as caught:
        check_faults(problem)
    codes = {issue.code for issue in caught.value.issues}
    assert codes == {"unknown-zone", "unknown-id", "visit-too-long", "window-backwards"}
    text = str(caught.value)
    assert text.startswith("4 faults:")
    assert all(word in text for word in ("'w1'", "'v0'", "'v2'"))
    assert faults(problem)[-1].warning


def test_near_miss_is_hinted_at():
    """A misspelt id names the one that was probably meant."""
    (issue,) = faults(planted({"zone": "Europe/Lodnon"}))
    assert issue.hint == "did you mean 'Europe/London'?"


def test_expired_skill_is_missing_from_the_next_day_on():
    """A skill counts on its last day and no longer."""
    skilled = {"visits.0.slots": [{"skills": ["hoist"]}]}
    assert faults(planted(skilled)) == []
    later = {
        **skilled,
        "visits.0.day": "2026-03-03",
        "visits.0.windows": [span("08:00", "09:00", "2026-03-03")],
        "links": [],
    }
    assert [i.code for i in faults(planted(later))] == ["skill-nobody-holds"]


def test_same_worker_through_others_contradicts_a_different_one():
    """Two links of the same worker bind a third pair."""
    problem = planted(
        {
            "links": [
                link("v0", "v1", same_worker=True),
                link("v1", "v2", same_worker=True),
                link("v0", "v2", different_worker=True),
            ]
        }
    )
    (issue,) = faults(problem)
    assert (issue.code, issue.path) == (
        "link-carers-contradict",
        "links[2].different_worker",
    )


def test_alternative_window_rescues_a_chain():
    """A later alternative is used where the first is too early."""
    changes = {
        "links.0.minimum_minutes": 300,
        "links.+": link("v1", "v2", minimum_minutes=91),
        "visits.2.windows.+": span("15:00", "16:00"),
    }
    assert faults(planted(changes)) == []


def test_window_over_the_night_the_clocks_go_back_is_forward():
    """01:30 summer time to 01:15 winter time is three quarters of an hour."""
    data = plain()
    data |= {"first_day": "2026-10-25", "days": 1, "packages": [], "links": []}
    for worker in data["workers"]:
        worker["skills"] = []
        worker["availability"] = [span("00:00", "12:00", "2026-10-25")]
    data["visits"] = [data["visits"][0]]
    problem = RotaProblem.model_validate(
        data
        | {
            "visits": [
                data["visits"][0]
                | {
                    "day": "2026-10-25",
                    "windows": [
                        {
                            "start": "2026-10-25T01:30:00+01:00",
                            "end": "2026-10-25T01:15:00+00:00",
                        }
                    ],
                }
            ]
        }
    )
    clock = problem.clock
    visit = problem.visits[0]
    window = visit.windows[0]
    local = window.model_copy(
        update={
            "start": window.start.astimezone(clock.zone),
            "end": window.end.astimezone(clock.zone),
        }
    )
    local_visit = visit.model_copy(update={"windows": (local,)})
    assert faults(problem) == []
    assert faults(problem.model_copy(update={"visits": (local_visit,)})) == []


def test_matrix_faults_are_counted_not_flooded():
    """A matrix full of NaN is ten cells and a count."""
    n = 30
    grid = [[float("nan")] * n for _ in range(n)]
    found = faults(
        planted(
            {
                "places": [
                    {"id": f"p{i}", "latitude": 52, "longitude": 1} for i in range(n)
                ],
                "travel.matrices": [
                    {
                        "mode": "car",
                        "places": [f"p{i}" for i in range(n)],
                        "minutes": grid,
                    }
                ],
            }
        )
    )
    assert {i.code for i in found} == {"matrix-nan"}
    assert len(found) == 11
    assert found[-1].found == "890 more such values"


def test_matrix_that_names_a_place_stands_in_for_coordinates():
    """A place needs no coordinates when every mode in use has a matrix for it."""
    data = plain()
    data["places"] = [{"id": "p1"}, {"id": "p2"}]
    data["travel"] = {"matrices": matrix([[0, 1], [1, 0]])}
    assert faults(RotaProblem.model_validate(data)) == []
    data["workers"][1]["travel_mode"] = "walk"
    found = faults(RotaProblem.model_validate(data))
    assert {i.code for i in found} == {"coordinates-missing"}


def test_odd_names_are_shown_safely_and_short():
    """Control characters are escaped and long ids are cut in what is found."""
    odd = "x" * 75
    (issue,) = faults(planted({"workers.0.home": odd}))
    assert "…" in issue.found
    assert len(issue.found) < 90
    json.dumps(issue.found)


def test_horizon_of_one_day_at_the_edges():
    """The first and the last day of the horizon belong to it."""
    problem = planted({"visits.2.day": "2026-03-03"})
    assert [i.code for i in faults(problem)] == []
    assert problem.last_day == date(2026, 3, 3)


def test_a_sound_problem_is_looked_at_once(monkeypatch):
    """It cannot change; a faulty one, and a copy, are looked at each time."""
    looked: list[int] = []
    known = faults_package.faults
    monkeypatch.setattr(
        faults_package, "faults", lambda p: looked.append(1) or known(p)
    )
    sound, faulty = planted({}), planted({"visits.0.client": "nobody"})
    for _ in range(3):
        check_faults(sound)
    assert len(looked) == 1
    check_faults(sound.model_copy())
    assert len(looked) == 2
    for _ in range(2):
        with pytest.raises(DataError):
            check_faults(faulty)
    assert len(looked) == 4
