"""Peers on what the UHHC set asks for: optional patients, shifts, extra time, lunch."""

from __future__ import annotations

import json

import pytest

import carerota
from benchmarks.peers.child import judged, problem_of
from benchmarks.peers.makers import Terms, make

TERMS = Terms(seconds=1.5, threads=1, seed=1, keep=2)
MODELS = ["routing", "cpsat"]
SHIFT = {"start": 100, "end": 200}


def patient(name, at, window, *, services=("s",), optional=False, **more):
    """Give a patient at a row of the matrix."""
    return {
        "id": name,
        "required_services": [{"service": s, "duration": 10} for s in services],
        "distance_matrix_index": at,
        "time_windows": [{"start": window[0], "end": window[1]}],
        "optional": optional,
        **more,
    }


def carer(name, shift=SHIFT, *, at="near", skills=("s", "t"), lunch=False):
    """Give a carer with a shift."""
    return {
        "id": name,
        "abilities": list(skills),
        "departing_point": at,
        "working_shift": shift,
        "lunch_break": lunch,
    }


def day(patients, carers, **prices):
    """Give an instance: two depots, near and far, and two places 20 minutes apart.

    From near it is 10 minutes to either, from far 40.
    """
    costs = {"travel_time": 1, "total_tardiness": 1, "optional_patients": 100}
    return {
        "metadata": {"cost_components": costs | prices},
        "distances": [
            [0, 30, 10, 10],
            [30, 0, 40, 40],
            [10, 40, 0, 20],
            [10, 40, 20, 0],
        ],
        "terminal_points": [
            {"id": "near", "distance_matrix_index": 0},
            {"id": "far", "distance_matrix_index": 1},
        ],
        "caregivers": carers,
        "patients": patients,
        "services": [{"id": "s"}, {"id": "t"}],
    }


def solved(tmp_path, name, data):
    """Let a peer solve an instance: its rota as given, and the row about it."""
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(data))
    problem, policy, benchmark = problem_of(str(path))
    rota = make(name, problem, policy, TERMS).given
    assert carerota.check(problem, rota, policy=policy).legal
    return rota, judged(problem, policy, rota, benchmark)


def minutes(assignment):
    """Give the minutes after midnight at which a visit starts."""
    return 60 * assignment.start.hour + assignment.start.minute


@pytest.mark.parametrize("name", [*MODELS, "two-pass"])
def test_an_optional_patient_is_visited_where_that_is_cheaper(tmp_path, name):
    """Twenty minutes on the road are less than the price of leaving out."""
    people = [patient("p", 2, (0, 300), optional=True)]
    extra = {"total_extra_time": 1}
    _, row = solved(tmp_path, name, day(people, [carer("a")], **extra))
    assert row["optional_patients"] == 0
    assert row["cost"] == 20


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("price", "gone"), [(30, 1), (50, 0)])
def test_a_patient_with_two_services_is_left_out_once(tmp_path, name, price, gone):
    """Two carers are on the road for 40 minutes: one price of 50 is more, 30 less."""
    together = {"synchronization": {"type": "simultaneous"}}
    both = ("s", "t")
    people = [patient("p", 2, (0, 300), services=both, optional=True, **together)]
    carers = [carer("a", skills=("s",)), carer("b", skills=("t",))]
    prices = {"optional_patients": price, "total_extra_time": 1}
    _, row = solved(tmp_path, name, day(people, carers, **prices))
    assert row["optional_patients"] == gone


