"""solve(): from a problem to a rota that the checker has judged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from carerota import solving
from carerota.compiled.build import compile_problem
from carerota.engines.base import Status
from carerota.errors import DataError, EngineError
from carerota.generator import generate
from carerota.model import (
    CarerLimit,
    CarerWindow,
    Levels,
    Mode,
    Policy,
    PolicyLine,
    Rota,
    RotaProblem,
)
from carerota.rules.base import Key, Level
from carerota.rules.book import bind
from carerota.score import Finding, check
from carerota.solving import solve
from tests.builders import client, past, problem, rota, visit, worker
from tests.engines.cpsat.test_engine import cost_of, every_rota, policy, random_tiny
from tests.strategies import tiny_problem


@pytest.fixture(scope="module")
def hamlet() -> RotaProblem:
    """A made-up day of five workers."""
    return generate("hamlet")


@pytest.fixture(scope="module")
def solved(hamlet):
    """The hamlet after a small budget of moves, with all it said on the way."""
    events = []
    result = solve(
        hamlet, moves=20_000, seed=4, threads=2, engine="search", on_event=events.append
    )
    return result, events


def four_visits(**more):
    """Give a morning of two workers that a person could plan."""
    visits = [visit(f"v{i}", "joan", "08:00-11:00") for i in range(3)]
    visits.append(visit("double", "tom", "09:00-10:00", slots=2))
    return problem(
        [worker("ann"), worker("bob")], [client("joan"), client("tom")], visits, **more
    )


# ── what comes out ────────────────────────────────────────────────────────────


def test_the_rota_is_legal_and_says_what_the_checker_says(hamlet, solved):
    """The report is the checker's over the very rota that is given."""
    result, _ = solved
    assert result.report.legal
    assert result.report.levels == check(hamlet, result.rota).levels
    assert result.status is Status.FEASIBLE
    assert result.moves >= 20_000
    assert result.bound is None or result.bound <= result.report.points


def test_every_slot_is_made_or_listed_as_uncovered(hamlet, solved):
    """No slot is forgotten, and each that nobody makes has a reason."""
    made = solved[0].rota
    slots = {(v.id, s) for v in hamlet.visits for s in range(len(v.slots))}
    covered = {(a.visit, a.slot) for a in made.assignments}
    missing = {(u.visit, u.slot) for u in made.uncovered}
    assert covered | missing == slots
    assert not covered & missing
    assert all(u.reason is not None for u in made.uncovered)


def test_the_rota_tells_where_it_comes_from(hamlet, solved):
    """With the seed, the threads and the two fingerprints it can be made again."""
    origin = solved[0].rota.provenance
    assert (origin.seed, origin.threads, origin.engine) == (4, 2, "search")
    assert origin.problem_fingerprint == hamlet.fingerprint
    assert origin.policy_hash == solved[0].report.policy_hash
    assert {"ortools", "numba", "numpy"} <= origin.versions.keys()
    assert origin.made_at is not None


def test_the_events_are_one_stream_that_only_improves(solved):
    """The trace is what the observer saw; incumbents get better; the last is done."""
    result, events = solved
    assert list(result.trace) == events
    assert events[-1].kind == "done"
    levels = [e.levels for e in events if e.kind == "incumbent"]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1][1:] == result.report.levels[1:]
    assert [e.elapsed for e in events] == sorted(e.elapsed for e in events)


def same(one: Rota, other: Rota) -> bool:
    parts = ("assignments", "breaks", "uncovered")
    return all(getattr(one, x) == getattr(other, x) for x in parts)


def test_same_seed_threads_and_moves_same_rota(hamlet, solved):
    """With moves counted and not time the rota can be made again."""
    again = solve(hamlet, moves=20_000, seed=4, threads=2, engine="search")
    assert same(again.rota, solved[0].rota)


def test_packages_are_expanded(hamlet, solved):
    """A problem of packages alone gives the rota of the visits they ask for."""
    packed = hamlet.model_copy(update={"visits": (), "links": ()})
    assert packed.packages
    result = solve(packed, moves=500, seed=1, threads=1, engine="search")
    single = {v.id for v in hamlet.visits if v.package is None}
    answered = {a.visit for a in result.rota.assignments}
    answered |= {u.visit for u in result.rota.uncovered}
    assert answered == {v.id for v in hamlet.visits} - single


