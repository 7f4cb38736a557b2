"""A rich problem and a rota for it."""

from __future__ import annotations

import pytest
from rich_problem import rich_data, rota_data

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
