"""Bad UHHC instances: each fault is told with its file and its place in it."""

from __future__ import annotations

import pytest
from faulty import refused
from test_uhhc import SHIFT, instance, solved, spans, whole, written

from carerota.io.benchmarks.uhhc import read_uhhc
from carerota.model import Priority
from carerota.score import check

HUGE = 1e300
HARD = "HARD"


def told(data, folder):
    """The faults of an instance: place to code."""
    return {i.path: i.code for i in refused(written(data, folder), read_uhhc)}


@pytest.mark.parametrize(
    ("row", "column", "value", "path"),
    [
        (0, None, [0.0], "distances[0]"),
        (2, None, [0.0] * 4, "distances[2]"),
        (1, 2, -1, "distances[1][2]"),
        (1, 2, float("inf"), "distances[1][2]"),
        (1, 2, float("nan"), "distances[1][2]"),
        (1, 2, HUGE, "distances[1][2]"),
        (2, 0, 0.0001, "distances[2][0]"),
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


@pytest.mark.parametrize(
    "name", ["", "alone ", "x" * 76, "line\nend", None], ids=lambda x: repr(x)[:9]
)
@pytest.mark.parametrize("kind", ["patients", "caregivers", "services"])
def test_ids(tmp_path, kind, name):
    """Ids are short texts, as the records that are made of them have it."""
    data = instance()
    data[kind][0]["id"] = name
    assert f"{kind}[0].id" in told(data, tmp_path)


def test_ids_that_stand_twice_or_nowhere(tmp_path):
    """Ids are unique, and what names a carer or a place names one that is there."""
    data = instance()
    data["patients"][1]["id"] = "alone"
    data["caregivers"][1]["id"] = "ann"
    data["services"].append({"id": "wash"})
    data["terminal_points"].append({"id": "d", "distance_matrix_index": 9})
    data["caregivers"][0]["departing_point"] = "e"
    data["patients"][0]["preferred_caregivers"] = ["ann", "bob"]
    assert told(data, tmp_path) == {
        "patients[1].id": "duplicate-id",
        "caregivers[1].id": "duplicate-id",
        "services[2].id": "duplicate-id",
        "terminal_points[1].id": "duplicate-id",
        "terminal_points[1].distance_matrix_index": "matrix-shape",
        "caregivers[0].departing_point": "unknown-id",
        "patients[0].preferred_caregivers[1]": "unknown-id",
    }


@pytest.mark.parametrize("time", [float("inf"), float("nan"), HUGE, -1, 9000])
def test_times_far_away(tmp_path, time):
    """Windows, shifts and lunches lie in the day or the next."""
    data = whole()
    data["patients"][0]["time_windows"][0]["end"] = time
    data["caregivers"][0]["working_shift"]["end"] = time
    data["lunch_breaks"]["end"] = time
    data["lunch_breaks"]["min_duration"] = time
    assert set(told(data, tmp_path)) == {
        "patients[0].time_windows[0].end",
        "caregivers[0].working_shift.end",
        "lunch_breaks.end",
        "lunch_breaks.min_duration",
    }


def test_times_in_disorder(tmp_path):
    """Windows come in order of their starts; nothing ends before it starts."""
    data = whole()
    alone, pair = data["patients"]
    alone["time_windows"] = [{"start": 50, "end": 40}, {"start": 50, "end": 90}]
    pair["synchronization"] = {"type": "sequential", "distance": [30, 10]}
    data["caregivers"][0]["working_shift"] = {"start": 60, "end": 60}
    data["lunch_breaks"] |= {"start": 160, "end": 100}
    assert told(data, tmp_path) == {
        "patients[0].time_windows[0].end": "window-backwards",
        "patients[0].time_windows[1].start": "windows-out-of-order",
        "patients[1].synchronization.distance": "window-backwards",
        "caregivers[0].working_shift.end": "availability-backwards",
        "lunch_breaks.end": "window-backwards",
    }


def test_windows_without_a_start(tmp_path):
    """A window too short for its service, or outside the shift, is told as such."""
    data = instance()
    alone, pair = data["patients"]
    alone["time_windows"] = [{"start": 50, "end": 69}]
    pair["time_windows"] = [{"start": 295, "end": 400}]
    assert told(data, tmp_path) == {
        "patients[0].time_windows": "window-without-start",
        "patients[1].time_windows": "window-without-start",
    }


def test_what_only_the_problem_shows(tmp_path):
    """A fault of the problem is told at the patient, not at our own records."""
    data = instance()
    pair = data["patients"][1]
    pair["synchronization"] = {"type": "sequential", "distance": [300, 400]}
    assert told(data, tmp_path) == {
        "patients[1].synchronization": "link-windows-cannot-meet"
    }


def test_a_sequence_needs_its_distance(tmp_path):
    """Without one it is told; a list is as good as a record."""
    data = instance()
    bound = {"type": "sequential"}
    data["patients"][1]["synchronization"] = bound
    assert told(data, tmp_path) == {"patients[1].synchronization.distance": "missing"}
    for distance in ([10, 20], {"min": 10, "max": 20}):
        bound["distance"] = distance
        problem, policy = read_uhhc(written(data, tmp_path))
        (link,) = problem.links
        assert (link.minimum_minutes, link.maximum_minutes) == (10, 20)
    late = check(problem, solved(problem, tmp_path, 40, 70, 91), policy=policy)
    assert [f.rule for f in late.findings] == ["visit_links"]
    good = check(problem, solved(problem, tmp_path, 40, 70, 90), policy=policy)
    assert good.legal


@pytest.mark.parametrize("price", [-1, HUGE, float("nan"), "hard", [1]])
def test_prices(tmp_path, price):
    """A component has a price that a policy can have, is hard, or free."""
    path = "metadata.cost_components.travel_time"
    assert list(told(instance(travel_time=price), tmp_path)) == [path]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["distances"][2].__setitem__(1, 1.5),
        lambda d: d["patients"][0]["time_windows"][0].update(end=100.25),
        lambda d: d["patients"][0]["required_services"][0].update(duration=9.125),
        lambda d: d["caregivers"][0]["working_shift"].update(start=20.5),
        lambda d: d["lunch_breaks"].update(min_duration=30.5),
        lambda d: d["patients"][1].update(
            synchronization={"type": "sequential", "distance": {"min": 0.5, "max": 9}}
        ),
    ],
)
def test_nothing_is_rounded_in_silence(tmp_path, change):
    """One broken number anywhere is enough for the finer tick."""
    data = whole()
    assert read_uhhc(written(data, tmp_path))[0].ticks_per_minute == 1
    change(data)
    assert read_uhhc(written(data, tmp_path))[0].ticks_per_minute == 1000