@pytest.mark.parametrize("engine", ["auto", "search", "cpsat"])
def test_nothing_to_do_is_no_fault(engine):
    """A week without visits has an empty rota."""
    idle = problem([worker("ann")], [client("joan")], [])
    result = solve(idle, moves=10, threads=1, engine=engine)
    assert result.rota.assignments == ()
    assert result.report.legal
    assert result.report.covered


@pytest.mark.parametrize("engine", ["auto", "search", "cpsat"])
def test_a_co_op_without_workers_covers_nobody(engine):
    """Where nobody works every visit is uncovered; that is an answer and no crash."""
    p = four_visits()
    empty = p.model_copy(update={"workers": ()})
    result = solve(empty, moves=10, threads=1, engine=engine)
    assert len(result.rota.uncovered) == 5
    assert result.report.legal


def test_nobody_there_leaves_all_uncovered():
    """A visit that nobody can make is left, and its reason is proven."""
    p = problem(
        [worker("ann", available=[])], [client("joan")], [visit("v", "joan", "09:00")]
    )
    result = solve(p, moves=100, threads=1)
    (missing,) = result.rota.uncovered
    assert missing.reason is not None
    assert missing.reason.kind == "impossible"
    assert not result.report.covered


# ── the optimum ───────────────────────────────────────────────────────────────


def enumerated(tiny, policy):
    """Give the cost of the best of all legal rotas, by the checker alone."""
    compiled = compile_problem(tiny)
    book = bind(policy, tiny.ticks_per_minute)
    return min(
        cost
        for made in every_rota(compiled)
        for legal, cost in [cost_of(compiled, book, made)]
        if legal
    )


@pytest.mark.parametrize("levels", list(Levels))
@pytest.mark.parametrize("seed", range(6, 11))
def test_small_problems_are_solved_to_the_proven_optimum(seed, levels):
    """No rota is better than the one found: all of them have been tried."""
    tiny, members = random_tiny(seed), policy(levels)
    result = solve(tiny, policy=members, time_limit=None, threads=1)
    assert result.status is Status.OPTIMAL
    assert result.gap == 0
    assert result.bound == pytest.approx(result.report.points)
    assert result.report.levels == (0, *enumerated(tiny, members))


@pytest.mark.parametrize("engine", ["auto", "search", "cpsat"])
def test_no_engine_beats_the_optimum(engine):
    """Each engine alone gives a legal rota; whoever proves the optimum has it."""
    tiny, members = random_tiny(2), policy()
    best = (0, *enumerated(tiny, members))
    result = solve(tiny, policy=members, moves=5_000, threads=1, engine=engine)
    assert result.report.legal
    assert result.report.levels >= best
    if engine != "search":
        assert result.report.levels == best


def test_the_default_policy_is_solved_to_the_optimum_too():
    """With every rule of the default policy on, a small morning gets its proof."""
    result = solve(four_visits(), time_limit=None, threads=1)
    assert result.status is Status.OPTIMAL
    assert result.report.covered
    assert result.report.legal


# ── what goes in ──────────────────────────────────────────────────────────────


def test_faulty_input_is_refused_with_every_fault():
    """All faults are told at once, before anything is solved."""
    lost = visit("lost", "nobody", "09:00-10:00")
    twice = visit("v0", "joan", "09:00-10:00")
    p = four_visits()
    bad = p.model_copy(update={"visits": (*p.visits, lost, twice)})
    with pytest.raises(DataError) as refused:
        solve(bad, moves=10)
    assert len(refused.value.issues) >= 2


def test_a_policy_with_a_wrong_name_is_refused():
    """A rule that does not exist is named."""
    wrong = Policy(name="x", rules={"windoes": PolicyLine(mode=Mode.HARD)})
    with pytest.raises(DataError, match="windoes"):
        solve(four_visits(), policy=wrong, moves=10)


