"""The frontier: equal cover, nothing that another rota beats, each with its gap."""

from __future__ import annotations

from itertools import product

import pytest

from carerota.advice.trade_off import AXES, Axis, trade_off
from carerota.advice.trade_off.picture import draw
from carerota.advice.trade_off.prices import multiplied, plan
from carerota.engines.base import Status
from carerota.errors import DataError, MissingExtraError
from carerota.generator import generate
from carerota.model import Rota
from carerota.policies import load as load_policy
from carerota.rules.book import RULES, bind
from carerota.score import check
from carerota.solving import SolveResult
from tests.builders import client, past, problem, rota, visit, worker

MOVES = 3000


def torn():
    """Ann is known and lives far away; Bob lives next door and is new."""
    return problem(
        [worker("ann"), worker("bob")],
        [client("x"), client("y")],
        [visit("u", "x", "09:00-12:00"), visit("v", "y", "09:00-12:00")],
        past=[past(c, "ann", "09:00", d) for c in "xy" for d in (-3, -2, -1)],
        travel={("home:ann", "at:x"): 200, ("home:ann", "at:y"): 200},
    )


def all_rotas(tiny):
    """Every way to give the two visits to the two workers, one after the other."""
    for first, second in product(["ann", "bob"], repeat=2):
        yield rota(tiny, ("u", first, "09:00"), ("v", second, "09:45"))


@pytest.fixture
def every_rota(monkeypatch):
    """Let solve find the best of a few rotas at the prices it is given."""
    asked = []

    def solve(tiny, *, policy, start, **options):
        asked.append((policy, start, options))
        found = min(
            all_rotas(tiny),
            key=lambda x: check(tiny, x, policy=policy, margins=False).levels,
        )
        report = check(tiny, found, policy=policy)
        points = report.points
        return SolveResult(found, report, Status.OPTIMAL, points, 0.0, 0.1, 1)

    monkeypatch.setattr("carerota.solving.solve", solve)
    return asked


def dominates(one, other):
    pairs = [(one.values[a], other.values[a]) for a in one.values]
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)


def test_both_ends_of_the_choice_are_found(every_rota):
    """Where continuity is dear Ann comes, where ways are dear Bob does."""
    found = trade_off(torn(), ("continuity", "travel"), factors=(8,))
    assert found.solves == len(every_rota) == 3
    near, far = found.points[0], found.points[-1]
    assert {a.worker for a in near.rota.assignments} == {"ann"}
    assert {a.worker for a in far.rota.assignments} == {"bob"}
    assert near.values["continuity"] < far.values["continuity"]
    assert near.values["travel"] > far.values["travel"]
    assert all(point.gap == 0.0 for point in found.points)
    assert not any(dominates(a, b) for a in found.points for b in found.points)


def test_the_values_are_those_of_the_checker_at_the_members_prices(every_rota):
    """Multiplied prices find a rota; they do not judge it."""
    tiny = torn()
    for point in trade_off(tiny, ("continuity", "travel")).points:
        report = check(tiny, point.rota)
        assert point.points == report.points
        for axis in ("continuity", "travel"):
            rules = AXES[axis].rules
            assert point.values[axis] == sum(report[r].points for r in rules)


def test_each_solve_starts_from_the_best_rota_so_far(every_rota):
    """The first from nothing, or from what is given; the others from what is known."""
    trade_off(torn(), ("continuity", "travel"), time_limit=10)
    starts = [start for _, start, _ in every_rota]
    assert starts[0] is None
    assert None not in starts[1:]
    assert sum(o["time_limit"] for *_, o in every_rota) == pytest.approx(10)
    every_rota.clear()
    given = next(all_rotas(torn()))
    trade_off(torn(), ("continuity", "travel"), start=given)
    assert every_rota[0][1] == given


def test_what_misses_more_is_left_out(every_rota):
    """A rota that leaves somebody out is no bargain, however cheap it is."""
    found = trade_off(torn(), ("continuity", "travel"), start=Rota())
    assert found.less_covered == 1
    assert all(sum(p.uncovered.values()) == 0 for p in found.points)


def test_a_stop_gives_what_there_is(monkeypatch):
    """An interrupt ends the series with the points found until then."""

    def solve(tiny, *, policy, **_):
        found = next(all_rotas(tiny))
        report = check(tiny, found, policy=policy)
        return SolveResult(found, report, Status.STOPPED, None, None, 0.1, 1)

    monkeypatch.setattr("carerota.solving.solve", solve)
    found = trade_off(torn())
    assert found.stopped
    assert found.solves == 1
    assert found.points[0].gap is None


def test_prices_that_are_tried():
    """The members' own first, then every part of the axes but none and all."""
    axes = [AXES[a] for a in ("continuity", "travel", "preferences")]
    tried = plan(axes, (4,))
    assert tried[0] == {"continuity": 1, "travel": 1, "preferences": 1}
    assert len(tried) == 7
    assert len({tuple(t.values()) for t in tried}) == 7
    policy = load_policy()
    for factors in plan(axes, (3, 7)):
        more = multiplied(policy, axes, factors)
        # whatever the factor, the currency can count the price
        before, after = bind(policy, 60), bind(more, 60)
        for bound in before:
            axis = next((a.name for a in axes if bound.name in a.rules), None)
            assert after[bound.name].weight == bound.weight * factors.get(axis, 1)
            assert after[bound.name].line.mode is bound.line.mode


