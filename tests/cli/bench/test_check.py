"""``carerota bench check``."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

SETS = Path(
    os.environ.get("CAREROTA_BENCHMARKS")
    or Path(__file__).resolve().parents[4] / "shared" / "benchmarks"
)


def written(path, *steps):
    """Write a route of ann: patient, service and start."""
    keys = ("patient_id", "service_id", "arrival_time")
    locations = [dict(zip(keys, step, strict=True)) for step in steps]
    routes = [{"caregiver_id": "ann", "locations": locations}]
    path.write_text(json.dumps({"routes": routes}), encoding="utf-8")
    return path


NEAR, FAR = ("near", "wash", 10.0), ("far", "wash", 32.0)


def test_a_solution_is_judged(run, folder, tmp_path):
    """Its cost and what it is made of."""
    path = written(tmp_path / "s.json", NEAR, FAR)
    told = run("bench", "check", folder / "one.json", path, "--json").document
    assert told["exit_code"] == 0
    assert told["cost"] == pytest.approx(40 / 3)
    assert told["components"]["distance"] == 40
    assert (told["legal"], told["covered"]) == (True, True)
    ran = run("bench", "check", folder / "one.json", path)
    assert "one: LEGAL" in ran.out
    assert "cost 13.333" in ran.out
    assert "distance" in ran.out


def test_what_bench_solve_writes_costs_the_same(run, folder, tmp_path, solved):
    """The round trip."""
    out = tmp_path / "s.json"
    call = (folder / "two.json", "--out", out, "--json")
    cost = run("bench", "solve", *call).document["cost"]
    told = run("bench", "check", folder / "two.json", out, "--json").document
    assert told["cost"] == pytest.approx(cost)


@pytest.mark.skipif(
    not (SETS / "hhcrsp").is_dir(),
    reason="the public sets are not there; name their folder in CAREROTA_BENCHMARKS",
)
@pytest.mark.parametrize("size", ["10_1", "25_3"])
def test_a_published_solution(run, size):
    """It costs what is published of it."""
    name = f"InstanzCPLEX_HCSRP_{size}"
    with (SETS / "hhcrsp" / "best_known.csv").open() as table:
        (row,) = [r for r in csv.DictReader(table) if r["instance"] == f"{name}.json"]
    folders = (SETS / "hhcrsp" / "mankowska", SETS / "hhcrsp" / "solutions")
    ran = run("bench", "check", *(f / f"{name}.json" for f in folders), "--json")
    assert ran.code == 0
    assert ran.document["cost"] == pytest.approx(float(row["total_cost"]), abs=1e-3)


def test_broken_rules_are_told(run, folder, tmp_path):
    """Too early and out of reach: code 6 and a sentence each."""
    path = written(tmp_path / "s.json", ("near", "wash", 28.0), ("far", "wash", 32.0))
    ran = run("bench", "check", folder / "one.json", path)
    assert ran.code == 6
    assert "NOT LEGAL" in ran.out
    assert "(1 breach):" in ran.out


def test_patients_left_out_are_told(run, folder, tmp_path):
    """Code 3, as the check of any rota has it."""
    path = written(tmp_path / "s.json", NEAR)
    ran = run("bench", "check", folder / "one.json", path)
    assert ran.code == 3
    assert "uncovered: 1" in ran.out


ROUTE = '{"routes": [{"caregiver_id": "ann", "locations": [%s]}]}'
STEP = '{"patient": "near", "service": "wash", "arrival_time": %s}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"patients": []}',
        '{"routes": [{"caregiver_id": "ben"}]}',
        ROUTE % (STEP % 10).replace("near", "p7"),
        ROUTE % f"{STEP % 10}, {STEP % 20}",
        ROUTE % (STEP % "-1"),
        ROUTE % (STEP % "1e300"),
        ROUTE % (STEP % "5000000000"),
        ROUTE % (STEP % "NaN"),
        ROUTE
        % (STEP % 10)
        .replace("wash", "lunch_break")
        .replace("}", ', "end_time": 1e300}'),
        ROUTE
        % (STEP % 10).replace("wash", "lunch_break").replace("}", ', "end_time": 5}'),
    ],
)
def test_what_is_no_solution_is_refused(run, folder, tmp_path, text):
    """Another instance's, other JSON, an empty file: code 2, one document."""
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    ran = run("bench", "check", folder / "one.json", path, "--json")
    assert (ran.code, ran.document["exit_code"]) == (2, 2), ran.err
    assert ran.document["issues"]


def test_the_other_way_round_is_refused(run, folder, tmp_path):
    """A solution is no instance, and an instance no solution."""
    path = written(tmp_path / "s.json", NEAR, FAR)
    assert run("bench", "check", path, folder / "one.json").code == 2
    assert run("bench", "check", folder / "one.json", folder / "two.json").code == 2
    assert run("bench", "check", folder / "one.json", tmp_path / "none").code == 2
