"""Making sound files faulty, and how they are refused."""

from __future__ import annotations

import pytest

from carerota.errors import DataError
from carerota.io import read_problem


def refused(path, read=read_problem):
    """Read a file that is to be refused; gives its faults."""
    with pytest.raises(DataError) as caught:
        read(path)
    assert caught.value.source == str(path)
    return caught.value.issues


def change(folder, name, old, new):
    """Put something else into a sheet, once."""
    path = folder / name
    text = path.read_text("utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
