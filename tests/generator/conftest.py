"""Made-up co-ops, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carerota.generator import generate

if TYPE_CHECKING:
    from carerota.model import RotaProblem


@pytest.fixture(scope="session")
def hamlet() -> RotaProblem:
    """The smallest size."""
    return generate("hamlet")


@pytest.fixture(scope="session")
def village() -> RotaProblem:
    """A small week."""
    return generate("village")


@pytest.fixture(scope="session")
def town() -> RotaProblem:
    """A week of some thirty workers."""
    return generate("town")


@pytest.fixture(scope="session", params=["hamlet", "village", "town"])
def made(request: pytest.FixtureRequest) -> RotaProblem:
    """Each of the three sizes in turn."""
    problem: RotaProblem = request.getfixturevalue(request.param)
    return problem
