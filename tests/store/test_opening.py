"""What is no store, damaged, newer or out of reach is refused in words."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from carerota.errors import DataError, MissingExtraError, NightRunningError
from carerota.store import Store
from carerota.store.opening import place_of
from tests.store.test_versions import codes
from tests.store.worlds import CO_OP, Clock, plan, week

HOLD = """
import sys
from carerota.store import Store
with Store(sys.argv[1]) as store, store.one_night(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def refused_at(where, **more):
    """Give the codes with which opening is refused."""
    with pytest.raises(DataError) as error:
        Store(where, **more)
    return codes(error)


def test_a_store_is_made_only_where_that_is_meant(tmp_path):
    """Without ``create`` there must be one."""
    path = tmp_path / "rotas.db"
    assert refused_at(path, create=False) == ["no-store"]
    assert not path.exists()
    Store(path).close()
    Store(path, create=False).close()
    assert refused_at(tmp_path / "no" / "rotas.db") == ["no-folder"]
    assert refused_at(tmp_path) == ["no-store"]
    assert refused_at(" ") == ["no-store"]


@pytest.mark.parametrize(
    "url", ["mysql://host/rotas", "nonsense://x", "sqlite+nothing:///a.db", "://"]
)
def test_other_databases_are_refused(url):
    """Only SQLite and PostgreSQL are known."""
    assert refused_at(url) == ["no-store"]


def test_a_password_is_not_told():
    """Where a store is told, its password is not."""
    url = place_of("postgresql://ann:secret@host/rotas")
    assert url.drivername == "postgresql+psycopg"
    assert "secret" not in url.render_as_string()


def test_a_driver_that_is_missing_is_named(monkeypatch):
    """What has to be installed is said."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"carerota\[postgresql\]"):
        Store("postgresql://ann@host/rotas")


def test_other_files_and_databases_are_refused(tmp_path):
    """A text file, and a database of something else; neither is touched."""
    path = tmp_path / "notes.txt"
    path.write_text("call Joan")
    assert refused_at(path) == ["not-a-store"]
    assert path.read_text() == "call Joan"
    other = tmp_path / "music.db"
    with sqlite3.connect(other) as music:
        music.execute("CREATE TABLE songs (name TEXT)")
    music.close()
    assert refused_at(other) == ["not-a-store"]
    with sqlite3.connect(other) as music:
        tables = music.execute("SELECT name FROM sqlite_master").fetchall()
    music.close()
    assert tables == [("songs",)]


def test_a_head_without_a_body_is_refused(tmp_path):
    """A file that only begins like a database is damaged or none."""
    path = tmp_path / "rotas.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    assert refused_at(path)[0] in {"not-a-store", "store-damaged"}


def test_an_empty_file_becomes_a_store(tmp_path):
    """A file of length nought is where one can be made."""
    path = tmp_path / "rotas.db"
    path.touch()
    assert refused_at(path, create=False) == ["no-store"]
    with Store(path) as store:
        assert store.check() == []


def test_a_newer_store_is_refused(where):
    """What a newer library has written an older one does not touch."""
    Store(where, now=Clock()).close()
    url = where if "://" in where else f"sqlite:///{where}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE carerota_store SET version = 99"))
    engine.dispose()
    with pytest.raises(DataError, match="a newer carerota") as error:
        Store(where)
    assert codes(error) == ["store-newer"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder nobody writes")
def test_a_folder_that_cannot_be_written_to_is_told():
    """The system's own words, and no traceback."""
    assert refused_at("/proc/rotas.db") == ["cannot-open"]


def test_a_store_that_cannot_be_written_to_is_told(tmp_path):
    """Reading goes on where writing is not allowed."""
    path = tmp_path / "rotas.db"
    Store(path).close()
    with Store(f"sqlite:///file:{path}?mode=ro&uri=true", create=False) as store:
        assert store.proposals() == ()
        with pytest.raises(DataError) as error:
            store.propose(week(), plan(week()), by="Ben")
    assert codes(error) == ["read-only"]


def test_in_memory(clock):
    """A store in memory is one for as long as it is open."""
    with Store("sqlite://", now=clock) as store:
        proposal = store.propose(week(), plan(week()), by="Ben")
        store.approve(proposal.id, by="Ann", why="agreed")
        with store.one_night(CO_OP):
            assert store.check() == []


def test_one_night_at_a_time(where, clock):
    """A second start is refused while one runs; of another co-op it is not."""
    with Store(where, now=clock) as store:
        with store.one_night(CO_OP):
            with pytest.raises(NightRunningError, match=CO_OP), store.one_night(CO_OP):
                pytest.fail("two nights at once")
            with store.one_night("another"):
                pass
        with store.one_night(CO_OP):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="killed as POSIX does")
def test_a_night_that_was_killed_blocks_nobody(where, clock):
    """The lock of a process ends with it, whatever it left behind."""
    with (
        subprocess.Popen(
            [sys.executable, "-c", HOLD, where, CO_OP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        ) as other,
        Store(where, now=clock) as store,
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(NightRunningError), store.one_night(CO_OP):
            pytest.fail("two nights at once")
        other.kill()
        other.wait()
        for _ in range(100):  # a server notices a moment later
            try:
                with store.one_night(CO_OP):
                    return
            except NightRunningError:
                continue
        pytest.fail("a dead process holds the lock")
