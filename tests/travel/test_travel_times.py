from __future__ import annotations

import pickle
from datetime import date, time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from carerota.errors import DataError
from carerota.model import Place, TravelMatrix, TravelMode, TravelTable
from carerota.travel import travel_times
from carerota.travel.geodesic import GeodesicEstimate
from carerota.travel.provider import FirstThatKnows, Journeys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carerota.model import RotaProblem

CAR, BICYCLE, WALK = TravelMode.CAR, TravelMode.BICYCLE, TravelMode.WALK
HOUR = 3600


class Constant:
    """Knows that every journey takes the same, or what it was told."""

    settings = "constant"

    def __init__(self, minutes: object, metres: object = 1000.0) -> None:
        self.minutes, self.metres = minutes, metres
        self.asked: list[TravelMode] = []

    def journeys(self, mode: TravelMode, places: Sequence[Place]) -> Journeys:
        self.asked.append(mode)
        shape = (len(places), len(places))
        minutes, metres = np.empty(shape), np.empty(shape)
        minutes[:], metres[:] = self.minutes, self.metres
        return Journeys(minutes, metres)


def bare(*ids: str) -> tuple[Place, ...]:
    return tuple(Place(id=i) for i in ids)


def matrix(mode: TravelMode, ids: str, minutes: float, **more: object) -> TravelMatrix:
    n = len(ids)
    rows = tuple(tuple(minutes for _ in range(n)) for _ in range(n))
    return TravelMatrix(mode=mode, places=tuple(ids), minutes=rows, **more)


