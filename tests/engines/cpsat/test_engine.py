"""The whole-model solve; that its optimum is one is tested by trying every rota."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import RotaArrays, sequences, to_rota
from carerota.engines.cpsat import engine, objective
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.engines.cpsat.frame import Frame
from carerota.engines.cpsat.objective import Cost
from carerota.errors import EngineError
from carerota.model import Levels, Mode, Policy, PolicyLine, Priority
from carerota.policies import load as load_policy
from carerota.rules.book import bind
from carerota.rules.reading import Reading
from carerota.score import check
from tests.builders import client, link, problem, visit, worker
from tests.crowds import crowd

HARD = (
    "windows",
    "skills",
    "reach",
    "one_place",
    "availability",
    "double_up",
    "visit_links",
)
PRICED = {
    "cover": 100,
    "travel": 1,
    "home_travel": 0.5,
    "waiting": 0.3,
    "lateness": 2,
    "new_faces": 7,
    "split_days": 4,
    "overtime": 1.5,
}


def policy(levels: Levels = Levels.STRICT, **prices: float) -> Policy:
    rules = {name: PolicyLine(mode=Mode.HARD) for name in HARD}
    for name, price in (PRICED | prices).items():
        rules[name] = PolicyLine(mode=Mode.PRICED, price=price)
    return Policy(name="test", levels=levels, rules=rules)


def cost_of(compiled, book, arrays) -> tuple[bool, Cost]:
    """Give by the checker alone whether a rota is legal, and what it costs."""
    rota = to_rota(compiled, arrays)
    reading = Reading(compiled.problem, rota, compiled.travel)
    flat = book.policy.levels is Levels.FLAT
    uncovered, priced, legal = [0, 0, 0], 0, True
    for bound in book:
        amounts = bound.rule.measure(reading)
        if bound.hard:
            legal = legal and not any(amounts.values())
        elif bound.name == "cover" and not flat:
            for key, amount in amounts.items():
                rank = list(Priority).index(reading.visits[key.id].priority)
                if rank == 3:
                    priced += bound.weight * amount
                else:
                    uncovered[rank] += amount
        else:
            priced += bound.weight * sum(amounts.values())
    return legal, Cost(*uncovered, priced)


def every_rota(compiled):
    """Give every rota: every worker and start of each slot, every cut into runs."""
    choices = []
    for s in range(compiled.n_slots):
        starts = [
            t
            for a, b in compiled.windows(int(compiled.slot_visit[s]))
            for t in range(a, b + 1)
        ]
        workers = range(compiled.n_workers)
        choices.append([(-1, 0), *product(workers, starts)])
    for made in product(*choices):
        rota = RotaArrays.empty(compiled.n_slots)
        rota.worker[:] = [w for w, _ in made]
        rota.start[:] = [t for _, t in made]
        days = list(sequences(compiled, rota).values())
        for cuts in product(*(range(2 ** (len(day) - 1)) for day in days)):
            cut_up = rota.copy()
            for day, cut in zip(days, cuts, strict=True):
                for i, s in enumerate(day):
                    cut_up.run[s] = 1 + (cut & ((1 << i) - 1)).bit_count()
            yield cut_up


def random_tiny(seed: int):
    rnd = Random(seed)
    workers = [
        worker("ann", skills=["hoist"]),
        worker("bob", available=[(0, rnd.choice(["08:00-12:00", "09:00-09:40"]))]),
    ]
    clients = [client(c, access_minutes=rnd.choice([0, 2])) for c in ("x", "y")]
    visits = []
    for i in range(rnd.choice([2, 3])):
        opens = 9 * 60 + rnd.randint(0, 40)
        closes = opens + rnd.randint(0, 2)
        text = f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
        visits.append(
            visit(
                f"v{i}",
                rnd.choice(["x", "y"]),
                text,
                rnd.choice([5, 10]),
                slots=2 if i == 0 and seed % 3 == 0 else 1,
                preferred=text[:5],
                priority=rnd.choice(list(Priority)),
            )
        )
    links = [link("v0", "v1", minimum=rnd.choice([5, 20]))] if seed % 2 else []
    legs = [rnd.randint(1, 9) for _ in range(6)]
    places = ["home:ann", "home:bob", "at:x", "at:y"]
    pairs = [(a, b) for i, a in enumerate(places) for b in places[i + 1 :]]
    return problem(
        workers,
        clients,
        visits,
        links=links,
        travel=dict(zip(pairs, legs, strict=True)),
        days=1,
        ticks_per_minute=1,
    )


@pytest.mark.parametrize("seed", range(6))
def test_one_level_after_the_other(seed, monkeypatch):
    """Where the weights do not fit, solving level by level finds the same cost."""
    compiled = compile_problem(random_tiny(seed))
    book = bind(policy(), 1)
    together = solve_model(compiled, book)
    monkeypatch.setattr(objective, "LARGEST", 1)
    apart = solve_model(compiled, book)
    assert apart.objective == together.objective
    assert apart.bound == together.bound
    assert apart.proven


def two_days():
    visits = [
        visit(f"v{d}{i}", "x" if i else "y", "09:00-12:00", 30, day=d)
        for d in (0, 1)
        for i in (0, 1)
    ]
    return compile_problem(
        problem(
            [worker("ann"), worker("bob")],
            [client("x"), client("y")],
            visits,
            days=2,
            travel={("home:ann", "at:x"): 2, ("home:bob", "at:y"): 3},
        )
    )


def test_a_frame_changes_nothing_else():
    """Only slots that may change hands do; frozen days stay to the tick."""
    compiled, book = two_days(), bind(policy(), 60)
    start = RotaArrays.empty(4)
    start.worker[:] = 0
    start.start[:] = [36000, 39600, 36000 + 86400, 40000 + 86400]
    frame = Frame.around(compiled, book, start, [0, 1])
    found = solve_model(compiled, book, frame=frame)
    before = cost_of(compiled, book, start)[1]
    assert found.objective < before
    assert cost_of(compiled, book, found.arrays) == (True, found.objective)
    assert found.arrays.start[2:].tolist() == start.start[2:].tolist()
    assert found.arrays.worker[2:].tolist() == [0, 0]


def test_a_slot_on_a_changing_day_keeps_its_worker():
    """What may not change hands may move in time, unless told to stand still."""
    compiled, book = two_days(), bind(policy(split_days=1000), 60)
    start = RotaArrays.empty(4)
    start.worker[:2] = 0
    start.start[:2] = [36000, 41000]
    frame = Frame({}, frozenset({(0, 0)}), start)
    found = solve_model(compiled, book, frame=frame)
    assert found.arrays.worker.tolist() == [0, 0, -1, -1]
    assert found.arrays.start[1] < 41000 or found.arrays.start[0] > 36000
    still = Frame({}, frozenset({(0, 0)}), start, still=frozenset({0, 1}))
    assert solve_model(compiled, book, frame=still).arrays.start[:2].tolist() == [
        36000,
        41000,
    ]


def test_a_visit_that_moves_stays_within_availability():
    """A slot that keeps its worker may move only to when that worker is there."""
    tiny = problem(
        [worker("ann", available=[(0, "08:00-09:50")])],
        [client("x")],
        [visit("v", "x", "09:00-12:00", 30, preferred="10:00")],
        days=1,
    )
    compiled, book = compile_problem(tiny), bind(policy(), 60)
    start = RotaArrays.empty(1)
    start.worker[0], start.start[0] = 0, 9 * 3600
    frame = Frame({}, frozenset({(0, 0)}), start)
    found = solve_model(compiled, book, frame=frame)
    assert found.arrays.start[0] <= 9 * 3600 + 20 * 60


def test_a_partner_that_stands_still_fixes_the_start():
    """A double-up's second carer must be there when the first, frozen, one starts."""
    tiny = problem(
        [worker("ann"), worker("bob", available=[(0, "10:00-12:00")])],
        [client("x")],
        [visit("v", "x", "09:00-12:00", 30, slots=2)],
        days=1,
    )
    compiled, book = compile_problem(tiny), bind(policy(), 60)
    start = RotaArrays.empty(2)
    start.worker[0], start.start[0] = 0, 9 * 3600
    frame = Frame({1: (1,)}, frozenset({(1, 0)}), start)
    assert solve_model(compiled, book, frame=frame).arrays.worker.tolist() == [0, -1]
    start.start[0] = 11 * 3600
    again = solve_model(compiled, book, frame=frame)
    assert again.arrays.worker.tolist() == [0, 1]
    assert again.arrays.start.tolist() == [11 * 3600] * 2


