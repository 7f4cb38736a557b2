"""Solutions of public benchmarks: what is refused, and our own beside the scorer."""

from __future__ import annotations

import json

import pytest
import test_hhcrsp
import test_uhhc
from faulty import refused
from test_hhcrsp import FOLDER

from carerota.io.benchmarks.best_known import read_best_known
from carerota.io.benchmarks.hhcrsp import read_hhcrsp, read_hhcrsp_solution
from carerota.io.benchmarks.sets import read_benchmark
from carerota.io.benchmarks.uhhc import read_uhhc, read_uhhc_solution
from carerota.score import check
from carerota.solving import solve

needs_sets = pytest.mark.skipif(
    not (FOLDER / "hhcrsp").is_dir() or not (FOLDER / "uhhc").is_dir(),
    reason="the public sets are not there; name their folder in CAREROTA_BENCHMARKS",
)


@pytest.fixture
def hhcrsp(tmp_path):
    """A made-up instance of HHCRSP as a problem, and how its solutions are read."""
    problem, _ = read_hhcrsp(test_hhcrsp.written(test_hhcrsp.instance(), tmp_path))
    return lambda path: read_hhcrsp_solution(problem, path)


@pytest.fixture
def uhhc(tmp_path):
    """A made-up instance of UHHC as a problem, and how its solutions are read."""
    problem, _ = read_uhhc(test_uhhc.written(test_uhhc.whole(), tmp_path))
    return lambda path: read_uhhc_solution(problem, path)


def written(folder, *routes):
    """Write a solution of routes."""
    path = folder / "solution.json"
    path.write_text(json.dumps({"routes": routes}), encoding="utf-8")
    return path


def told(path, read):
    """The faults of a solution: place and what was expected."""
    return [(i.path, i.expected) for i in refused(path, read)]


FIRST, SECOND = "routes[0].locations[0]", "routes[0].locations[1]"
ROOM = "a lunch that leaves time for the services and the way"
BESIDE = "a lunch at the place of the service before or after it"


@pytest.mark.parametrize(
    ("made", "at", "expected"),
    [
        # the start place has the name of no patient, or none at all
        (
            [("d", "lunch_break", 100, 130), ("alone", "wash", 140, 160)],
            FIRST,
            "a lunch at the place of a patient",
        ),
        (
            [(None, "lunch_break", 100, 130), ("alone", "wash", 140, 160)],
            FIRST,
            "a lunch at the place of a patient",
        ),
        (
            [("alone", "wash", 70, 90), ("alone", "lunch_break", 100, 130)],
            SECOND,
            "a service after the lunch",
        ),
        (
            [("pair", "lunch_break", 100, 130), ("alone", "wash", 140, 160)],
            FIRST,
            BESIDE,
        ),
        (
            [("alone", "lunch_break", 100, 100), ("alone", "wash", 140, 160)],
            FIRST,
            "a lunch that ends after it starts",
        ),
        (
            [("alone", "lunch_break", 100, None), ("alone", "wash", 140, 160)],
            FIRST,
            "a lunch that ends after it starts",
        ),
        (
            [("alone", "lunch_break", 100, 130), ("alone", "wash", 129, 149)],
            FIRST,
            ROOM,
        ),
        # ten minutes' way: there is time for it on the other side of the lunch only
        (
            [
                ("alone", "wash", 70, 90),
                ("alone", "lunch_break", 100, 130),
                ("pair", "wash", 135, 165),
            ],
            SECOND,
            ROOM,
        ),
        (
            [
                ("alone", "wash", 70, 90),
                ("pair", "lunch_break", 95, 125),
                ("pair", "wash", 135, 165),
            ],
            SECOND,
            ROOM,
        ),
    ],
)
def test_lunches_that_no_rota_can_have(tmp_path, uhhc, made, at, expected):
    """A break is before a service, at its place or at that of the one before."""
    path = written(tmp_path, test_uhhc.steps(*made))
    assert told(path, uhhc) == [(at, expected)]


@pytest.mark.parametrize("place", ["alone", "pair"])
def test_lunches_on_both_sides_of_a_way(tmp_path, uhhc, place):
    """With time for the way on either side, both places are read."""
    lunch = (place, "lunch_break", 100, 130)
    made = [("alone", "wash", 70, 90), lunch, ("pair", "wash", 140, 170)]
    rota = uhhc(written(tmp_path, test_uhhc.steps(*made)))
    assert [(b.start.hour, b.start.minute) for b in rota.breaks] == [(1, 40)]