@pytest.mark.parametrize(
    ("axes", "factors", "codes"),
    [
        (("continuty", "travel"), (4,), {"unknown-axis"}),
        (("travel",), (4,), {"few-axes"}),
        (("travel", "continuity"), (1,), {"factors"}),
        (("travel", "continuity"), (), {"factors"}),
        (("travel", Axis(name="way", rules=("travel",))), (4,), {"rule-twice"}),
        (("travel", Axis(name="law", rules=("windows",))), (4,), {"nothing-priced"}),
        (
            ("travel", Axis(name="odd", rules=("trvel", "waiting"))),
            (4,),
            {"unknown-rule"},
        ),
        (("trvl", "continuty"), (0,), {"unknown-axis", "factors"}),
    ],
)
def test_axes_that_make_no_sense_are_refused(axes, factors, codes):
    """With every fault, before anything is solved."""
    with pytest.raises(DataError) as refused:
        trade_off(torn(), axes, factors=factors)
    assert {issue.code for issue in refused.value.issues} == codes


def test_the_named_axes_are_rules_of_the_book():
    """No rule is on two of them."""
    rules = [rule for axis in AXES.values() for rule in axis.rules]
    assert set(rules) <= set(RULES)
    assert len(rules) == len(set(rules))


def test_what_the_gap_is_measured_against(every_rota):
    """The priced sum at the prices at which a point was found; never below its bound."""
    tiny = torn()
    policy = load_policy()
    axes = [AXES["continuity"], AXES["travel"]]
    found = trade_off(tiny, ("continuity", "travel"), factors=(8,))
    for point in found.points:
        own = multiplied(policy, axes, point.factors)
        cost = check(tiny, point.rota, policy=own).points
        assert point.bound <= cost
        assert point.gap == pytest.approx((cost - point.bound) / cost)


def test_what_one_solve_proves_holds_at_dearer_prices(monkeypatch):
    """A point whose own solve proved nothing has what another one did."""
    asked = []

    def solve(tiny, *, policy, **_):
        asked.append(policy)
        found = min(
            all_rotas(tiny),
            key=lambda x: check(tiny, x, policy=policy, margins=False).levels,
        )
        report = check(tiny, found, policy=policy)
        proven = report.points if len(asked) == 1 else None
        return SolveResult(found, report, Status.FEASIBLE, proven, None, 0.1, 1)

    monkeypatch.setattr("carerota.solving.solve", solve)
    points = trade_off(torn(), ("continuity", "travel"), factors=(8,)).points
    least = min(check(torn(), x).points for x in all_rotas(torn()))
    assert {point.bound for point in points} == {least}
    assert all(point.gap is not None for point in points)


def test_a_bound_is_for_the_same_cover(monkeypatch):
    """What was proven of rotas that leave somebody out says nothing of one that does not."""

    def solve(tiny, *, policy, start, **_):
        found = Rota() if start is None else next(all_rotas(tiny))
        report = check(tiny, found, policy=policy)
        proven = 1e6 if start is None else None
        return SolveResult(found, report, Status.FEASIBLE, proven, None, 0.1, 1)

    monkeypatch.setattr("carerota.solving.solve", solve)
    found = trade_off(torn(), ("continuity", "travel"))
    assert found.less_covered
    assert all(point.bound is None and point.gap is None for point in found.points)


def test_every_point_of_a_village_has_its_gap():
    """By moves too, where no solve proves anything: from one series of bounds."""
    village = generate("village")
    axes = ("continuity", "travel")
    told = village.history.published
    found = trade_off(village, axes, moves=40_000, seed=1, threads=1, start=told)
    policy = load_policy()
    assert len(found.points) >= 2
    for point in found.points:
        own = multiplied(policy, [AXES[a] for a in axes], point.factors)
        cost = check(village, point.rota, policy=own, margins=False).points
        assert 0 < point.bound < cost
        assert point.gap == pytest.approx((cost - point.bound) / cost)
        # the day by day programme alone proves more than half
        assert point.gap < 0.7


def test_an_interrupt_while_bounds_are_looked_for(monkeypatch):
    """The points are given all the same, without what was not proven."""

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(
        "carerota.engines.bounds.series.BoundSeries.run_by_rounds", interrupt
    )
    found = trade_off(generate("hamlet"), moves=100, seed=3, threads=1, engine="search")
    assert found.stopped
    assert found.solves == 7
    assert all(point.gap is None for point in found.points)


def test_a_day_of_a_hamlet():
    """The same seed gives the same frontier, every rota legal, none dominated."""
    hamlet = generate("hamlet")
    runs = [
        trade_off(hamlet, moves=MOVES, seed=3, threads=1, engine="search")
        for _ in range(2)
    ]
    again = [[(p.values, p.bound, p.gap) for p in found.points] for found in runs]
    assert again[0] == again[1]
    assert all(0 < p.bound <= p.points * 4 for p in runs[0].points)
    points = runs[0].points
    assert len(points) >= 2
    assert not any(dominates(a, b) for a in points for b in points)
    for point in points:
        report = check(hamlet, point.rota)
        assert report.legal
        assert report.uncovered == point.uncovered == points[0].uncovered


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_a_picture(every_rota, tmp_path, suffix):
    """One panel a pair of axes, written whole."""
    pytest.importorskip("matplotlib")
    path = tmp_path / f"frontier{suffix}"
    draw(trade_off(torn()), path)
    assert path.stat().st_size > 1000
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_picture_without_the_package(every_rota, tmp_path, monkeypatch):
    """What to install is said."""
    monkeypatch.setattr("carerota.advice.trade_off.picture.can_draw", lambda: False)
    with pytest.raises(MissingExtraError, match=r"carerota\[pictures\]"):
        draw(trade_off(torn()), tmp_path / "x.png")
