"""No rule knows another: what two of them share lies in a module of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import carerota.rules
from carerota.rules.book import NAMES

PACKAGE = "carerota.rules"
FOLDER = Path(carerota.rules.__file__).parent
NOT_BY_RULES = {"book", "unvotable", *NAMES}
"""Modules that no rule may import: the other rules, and the one list of them."""
ABOVE = {"book", "unvotable"}
"""Modules that look at all rules, and that no rule knows."""


def imported(tree: ast.AST) -> set[str]:
    """Give the modules of the package of rules that code imports, for types too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            # `from carerota.rules import x` may name a module as well as a thing
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {
            name.removeprefix(f"{PACKAGE}.").partition(".")[0]
            for name in names
            if name.startswith(f"{PACKAGE}.")
        }
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda p: p.stem)
def test_no_rule_is_imported_by_a_rule(path):
    """Neither a rule nor what rules share imports a rule; those above them do."""
    if path.stem not in ABOVE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert imported(tree) & NOT_BY_RULES <= {path.stem}


@pytest.mark.parametrize(
    "line",
    [
        "import carerota.rules.lateness",
        "from carerota.rules import lateness",
        "from carerota.rules.lateness import Lateness",
        "if TYPE_CHECKING:\n    from carerota.rules.lateness import Lateness",
        "def f():\n    from carerota.rules import lateness as late",
    ],
)
def test_every_way_to_import_is_seen(line):
    """The test above would notice each way of importing a rule."""
    assert imported(ast.parse(line)) & NOT_BY_RULES == {"lateness"}
