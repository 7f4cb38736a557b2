"""The rule ``mileage``."""

from __future__ import annotations

import pytest

from carerota.errors import DataError
from carerota.rules.mileage import Mileage
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed


def week():
    """Give a problem of a driver and a cyclist, 5 km between any two places."""
    return problem(
        [worker("ann"), worker("ben", travel_mode="bicycle")],
        [client("joan"), client("kim")],
        [
            visit("v1", "joan", "07:00-10:00"),
            visit("v2", "kim", "07:00-10:00"),
            visit("v3", "kim", "07:00-10:00", day=1),
        ],
    )


def test_all_legs_of_a_driver() -> None:
    """The ways from and to home count: three legs of 5 km."""
    got = agreed(Mileage(), week(), ("v1", "ann", "07:00"), ("v2", "ann", "09:00"))
    assert got == {("ann", 0): 15_000}


def test_going_home_between_runs_counts_too() -> None:
    """Two runs are four legs, and the next day has its own amount."""
    got = agreed(
        Mileage(),
        week(),
        ("v1", "ann", "07:00"),
        ("v2", "ann", "09:00", 0, 2),
        ("v3", "ann", "09:00"),
    )
    assert got == {("ann", 0): 20_000, ("ann", 1): 10_000}


def test_only_the_modes_named() -> None:
    """A cyclist costs nothing until the policy names bicycles."""
    made = ("v1", "ann", "07:00"), ("v2", "ben", "09:00")
    assert agreed(Mileage(), week(), *made) == {("ann", 0): 10_000}
    assert agreed(Mileage(modes="bicycle"), week(), *made) == {("ben", 0): 10_000}
    both = agreed(Mileage(modes="car, bicycle"), week(), *made)
    assert both == {("ann", 0): 10_000, ("ben", 0): 10_000}


def test_a_mode_that_does_not_exist_is_refused() -> None:
    """A slip in the policy is told, with the modes there are."""
    with pytest.raises(DataError, match="found cars; expected travel modes: car"):
        Mileage(modes="cars,walk")


def test_line() -> None:
    """The line says how far and by what."""
    assert lines(Mileage(), week(), ("v1", "ann", "07:00")) == [
        "ann goes 10.0 km by car on Mon 1 Jun"
    ]