def test_a_hint_is_where_the_search_starts():
    """The first solution costs no more than the hint, which needs no mending."""
    compiled, book = two_days(), bind(policy(), 60)
    best = solve_model(compiled, book)
    seen = []
    solve_model(
        compiled,
        book,
        hint=best.arrays,
        on_solution=lambda arrays, cost: seen.append(cost),
    )
    assert seen[0] == best.objective


def test_a_callback_stops_the_search():
    """A true answer to the first solution ends the solve with that solution."""
    compiled, book = two_days(), bind(policy(), 60)
    calls = []

    def stop(arrays, cost):
        calls.append(cost)
        return True

    found = solve_model(compiled, book, on_solution=stop)
    assert found.arrays is not None
    assert found.objective <= calls[0]


def test_same_seed_same_rota():
    """With a deterministic budget two runs give the same rota, on two threads too."""
    compiled, book = two_days(), bind(policy(), 60)
    one, two = (
        solve_model(compiled, book, deterministic_time=5, seed=3, threads=2)
        for _ in range(2)
    )
    assert np.array_equal(one.arrays.worker, two.arrays.worker)
    assert np.array_equal(one.arrays.start, two.arrays.start)


def test_hard_cover_in_a_flat_policy_may_be_infeasible():
    """A visit that nobody can make leaves no rota; no exception is raised."""
    compiled = compile_problem(
        problem(
            [worker("ann", available=[])], [client("x")], [visit("v", "x", "09:00")]
        )
    )
    rules = policy(Levels.FLAT).rules | {"cover": PolicyLine(mode=Mode.HARD)}
    book = bind(Policy(name="hard", levels=Levels.FLAT, rules=rules), 60)
    found = solve_model(compiled, book)
    assert found.status is Status.INFEASIBLE
    assert found.proven
    assert found.arrays is None


