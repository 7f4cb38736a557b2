from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic, great_circle
from hypothesis import given
from hypothesis import strategies as st

from carerota.model import Place, TravelMode, TravelTable
from carerota.travel.geodesic import (
    GeodesicEstimate,
    coordinates,
    great_circle_metres,
)

point = st.tuples(st.floats(-75, 75), st.floats(-180, 180))


@pytest.mark.property
@given(point, st.floats(-1, 1), st.floats(-1, 1))
def test_distances_are_those_of_geopy(
    start: tuple[float, float], north: float, east: float
) -> None:
    """Equal to geopy's great circle, and within 0.6 % of its geodesic."""
    end = (start[0] + north, np.clip(start[1] + east, -180, 180))
    metres = great_circle_metres(np.array([start, end]))
    assert metres[0, 1] == metres[1, 0]
    assert metres[0, 0] == metres[1, 1] == 0
    # geopy's own formula loses digits over a few metres: a thousandth of a
    # millimetre is allowed for that
    circle = great_circle(start, end).m
    assert metres[0, 1] == pytest.approx(circle, rel=1e-9, abs=1e-6)
    assert metres[0, 1] == pytest.approx(geodesic(start, end).m, rel=6e-3, abs=1e-6)


def test_across_the_date_line() -> None:
    """The short way round is taken where longitudes wrap."""
    metres = great_circle_metres(np.array([(0, 179.9), (0, -179.9)]))
    assert metres[0, 1] == pytest.approx(22_239, rel=1e-3)


def test_minutes_are_distance_by_speed_and_an_overhead() -> None:
    """Detour, speed and overhead of the table are used, by mode."""
    table = TravelTable(
        detour=1.5,
        speed_kmh={TravelMode.CAR: 30},
        overhead_minutes={TravelMode.CAR: 2},
    )
    places = [
        Place(id="a", latitude=51, longitude=0),
        Place(id="b", latitude=51.01, longitude=0),
    ]
    straight = great_circle_metres(coordinates(places))[0, 1]
    estimate = GeodesicEstimate(table)
    car = estimate.journeys(TravelMode.CAR, places)
    assert car.metres[0, 1] == pytest.approx(1.5 * straight)
    assert car.minutes[0, 1] == pytest.approx(1.5 * straight / 500 + 2)
    # a mode that the table does not name goes at the library's speed
    walk = estimate.journeys(TravelMode.WALK, places)
    assert walk.minutes[0, 1] == pytest.approx(1.5 * straight / 80)


def test_neighbours_in_one_building_are_no_journey() -> None:
    """Equal coordinates cost nothing, not even the overhead."""
    places = [Place(id=i, latitude=51.5, longitude=-0.1) for i in "ab"]
    journeys = GeodesicEstimate().journeys(TravelMode.PUBLIC_TRANSPORT, places)
    assert journeys.minutes.tolist() == [[0, 0], [0, 0]]
    assert journeys.metres.tolist() == [[0, 0], [0, 0]]


def test_a_place_without_coordinates_is_unknown() -> None:
    """No guess is made for it, nor when it has only one of the two."""
    places = [
        Place(id="a", latitude=51.5, longitude=-0.1),
        Place(id="b", latitude=51.5),
    ]
    minutes = GeodesicEstimate().journeys(TravelMode.CAR, places).minutes
    assert np.isnan(minutes).tolist() == [[False, True], [True, True]]


def test_settings_tell_estimates_apart() -> None:
    """Whatever changes an estimate changes its settings."""
    tables = [
        TravelTable(),
        TravelTable(detour=1.4),
        TravelTable(speed_kmh={TravelMode.CAR: 31}),
        TravelTable(overhead_minutes={TravelMode.CAR: 3}),
    ]
    assert len({GeodesicEstimate(table).settings for table in tables}) == len(tables)
