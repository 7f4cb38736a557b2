"""One solve: reproducible, stoppable at any moment, and never better than it is."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, to_rota
from carerota.engines.base import Budget, Incumbent, Status
from carerota.engines.nothing import nothing_done
from carerota.engines.portfolio import Portfolio
from carerota.engines.search.engine import EPOCHS, SearchEngine
from carerota.generator import generate
from carerota.model import Mode, PolicyLine
from carerota.policies import load as load_policy
from carerota.rules.book import bind
from carerota.score import check
from tests.builders import client, problem, rota, visit, worker

POLICY = load_policy()


def tiny():
    """Two workers and four visits: proven in no time."""
    return problem(
        [worker("ann"), worker("bob")],
        [client("x"), client("y")],
        [
            visit("a", "x", "08:00-09:00", preferred="08:00-08:30"),
            visit("b", "y", "08:00-09:00"),
            visit("c", "x", "12:00-13:00"),
            visit("d", "y", "12:00-12:30", slots=2),
        ],
    )


@pytest.fixture(scope="module")
def hamlet():
    """A day too hard to prove within a test."""
    return compile_problem(generate("hamlet"))


def portfolio(compiled, *, seed=1, threads=1, engine="search", start=None, **budget):
    events = []
    return Portfolio(
        compiled,
        bind(POLICY, compiled.problem.ticks_per_minute),
        Budget(**budget),
        seed=seed,
        threads=threads,
        engine=engine,
        tell=events.append,
        start=start,
    ), events


def levels(compiled, found):
    """Give the levels that the checker finds."""
    rota = to_rota(compiled, found.arrays)
    report = check(compiled.problem, rota, policy=POLICY, travel=compiled.travel)
    return tuple(report.levels)


@pytest.mark.parametrize("threads", [1, 2])
def test_same_seed_same_moves_same_rota(hamlet, threads):
    """By moves nothing depends on the clock, also with several chains."""
    first, second = (
        portfolio(hamlet, threads=threads, moves=20_000)[0].run() for _ in range(2)
    )
    assert first.levels == second.levels
    for name in ("worker", "start", "run", "rest_start", "rest_length"):
        same = np.array_equal(getattr(first.arrays, name), getattr(second.arrays, name))
        assert same, name


@pytest.mark.parametrize("engine", ["search", "cpsat", "auto"])
def test_levels_are_the_checkers(engine):
    """What is claimed of a rota is what the checker finds, whoever made it."""
    compiled = compile_problem(tiny())
    run, events = portfolio(compiled, engine=engine, moves=5_000)
    best = run.run()
    assert best.levels == levels(compiled, best)
    assert events[-1].kind == "done"
    assert events[-1].levels == best.levels


@pytest.mark.parametrize("engine", ["cpsat", "auto"])
def test_a_proof(engine):
    """A small problem is proven, and the search alone finds nothing better."""
    compiled = compile_problem(tiny())
    run, _ = portfolio(compiled, engine=engine, moves=5_000)
    best = run.run()
    assert run.status is Status.OPTIMAL
    assert run.gap == 0
    searched, _ = portfolio(compiled, moves=20_000)
    assert searched.run().levels >= best.levels
    assert searched.status is Status.FEASIBLE
    assert searched.bound is None


def test_nothing_is_proven_while_more_may_be_covered():
    """No cheaper rota lacks as much: only CP-SAT says that none lacks less."""

    class Proven:
        def at(self, levels):
            return levels[-1]

    run, _ = portfolio(compile_problem(tiny()))
    empty = nothing_done(run.compiled, run.book, None).arrays
    for levels in ((0, 0, 1, 0, 500), (0, 0, 0, 0, 700)):
        run.incumbent, run.bound = Incumbent(empty, levels), None
        run._raise_to(Proven())
        assert run.bound == levels[-1]
        assert run._proven() is not any(levels[:-1])
    run.incumbent, run.bound = Incumbent(empty, (0, 0, 1, 0, 500)), None
    run._raise((0, 0, 1, 0, 500))
    assert run._proven()


def test_events_only_get_better(hamlet):
    """Every incumbent told is better than the one before, and the last is given."""
    run, events = portfolio(hamlet, moves=20_000)
    best = run.run()
    told = [e.levels for e in events if e.kind == "incumbent"]
    assert told == sorted(told, reverse=True)
    assert len(set(told)) == len(told)
    assert told[-1] == best.levels
    assert [e.elapsed for e in events] == sorted(e.elapsed for e in events)


def test_a_callback_stops(hamlet):
    """A stop callback ends a search without other limits, with its best rota."""
    seen = []

    def stop(progress):
        seen.append(progress)
        return progress.moves > 10_000

    run, _ = portfolio(hamlet, stop=stop)
    best = run.run()
    assert run.status is Status.STOPPED
    assert seen[-1].levels == best.levels == levels(hamlet, best)


def test_a_callback_stops_a_proof(hamlet):
    """While CP-SAT is at work the callback is asked too."""
    calls = []

    def stop(progress):
        calls.append(progress)
        return len(calls) > 3

    run, _ = portfolio(hamlet, engine="cpsat", stop=stop)
    best = run.run()
    assert run.status is Status.STOPPED
    assert best.levels == levels(hamlet, best)


def test_a_gap_is_enough(hamlet):
    """A proof is not waited for once the gap is small enough."""
    run, _ = portfolio(hamlet, engine="auto", gap=50.0, seconds=60)
    best = run.run()
    assert run.gap is not None
    assert run.gap <= 50.0
    assert run.bound <= best.levels[-1]
    assert run.watch.seconds < 60


@pytest.mark.parametrize("engine", ["search", "cpsat", "auto"])
def test_a_rota_to_start_from_is_not_lost(engine):
    """With no moves at all the rota given is as good as the one that comes back."""
    compiled = compile_problem(tiny())
    made = [("a", "ann", "08:00"), ("b", "bob", "08:00"), ("c", "ann", "12:00")]
    start = from_rota(compiled, rota(compiled.problem, *made))
    run, _ = portfolio(compiled, engine=engine, start=start, moves=1)
    best = run.run()
    empty = nothing_done(compiled, run.book, None)
    assert sum(best.levels[1:4]) <= 2
    assert best.levels < empty.levels


def interrupt(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "where",
    [
        "carerota.engines.search.engine.SearchEngine.__init__",
        "carerota.engines.search.engine.SearchEngine.fill",
        "carerota.engines.search.engine.SearchEngine.step",
        "carerota.engines.search.engine.SearchEngine.incumbent",
        "carerota.engines.cpsat.engine.RotaModel",
    ],
)
def test_an_interrupt_anywhere(where, monkeypatch):
    """Wherever an interrupt falls there is a rota, and its levels are true."""
    compiled = compile_problem(tiny())
    monkeypatch.setattr(where, interrupt)
    run, events = portfolio(compiled, engine="auto", moves=2_000)
    best = run.run()
    assert run.status is Status.STOPPED
    assert best.levels == levels(compiled, best)
    assert events[-1].kind == "done"


def test_an_interrupt_before_anything_gives_the_start(monkeypatch):
    """A rota to start from is what comes back when nothing else was found."""
    compiled = compile_problem(tiny())
    made = [("a", "ann", "08:00"), ("b", "bob", "08:00")]
    start = from_rota(compiled, rota(compiled.problem, *made))
    monkeypatch.setattr(Portfolio, "_run", interrupt)
    run, _ = portfolio(compiled, start=start)
    best = run.run()
    assert best.arrays is start
    assert best.levels == levels(compiled, best)


INTERRUPTED = """
    import os, signal, sys, threading, time
    from carerota.compiled.build import compile_problem
    from carerota.engines.base import Budget
    from carerota.engines.portfolio import Portfolio
    from carerota.generator import generate
    from carerota.policies import load as load_policy
    from carerota.rules.book import bind

    compiled = compile_problem(generate("hamlet"))
    sent = []

    def tell(event):
        if event.kind == "phase" and event.text.startswith(sys.argv[2]) and not sent:
            sent.append(time.monotonic())
            threading.Timer(0.7, lambda: os.kill(os.getpid(), signal.SIGINT)).start()

    run = Portfolio(
        compiled, bind(load_policy(), compiled.problem.ticks_per_minute), Budget(),
        seed=1, threads=2, engine=sys.argv[1], tell=tell,
    )
    best = run.run()
    print(run.status.value, best.levels[0], time.monotonic() - sent[0] < 10)