def test_estimates_from_coordinates(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """Without matrices every journey is the estimate, rounded to the tick."""
    times = travel_times(make_problem(dots, modes=(WALK, CAR, WALK)))
    assert times.modes == (CAR, WALK)
    assert times.place_ids == ("a", "b", "c")
    assert times.ticks.shape == (2, 1, 3, 3)
    expected = GeodesicEstimate().journeys(CAR, dots)
    assert times.leg(CAR, "a", "b", 0) == round(expected.minutes[0, 1] * 60)
    assert times.metres[0, 0, 1] == round(expected.metres[0, 1])
    assert times.leg(CAR, "a", "c", 0) == times.leg(CAR, "b", "b", 0) == 0
    assert times.provenance[0].tolist() == [[0, 2, 2], [2, 0, 2], [2, 2, 0]]


def test_only_modes_in_use(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """A mode nobody travels by is neither asked for nor found."""
    provider = Constant(5.0)
    times = travel_times(make_problem(dots), provider=provider)
    assert provider.asked == [CAR]
    with pytest.raises(KeyError):
        times.leg(BICYCLE, "a", "b", 0)
    with pytest.raises(KeyError):
        times.leg(CAR, "a", "nowhere", 0)


def test_without_workers_there_is_nothing(
    make_problem: Callable[..., RotaProblem],
) -> None:
    """A problem without workers, or without places, has empty tables."""
    idle = travel_times(make_problem(bare("a", "b"), modes=()))
    assert idle.ticks.shape == (0, 1, 2, 2)
    nowhere = make_problem(bare("a")).model_copy(update={"places": ()})
    empty = travel_times(nowhere)
    assert empty.ticks.shape == (1, 1, 0, 0)


def test_explicit_matrices_win(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """What a matrix names is taken from it, both ways, the rest is estimated."""
    table = TravelTable(
        matrices=(
            TravelMatrix(
                mode=CAR,
                places=("elsewhere", "b", "a"),
                minutes=((0, 9, 9), (9, 0, 7.5), (9, 3, 4)),
                metres=((0, 9, 9), (9, 0, 2100.4), (9, 900, 0)),
            ),
        )
    )
    times = travel_times(make_problem(dots, table))
    assert times.leg(CAR, "b", "a", 0) == 450
    assert times.leg(CAR, "a", "b", 0) == 180
    assert times.leg(CAR, "a", "a", 0) == 0
    assert times.metres[0, 1, 0] == 2100
    assert times.provenance[0].tolist() == [[0, 1, 2], [1, 0, 2], [2, 2, 0]]


def test_a_full_matrix_needs_no_provider(
    make_problem: Callable[..., RotaProblem],
) -> None:
    """Places without coordinates are fine when a matrix names them all."""
    provider = Constant(5.0)
    table = TravelTable(matrices=(matrix(CAR, "ab", 0.0105),))
    problem = make_problem(bare("a", "b"), table, ticks_per_minute=1000)
    times = travel_times(problem, provider=provider)
    assert provider.asked == []
    assert times.leg(CAR, "a", "b", 0) == 11
    assert times.metres.sum() == 0


def test_bands_of_the_day(make_problem: Callable[..., RotaProblem]) -> None:
    """A departure takes the matrix in force at its local time of day."""
    table = TravelTable(
        matrices=(
            matrix(CAR, "ab", 20, since=time(16)),
            matrix(CAR, "ab", 10, since=time(9, 30)),
            matrix(CAR, "ab", 30, since=time(7)),
            matrix(WALK, "ab", 50, since=time(12)),
        )
    )
    problem = make_problem(bare("a", "b"), table, modes=(CAR, WALK))
    times = travel_times(problem)
    assert times.ticks.shape[1] == 3

    def car(hour: float) -> float:
        return times.leg(CAR, "a", "b", round(hour * HOUR)) / 60

    assert [car(h) for h in (6, 7, 9.49, 9.5, 15.99, 16, 23)] == [
        20,
        30,
        30,
        10,
        10,
        20,
        20,
    ]
    assert car(-17) == 30
    assert car(-400) == car(400) == 20
    assert car(24 * 8 + 7.5) == 30
    assert times.leg(WALK, "a", "b", 0) == times.leg(WALK, "a", "b", 13 * HOUR) == 3000
    assert (np.diff(times.band_from) > 0).all()


@pytest.mark.parametrize(
    ("day", "shift"), [(date(2026, 3, 29), -1), (date(2026, 10, 25), 1)]
)
def test_bands_follow_the_wall_clock(
    make_problem: Callable[..., RotaProblem], day: date, shift: int
) -> None:
    """On the day the clocks change the morning band still begins at 07:00."""
    table = TravelTable(
        matrices=(matrix(CAR, "ab", 10), matrix(CAR, "ab", 30, since=time(7)))
    )
    problem = make_problem(bare("a", "b"), table, first_day=day, days=2)
    times = travel_times(problem)
    seven = (7 + shift) * HOUR
    assert problem.clock.moment(seven).time() == time(7)
    assert times.leg(CAR, "a", "b", seven - 1) == 600
    assert times.leg(CAR, "a", "b", seven) == 1800
    assert times.leg(CAR, "a", "b", seven + 24 * HOUR) == 1800


def test_bands_within_the_hour_that_is_skipped(
    make_problem: Callable[..., RotaProblem],
) -> None:
    """Of bands that begin in or just after the skipped hour the last one stays."""
    starts = (time(0), time(1, 10), time(1, 50), time(2, 20))
    table = TravelTable(
        matrices=tuple(
            matrix(CAR, "ab", 10 * (i + 1), since=start)
            for i, start in enumerate(starts)
        )
    )
    problem = make_problem(bare("a", "b"), table, first_day=date(2026, 3, 29), days=1)
    times = travel_times(problem)
    assert (np.diff(times.band_from) > 0).all()
    assert times.leg(CAR, "a", "b", 30 * 60) == 600
    for hour in (2, 5, 20):
        assert times.leg(CAR, "a", "b", hour * HOUR) == 2400


def test_one_band_covers_all_time(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """With one band there is one boundary, before any tick."""
    times = travel_times(make_problem(dots))
    assert times.band_of_boundary.tolist() == [0]
    assert times.band_from[0] < -(10**15)
    assert times.band_at(-(10**12)) == times.band_at(10**12) == 0


def test_a_peak_matrix_may_name_fewer_places(
    make_problem: Callable[..., RotaProblem],
) -> None:
    """What the matrix in force does not name keeps the time of the one before."""
    table = TravelTable(
        matrices=(
            matrix(CAR, "abc", 10),
            matrix(CAR, "ab", 30, since=time(7)),
            matrix(CAR, "bc", 15, since=time(9)),
        )
    )
    times = travel_times(make_problem(bare("a", "b", "c"), table))
    legs = [
        [times.leg(CAR, *pair, hour * HOUR) // 60 for pair in ("ab", "bc", "ac")]
        for hour in (3, 8, 10)
    ]
    assert legs == [[10, 10, 10], [30, 10, 10], [30, 15, 10]]
    assert 2 not in times.provenance


def test_metres_do_not_depend_on_the_time_of_day(
    make_problem: Callable[..., RotaProblem],
) -> None:
    """The first matrix of the day that gives a length decides it."""
    metres = ((0, 800), (810, 0))
    table = TravelTable(
        matrices=(
            matrix(CAR, "ab", 12, since=time(9), metres=((0, 1), (1, 0))),
            matrix(CAR, "ab", 30, since=time(7), metres=metres),
            matrix(CAR, "ab", 10),
        )
    )
    times = travel_times(make_problem(bare("a", "b"), table))
    assert times.metres[0].tolist() == [[0, 800], [810, 0]]


def test_unknown_journeys_name_the_place_to_blame(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """Only the place without coordinates is named, with all its modes."""
    problem = make_problem((*dots, Place(id="lost")), modes=(CAR, WALK))
    with pytest.raises(DataError) as caught:
        travel_times(problem)
    (issue,) = caught.value.issues
    assert issue.path == "places[3]"
    assert issue.code == "coordinates-missing"
    assert "'lost'" in issue.found
    assert "car, walk" in issue.found
    assert "no coordinates" in issue.found


def test_many_unknown_places_are_counted(
    make_problem: Callable[..., RotaProblem],
) -> None:
    """Twenty are listed, the rest are a number."""
    places = bare(*(f"p{i}" for i in range(41)))
    with pytest.raises(DataError) as caught:
        travel_times(make_problem(places))
    assert len(caught.value.issues) == 21
    assert caught.value.issues[-1].found == "20 more such places, 40 in all"


def test_a_provider_that_does_not_know(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """A gap in a provider is refused, or filled by the next one if asked to."""
    gap = np.full((3, 3), 4.0)
    gap[0, 1] = np.inf
    roads = Constant(gap, metres=np.nan)
    with pytest.raises(DataError, match="'a' with no travel times by car"):
        travel_times(make_problem(dots), provider=roads)
    both = FirstThatKnows(roads, GeodesicEstimate())
    times = travel_times(make_problem(dots), provider=both)
    assert times.leg(CAR, "b", "a", 0) == 240
    assert times.metres[0, 1, 0] == 0
    assert times.leg(CAR, "a", "b", 0) not in (0, 240)
    assert times.metres[0, 0, 1] > 0


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Journeys(np.zeros((2, 2)), np.zeros((3, 3))), "travel-shape"),
        (Journeys(np.full((3, 3), -1.0), np.zeros((3, 3))), "travel-negative"),
    ],
)
def test_impossible_answers_are_refused(
    make_problem: Callable[..., RotaProblem],
    dots: tuple[Place, ...],
    answer: Journeys,
    code: str,
) -> None:
    """A provider's answer of the wrong shape or below nought is an error."""
    provider = Constant(0.0)
    provider.journeys = lambda mode, places: answer  # type: ignore[method-assign]
    with pytest.raises(DataError) as caught:
        travel_times(make_problem(dots), provider=provider)
    assert [issue.code for issue in caught.value.issues] == [code]


def test_malformed_matrices_list_every_fault(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """Wrong shapes and values of all matrices come in one error, with their cells."""
    table = TravelTable(
        matrices=(
            TravelMatrix(mode=CAR, places=("a", "b"), minutes=((0, 1), (1,))),
            TravelMatrix(
                mode=CAR,
                places=("a", "b"),
                minutes=((0, -1), (float("nan"), 0)),
                metres=((0, 1e300), (1, 0)),
            ),
            matrix(CAR, "ab", 1, since=time.fromisoformat("07:00+00:00")),
        )
    )
    with pytest.raises(DataError) as caught:
        travel_times(make_problem(dots, table))
    assert [(i.path, i.code) for i in caught.value.issues] == [
        ("travel.matrices[0].minutes", "matrix-shape"),
        ("travel.matrices[1].minutes[0][1]", "matrix-negative"),
        ("travel.matrices[1].minutes[1][0]", "matrix-nan"),
        ("travel.matrices[1].metres[0][1]", "matrix-absurd"),
        ("travel.matrices[2].since", "wall-time-with-zone"),
    ]


def test_many_wrong_values_are_counted(
    make_problem: Callable[..., RotaProblem],
) -> None:
    """A matrix full of nonsense does not fill the screen."""
    table = TravelTable(matrices=(matrix(CAR, "abcdef", -1),))
    with pytest.raises(DataError) as caught:
        travel_times(make_problem(bare(*"abcdef"), table))
    assert len(caught.value.issues) == 21
    assert caught.value.issues[-1].found == "16 more such values"


def test_arrays_are_read_only(
    make_problem: Callable[..., RotaProblem], dots: tuple[Place, ...]
) -> None:
    """Nobody can change the times, not after a pickle either."""
    times = travel_times(make_problem(dots))
    for table in (times, pickle.loads(pickle.dumps(times))):
        for name in ("ticks", "metres", "provenance", "band_from", "band_of_boundary"):
            assert not getattr(table, name).flags.writeable
        assert table.leg(CAR, "a", "b", 0) == times.leg(CAR, "a", "b", 0)