def test_an_invalid_model_is_our_fault(monkeypatch):
    """What the solver refuses is raised as an error of ours."""
    compiled, book = two_days(), bind(policy(), 60)

    def spoiled(model, exprs, weighing):
        x = model.model.new_int_var(0, 2**62, "")
        return 4 * x + 4 * x

    monkeypatch.setattr(engine, "total", spoiled)
    with pytest.raises(EngineError, match="invalid model"):
        solve_model(compiled, book)


@pytest.mark.parametrize("seed", [328, 402, 411, 600, 1485])
def test_a_break_begins_as_the_visit_before_it_ends(seed):
    """Also on a day on which no rule asks when that is."""
    tiny = crowd(Random(seed))
    *visits, gone = tiny.visits
    links = tuple(x for x in tiny.links if gone.id not in (x.first, x.second))
    tiny = tiny.model_copy(update={"visits": tuple(visits), "links": links})
    compiled = compile_problem(tiny)
    book = bind(load_policy(), tiny.ticks_per_minute)
    arrays = solve_model(compiled, book, deterministic_time=2).arrays
    assert arrays is not None
    ends = arrays.start + compiled.visit_duration[compiled.slot_visit]
    rests = np.flatnonzero(arrays.rest_length)
    assert len(rests)
    assert all(arrays.rest_start[s] in ends[arrays.worker >= 0] for s in rests)
    assert check(tiny, to_rota(compiled, arrays)).legal