"""


@pytest.mark.parametrize(
    ("engine", "phase"),
    [("search", "improving"), ("cpsat", "looking for the optimum")],
)
def test_a_real_interrupt(engine, phase):
    """SIGINT ends a solve without limits within seconds, and the process too."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(INTERRUPTED), engine, phase],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        # a shell that runs tests in the background may have it ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["stopped", "0", "True"]


def test_no_visits_take_no_time():
    """Whatever the clock says, where there is nothing to make nothing is searched."""
    compiled = compile_problem(problem([worker("ann")], [client("x")], []))
    run, _ = portfolio(compiled, seconds=3_600.0)
    best = run.run()
    assert best.levels == levels(compiled, best)
    assert run.moves == 0


def test_nobody_works_and_idle_time_counts():
    """Without workers nobody is the idlest."""
    compiled = compile_problem(tiny().model_copy(update={"workers": ()}))
    worst = POLICY.rules["worst_idle"].model_copy(update={"params": {"in_shift": True}})
    policy = POLICY.model_copy(update={"rules": {**POLICY.rules, "worst_idle": worst}})
    run = Portfolio(
        compiled,
        bind(policy, compiled.problem.ticks_per_minute),
        Budget(moves=20_000),
        seed=1,
        threads=1,
        engine="search",
        tell=lambda event: None,
    )
    best = run.run()
    assert not (best.arrays.worker >= 0).any()


