"""Small problems to travel in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from carerota.model import Place, RotaProblem, TravelMode, TravelTable, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def build(
    places: Sequence[Place],
    travel: TravelTable | None = None,
    modes: Sequence[TravelMode] = (TravelMode.CAR,),
    **more: Any,
) -> RotaProblem:
    workers = tuple(
        Worker(id=f"w{i}", home=places[0].id, travel_mode=mode)
        for i, mode in enumerate(modes)
    )
    fields: dict[str, Any] = {
        "name": "test",
        "first_day": date(2026, 3, 2),
        "places": tuple(places),
        "workers": workers,
        "clients": (),
        "travel": travel or TravelTable(),
    }
    return RotaProblem(**fields | more)


@pytest.fixture
def make_problem() -> Callable[..., RotaProblem]:
    return build


@pytest.fixture
def dots() -> tuple[Place, ...]:
    """Three places in Leeds, the third on the spot of the first."""
    return (
        Place(id="a", latitude=53.80, longitude=-1.55),
        Place(id="b", latitude=53.82, longitude=-1.50),
        Place(id="c", latitude=53.80, longitude=-1.55),
    )
