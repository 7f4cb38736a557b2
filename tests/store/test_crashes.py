"""Killed at any point, a store is whole and what was published is in force."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from carerota.store import Store
from tests.store.worlds import CO_OP, Clock, plan, week

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="forks and signals as POSIX has them"
)


def killed(what: str, folder: Path, step: int = 1) -> dict[str, Any]:
    """Kill a process at each point of what it does; see :mod:`tests.store.crashing`."""
    command = [sys.executable, "-m", "tests.store.crashing", what, str(folder)]
    done = subprocess.run(
        [*command, str(step)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["faults"] == []
    return found


BEFORE = [["published:0", "open:0"], 1, 0, "none"]
"""Proposals, the version in force, what is known to have happened, another store."""


@pytest.mark.parametrize(
    ("what", "after"),
    [
        ("approve", [["published:0", "published:0"], 2, 0, "none"]),
        ("edit", [["published:0", "open:2"], 1, 0, "none"]),
        ("actuals", [["published:0", "open:0"], 1, 2, "none"]),
    ],
)
def test_a_call_is_done_whole_or_not_at_all(tmp_path, what, after):
    """Whatever the point, the store is as it was before or as it is after."""
    found = killed(what, tmp_path)
    assert found["deaths"] > 20
    assert found["states"] == [BEFORE, after]


def test_a_store_is_made_whole_or_not_at_all(tmp_path):
    """A store that was being made is none, an empty one, or one with its proposal."""
    found = killed("make", tmp_path)
    assert found["deaths"] > 40
    news = [state[-1] for state in found["states"]]
    assert news == ["none", [[], 0, 0], [["open:0"], 0, 0]]
    assert [state[:-1] for state in found["states"]] == [BEFORE[:-1]] * 3


@pytest.mark.slow
def test_a_night_leaves_a_proposal_or_nothing(tmp_path):
    """A night that dies leaves the store without or with its proposal."""
    found = killed("night", tmp_path, step=3)
    assert found["deaths"] > 25
    after = [["published:0", "open:0", "open:0"], 1, 0, "none"]
    assert found["states"] == [BEFORE, after]


def test_a_log_that_was_written_in_part_is_read_to_the_last_whole_commit(tmp_path):
    """A machine that dies leaves the log cut anywhere: before, between or after."""
    path, log = tmp_path / "rotas.db", tmp_path / "rotas.db-wal"
    with Store(path, now=Clock()) as store:
        problem = week()
        first = store.propose(problem, plan(problem), by="Ben")
        store.approve(first.id, by="Ann", why="agreed")
        # while somebody reads, the log is not folded into the file
        with sqlite3.connect(path) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM carerota_store").fetchall()
            second = store.propose(problem, plan(problem, sunday="03:00"), by="Ben")
            store.approve(second.id, by="Ann", why="later is better")
            whole = log.stat().st_size
            seen = []
            for i in range(9):
                torn = tmp_path / f"torn{i}.db"
                shutil.copy(path, torn)
                cut = tmp_path / f"torn{i}.db-wal"
                cut.write_bytes(log.read_bytes()[: whole * i // 8])
                with Store(torn, create=False, now=Clock()) as again:
                    assert again.check() == []
                    version = again.in_force(CO_OP, problem.first_day)
                    seen.append((len(again.proposals()), version.number))
            reader.rollback()
        reader.close()
    assert seen[0] == (1, 1)
    assert seen[-1] == (2, 2)
    assert seen == sorted(seen)
    assert (2, 1) in seen
