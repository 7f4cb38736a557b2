"""Turns the registry's cases and sizes into tests; keeps what explains the times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.phases import READY
from benchmarks.registry import points

if TYPE_CHECKING:
    from benchmarks.phases import Ready
    from benchmarks.registry import Point


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run ``test_<phase>`` for every case and size that goes through the phase."""
    if "point" in metafunc.fixturenames:
        phase = metafunc.function.__name__.removeprefix("test_")
        found = points(phase)
        metafunc.parametrize("point", found, ids=str, scope="session")


@pytest.fixture
def ready(request: pytest.FixtureRequest, point: Point, benchmark: Any) -> Ready:
    """What the phase of the test times, for its case and size."""
    phase = request.function.__name__.removeprefix("test_")
    made = READY[phase](point)
    benchmark.group = f"{phase} {point.size}"
    benchmark.extra_info.update(made.facts)
    return made