def test_what_a_callback_stopped_stays_stopped(hamlet):
    """One yes is enough, in whatever phase it was said."""
    asked = []

    def once(progress):
        asked.append(progress.moves)
        return len(asked) == 2

    run, _ = portfolio(hamlet, moves=10**9, stop=once)
    run.run()
    assert run.status is Status.STOPPED
    assert len(asked) == 2


def test_filling_is_part_of_the_moves():
    """With few moves a solve still ends cold: the last pieces are made too."""
    steps = []
    village = compile_problem(generate("village"))
    run, _ = portfolio(village, moves=300 * village.n_slots)
    step = SearchEngine.step

    def seen(engine, pool, share, moves):
        steps.append(share)
        step(engine, pool, share, moves)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SearchEngine, "step", seen)
        run.run()
    assert steps[-1] == pytest.approx(1 - 1 / EPOCHS)


@pytest.mark.parametrize(("minutes", "status"), [(30.0, "optimal"), (45.0, "feasible")])
def test_no_proof_where_breaks_have_two_lengths(minutes, status):
    """CP-SAT knows one length; with a shorter break a rota may be cheaper."""
    compiled = compile_problem(tiny())
    lines = {
        "rest_break": {"after_hours": 2.0, "minutes": minutes},
        "lunch_break": {"from_hour": 8.0, "to_hour": 14.0, "minutes": 30.0},
    }
    on = {
        name: PolicyLine(mode=Mode.PRICED, price=1.0, params=params)
        for name, params in lines.items()
    }
    policy = POLICY.model_copy(update={"rules": {**POLICY.rules, **on}})
    run = Portfolio(
        compiled,
        bind(policy, compiled.problem.ticks_per_minute),
        Budget(),
        seed=1,
        threads=1,
        engine="cpsat",
        tell=lambda event: None,
    )
    run.run()
    assert run.status.value == status