def test_what_no_tick_has(tmp_path):
    """More than three decimals are refused, also of large numbers."""
    data = whole()
    data["patients"][0]["time_windows"][1]["end"] = 1000.0001
    data["patients"][1]["required_services"][0]["duration"] = 30.0002
    data["caregivers"][0]["working_shift"]["start"] = 0.0001
    data["lunch_breaks"]["start"] = 100.0004
    assert told(data, tmp_path) == {
        "patients[0].time_windows[1].end": "too-fine",
        "patients[1].required_services[0].duration": "too-fine",
        "caregivers[0].working_shift.start": "too-fine",
        "lunch_breaks.start": "too-fine",
    }


def test_windows_that_overlap(tmp_path):
    """A start is judged by the window that opened last, hard as well as priced."""
    data = instance()
    data["patients"][0]["time_windows"] = [
        {"start": 40, "end": 100},
        {"start": 70, "end": 95},
        {"start": 115, "end": 150},
    ]
    problem, _ = read_uhhc(written(data, tmp_path))
    assert spans(problem, "alone") == [(40, 69), (70, 75), (115, 130)]


@pytest.mark.parametrize("component", ["total_extra_time", "working_time"])
def test_nobody_has_a_shift(tmp_path, component):
    """Then a hard end of it binds nobody, but nobody leaves before the day begins."""
    data = instance(**{"travel_time": 1, "total_tardiness": HARD, component: HARD})
    for carer in data["caregivers"]:
        carer["working_shift"] = None
    problem, policy = read_uhhc(written(data, tmp_path))
    assert spans(problem, "alone") == [(10, 80)]
    assert spans(problem, "pair:wash") == [(60, 370)]
    early = check(problem, solved(problem, tmp_path, 9, 70, 70), policy=policy)
    assert {f.rule for f in early.findings} == {"windows"}
    assert check(problem, solved(problem, tmp_path, 10, 370, 370), policy=policy).legal


