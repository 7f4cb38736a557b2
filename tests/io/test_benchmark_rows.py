"""A file of rows: nothing is lost, whoever writes and whatever ends it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from carerota.errors import DataError
from carerota.io.benchmarks import rows as module
from carerota.io.benchmarks.rows import RowsFile, read_rows


def row(seed, **others):
    """One row."""
    return {"instance": "one", "seed": seed, "cost": 1.0} | others


def opened(path):
    """The file, and what it tells."""
    said = []
    return RowsFile(path, said.append), said


def test_many_writers_lose_nothing(tmp_path):
    """Each with the file opened by itself, rows longer than any buffer."""
    path = tmp_path / "rows.jsonl"
    files = [RowsFile(path, print) for _ in range(4)]

    def write(which):
        for k in range(20):
            files[which].add(row(20 * which + k, note="x" * 50_000))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert sorted(r["seed"] for r in read_rows(path)) == list(range(80))


def test_rows_of_others_are_seen(tmp_path):
    """The file is read again when it has grown."""
    path = tmp_path / "rows.jsonl"
    mine, said = opened(path)
    assert mine.read() == []
    assert not path.exists()
    RowsFile(path, print).add(row(1))
    mine.add(row(2))
    assert [r["seed"] for r in mine.read()] == [1, 2]
    assert not said


@pytest.mark.parametrize("end", ["", "\n", "\r\n\n"])
@pytest.mark.parametrize("cut", ['{"cost": 1.0, "inst', '{"cost": 1.0', "{"])
def test_a_cut_last_line_is_dropped(tmp_path, cut, end):
    """It alone, and that is told with its number."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(f"{json.dumps(row(1))}\n{cut}{end}".encode())
    file, said = opened(path)
    assert [r["seed"] for r in file.read()] == [1]
    assert len(said) == 1
    assert "line 2 was cut short" in said[0]
    file.add(row(2))
    assert [r["seed"] for r in read_rows(path)] == [1, 2]


def test_nothing_but_a_cut_line(tmp_path):
    """A file that was killed in its first row is an empty one."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"co')
    file, said = opened(path)
    assert file.read() == []
    assert said
    assert path.read_text() == ""


def test_a_whole_last_line_without_an_end_is_kept(tmp_path):
    """Some editors leave it so."""
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(row(1)))
    file, said = opened(path)
    assert [r["seed"] for r in file.read()] == [1]
    file.add(row(2))
    assert [r["seed"] for r in read_rows(path)] == [1, 2]
    assert not said


@pytest.mark.parametrize(
    "text", ["notes of mine", '{"routes": []}', "[1]", "{\n{}\n", "x\n{"]
)
def test_what_is_no_file_of_rows_is_left_alone(tmp_path, text):
    """It is refused, to the last byte as it was."""
    path = tmp_path / "rows.jsonl"
    path.write_text(text)
    with pytest.raises(DataError):
        opened(path)[0].read()
    assert path.read_text() == text


def test_every_faulty_line_is_told(tmp_path):
    """By its number, with the fields in it."""
    path = tmp_path / "rows.jsonl"
    lines = [row(1), row("x"), {"seed": 3}, row(4)]
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n\nno row\n")
    with pytest.raises(DataError) as refused:
        read_rows(path)
    assert [issue.path for issue in refused.value.issues] == [
        "line 2, seed",
        "line 3, instance",
        "line 3, cost",
        "line 6, column 1",
    ]


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    """Half a row is taken back."""
    path = tmp_path / "rows.jsonl"
    file, _ = opened(path)
    file.add(row(1))
    before = path.read_bytes()

    def half(handle, data):
        handle.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_write", half)
    with pytest.raises(OSError, match="No space"):
        file.add(row(2))
    assert path.read_bytes() == before
