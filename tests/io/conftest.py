"""A rich problem and a rota for it."""

from __future__ import annotations

import pytest
from rich_problem import rich_data, rich_faultless, rota_data

from carerota.io import read_problem, write_problem
from carerota.model import Rota, RotaProblem
from carerota.model.expand import expand


@pytest.fixture
def rich() -> RotaProblem:
    """Every field away from its default; packages expanded."""
    return expand(RotaProblem.model_validate(rich_data()))


@pytest.fixture
def rota() -> Rota:
    """A rota with every kind of row."""
    return Rota.model_validate(rota_data())


@pytest.fixture
def sound(tmp_path):
    """A sound problem as a folder of sheets."""
    problem = RotaProblem.model_validate(rich_faultless())
    write_problem(problem, tmp_path / "week")
    read_problem(tmp_path / "week")
    return tmp_path / "week"
