"""The check of a store finds what was tampered with."""

from __future__ import annotations

import sqlite3
import zlib

import pytest

from carerota.errors import DataError
from carerota.store import Edit, Store
from tests.builders import MONDAY
from tests.store.worlds import CO_OP, Clock, came, plan, week


@pytest.fixture
def path(tmp_path):
    """A store with something of everything in it."""
    clock = Clock()
    path = tmp_path / "rotas.db"
    with Store(path, now=clock) as store:
        problem = week()
        for sunday in ("02:30", "03:00", "03:30"):
            store.propose(problem, plan(problem, sunday=sunday), by="Ben")
        store.edit(2, Edit(visit="joe-mon", worker="ben"), by="Cat")
        store.approve(1, by="Ann", why="agreed")
        store.approve(2, by="Ann", why="better", even_if_superseded=True)
        clock.at(8)
        store.record_actuals(CO_OP, [came("ida-mon", "ann", "08:00-08:30")], by="Cat")
        assert store.check() == []
    return path


def after(path, *statements):
    """Tamper with a store, and give what the check says."""
    with sqlite3.connect(path) as tampering:
        for statement, *values in statements:
            assert tampering.execute(statement, values).rowcount > 0
    tampering.close()
    with Store(path, now=Clock()) as store:
        return [f"{issue.path}: {issue.found}" for issue in store.check()]


def repacked(path, table, column, old, new, where="1"):
    """Change the text within a packed record."""
    with sqlite3.connect(path) as reading:
        query = f"SELECT rowid, {column} FROM {table} WHERE {where}"
        rowid, packed = reading.execute(query).fetchone()
    reading.close()
    text = zlib.decompress(packed).decode()
    assert old in text
    changed = zlib.compress(text.replace(old, new).encode())
    return f"UPDATE {table} SET {column} = ? WHERE rowid = {rowid}", changed


@pytest.mark.parametrize(
    ("table", "column", "old", "new", "told"),
    [
        ("problems", "record", '"days":7', '"days":8', "fingerprint"),
        ("problems", "record", '"days":7', '"days": 7', "another text"),
        ("problems", "record", '"days":7', '"days":"x"', "cannot be read"),
        ("proposals", "rota", '"slot":0', '"slot":9', "9"),
        ("proposals", "rota", "09:00:00", "09:01:00", "another rota"),
        ("proposals", "figures", '"points":', '"points":1', "figures of proposal 1"),
        ("versions", "rota", "09:00:00", "09:01:00", "another rota"),
        ("edits", "record", '"number":1', '"number":2', "another number"),
        ("edits", "record", '"worker":"ben"', '"worker":"ann"', "edit"),
        ("actuals", "record", "2026-06-01", "2026-06-02", "2026-06-02"),
    ],
)
def test_a_changed_record_is_found(path, table, column, old, new, told):
    """A record that was changed no longer agrees with the rest."""
    found = after(path, repacked(path, f"carerota_{table}", column, old, new))
    assert any(told in text for text in found), found


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE carerota_versions SET number = 5 WHERE id = 2", "versions of tiny"),
        ("UPDATE carerota_versions SET by = ' ' WHERE id = 1", "no name or reason"),
        ("UPDATE carerota_proposals SET state = 'open' WHERE id = 1", "state of"),
        ("UPDATE carerota_proposals SET state = 'open' WHERE id = 3", "state of"),
        ("UPDATE carerota_proposals SET last_day = '2026-07-01'", "proposal 1"),
        ("UPDATE carerota_actuals SET version = 77", "table carerota_actuals"),
        ("UPDATE carerota_edits SET number = 4", "edits of proposal 2"),
        ("DELETE FROM carerota_edits", "another rota when its 0 edits"),
        ("UPDATE carerota_versions SET rota = x'00'", "cannot be unpacked"),
        ("DELETE FROM carerota_problems", "foreign"),
    ],
)
def test_a_changed_row_is_found(path, statement, told):
    """A row that was changed no longer agrees with the rest."""
    found = after(path, (statement,))
    if told == "foreign":
        assert any(text.startswith("table carerota_proposals") for text in found)
    else:
        assert any(told in text for text in found), found


def test_changes_that_do_not_reproduce_are_found(path):
    """The difference of a version is made again and compared."""
    change = repacked(path, "carerota_versions", "changes", "ben", "ann", "id = 2")
    assert any("changes of version 2" in text for text in after(path, change))


def test_a_damaged_file_is_told_in_words(path):
    """A page of rubbish in the middle is found and said, without a traceback."""
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 2048] = b"\xee" * 2048
    path.write_bytes(bytes(data))
    try:
        with Store(path, now=Clock()) as store:
            found = [issue.code for issue in store.check()]
            assert store.in_force(CO_OP, MONDAY) is None
    except DataError as error:
        found = [issue.code for issue in error.issues]
    assert set(found) == {"store-damaged"}


def test_a_quick_check_leaves_the_rotas_unscored(path):
    """Without scoring only the figures are taken at their word."""
    statement = repacked(
        path, "carerota_proposals", "figures", '"points":', '"points":1'
    )
    with sqlite3.connect(path) as tampering:
        tampering.execute(*[statement[0], statement[1:]])
    tampering.close()
    with Store(path, now=Clock()) as store:
        assert store.check(rescore=False) == []
        assert len(store.check()) == 1
