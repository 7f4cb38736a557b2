"""Bad HHCRSP instances: each fault is told with its file and its place in it."""

from __future__ import annotations

import pytest
from faulty import refused
from test_hhcrsp import BROKEN, instance, written

from carerota.io.benchmarks.hhcrsp import read_hhcrsp

HUGE = 1e300


def told(data, folder):
    """The faults of an instance: place to what was expected."""
    return {i.path: i.expected for i in refused(written(data, folder), read_hhcrsp)}


@pytest.mark.parametrize(
    ("row", "column", "value", "path"),
    [
        (0, None, [0.0], "distances[0]"),
        (2, None, [0.0] * 5, "distances[2]"),
        (1, 2, -1.0, "distances[1][2]"),
        (1, 2, float("inf"), "distances[1][2]"),
        (1, 2, float("nan"), "distances[1][2]"),
        (1, 2, HUGE, "distances[1][2]"),
        (1, 2, "far", "distances[1][2]"),
        (3, 0, 0.0001, "distances[3][0]"),
    ],
)
def test_distances(tmp_path, row, column, value, path):
    """They are a square of minutes of at most a day, with three decimals at most."""
    data = instance()
    if column is None:
        data["distances"][row] = value
    else:
        data["distances"][row][column] = value
    assert list(told(data, tmp_path)) == [path]


def test_many_bad_distances(tmp_path):
    """Ten are told one by one, and how many more there are."""
    data = instance()
    data["distances"] = [[-1.0] * 4 for _ in range(4)]
    issues = refused(written(data, tmp_path), read_hhcrsp)
    assert len(issues) == 11
    assert (issues[-1].path, issues[-1].found) == ("distances", "6 more such values")


@pytest.mark.parametrize(
    "name", ["", " alone", "x" * 76, "tab\tin it", 7], ids=lambda x: repr(x)[:9]
)
@pytest.mark.parametrize("kind", ["patients", "caregivers", "services"])
def test_ids(tmp_path, kind, name):
    """Ids are short texts, as the records that are made of them have it."""
    data = instance()
    data[kind][0]["id"] = name
    assert f"{kind}[0].id" in told(data, tmp_path)


def test_a_service_and_its_patient_have_one_id(tmp_path):
    """Each of two visits is called after both, which must not be too long."""
    data = instance()
    chain = data["patients"][2]
    chain["id"] = "x" * 75
    chain["required_caregivers"][0]["service"] = "catheter"
    assert list(told(data, tmp_path)) == ["patients[2].id"]
    chain["required_caregivers"][0]["service"] = "dose"
    problem, _ = read_hhcrsp(written(data, tmp_path))
    assert len(problem.visits[-1].id) == 80


def test_ids_that_stand_twice(tmp_path):
    """Patients, carers and services have ids of their own."""
    data = instance()
    data["patients"][2]["id"] = "alone"
    data["caregivers"][1]["id"] = "ann"
    data["services"].append({"id": "wash", "default_duration": 9.0})
    assert set(told(data, tmp_path)) == {
        "patients[2].id",
        "caregivers[1].id",
        "services[2].id",
    }


@pytest.mark.parametrize(
    ("window", "path"),
    [
        ([60.0, 5.0], "time_window"),
        ([0.0, float("inf")], "time_window[1]"),
        ([HUGE, HUGE], "time_window[0]"),
        ([float("nan"), 5.0], "time_window[0]"),
        ([-1.0, 5.0], "time_window[0]"),
        ([0.0, 5.00001], "time_window[1]"),
    ],
)
def test_windows(tmp_path, window, path):
    """They lie in the day or the next, in order, with three decimals at most."""
    data = instance()
    data["patients"][0]["time_window"] = window
    assert f"patients[0].{path}" in told(data, tmp_path)


def test_durations_and_distances_in_time(tmp_path):
    """They last a day at most, have three decimals at most, and are in order."""
    data = instance()
    alone, pair, chain = data["patients"]
    alone["required_caregivers"][0]["duration"] = HUGE
    pair["required_caregivers"][0]["duration"] = 0
    chain["synchronization"]["distance"] = [-5, 30]
    data["services"][0]["default_duration"] = float("inf")
    assert set(told(data, tmp_path)) == {
        "patients[0].required_caregivers[0].duration",
        "patients[1].required_caregivers[0].duration",
        "patients[2].synchronization.distance[0]",
        "services[0].default_duration",
    }
    data = instance()
    data["patients"][1]["required_caregivers"][0]["duration"] = 20.0004
    data["patients"][2]["synchronization"]["distance"] = [30, 10]
    data["services"][0]["default_duration"] = 500.00025
    assert told(data, tmp_path) == {
        "patients[1].required_caregivers[0].duration": "three decimals at most",
        "patients[2].synchronization.distance": "an end that is not before the start",
        "services[0].default_duration": "three decimals at most",
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["patients"][0].update(time_window=[5.0, 60.5]),
        lambda d: d["patients"][0]["required_caregivers"][0].update(duration=9.25),
        lambda d: d["patients"][2]["synchronization"].update(distance=[10.5, 30]),
        lambda d: d["distances"][3].__setitem__(2, BROKEN),
    ],
)
def test_nothing_is_rounded_in_silence(tmp_path, change):
    """One broken number anywhere is enough for the finer tick."""
    data = instance()
    change(data)
    problem, _ = read_hhcrsp(written(data, tmp_path))
    assert problem.ticks_per_minute == 1000


def test_what_only_the_problem_shows(tmp_path):
    """A fault of the problem is told at the patient, not at our own records."""
    data = instance()
    data["patients"][2]["time_window"] = [2000, 2400]
    data["patients"][2]["synchronization"]["distance"] = [1000, 2000]
    (issue,) = refused(written(data, tmp_path), read_hhcrsp)
    assert issue.path == "patients[2].synchronization"
    assert issue.code == "link-windows-cannot-meet"


def test_what_may_be_null(tmp_path):
    """Null is as good as absent wherever the format leaves something open."""
    data = instance()
    alone = data["patients"][0]
    alone["required_caregivers"][0]["duration"] = None
    alone["synchronization"] = None
    data |= {"name": None, "central_offices": None}
    data["caregivers"].append({"id": "idle", "abilities": None})
    problem, _ = read_hhcrsp(written(data, tmp_path))
    assert problem.name == "instance"
    assert problem.workers[2].skills == ()