def test_a_start_that_names_what_is_not_there_is_refused():
    """The rota to start from is read as strictly as any other input."""
    p = four_visits()
    start = rota(p, ("v0", "ann", "08:00"))
    (made,) = start.assignments
    stranger = start.model_copy(
        update={"assignments": (made.model_copy(update={"worker": "cy"}),)}
    )
    with pytest.raises(DataError, match="the rota to start from"):
        solve(p, start=stranger, moves=10)


@pytest.mark.parametrize("engine", ["auto", "search", "cpsat"])
def test_a_start_is_never_made_worse(hamlet, solved, engine):
    """What comes out is at least as good as what went in."""
    start = solved[0].rota
    if engine == "search":
        result = solve(hamlet, start=start, moves=500, threads=1, engine=engine)
        assert result.report.levels <= check(hamlet, start).levels
        return
    p = four_visits()
    mine = rota(
        p,
        ("double", "ann", "09:20"),
        ("double", "bob", "09:20", 1),
        ("v0", "ann", "08:00"),
        ("v1", "bob", "08:00"),
        ("v2", "bob", "10:30"),
    )
    assert check(p, mine).legal
    result = solve(p, start=mine, moves=500, threads=1, engine=engine)
    assert result.report.levels <= check(p, mine).levels


def test_what_is_legal_of_an_illegal_start_is_kept(hamlet, solved):
    """One worker has everything of another too: only what cannot be is left out."""
    good = solved[0].rota
    first, *_ = {a.worker for a in good.assignments}
    crowded = tuple(
        a.model_copy(update={"worker": first, "run": 1})
        if i % 3 == 0 and not a.slot
        else a
        for i, a in enumerate(good.assignments)
    )
    start = good.model_copy(update={"assignments": crowded, "breaks": ()})
    assert not check(hamlet, start).legal
    result = solve(hamlet, start=start, moves=1, threads=1, engine="search")
    assert result.report.legal
    assert len(result.rota.assignments) >= len(crowded) / 2


@pytest.mark.parametrize("engine", ["auto", "search"])
def test_a_start_in_which_one_worker_is_both_carers_is_begun_from(engine):
    """A hand-made rota that cannot be is no reason to fall over; what can be is kept."""
    p = four_visits()
    start = rota(
        p,
        ("double", "ann", "09:20"),
        ("double", "ann", "09:20", 1),
        ("v0", "bob", "08:00"),
    )
    assert not check(p, start).legal
    result = solve(p, start=start, moves=2_000, threads=1, engine=engine)
    assert result.report.legal
    assert result.report.covered
    carers = {a.worker for a in result.rota.assignments if a.visit == "double"}
    assert carers == {"ann", "bob"}


# ── stops ─────────────────────────────────────────────────────────────────────


def test_a_callback_stops_the_solve(hamlet):
    """Once asked to stop, the best so far is given, and the status says so."""
    asked = []

    def stop(progress):
        asked.append(progress)
        return len(asked) > 3

    result = solve(hamlet, moves=10**9, threads=1, stop=stop)
    assert result.status is Status.STOPPED
    assert result.report.legal
    assert len(asked) < 50


def test_an_interrupt_gives_the_best_so_far(hamlet):
    """Ctrl-C ends the solve with a checked rota, not with nothing."""

    def impatient(event):
        if event.kind == "incumbent" and event.levels[-1] and event.moves:
            raise KeyboardInterrupt

    result = solve(hamlet, moves=10**9, threads=1, on_event=impatient)
    assert result.status is Status.STOPPED
    assert result.report.legal


def test_hardly_any_time_still_gives_a_rota(hamlet):
    """A time limit of next to nought gives everything uncovered, or better."""
    result = solve(hamlet, time_limit=1e-6, threads=1)
    assert result.report.legal
    listed = len(result.rota.assignments) + len(result.rota.uncovered)
    assert listed == sum(len(v.slots) for v in hamlet.visits)


# ── disagreement ──────────────────────────────────────────────────────────────


