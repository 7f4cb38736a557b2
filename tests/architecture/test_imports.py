"""What an import loads, and how long it takes: a fresh process for each."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("ortools", "numba", "numpy", "pydantic", "pandas", "geopy", "rich", "typer")
LONGEST_SECONDS = 0.5
PROBE = """
import json, sys, time
began = time.process_time()
import {module}
seconds = time.process_time() - began
print(json.dumps([seconds, [m for m in {heavy!r} if m in sys.modules]]))
"""


def probe(module: str) -> tuple[float, set[str]]:
    """Import a module in a fresh process: seconds of work, heavy packages loaded."""
    code = PROBE.format(module=module, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    seconds, loaded = json.loads(done.stdout)
    return seconds, set(loaded)


def test_the_package_is_light():
    """``import carerota`` loads nothing heavy and takes less than half a second."""
    seconds, loaded = probe("carerota")
    assert loaded == set()
    assert seconds < LONGEST_SECONDS


@pytest.mark.parametrize(
    "module", ["carerota.score", "carerota.io", "carerota.model", "carerota.generator"]
)
def test_no_solver_and_no_compiler(module):
    """Whoever only reads, checks or makes up a problem loads neither the solver nor the compiler."""
    _, loaded = probe(module)
    assert not loaded & {"ortools", "numba", "pandas"}


def test_the_model_is_without_numpy():
    """The records of the model need pydantic and nothing more."""
    _, loaded = probe("carerota.model")
    assert loaded == {"pydantic"}


def test_the_command_line_loads_no_solver():
    """Help comes at once: no engine is loaded for it."""
    _, loaded = probe("carerota.cli")
    assert not loaded & {"ortools", "numba", "numpy", "pandas"}
