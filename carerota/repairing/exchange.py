"""The rota with some visits in other hands: runs and breaks of two people made anew."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota, sequences, to_rota
from carerota.engines.cpsat.engine import solve_model
from carerota.engines.cpsat.frame import Frame
from carerota.rules.book import bind
from carerota.score import check

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.repairing.offers import HandOver
    from carerota.travel.table import TravelTimes

__all__ = ["exchanged"]

EFFORT: Final = 5.0
"""Deterministic time: two workers' days with every start fixed take a fraction."""
MOST_NEW: Final = 3
"""Gaps of which is tried whether the worker goes home in them, where none is legal."""

Day = tuple[int, int]


def exchanged(
    problem: RotaProblem,
    rota: Rota,
    offers: Sequence[HandOver],
    policy: Policy,
    travel: TravelTimes,
) -> Rota:
    """Give the rota with visits handed over, each at its time.

    Where that cannot be done without breaking a rule, with the fewest breaches among
    the ways of going home in between.
    """
    compiled = compile_problem(problem, travel=travel)
    arrays = from_rota(compiled, rota)
    visit = {v: i for i, v in enumerate(compiled.visit_ids)}
    worker = {w: i for i, w in enumerate(compiled.worker_ids)}
    moves = {
        int(compiled.visit_slot[visit[o.visit]]) + o.slot: worker[o.to] for o in offers
    }
    days: set[Day] = set()
    for s, w in moves.items():
        d = int(compiled.visit_day[compiled.slot_visit[s]])
        days |= {(int(arrays.worker[s]), d), (w, d)}
    found = _solved(compiled, policy, arrays, moves, days)
    if found is None:
        found = _tried(compiled, policy, arrays, moves, days)
    return _put(problem, rota, to_rota(compiled, found), compiled, days)


def _solved(
    compiled: Compiled,
    policy: Policy,
    arrays: RotaArrays,
    moves: dict[int, int],
    days: set[Day],
) -> RotaArrays | None:
    """Let CP-SAT choose runs and breaks; ``None`` where there is no legal way."""
    book = bind(policy, compiled.problem.ticks_per_minute)
    here = arrays.copy()
    for s, w in moves.items():
        here.worker[s] = w
    rows = {key: row for key, row in sequences(compiled, here).items() if key in days}
    still = frozenset(s for row in rows.values() for s in row)
    # nobody changes hands any more, and nothing its time: runs and breaks are left
    frame = Frame({}, frozenset(rows), here, still)
    outcome = solve_model(compiled, book, frame=frame, deterministic_time=EFFORT)
    return outcome.arrays


def _tried(
    compiled: Compiled,
    policy: Policy,
    arrays: RotaArrays,
    moves: dict[int, int],
    days: set[Day],
) -> RotaArrays:
    """Give the way of going home between new neighbours that breaks least."""
    here = arrays.copy()
    for s, w in moves.items():
        here.worker[s] = w
        here.rest_start[s] = here.rest_length[s] = 0
    rows = {k: row for k, row in sequences(compiled, here).items() if k in days}
    was = {
        pair: bool(arrays.run[pair[0]] != arrays.run[pair[1]])
        for row in sequences(compiled, arrays).values()
        for pair in pairwise(row)
    }
    pairs = [pair for row in rows.values() for pair in pairwise(row)]
    new = [pair for pair in pairs if pair not in was]
    best: tuple[tuple[int, ...], RotaArrays] | None = None
    for ways in _ways(len(new)):
        home = was | dict(zip(new, ways, strict=True))
        tried = _with_runs(here, rows.values(), home)
        report = check(
            compiled.problem,
            to_rota(compiled, tried),
            policy=policy,
            travel=compiled.travel,
            margins=False,
        )
        amounts = sum(f.amount for f in report.findings)
        levels = (report.levels[0], amounts, *report.levels[1:])
        if best is None or levels < best[0]:
            best = levels, tried
    return here if best is None else best[1]


def _ways(n: int) -> Iterator[tuple[bool, ...]]:
    if n <= MOST_NEW:
        yield from product((False, True), repeat=n)
    else:
        yield (False,) * n
        yield (True,) * n


def _with_runs(
    rota: RotaArrays,
    rows: Collection[list[int]],
    home: dict[tuple[int, int], bool],
) -> RotaArrays:
    made = rota.copy()
    for row in rows:
        run = 1
        for i, s in enumerate(row):
            if i:
                run += home[row[i - 1], s]
            made.run[s] = run
    return made


def _put(
    problem: RotaProblem, rota: Rota, found: Rota, compiled: Compiled, days: set[Day]
) -> Rota:
    """Give the rota with some workers' days as they are in another one."""
    day_of = {v.id: compiled.clock.index_of(v.day) for v in problem.visits}
    index = {w: i for i, w in enumerate(compiled.worker_ids)}
    new = {
        (a.visit, a.slot): a
        for a in found.assignments
        if (index[a.worker], day_of[a.visit]) in days
    }
    zone = problem.clock.zone

    def on(worker: str, day: int) -> bool:
        return (index[worker], day) in days

    kept = [
        b
        for b in rota.breaks
        if not on(b.worker, compiled.clock.index_of(b.start.astimezone(zone).date()))
    ]
    made = [
        b
        for b in found.breaks
        if on(b.worker, compiled.clock.index_of(b.start.astimezone(zone).date()))
    ]
    return rota.model_copy(
        update={
            "assignments": tuple(
                new.get((a.visit, a.slot), a) for a in rota.assignments
            ),
            "breaks": (*kept, *made),
        }
    )
