"""Two small instances, and solves that take no time after the first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from carerota import solving
from tests.cli.bench.made import instance

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.solving import SolveResult

FOUND: dict[str, SolveResult] = {}
"""What a short solve has found, by the fingerprint of the problem."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two instances and files that are none."""
    folder = tmp_path / "line"
    folder.mkdir()
    for name, opens in (("one", 5.0), ("two", 25.0)):
        text = json.dumps(instance(name, opens))
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / "other.json").write_text('{"routes": []}', encoding="utf-8")
    (folder / "LICENCE.txt").write_text("none", encoding="utf-8")
    return folder


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The options of every solve; the engine is a short one, and runs once."""
    calls: list[dict[str, Any]] = []
    real = solving.solve

    def quick(problem: Any, **options: Any) -> SolveResult:
        if options["moves"] != 1:  # the one that has the search compiled
            calls.append({"name": problem.name, **options})
        if problem.fingerprint not in FOUND:
            terms = {"moves": 50, "threads": 1, "seed": 1, "engine": "auto"}
            FOUND[problem.fingerprint] = real(problem, **options | terms)
        return FOUND[problem.fingerprint]

    monkeypatch.setattr("carerota.solving.solve", quick)
    return calls


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A table of best known costs."""
    path = tmp_path / "best_known.csv"
    text = "set,instance,total_cost,lowest_published\nx,one.json,101,100\nx,two,50,50\n"
    path.write_text(text, encoding="utf-8")
    return path
