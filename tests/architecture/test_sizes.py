"""Files stay small enough to be read in one sitting."""

from __future__ import annotations

from pathlib import Path

import carerota

PACKAGE = Path(carerota.__file__).parent
LONGEST = 400


def test_no_file_is_longer_than_400_lines():
    """No module of the package has more than 400 lines."""
    lines = {
        str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert lines
    assert {name: n for name, n in lines.items() if n > LONGEST} == {}


def test_no_module_has_a_name_that_says_nothing():
    """There are no drawers for odds and ends."""
    empty = {"utils", "util", "helpers", "common", "misc", "manager"}
    assert {path.stem for path in PACKAGE.rglob("*.py")} & empty == set()
