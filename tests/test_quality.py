"""A worse search is seen whatever the machine: by moves, seeds and threads all fixed.

The limits are what was found when they were last set, and two in a hundred more: a
change of the search moves results a little either way.
"""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median

import pytest

import carerota
from carerota.io.benchmarks.sets import read_benchmark

SETS = Path(
    os.environ.get("CAREROTA_BENCHMARKS")
    or Path(__file__).parents[2] / "shared" / "benchmarks"
)
ALLOWED = 1.02
SEEDS = range(1, 6)
"""The median of their rotas counts: that of one seed is up to a third off by chance."""

SAMPLES = {"hamlet": (100_000, 1_105.7), "village": (500_000, 26_757.1)}
INSTANCES = {
    "hhcrsp/mankowska/InstanzCPLEX_HCSRP_25_1.json": (300_000, 428.097),
    "hhcrsp/mankowska/InstanzCPLEX_HCSRP_50_3.json": (1_000_000, 544.511),
    "hhcrsp/italian/instance_010-milan-r15-p76-s2-sim17.7-seq13.7.json": (
        1_000_000,
        455.333,
    ),
    "uhhc/validation/i-167.json": (1_000_000, 15_466.0),
    "uhhc/validation/i-235.json": (500_000, 4_361.0),
    "uhhc/validation/i-416.json": (1_000_000, 43_686.0),
}
"""Moves for each seed, and the median found with them."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_solved_as_well_as_before(name):
    """Everybody is visited, at hardly a higher price."""
    moves, found = SAMPLES[name]
    problem = carerota.read_problem(f"data/samples/{name}/problem.json")
    terms = {"moves": moves, "threads": 1, "engine": "search"}
    reports = [carerota.solve(problem, seed=s, **terms).report for s in SEEDS]
    assert all(report.legal and report.covered for report in reports)
    assert median(report.points for report in reports) <= ALLOWED * found


@pytest.mark.slow
@pytest.mark.parametrize("name", INSTANCES)
def test_instances_are_solved_as_well_as_before(name):
    """The cost as the benchmark has it."""
    moves, found = INSTANCES[name]
    path = SETS / name
    if not path.exists():
        pytest.skip("no public sets: name their folder in CAREROTA_BENCHMARKS")
    benchmark = read_benchmark(path)
    terms = {"moves": moves, "threads": 1, "engine": "search"}
    reports = [
        carerota.solve(
            benchmark.problem, policy=benchmark.policy, seed=seed, **terms
        ).report
        for seed in SEEDS
    ]
    assert all(report.legal and report.covered for report in reports)
    assert median(benchmark.cost(r.points) for r in reports) <= ALLOWED * found