@pytest.mark.parametrize("name", MODELS)
def test_nobody_leaves_before_their_shift(tmp_path, name):
    """A visit from noon on that one could make at once waits for shift and way."""
    people = [patient("p", 2, (0, 60))]
    prices = {"total_extra_time": 1}
    rota, row = solved(tmp_path, name, day(people, [carer("a")], **prices))
    (only,) = rota.assignments
    assert minutes(only) == 110
    assert row["total_tardiness"] == 50


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("price", "who"), [(1, "a"), (5, "b")])
def test_the_price_of_extra_time_is_felt(tmp_path, name, price, who):
    """The near carer would be back 20 minutes late, the far one travels 60 more."""
    people = [patient("p", 2, (200, 300))]
    carers = [carer("a"), carer("b", {"start": 100, "end": 400}, at="far")]
    prices = {"total_extra_time": price}
    rota, row = solved(tmp_path, name, day(people, carers, **prices))
    assert [x.worker for x in rota.assignments] == [who]
    assert row["total_extra_time"] == (20 if who == "a" else 0)


@pytest.mark.parametrize("name", MODELS)
def test_a_hard_end_of_a_shift_is_kept(tmp_path, name):
    """Whoever cannot be back in time does not go, whatever the way costs."""
    people = [patient("p", 2, (200, 300))]
    carers = [carer("a"), carer("b", {"start": 100, "end": 400}, at="far")]
    prices = {"total_extra_time": "HARD"}
    rota, _ = solved(tmp_path, name, day(people, carers, **prices))
    assert [x.worker for x in rota.assignments] == ["b"]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("price", "missed"), [(10, 1), (90, 0)])
def test_lunch_is_had_at_its_price(tmp_path, name, price, missed):
    """Between two visits there is no room; half an hour of it makes one late."""
    row = lunched(tmp_path, name, price, until=140)
    assert row["missed_lunch_break"] == missed
    assert row["total_tardiness"] == (0 if missed else 30)


@pytest.mark.parametrize("name", MODELS)
def test_lunch_is_had_where_it_makes_nobody_late(tmp_path, name):
    """The second visit may as well start after lunch."""
    row = lunched(tmp_path, name, 90, until=175)
    assert row["missed_lunch_break"] == 0
    assert row["total_tardiness"] == 0


def lunched(tmp_path, name, price, *, until):
    """Let a peer plan two visits and a lunch; the second has its window until then."""
    people = [patient("p", 2, (110, 110)), patient("q", 3, (140, until))]
    prices = {"total_extra_time": 1, "missed_lunch_break": price}
    data = day(people, [carer("a", {"start": 100, "end": 300}, lunch=True)], **prices)
    data["lunch_breaks"] = {"start": 120, "end": 170, "min_duration": 30}
    return solved(tmp_path, name, data)[1]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("price", "workers"), [(0, {"a"}), (9, {"a", "b"})])
def test_idle_time_in_a_shift_is_shared(tmp_path, name, price, workers):
    """One carer could do both on one way; the other would be idle all the shift."""
    people = [patient("p", 2, (0, 300)), patient("q", 2, (0, 300))]
    shifts = [SHIFT, {"start": 100, "end": 201}]
    carers = [carer(n, shift) for n, shift in zip("ab", shifts, strict=True)]
    prices = {"total_extra_time": 1, "max_idle_time": price}
    rota, row = solved(tmp_path, name, day(people, carers, **prices))
    assert len({x.worker for x in rota.assignments}) == len(workers)
    assert row["max_idle_time"] == (100 if price == 0 else 71) + (price == 0)


@pytest.mark.parametrize("name", MODELS)
def test_each_carer_of_a_late_visit_counts(tmp_path, name):
    """Of two visits of one length, the one with two carers is on time."""
    both = ("s", "t")
    together = {"synchronization": {"type": "simultaneous"}}
    people = [
        patient("one", 2, (110, 110)),
        patient("two", 2, (110, 110), services=both, **together),
    ]
    carers = [carer("a", skills=("s",)), carer("b", skills=("t",))]
    prices = {"total_extra_time": 1, "total_tardiness": 3}
    rota, row = solved(tmp_path, name, day(people, carers, **prices))
    starts = {x.visit: minutes(x) for x in rota.assignments}
    assert starts == {"two": 110, "one": 120}
    assert row["total_tardiness"] == 10