def test_a_disagreement_is_our_fault_and_is_saved(monkeypatch, tmp_path):
    """A rota the checker thinks differently of is not given out, but kept to look at."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    judge = solving.check

    def grudging(*args, **more):
        report = judge(*args, **more)
        *cover, cost = report.levels
        return replace(report, levels=(*cover, cost + 1))

    monkeypatch.setattr(solving, "check", grudging)
    p = four_visits()
    with pytest.raises(EngineError, match="fault of carerota") as raised:
        solve(p, moves=100, threads=1)
    folder = Path(raised.value.reproducer)
    assert folder.is_relative_to(tmp_path)
    saved = json.loads((folder / "problem.json").read_text())
    assert RotaProblem.model_validate(saved) == p
    kept = Rota.model_validate_json((folder / "rota.json").read_text())
    assert check(p, kept).legal


def test_a_broken_rule_the_engine_does_not_own_up_to_is_our_fault(monkeypatch):
    """Cover and price agree, yet a hard rule is broken: that is not given out either."""
    monkeypatch.setattr(solving, "save_reproducer", lambda *_: "here")
    broken = Finding("reach", Key(Level.DAY, "ann"), 60, "ann lacks 1 min")

    def strict(problem, rota, **more):
        report = check(problem, rota, **more)
        return replace(report, findings=(broken,)) if rota.assignments else report

    monkeypatch.setattr(solving, "check", strict)
    with pytest.raises(EngineError, match="reach: ann lacks 1 min"):
        solve(four_visits(), moves=100, threads=1)


def test_what_history_alone_breaks_is_no_fault_of_ours():
    """Nobody can undo what has happened; the rota is given, with the breach told."""
    joan = client("joan", carers=CarerLimit(ceiling=1, window=CarerWindow.FORTNIGHT))
    before = [past("joan", who, "09:00", -2) for who in ("ann", "bob")]
    visits = [visit("v", "joan", "09:00-10:00")]
    p = problem([worker("ann"), worker("bob")], [joan], visits, past=before)
    result = solve(p, moves=200, threads=1)
    assert [f.rule for f in result.report.findings] == ["carer_ceiling"]
    assert result.report.covered


def test_where_nothing_can_be_saved_the_disagreement_is_told_all_the_same(monkeypatch):
    """A full or read-only disk does not hide the fault behind another one."""

    def full(*args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    monkeypatch.setattr(
        solving,
        "check",
        lambda *args, **more: replace(check(*args, **more), levels=(0, 9, 9, 9, 9)),
    )
    with pytest.raises(EngineError) as raised:
        solve(four_visits(), moves=100, threads=1, engine="search")
    assert raised.value.reproducer is None


def test_random_problems_end_without_a_disagreement():
    """Over random small problems under the default policy the engines never differ."""
    for seed in range(12):
        tiny = tiny_problem(Random(seed))
        try:
            result = solve(tiny, moves=300, threads=1, seed=seed)
        except DataError:
            continue
        assert result.report.levels <= check(tiny, Rota(problem=tiny.name)).levels


def test_a_start_the_decoder_cannot_say_again_is_given_back_whole(monkeypatch):
    """Where all engines come out worse, the rota that went in comes out."""
    from carerota.engines.portfolio import Portfolio

    p = four_visits()
    mine = rota(p, ("v0", "ann", "08:00"), ("v1", "bob", "08:00"))
    run = Portfolio.run

    def lose(self):
        found = run(self)
        worse = tuple(level + 1 for level in found.levels)
        return type(found)(found.arrays, worse)

    monkeypatch.setattr(Portfolio, "run", lose)
    monkeypatch.setattr("carerota.engines.portfolio.SMALL", 0)
    start = solve_well(p, monkeypatch, run)
    result = solve(p, start=start, moves=1, threads=1, engine="search")
    assert result.report.levels == check(p, start).levels
    assert len(mine.assignments) < len(result.rota.assignments)


def solve_well(p, monkeypatch, run):
    """Give a good rota, with the portfolio as it really is."""
    from carerota.engines.portfolio import Portfolio

    with monkeypatch.context() as real:
        real.setattr(Portfolio, "run", run)
        return solve(p, moves=2_000, threads=1, engine="search").rota
