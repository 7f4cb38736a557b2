"""UHHC instances as problems: made-up ones, and the published solutions we can read."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
from pathlib import Path

import pytest

from carerota.errors import DataError
from carerota.io.benchmarks.sets import read_benchmark
from carerota.io.benchmarks.uhhc import (
    read_uhhc,
    read_uhhc_solution,
    write_uhhc_solution,
)
from carerota.score import check
from carerota.solving import solve

HERE = Path(__file__).resolve()
FOLDER = Path(
    os.environ.get("CAREROTA_BENCHMARKS") or HERE.parents[3] / "shared" / "benchmarks"
)
needs_sets = pytest.mark.skipif(
    not (FOLDER / "uhhc").is_dir(),
    reason="the public sets are not there; name their folder in CAREROTA_BENCHMARKS",
)
SHIFT = {"start": 30, "end": 300}


def instance(**costs: object) -> dict:
    """Two patients on a line, 10 apart; the second has a simultaneous pair."""
    return {
        "metadata": {
            "name": "line",
            "time_window_met": "at_service_end",
            "cost_components": costs
            or {
                "travel_time": 2,
                "total_tardiness": "HARD",
                "total_extra_time": "HARD",
            },
        },
        "distances": [[10 * abs(i - j) for j in range(3)] for i in range(3)],
        "terminal_points": [{"id": "d", "distance_matrix_index": 0}],
        "caregivers": [
            {
                "id": name,
                "abilities": [skill],
                "departing_point": "d",
                "arrival_point": "d",
                "working_shift": SHIFT,
            }
            for name, skill in (("ann", "wash"), ("ben", "dose"))
        ],
        "patients": [
            {
                "id": "alone",
                "required_services": [{"service": "wash", "duration": 20}],
                "distance_matrix_index": 1,
                "time_windows": [{"start": 0, "end": 100}],
            },
            {
                "id": "pair",
                "required_services": [
                    {"service": "wash", "duration": 30},
                    {"service": "dose", "duration": 10},
                ],
                "distance_matrix_index": 2,
                "time_windows": [{"start": 60, "end": 400}],
                "synchronization": {"type": "simultaneous"},
            },
        ],
        "services": [{"id": "wash"}, {"id": "dose"}],
    }


def written(data: dict, folder: Path) -> Path:
    """Write an instance to a file."""
    path = folder / "line.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def spans(problem, visit):
    """The windows of a visit in minutes."""
    found = next(v for v in problem.visits if v.id == visit)
    tick = problem.clock.tick
    return [(tick(w.start), tick(w.end)) for w in found.windows]


def solved(problem, folder: Path, alone: float, wash: float, dose: float):
    """Make a rota from three starts."""
    routes = [
        {
            "caregiver_id": "ann",
            "locations": [
                {"patient": "alone", "service": "wash", "arrival_time": alone},
                {"patient": "pair", "service": "wash", "arrival_time": wash},
            ],
        },
        {
            "caregiver_id": "ben",
            "locations": [{"patient": "pair", "service": "dose", "arrival_time": dose}],
        },
    ]
    path = folder / "solution.json"
    path.write_text(json.dumps({"routes": routes}), encoding="utf-8")
    return read_uhhc_solution(problem, path)


def test_windows_bind_the_end(tmp_path):
    """Windows and the shift bound the start: by the duration and by the ways."""
    problem, _ = read_uhhc(written(instance(), tmp_path))
    assert spans(problem, "alone") == [(40, 80)]
    # back at 300 after 20 on the road, and done before it
    assert spans(problem, "pair:wash") == [(60, 250)]
    assert spans(problem, "pair:dose") == [(60, 270)]


def test_cost_by_hand(tmp_path):
    """Travel has its own price; a pair of different length starts together."""
    problem, policy = read_uhhc(written(instance(), tmp_path))
    good = check(problem, solved(problem, tmp_path, 40, 70, 70), policy=policy)
    assert good.legal
    assert good.points == 2 * (40 + 40)
    apart = check(problem, solved(problem, tmp_path, 40, 70, 71), policy=policy)
    assert [f.rule for f in apart.findings] == ["visit_links"]


def test_priced_components(tmp_path):
    """Lateness, waiting, unmet preferences and incompatible carers have prices."""
    data = instance(
        travel_time=1,
        total_tardiness=3,
        highest_tardiness=5,
        total_waiting_time=7,
        caregiver_preferences=11,
        incompabilities=13,
    )
    data["patients"][0]["preferred_caregivers"] = ["ben"]
    data["patients"][0]["incompatible_caregivers"] = ["ann"]
    problem, policy = read_uhhc(written(data, tmp_path))
    # alone ends at 104, 4 late; ann then waits for 6 at the pair
    report = check(problem, solved(problem, tmp_path, 84, 120, 120), policy=policy)
    assert report.legal
    assert report.points == 80 + 3 * 4 + 5 * 4 + 7 * 6 + 11 + 13


def test_absent_components_are_hard(tmp_path):
    """Preferences and incompatible carers without a price must be kept."""
    data = instance()
    data["patients"][0]["preferred_caregivers"] = ["ben"]
    data["patients"][0]["incompatible_caregivers"] = ["ann"]
    problem, policy = read_uhhc(written(data, tmp_path))
    report = check(problem, solved(problem, tmp_path, 40, 70, 70), policy=policy)
    assert {f.rule for f in report.findings} == {"client_preferences", "exclusions"}


def test_what_no_rule_can_say(tmp_path):
    """Everything that is not supported is refused at once, each with its place."""
    data = instance(travel_time=1, total_tardiness=1, max_idle_time=4, workload=1)
    del data["caregivers"][1]["working_shift"]
    data["caregivers"][0]["lunch_break"] = True
    data["patients"][1]["time_windows"].append({"start": 500, "end": 520})
    with pytest.raises(DataError) as refused:
        read_uhhc(written(data, tmp_path))
    assert {i.code for i in refused.value.issues} == {"not-supported"}
    assert {i.path for i in refused.value.issues} == {
        "metadata.cost_components.workload",
        "caregivers[1].working_shift",
        "caregivers[0].lunch_break",
        "patients[1].time_windows[1]",
    }


WHOLE = {
    "travel_time": 1,
    "total_tardiness": 3,
    "highest_tardiness": 5,
    "total_waiting_time": 7,
    "total_extra_time": 11,
    "max_idle_time": 13,
    "workload_balance": 2,
    "caregiver_preferences": 17,
    "optional_patients": 400,
    "missed_lunch_break": 600,
}


def whole():
    """Give an instance with everything the format knows."""
    data = instance(**WHOLE)
    data["lunch_breaks"] = {"start": 100, "end": 160, "min_duration": 30}
    ann, ben = data["caregivers"]
    ann |= {"lunch_break": True, "working_shift": {"start": 20, "end": 150}}
    ben["working_shift"] = {"start": 0, "end": 100}
    alone, pair = data["patients"]
    pair |= {"optional": True}
    alone["time_windows"].append({"start": 120, "end": 200})
    return data


def steps(*made):
    """Give ann's route from patient, service, start and end."""
    keys = ("patient", "service", "arrival_time", "departure_time")
    return {
        "caregiver_id": "ann",
        "locations": [dict(zip(keys, m, strict=True)) for m in made],
    }


