"""What is proven is true: no rota costs less than the bound says."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.base import Incumbent
from carerota.engines.bounds import can_bound
from carerota.engines.bounds.master import Master
from carerota.engines.bounds.whole import WholeBound
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.io.benchmarks.sets import read_benchmark
from carerota.model import Levels, Mode, Policy, PolicyLine, Slot
from carerota.rules.book import NAMES, bind
from carerota.score import check
from tests.builders import client, link, problem, rota, visit, window, worker
from tests.strategies import TIGHT, policy_all, problems

SETS = Path(
    os.environ.get("CAREROTA_BENCHMARKS")
    or Path(__file__).parents[4] / "shared" / "benchmarks"
)
needs_sets = pytest.mark.skipif(
    not (SETS / "hhcrsp").is_dir(),
    reason=f"no public instances in {SETS}; CAREROTA_BENCHMARKS names another folder",
)
PHYSICS = ("windows", "reach", "one_place", "availability")
HARD = (*PHYSICS, "double_up", "visit_links", "link_workers")
PRICED = {
    "cover": 100.0,
    "travel": 1.0,
    "home_travel": 0.5,
    "waiting": 0.3,
    "split_days": 5.0,
    "lateness": 2.0,
    "worst_lateness": 1.0,
    "client_preferences": 7.0,
    "new_faces": 9.0,
}
LITTLE = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def book_of(ticks=60, *, hard=HARD, levels=Levels.STRICT, **prices):
    """Bind a small policy."""
    rules = {name: PolicyLine(mode=Mode.HARD) for name in hard}
    for name, price in (prices or PRICED).items():
        rules[name] = PolicyLine(mode=Mode.PRICED, price=price)
    return bind(Policy(name="test", levels=levels, rules=rules), ticks)


def bounded(compiled, book, best=None, rounds=60):
    """Give a bound without a clock."""
    found = WholeBound(compiled, book, best)
    found.run(lambda _: False, rounds=rounds)
    return found


def holds(compiled, book, effort):
    """Hold the bound against the best rota that the other engine finds; tell which.

    Once by the programme of a small problem, once climbed as a large one's is.
    """
    known = solve_model(compiled, book, deterministic_time=effort)
    assume(known.arrays is not None)
    levels = (0, *known.objective)
    best = Incumbent(known.arrays, levels)
    for small in (compiled.n_slots, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("carerota.engines.bounds.whole.SMALL", small)
            found = [bounded(compiled, book), bounded(compiled, book, best)]
        for bound in [whole.at(levels) for whole in found]:
            assert bound is None or bound <= levels[-1]
    return known


@pytest.mark.property
@LITTLE
@given(problems())
def test_never_more_than_the_optimum(drawn):
    """On tiny problems the bound is at most the proven optimum, at its cover."""
    book = book_of(drawn.ticks_per_minute)
    known = holds(compile_problem(drawn), book, 2.0)
    assume(known.status is Status.OPTIMAL)


@pytest.mark.property
@LITTLE
@given(problems())
def test_never_more_than_a_rota_with_every_price(drawn):
    """Nor is it where every rule has its price: what is left out costs something."""
    rules = dict(policy_all(NAMES, params=TIGHT).rules)
    rules |= {name: PolicyLine(mode=Mode.HARD) for name in PHYSICS}
    policy = Policy(name="everything", rules=rules)
    holds(compile_problem(drawn), bind(policy, drawn.ticks_per_minute), 0.3)


def two_visits(**more):
    """Two visits that one worker makes one after the other, 10 minutes apart."""
    visits = [visit("a", "x", "08:00-08:30"), visit("b", "y", "09:00-09:30")]
    people = [client("x"), client("y")]
    return compile_problem(problem([worker("ann")], people, visits, **more))


def test_of_one_way_it_is_the_cost():
    """Where there is one way through the day nothing is left open."""
    compiled, book = two_visits(), book_of(travel=1, home_travel=0.5)
    bound = bounded(compiled, book).at((0, 0, 0, 0, 0))
    # out 10 and back 10 minutes at half a point each, 10 minutes between
    assert bound == 20 * book.point


@pytest.mark.parametrize("small", [60, 0])
def test_what_is_preferred_again_later_is_on_time_then(small, monkeypatch):
    """Late for the first of two preferred windows is no lateness in the second."""
    monkeypatch.setattr("carerota.engines.bounds.whole.SMALL", small)
    twice = visit("a", "x", "08:00-10:00", preferred="08:00-08:10").model_copy(
        update={"also_preferred": (window("09:00-09:10"),)}
    )
    busy = worker("ann", available=[(0, "09:00-20:00")])
    compiled = compile_problem(problem([busy], [client("x")], [twice]))
    book = book_of(travel=1, home_travel=0.5, lateness=2, worst_lateness=1)
    known = solve_model(compiled, book, deterministic_time=1.0)
    assert known.objective[-1] == 10 * book.point
    bound = bounded(compiled, book).at((0, *known.objective))
    assert bound == known.objective[-1]


def test_a_slot_left_out_saves_what_it_is_worth_at_most():
    """The bound of a rota that leaves a visit out is that of what it makes, or less."""
    compiled, book = two_visits(), book_of(travel=1, home_travel=0.5)
    bound = bounded(compiled, book).at((0, 0, 1, 0, 0))
    assert bound is None or bound <= 10 * book.point


def test_lateness_is_proven_too():
    """Two at once for one worker: one of them waits, and that is in the bound."""
    visits = [
        visit("a", "x", "08:00-12:00", preferred="08:00-08:10"),
        visit("b", "y", "08:00-12:00", preferred="08:00-08:10"),
    ]
    people = [client("x"), client("y")]
    compiled = compile_problem(problem([worker("ann")], people, visits))
    book = book_of(lateness=1, worst_lateness=1)
    # half an hour at the first, ten minutes on the way: 30 late. The programme takes half
    # of each order: 30 in sum, and 15 at worst
    bound = bounded(compiled, book).at((0, 0, 0, 0, 0))
    assert bound is not None
    assert 44 * book.point < bound <= 60 * book.point


def late_for(visits, *, hired=("ann", "bob"), travel=10):
    """One day or two on which nobody comes before 08:40, half an hour too late."""
    days = [(day, "08:40-20:00") for day in (0, 1)]
    people = [
        worker(name, available=days, skills=["nurse"] if name == "bob" else [])
        for name in hired
    ]
    clients = [client("x"), client("y")]
    return compile_problem(problem(people, clients, visits, travel=travel))


@pytest.mark.parametrize("small", [60, 0])
def test_the_worst_lateness_is_that_of_one_day(small, monkeypatch):
    """Half an hour late on each of two days is half an hour at worst, not a whole one."""
    monkeypatch.setattr("carerota.engines.bounds.whole.SMALL", small)
    visits = [
        visit(f"a{day}", "x", "08:00-10:00", day=day, preferred="08:00-08:10")
        for day in (0, 1)
    ]
    compiled, book = late_for(visits, hired=["ann"]), book_of(worst_lateness=1)
    known = solve_model(compiled, book, deterministic_time=1.0)
    assert known.objective[-1] == 30 * book.point
    assert bounded(compiled, book).at((0, *known.objective)) == 30 * book.point


NURSE = Slot(skills=frozenset({"nurse"}))
"""Of these only bob makes any."""


@pytest.mark.parametrize("small", [60, 0])
def test_of_an_optional_double_up_one_carer_may_be_late(small, monkeypatch):
    """Where the other is left out, for a price, the lateness is that of one."""
    monkeypatch.setattr("carerota.engines.bounds.whole.SMALL", small)
    pair = visit(
        "a",
        "x",
        "08:00-10:00",
        slots=[Slot(), NURSE],
        preferred="08:00-08:10",
        priority="optional",
    )
    compiled = late_for([pair], travel={("at:x", "home:bob"): 500})
    hard = (*HARD, "skills")
    book = book_of(hard=hard, cover=70, lateness=1, home_travel=1)
    known = solve_model(compiled, book, deterministic_time=1.0)
    # ann goes out and back and is half an hour late; nobody else comes
    assert known.objective[-1] == (70 + 20 + 30) * book.point
    assert bounded(compiled, book).at((0, *known.objective)) == known.objective[-1]


@pytest.mark.parametrize("small", [60, 0])
def test_of_a_double_up_that_lacks_a_carer_one_is_late(small, monkeypatch):
    """What the carer who is missing would have been late is not counted."""
    monkeypatch.setattr("carerota.engines.bounds.whole.SMALL", small)
    visits = [
        visit(
            "a", "x", "08:00-08:40", 60, slots=[Slot(), NURSE], preferred="08:00-08:10"
        ),
        # bob makes this or is the second carer
        visit("b", "y", "09:00", 60, slots=[NURSE]),
    ]
    compiled = late_for(visits)
    book = book_of(hard=(*HARD, "skills"), lateness=1)
    known = solve_model(compiled, book, deterministic_time=1.0)
    assert known.objective == (0, 1, 0, 30 * book.point)
    bound = bounded(compiled, book).at((0, *known.objective))
    assert bound is None or bound <= known.objective[-1]


def test_what_is_optional_has_a_price_only_where_cover_has_one():
    """Where cover is hard the checker prices nothing, and neither is a bound raised."""
    spare = visit("a", "x", "08:00-09:00", priority="optional")
    compiled = compile_problem(problem([worker("ann")], [client("x")], [spare]))
    rules = {name: PolicyLine(mode=Mode.HARD, price=99) for name in (*HARD, "cover")}
    rules["home_travel"] = PolicyLine(mode=Mode.PRICED, price=1)
    book = bind(Policy(name="hard cover", rules=rules), 60)
    empty = rota(compiled.problem)
    report = check(compiled.problem, empty, policy=book.policy, travel=compiled.travel)
    assert report.levels[-1] == 0
    assert bounded(compiled, book).at((0, *report.levels[1:])) is None


def test_links_are_proven_where_everything_is_made():
    """What must come an hour after a visit that is in time is late, and so is counted."""
    visits = [
        visit("a", "x", "08:00-12:00", preferred="08:00-08:10"),
        visit("b", "x", "08:00-12:00", preferred="08:00-08:30"),
    ]
    compiled = compile_problem(
        problem(
            [worker("ann"), worker("bob")],
            [client("x")],
            visits,
            links=[link("a", "b", minimum=60)],
        )
    )
    book = book_of(lateness=1)
    known = solve_model(compiled, book, deterministic_time=2.0)
    assert known.status is Status.OPTIMAL
    best = Incumbent(known.arrays, (0, *known.objective))
    bound = bounded(compiled, book, best).at(best.levels)
    assert bound is not None
    assert 29 * book.point < bound <= known.objective.priced == 30 * book.point


@pytest.mark.parametrize("missing", PHYSICS[:3])
def test_none_without_what_makes_days_ways(missing):
    """Where visits may overlap or start at any time nothing is claimed."""
    assert can_bound(book_of())
    assert not can_bound(book_of(hard=[name for name in HARD if name != missing]))


def test_none_in_a_flat_policy():
    """Where cover has a price like everything else nothing is claimed."""
    assert not can_bound(book_of(levels=Levels.FLAT))


def test_the_same_without_a_clock():
    """By rounds the same is proven each time."""
    compiled, book = two_visits(), book_of()
    first, second = (bounded(compiled, book).at((0, 0, 0, 0, 0)) for _ in range(2))
    assert first is not None
    assert first == second


@needs_sets
@pytest.mark.parametrize("name", ["10_1", "10_3", "10_5"])
def test_published_costs_are_not_beaten(name):
    """Of public instances the bound is below the lowest published cost, and near it."""
    file = f"InstanzCPLEX_HCSRP_{name}.json"
    with (SETS / "hhcrsp" / "best_known.csv").open(encoding="utf-8") as table:
        lowest = {
            r["instance"]: float(r["lowest_published"]) for r in csv.DictReader(table)
        }
    benchmark = read_benchmark(SETS / "hhcrsp" / "mankowska" / file)
    compiled = compile_problem(benchmark.problem)
    book = bind(benchmark.policy, benchmark.problem.ticks_per_minute)
    published = benchmark.read(SETS / "hhcrsp" / "solutions" / file)
    report = check(
        benchmark.problem, published, policy=benchmark.policy, travel=compiled.travel
    )
    best = Incumbent(from_rota(compiled, published), tuple(report.levels))
    bound = bounded(compiled, book, best, rounds=200).at(best.levels)
    assert bound is not None
    cost = benchmark.cost(bound / book.point)
    assert 0.85 * lowest[file] < cost < lowest[file] + 0.001


def test_rotas_bracket():
    """No rota that the checker judges costs less than what is proven of another's."""
    compiled, book = two_visits(), book_of(travel=1, home_travel=0.5)
    made = rota(compiled.problem, ("a", "ann", "08:10"), ("b", "ann", "09:20"))
    report = check(compiled.problem, made, policy=book.policy, travel=compiled.travel)
    bound = bounded(compiled, book).at(tuple(report.levels))
    assert bound is not None
    assert bound <= report.levels[-1]


class Stumbling:
    """A programme that GLOP cannot solve so many times."""

    def __init__(self, programme, times):
        self._programme, self.times = programme, times

    def Solve(self, *terms):  # noqa: N802
        self.times -= 1
        return self._programme.Solve(*terms) if self.times < 0 else 6

    def __getattr__(self, name):
        return getattr(self._programme, name)


@pytest.mark.parametrize(("times", "points"), [(0, 20), (1, 20), (99, 10)])
def test_a_programme_that_glop_cannot_solve_proves_no_more(times, points, monkeypatch):
    """It is tried in another way; prices of no solution are never asked for."""
    begun = Master.__init__

    def begin(self, *args):
        begun(self, *args)
        self._lp = Stumbling(self._lp, times)

    def priced(self):
        assert times < 2
        return prices(self)

    prices = Master.duals
    monkeypatch.setattr(Master, "__init__", begin)
    monkeypatch.setattr(Master, "duals", priced)
    compiled, book = two_visits(), book_of(travel=1, home_travel=0.5)
    # what the first guess at prices proves stays proven
    assert bounded(compiled, book).at((0, 0, 0, 0, 0)) == points * book.point
