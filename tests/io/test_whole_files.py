"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carerota.io import write_problem, write_rota
from carerota.io.atomic import write_text
from carerota.io.schemas import FOLDER, SCHEMAS, schema, schema_text, write_schemas


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_killed_half_way_leaves_the_old_file(tmp_path, monkeypatch, step):
    """Whatever fails before the swap, the old file stands and nothing lies about."""
    path = tmp_path / "rota.json"
    path.write_text("old")

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(
        *((os, "fsync") if step == "fsync" else (Path, "replace")), killed
    )
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["rota.json"]


def test_text_that_cannot_be_encoded_leaves_the_old_file(tmp_path):
    """A broken character is an error before anything is replaced."""
    path = tmp_path / "x.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\ud800")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["x.txt"]


def test_a_folder_killed_half_way_leaves_the_old_sheets(rich, tmp_path, monkeypatch):
    """All sheets are on the disk before the first is swapped in."""
    folder = tmp_path / "week"
    write_problem(rich, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    calls = iter(range(1000))
    fsync = os.fsync

    def killed(handle):
        if next(calls) == 8:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(OSError, match="No space"):
        write_problem(rich.model_copy(update={"name": "new"}), folder)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert names(tmp_path) == ["week"]


def test_permissions_are_kept_and_new_files_are_ordinary(tmp_path):
    """A file shared with a group stays shared; a new one follows the umask."""
    path = tmp_path / "x.txt"
    mask = os.umask(0o022)
    try:
        write_text(path, "a")
        assert path.stat().st_mode & 0o777 == 0o644
        path.chmod(0o664)
        write_text(path, "b")
        assert path.stat().st_mode & 0o777 == 0o664
    finally:
        os.umask(mask)


def test_missing_folder_is_an_os_error(rota, tmp_path):
    """Nothing is created on the way to a folder that is not there."""
    with pytest.raises(FileNotFoundError):
        write_rota(rota, tmp_path / "no" / "rota.json")
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_do_not_drift(name, tmp_path):
    """The schemas under version control are those of the records."""
    kept = (FOLDER / f"{name}.schema.json").read_text("utf-8")
    assert kept == schema_text(name), "run carerota.io.write_schemas()"
    write_schemas(tmp_path)
    assert (tmp_path / f"{name}.schema.json").read_text("utf-8") == kept
    assert schema(name)["additionalProperties"] is False
