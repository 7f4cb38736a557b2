"""A folder of files is written as a whole, as far as a file system allows."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from carerota.io.atomic import sync_folder, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["write_folder_files"]

READABLE_BY_ALL = 0o777


def write_folder_files(
    folder: Path, files: Mapping[str, str], ours: Callable[[str], bool]
) -> None:
    """Write files to a folder: all are on the disk before the first is put in place.

    A new folder appears whole or not at all. In one that is there each file is
    swapped in by itself; a failure while they are written changes nothing.

    Parameters
    ----------
    folder
        Where they go; its parent exists.
    files
        Name to text.
    ours
        Tells by its name whether a file that is not written now is an old one of ours,
        to be removed.
    """
    folder = Path(folder)
    stage = Path(
        tempfile.mkdtemp(
            prefix=f".{folder.name[:40]}.", suffix=".part", dir=folder.parent
        )
    )
    try:
        for name, text in files.items():
            write_text(stage / name, text)
        if folder.exists():
            _swap(stage, folder, files, ours)
        else:
            stage.chmod(_mode())
            stage.replace(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    sync_folder(folder.parent)


def _swap(
    stage: Path, folder: Path, files: Mapping[str, str], ours: Callable[[str], bool]
) -> None:
    for name in files:
        (stage / name).replace(folder / name)
    for path in folder.iterdir():
        if path.is_file() and path.name not in files and ours(path.name):
            path.unlink()
    sync_folder(folder)


def _mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return READABLE_BY_ALL & ~mask
