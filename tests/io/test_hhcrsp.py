"""HHCRSP instances as problems: made-up ones, and every published solution."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
from pathlib import Path

import pytest

from carerota.errors import DataError
from carerota.io.benchmarks.hhcrsp import (
    POINTS_PER_COST,
    read_hhcrsp,
    read_hhcrsp_solution,
    write_hhcrsp_solution,
)
from carerota.score import check

HERE = Path(__file__).resolve()
FOLDER = Path(
    os.environ.get("CAREROTA_BENCHMARKS") or HERE.parents[3] / "shared" / "benchmarks"
)
needs_sets = pytest.mark.skipif(
    not (FOLDER / "hhcrsp").is_dir(),
    reason="the public sets are not there; name their folder in CAREROTA_BENCHMARKS",
)
BROKEN = 1.5


def instance(scale: float = 1.0) -> dict:
    """Three patients on a line, 10 apart: alone, together, one after the other."""
    return {
        "patients": [
            {
                "id": "alone",
                "time_window": [5.0, 60.0],
                "required_caregivers": [{"service": "wash"}],
            },
            {
                "id": "pair",
                "time_window": [40.0, 100.0],
                "required_caregivers": [
                    {"service": "wash", "duration": 20.0},
                    {"service": "dose", "duration": 20.0},
                ],
                "synchronization": {"type": "simultaneous"},
            },
            {
                "id": "chain",
                "time_window": [90.0, 150.0],
                "required_caregivers": [
                    {"service": "dose", "duration": 10.0},
                    {"service": "wash", "duration": 15.0},
                ],
                "synchronization": {"type": "sequential", "distance": [10, 30]},
            },
        ],
        "services": [
            {"id": "wash", "default_duration": 12.0},
            {"id": "dose", "default_duration": 8.0},
        ],
        "caregivers": [
            {"id": "ann", "abilities": ["wash"]},
            {"id": "ben", "abilities": ["dose"]},
        ],
        "central_offices": [{"id": "d", "location": [0.0, 0.0]}],
        "distances": [[scale * 10.0 * abs(i - j) for j in range(4)] for i in range(4)],
    }


def written(data: dict, folder: Path) -> Path:
    """Write an instance to a file."""
    path = folder / "instance.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def solution(folder: Path, *steps: tuple[str, str, str, float]) -> Path:
    """Write a solution of steps: carer, patient, service, start."""
    carers = sorted({step[0] for step in steps})
    routes = [
        {
            "caregiver_id": carer,
            "locations": [
                {"patient": p, "service": s, "arrival_time": t}
                for c, p, s, t in steps
                if c == carer
            ],
        }
        for carer in carers
    ]
    path = folder / "solution.json"
    path.write_text(json.dumps({"routes": routes}), encoding="utf-8")
    return path


GOOD = (
    ("ann", "alone", "wash", 10.0),
    ("ann", "pair", "wash", 40.0),
    ("ann", "chain", "wash", 160.0),
    ("ben", "pair", "dose", 40.0),
    ("ben", "chain", "dose", 140.0),
)


def test_cost_by_hand(tmp_path):
    """Travel, the sum of lateness and the worst lateness count a third each."""
    problem, policy = read_hhcrsp(written(instance(), tmp_path))
    rota = read_hhcrsp_solution(problem, solution(tmp_path, *GOOD))
    report = check(problem, rota, policy=policy)
    # ann and ben each travel to the end of the line and back; one start is 10 late
    assert report.legal
    assert report.covered
    assert report.points / POINTS_PER_COST == (60 + 60 + 10 + 10) / 3


def test_one_visit_or_two(tmp_path):
    """Services together and equally long are a double-up, others two linked visits."""
    problem, _ = read_hhcrsp(written(instance(), tmp_path))
    assert [(v.id, len(v.slots)) for v in problem.visits] == [
        ("alone", 1),
        ("pair", 2),
        ("chain:dose", 1),
        ("chain:wash", 1),
    ]
    (link,) = problem.links
    assert (link.first, link.second) == ("chain:dose", "chain:wash")
    assert (link.minimum_minutes, link.maximum_minutes) == (10, 30)
    assert link.different_worker


def test_together_but_not_equally_long(tmp_path):
    """They are two visits at distance nought, whatever distance the file gives."""
    data = instance()
    pair = data["patients"][1]
    pair["required_caregivers"][1]["duration"] = 25.0
    pair["synchronization"]["distance"] = [1, 2]
    problem, _ = read_hhcrsp(written(data, tmp_path))
    link = problem.links[0]
    assert (link.minimum_minutes, link.maximum_minutes) == (0, 0)


def test_ticks_come_from_all_numbers(tmp_path):
    """All whole: a tick is a minute and windows are cut; else a thousandth."""
    data = instance()
    data["patients"][1]["time_window"] = [39.99999999999999, 100.00000000000001]
    problem, _ = read_hhcrsp(written(data, tmp_path))
    assert problem.ticks_per_minute == 1
    pair = problem.visits[1]
    assert problem.clock.tick(pair.windows[0].start) == 39
    assert problem.clock.tick(pair.preferred.end) == 100
    problem, _ = read_hhcrsp(written(instance(BROKEN / 10), tmp_path))
    assert problem.ticks_per_minute == 1000
    data["services"][0]["default_duration"] = 12.5
    problem, _ = read_hhcrsp(written(data, tmp_path))
    assert problem.ticks_per_minute == 1000
    # distances are whole, so windows are still cut as in the set
    pair = problem.visits[1]
    assert problem.clock.tick(pair.windows[0].start) == 39_000
    assert problem.clock.tick(pair.preferred.end) == 100_000
    assert problem.visits[0].minutes == 12.5


@pytest.mark.parametrize(
    ("step", "start", "rule"),
    [
        (0, 9.0, "windows"),  # leaves the office before midnight
        (1, 39.0, "windows"),
        (3, 41.0, "double_up"),
        (4, 129.0, "visit_links"),
        (1, 31.0, "reach"),
    ],
)
def test_breaches(tmp_path, step, start, rule):
    """A minute outside of what the benchmark allows breaks the rule that says so."""
    steps = list(GOOD)
    steps[step] = (*steps[step][:3], start)
    problem, policy = read_hhcrsp(written(instance(), tmp_path))
    rota = read_hhcrsp_solution(problem, solution(tmp_path, *steps))
    report = check(problem, rota, policy=policy)
    assert rule in {finding.rule for finding in report.findings}


def test_round_trip(tmp_path):
    """A rota that is written comes back the same, with every carer named."""
    data = instance()
    data["caregivers"].append({"id": "idle", "abilities": []})
    problem, _ = read_hhcrsp(written(data, tmp_path))
    rota = read_hhcrsp_solution(problem, solution(tmp_path, *GOOD[:4]))
    path = tmp_path / "again.json"
    write_hhcrsp_solution(problem, rota, path)
    again = read_hhcrsp_solution(problem, path)
    assert set(again.assignments) == set(rota.assignments)
    assert [u.visit for u in again.uncovered] == ["chain:dose"]
    routes = json.loads(path.read_text())["routes"]
    assert [r["caregiver_id"] for r in routes] == ["ann", "ben", "idle"]
    assert routes[0]["locations"][1] == {
        "patient_id": "pair",
        "service_id": "wash",
        "arrival_time": 40,
        "departure_time": 60,
    }


def test_every_fault_of_an_instance(tmp_path):
    """What is wrong is told at once, each with its place."""
    data = instance()
    data["patients"][0]["required_caregivers"][0]["service"] = "unknown"
    del data["patients"][1]["synchronization"]
    del data["patients"][2]["synchronization"]["distance"]
    data["distances"].pop()
    with pytest.raises(DataError) as refused:
        read_hhcrsp(written(data, tmp_path))
    assert {issue.path for issue in refused.value.issues} == {
        "distances",
        "patients[0].required_caregivers[0].duration",
        "patients[1].synchronization",
        "patients[2].synchronization.distance",
    }


def test_every_fault_of_a_solution(tmp_path):
    """Unknown carers, unknown services and services made twice are all told."""
    problem, _ = read_hhcrsp(written(instance(), tmp_path))
    path = solution(
        tmp_path,
        ("ann", "alone", "wash", 10.0),
        ("ann", "alone", "wash", 50.0),
        ("ben", "alone", "dose", 10.0),
        ("bob", "alone", "wash", 10.0),
    )
    with pytest.raises(DataError) as refused:
        read_hhcrsp_solution(problem, path)
    assert [issue.path for issue in refused.value.issues] == [
        "routes[0].locations[1]",
        "routes[1].locations[0]",
        "routes[2]",
    ]


def scorer():
    """Load the independent scorer that comes with the sets."""
    spec = importlib.util.spec_from_file_location("scorer", FOLDER / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_sets
@pytest.mark.parametrize("group", ["hhcrsp/mankowska", "hhcrsp/italian"])
def test_published_solutions(group, tmp_path):
    """The checker gives every published cost, and the independent scorer agrees."""
    score = scorer().score
    table = (FOLDER / "hhcrsp" / "best_known.csv").read_text().splitlines()
    rows = [row for row in csv.DictReader(table) if row["set"] == group]
    assert rows
    for row in rows:
        source = FOLDER / group / row["instance"]
        published = FOLDER / "hhcrsp" / "solutions" / row["instance"]
        problem, policy = read_hhcrsp(source)
        rota = read_hhcrsp_solution(problem, published)
        report = check(problem, rota, policy=policy, margins=False)
        cost = report.points / POINTS_PER_COST
        assert report.legal, row["instance"]
        assert report.covered, row["instance"]
        # the table has six digits
        assert f"{cost:.6g}" == f"{float(row['total_cost']):.6g}", row["instance"]
        again = tmp_path / row["instance"]
        write_hhcrsp_solution(problem, rota, again)
        plain = json.loads(source.read_text())
        told, _, breaches = score(plain, json.loads(again.read_text()))
        assert not breaches
        assert cost == pytest.approx(told, rel=1e-9)
