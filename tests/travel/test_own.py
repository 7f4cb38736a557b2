"""Workers whose way of getting about changes for a time."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from ortools.sat.python import cp_model

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.cpsat.encoder import RotaModel
from carerota.engines.cpsat.solution import fix
from carerota.engines.search.evaluate import evaluate
from carerota.model import RotaProblem, TravelChange, TravelMode
from carerota.rules.book import NAMES, bind
from carerota.rules.reading import Reading
from carerota.travel import travel_times
from tests.builders import client, moment, problem, visit, worker
from tests.strategies import any_rota, policy_all, tiny_problem


def changing(*changes):
    ann = worker(
        "ann",
        travel_changes=tuple(
            TravelChange(start=moment(a), end=moment(b), mode=mode)
            for a, b, mode in changes
        ),
    )
    p = problem([ann, worker("ben")], [client("x")], [visit("v", "x", "09:00")])
    minutes = {"car": 10, "bicycle": 20, "walk": 40, "public_transport": 30}
    matrices = tuple(
        m.model_copy(
            update={
                "minutes": tuple(
                    tuple(minutes[m.mode] if x else 0 for x in row) for row in m.minutes
                )
            }
        )
        for m in p.travel.matrices
    )
    return p.model_copy(
        update={"travel": p.travel.model_copy(update={"matrices": matrices})}
    )


def legs(p, who, *walls):
    times, clock = travel_times(p), p.clock
    person = next(w for w in p.workers if w.id == who)
    return [
        times.leg_of(person, f"home:{who}", "at:x", clock.tick(moment(w))) // 60
        for w in walls
    ]


def test_within_the_change_and_only_then():
    """From its start to its end, the end not included; nobody else is touched."""
    p = changing(("09:00", "12:00", "walk"))
    walls = "08:59", "09:00", "11:59", "12:00"
    assert legs(p, "ann", *walls) == [10, 40, 40, 10]
    assert legs(p, "ben", *walls) == [10, 10, 10, 10]


def test_of_two_that_overlap_the_later_in_the_list_holds():
    """As when news comes in one after the other."""
    p = changing(("09:00", "15:00", "walk"), ("10:00", "12:00", "bicycle"))
    assert legs(p, "ann", "09:30", "10:00", "12:00", "15:00") == [40, 20, 40, 10]


def test_a_problem_without_changes_has_the_same_table():
    """No row, no band more than before."""
    p = changing()
    table = travel_times(p)
    assert table.own == {}
    assert table.ticks.shape[:2] == (1, 1)


def test_a_place_needs_times_by_the_other_mode_too():
    """A matrix by car alone does not tell how long it takes on foot."""
    from carerota.model.faults import faults

    p = changing(("09:00", "12:00", "walk"))
    by_car = tuple(m for m in p.travel.matrices if m.mode is TravelMode.CAR)
    bare = p.model_copy(
        update={"travel": p.travel.model_copy(update={"matrices": by_car})}
    )
    codes = {f.code for f in faults(bare) if not f.warning}
    assert codes == {"coordinates-missing"}


@pytest.mark.parametrize("seed", range(30))
def test_checker_encoder_and_kernel_read_the_same_times(seed):
    """All three faces of every rule agree where workers change their mode."""
    rnd = Random(seed)
    p = tiny_problem(rnd)
    start = p.clock.midnight(p.first_day) + timedelta(hours=rnd.randint(0, 12))
    change = TravelChange(
        start=start,
        end=start + timedelta(hours=rnd.randint(1, 12)),
        mode=rnd.choice([TravelMode.CAR, TravelMode.WALK]),
    )
    workers = (
        p.workers[0].model_copy(update={"travel_changes": (change,)}),
        *p.workers[1:],
    )
    p = RotaProblem.model_validate(
        p.model_copy(update={"workers": workers}).model_dump()
    )
    r = any_rota(rnd, p)
    compiled = compile_problem(p)
    book = bind(policy_all(NAMES), p.ticks_per_minute)
    arrays = from_rota(compiled, r)
    model = RotaModel(compiled, book)
    exprs = {bound.name: model.amounts(bound) for bound in book}
    fix(model, arrays)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.model) == cp_model.OPTIMAL
    reading = Reading(p, r, compiled.travel)
    kernel = evaluate(compiled, book, arrays)
    for bound in book:
        measured = {k: v for k, v in bound.rule.measure(reading).items() if v}
        encoded = {k: int(solver.value(e)) for k, e in exprs[bound.name].items()}
        assert measured == {k: v for k, v in encoded.items() if v}, bound.name
        assert measured == kernel[bound.name], bound.name
