"""Kill a process at each numbered point of what it does to a store.

``python -m tests.store.crashing WHAT FOLDER [STEP]`` does WHAT over and over, each time
in a process of its own forked from this one, which kills itself (SIGKILL) at the first,
the second, the third point (or every STEP-th), until it comes through alive. A point lies before and after
each statement, commit, rollback, opening and closing of the database, and each opening,
syncing and renaming of a file. After each death the store is looked at; what is found
is written as JSON: the number of deaths, the faults, and the states seen.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect

from carerota.store import Edit, Store
from tests.builders import MONDAY, moment
from tests.store.worlds import CO_OP, Clock, came, plan, week

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 2_000
"""More points than anything has: something goes round in circles."""


class Points:
    """Counts points and dies at one of them."""

    def __init__(self) -> None:
        self.passed = 0
        self.last = LONGEST

    def point(self) -> None:
        """Pass a point, or not."""
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        """Put a point before and after a function."""
        plain = getattr(owner, name)

        @wraps(plain)
        def counted(*args: Any, **more: Any) -> Any:
            self.point()
            try:
                return plain(*args, **more)
            finally:
                self.point()

        setattr(owner, name, counted)


def prepared(store: Store) -> None:
    """A published rota, and a proposal made since."""
    problem = week()
    first = store.propose(problem, plan(problem), by="Ben")
    store.approve(first.id, by="Ann", why="agreed")
    store.propose(problem, plan(problem, sunday="03:00"), by="Ben")


def night(store: Store, folder: Path) -> None:
    """A whole night, with its report."""
    from carerota.nightly import run_night

    options = {"moves": 50, "threads": 1, "engine": "search"}
    report = folder / "night.txt"
    run_night(store, week(), report=report, **options)  # type: ignore[arg-type]


def approve(store: Store, folder: Path) -> None:
    """Publish the newer proposal."""
    store.approve(2, by="Ann", why="agreed")


def edit(store: Store, folder: Path) -> None:
    """Two edits at once."""
    edits = [
        Edit(visit="joe-mon", worker="ben"),
        Edit(visit="ida-mon", start=moment("08:30")),
    ]
    store.edit(2, edits, by="Cat")


def actuals(store: Store, folder: Path) -> None:
    """What happened on Monday."""
    told = [came("ida-mon", "ben", "08:10-08:40"), came("joe-mon", "ann", "9:00-9:50")]
    store.record_actuals(CO_OP, told, by="Cat")


def make(store: Store, folder: Path) -> None:
    """A new store, and a first proposal in it."""
    with Store(folder / "new.db", now=Clock()) as new:
        new.propose(week(), plan(week()), by="Ben")


WHAT: dict[str, Callable[[Store, Path], None]] = {
    f.__name__: f for f in (night, approve, edit, actuals, make)
}


def state(store: Store) -> list[Any]:
    """Give what can be seen of a store, in short."""
    version = store.in_force(CO_OP, MONDAY)
    return [
        [f"{p.state.value}:{len(p.edits)}" for p in store.proposals()],
        version.number if version else 0,
        len(store.actuals(CO_OP, MONDAY, MONDAY)),
    ]


def looked_at(folder: Path) -> tuple[list[str], list[Any]]:
    """Look at what a death left behind."""
    clock = Clock()
    clock.at(8)
    faults = []
    with Store(folder / "rotas.db", create=False, now=clock) as store:
        faults += map(str, store.check())
        seen = state(store)
        if seen[1] not in {1, 2}:
            faults.append("nothing is in force")
        with store.one_night(CO_OP):
            pass
    report = folder / "night.txt"
    if report.exists():
        text = report.read_text("utf-8")
        if not text.endswith("\n") or "against what is in force" not in text:
            faults.append("half a report")
    if (folder / "new.db").exists():
        with Store(folder / "new.db", now=clock) as new:
            faults += map(str, new.check())
            seen.append(state(new))
    else:
        seen.append("none")
    return faults, seen


def main() -> None:
    """Do it until it comes through."""
    what, folder = WHAT[sys.argv[1]], Path(sys.argv[2])
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    kept = folder / "kept"
    kept.mkdir()
    with Store(kept / "rotas.db", now=Clock()) as store:
        prepared(store)
    if what is night:
        _warm()
    faults, states, n, deaths = [], [], 1 - step, 0
    died = True
    while died and n < LONGEST:
        n += step
        place = folder / "tried"
        shutil.copytree(kept, place)
        died = _died(what, place, n)
        deaths += died
        found, seen = looked_at(place)
        faults += [f"point {n}: {fault}" for fault in found]
        if seen not in states:
            states.append(seen)
        shutil.rmtree(place)
    sys.stdout.write(json.dumps({"deaths": deaths, "faults": faults, "states": states}))


def _died(what: Callable[[Store, Path], None], place: Path, n: int) -> bool:
    """Do it in a process of its own; tell whether that died at its point."""
    child = os.fork()
    if child == 0:
        points = Points()
        points.last = n
        for name in ("connect", "do_execute", "do_commit", "do_rollback", "do_close"):
            points.around(Dialect, name)
        for name in ("open", "fsync", "replace"):
            points.around(os, name)
        clock = Clock()
        clock.at(8)
        with Store(place / "rotas.db", now=clock) as store:
            what(store, place)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"it failed at point {n}")
    return False


def _warm() -> None:
    """Load the kernel once, before the forks, and start no thread for it."""
    from carerota.compiled.build import compile_problem
    from carerota.engines.search.warm import compile_kernel
    from carerota.policies import load
    from carerota.rules.book import bind

    problem = week()
    compile_kernel(compile_problem(problem), bind(load(), problem.ticks_per_minute))


if __name__ == "__main__":
    main()