@pytest.mark.parametrize("component", ["total_extra_time", "working_time"])
def test_hard_extra_time_without_a_shared_shift(tmp_path, component):
    """Everybody leaves within a shift of their own and is back within it."""
    data = instance(**{"travel_time": 1, "total_tardiness": HARD, component: HARD})
    data["caregivers"][1]["working_shift"] = {"start": 0, "end": 100}
    problem, policy = read_uhhc(written(data, tmp_path))
    assert spans(problem, "alone") == [(0, 80)]

    def broken(*starts):
        rota = solved(problem, tmp_path, *starts)
        return {f.rule for f in check(problem, rota, policy=policy).findings}

    # ben is back at 100; ann leaves at 30, which is when her shift starts
    assert broken(40, 70, 70) == set()
    assert broken(39, 70, 70) == {"shift_start"}
    assert broken(40, 71, 71) == {"extra_time"}


def test_the_hard_end_of_a_shared_shift(tmp_path):
    """Also where it is the working time that is hard."""
    costs = {"travel_time": 1, "total_tardiness": HARD, "working_time": HARD}
    problem, _ = read_uhhc(written(instance(**costs), tmp_path))
    assert spans(problem, "pair:wash") == [(60, SHIFT["end"] - 20 - 30)]


@pytest.mark.parametrize(
    ("price", "priority"),
    [(HARD, Priority.ESSENTIAL), (400, Priority.OPTIONAL), (None, Priority.OPTIONAL)],
)
def test_optional_patients(tmp_path, price, priority):
    """A patient who may be left out may not be where that is hard."""
    data = instance(travel_time=1, optional_patients=price)
    data["patients"][1]["optional"] = True
    problem, policy = read_uhhc(written(data, tmp_path))
    assert {v.priority for v in problem.visits if v.client == "pair"} == {priority}
    assert {v.priority for v in problem.visits if v.client == "alone"} == {
        Priority.ESSENTIAL
    }
    assert ("left_out" in policy.rules) == (price == 400)


def test_what_may_be_null(tmp_path):
    """Null is as good as absent wherever the format leaves something open."""
    data = instance(travel_time=2, total_tardiness=HARD, total_waiting_time=None)
    data["metadata"] |= {"name": None, "time_window_met": None}
    data["lunch_breaks"] = None
    for carer in data["caregivers"]:
        carer |= {"lunch_break": None, "arrival_point": None, "working_shift": None}
    alone = data["patients"][0]
    alone |= {
        "optional": None,
        "synchronization": None,
        "preferred_caregivers": None,
        "incompatible_caregivers": None,
    }
    data["patients"][1]["synchronization"]["distance"] = None
    data["caregivers"].append({"id": "idle", "abilities": None, "departing_point": "d"})
    data["services"] = None
    problem, policy = read_uhhc(written(data, tmp_path))
    assert problem.name == "line"
    assert all(worker.working_time.no_lunch for worker in problem.workers)
    # windows bind the start where nothing else is said
    assert spans(problem, "alone") == [(0, 100)]
    report = check(problem, solved(problem, tmp_path, 100, 130, 130), policy=policy)
    assert report.legal
    assert report.points == 2 * (40 + 40)