@pytest.mark.parametrize(
    ("route", "cost"),
    [
        # late by 10 for the window that opened first, no lunch; ben is idle for 100
        (
            steps(("alone", "wash", 90, 110)),
            20 + 3 * 10 + 5 * 10 + 13 * 100 + 2 * 40 + 400 + 600,
        ),
        # lunch first, then on time for the window that opened last
        (
            steps(("alone", "lunch_break", 100, 130), ("alone", "wash", 130, 150)),
            20 + 11 * 10 + 13 * 100 + 2 * 40 + 400,
        ),
    ],
)
def test_a_whole_cost_by_hand(tmp_path, route, cost):
    """Lunch, shifts, idle time, even work, several windows and who is left out."""
    problem, policy = read_uhhc(written(whole(), tmp_path))
    path = tmp_path / "solution.json"
    path.write_text(json.dumps({"routes": [route]}), encoding="utf-8")
    report = check(problem, read_uhhc_solution(problem, path), policy=policy)
    assert report.legal
    assert report.points == cost


def test_a_lunch_has_a_service_after_it(tmp_path):
    """A lunch after the last service is no break that a rota can have: it is told."""
    problem, _ = read_uhhc(written(whole(), tmp_path))
    route = steps(("alone", "wash", 70, 90), ("alone", "lunch_break", 100, 130))
    path = tmp_path / "solution.json"
    path.write_text(json.dumps({"routes": [route]}), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_uhhc_solution(problem, path)
    assert [i.path for i in refused.value.issues] == ["routes[0].locations[1]"]


@needs_sets
def test_a_small_instance_is_solved(tmp_path):
    """A rota from the public solve costs what the independent scorer says."""
    source = FOLDER / "uhhc" / "validation" / "i-116.json"
    problem, policy = read_uhhc(source)
    terms = {"moves": 30_000, "threads": 1, "seed": 2, "engine": "search"}
    result = solve(problem, policy=policy, **terms)
    assert result.report.legal
    assert result.report.covered
    path = tmp_path / "solution.json"
    write_uhhc_solution(problem, result.rota, path)
    routes = json.loads(path.read_text("utf-8"))["routes"]
    services = [step["service"] for r in routes for step in r["locations"]]
    assert services.count("lunch_break") == 2
    plain = json.loads(source.read_text("utf-8"))
    told, _, breaches = scorer().score(plain, {"routes": routes})
    assert (told, breaches) == (result.report.points, [])
    again = check(problem, read_uhhc_solution(problem, path), policy=policy)
    assert again.points == result.report.points


def test_round_trip(tmp_path):
    """A rota that is written comes back the same."""
    problem, _ = read_uhhc(written(instance(), tmp_path))
    rota = solved(problem, tmp_path, 40, 70, 70)
    path = tmp_path / "again.json"
    write_uhhc_solution(problem, rota, path)
    assert set(read_uhhc_solution(problem, path).assignments) == set(rota.assignments)
    step = json.loads(path.read_text())["routes"][0]["locations"][0]
    assert step == {
        "patient": "alone",
        "service": "wash",
        "arrival_time": 40,
        "departure_time": 60,
    }


def scorer():
    """Load the scorer that comes with the sets, which knows nothing of us."""
    spec = importlib.util.spec_from_file_location("scorer", FOLDER / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_sets
@pytest.mark.parametrize("folder", ["bazirha", "validation"])
def test_published_solutions(tmp_path, folder):
    """The checker gives every published cost, and the scorer of the sets each part."""
    independent = scorer()
    table = (FOLDER / "uhhc" / "best_known.csv").read_text().splitlines()
    rows = [row for row in csv.DictReader(table) if row["set"] == folder]
    assert rows
    for row in rows:
        source = FOLDER / "uhhc" / folder / f"{row['instance']}.json"
        problem, policy = read_uhhc(source)
        plain = json.loads(source.read_text())
        components = read_benchmark(source).components
        for kind, column in (("sa", "sa_cost"), ("cp-sat", "cp_sat_cost")):
            if not row[column]:
                continue
            name = f"{row['instance']}.{kind}.json"
            rota = read_uhhc_solution(problem, FOLDER / "uhhc" / "solutions" / name)
            report = check(problem, rota, policy=policy, margins=False)
            assert report.legal, name
            assert report.covered, name
            assert report.points == float(row[column]), name
            again = tmp_path / name
            write_uhhc_solution(problem, rota, again)
            told, parts, breaches = independent.score(
                plain, json.loads(again.read_text())
            )
            assert (told, breaches) == (report.points, []), name
            prices = plain["metadata"]["cost_components"]
            priced = {part for part, price in prices.items() if price != "HARD"}
            made = components(report)
            assert {p: made[p] for p in priced} == {p: parts[p] for p in priced}, name