def test_the_stated_end(tmp_path, hhcrsp, uhhc):
    """No service ends too soon; longer ones are as the benchmark has it."""
    too_short = (FIRST, "at least 20 minutes")
    steps = test_uhhc.steps
    assert told(written(tmp_path, steps(("alone", "wash", 70, 89))), uhhc) == [
        too_short
    ]
    longer = uhhc(written(tmp_path, steps(("alone", "wash", 70, 95))))
    assert len(longer.assignments) == 1
    for end in (60 - 0.003, 60 + 0.003):
        path = written(tmp_path, steps(("pair", "wash", 40, end)))
        assert all(place == FIRST for place, _ in told(path, hhcrsp))
    assert told(written(tmp_path, steps(("pair", "wash", 40, 59))), hhcrsp) == [
        too_short
    ]
    assert told(written(tmp_path, steps(("pair", "wash", 40, 61))), hhcrsp) == [
        (FIRST, "20 minutes")
    ]


def test_published_times_may_be_out_by_their_last_digit(tmp_path):
    """Where the instance has three decimals, an end two thousandths out is read."""
    data = test_hhcrsp.instance(0.15)
    problem, _ = read_hhcrsp(test_hhcrsp.written(data, tmp_path))
    for end in (60.0015, 59.9985):
        path = written(tmp_path, test_uhhc.steps(("pair", "wash", 40, end)))
        assert len(read_hhcrsp_solution(problem, path).assignments) == 1
    path = written(tmp_path, test_uhhc.steps(("pair", "wash", 40, 59.997)))
    read = lambda p: read_hhcrsp_solution(problem, p)  # noqa: E731
    assert told(path, read) == [(FIRST, "at least 20 minutes")]


def test_times_of_a_solution(tmp_path, hhcrsp):
    """They are whole minutes where the instance's are, and not in another year."""
    path = written(tmp_path, test_uhhc.steps(("pair", "wash", 40.4, None)))
    assert told(path, hhcrsp) == [(FIRST, "whole minutes, as in the instance")]
    for time in (1e300, float("inf"), float("nan"), -1):
        path = written(tmp_path, test_uhhc.steps(("pair", "wash", time, time)))
        assert {place for place, _ in told(path, hhcrsp)} >= {f"{FIRST}.arrival_time"}


def test_a_carer_has_one_route(tmp_path, hhcrsp):
    """Two of them would be read as one, which is no longer the same."""
    route = test_uhhc.steps(("alone", "wash", 10, 22))
    other = test_uhhc.steps(("pair", "wash", 40, 60))
    path = written(tmp_path, route, other)
    assert told(path, hhcrsp) == [("routes[1]", "each carer once")]


@needs_sets
@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("hhcrsp/mankowska/InstanzCPLEX_HCSRP_10_1", 3_000),
        ("hhcrsp/italian/instance_010-milan-r15-p76-s2-sim17.7-seq13.7", 20_000),
        ("uhhc/bazirha/D1", 3_000),
        ("uhhc/validation/i-116", 10_000),
    ],
)
def test_our_own_solutions(tmp_path, name, moves):
    """What we search, write and read again costs what the independent scorer says."""
    source = FOLDER / f"{name}.json"
    benchmark = read_benchmark(source)
    problem, policy = benchmark.problem, benchmark.policy
    terms = {"moves": moves, "threads": 1, "seed": 1, "engine": "search"}
    result = solve(problem, policy=policy, **terms)
    assert result.report.legal
    assert result.report.covered
    path = tmp_path / "solution.json"
    benchmark.write(result.rota, path)
    plain = json.loads(source.read_text("utf-8"))
    solution = json.loads(path.read_text("utf-8"))
    cost, parts, breaches = test_hhcrsp.scorer().score(plain, solution)
    assert breaches == []
    assert benchmark.cost(result.report.points) == pytest.approx(cost, rel=1e-9)
    made = benchmark.components(result.report)
    told = {part: amount for part, amount in parts.items() if part in made}
    assert told
    assert {part: made[part] for part in told} == pytest.approx(told, rel=1e-9)
    again = check(problem, benchmark.read(path), policy=policy)
    assert again.points == result.report.points


def test_the_column_of_uhhc(tmp_path):
    """The best known costs of the set stand in ``best_cost``, beside each method's."""
    path = tmp_path / "best_known.csv"
    path.write_text(
        "set,instance,patients,best_cost,cp_sat_cost,sa_cost\n"
        "line,one,3,17.5,17.5,18\nline,two.json,3,9,,9\n",
        encoding="utf-8",
    )
    assert read_best_known([path]) == {"one": 17.5, "two": 9.0}
