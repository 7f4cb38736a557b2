from __future__ import annotations

import logging
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from carerota.model import Place, TravelMode, TravelTable
from carerota.travel import travel_times
from carerota.travel.cache import FOLDER_VARIABLE, TravelCache, default_folder
from carerota.travel.geodesic import GeodesicEstimate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carerota.model import RotaProblem
    from carerota.travel.provider import Journeys

CAR, WALK = TravelMode.CAR, TravelMode.WALK


class Counting(GeodesicEstimate):
    """Counts how often it is asked."""

    def __init__(self, table: TravelTable | None = None) -> None:
        super().__init__(table)
        self.count = 0

    def journeys(self, mode: TravelMode, places: Sequence[Place]) -> Journeys:
        self.count += 1
        return super().journeys(mode, places)


def test_an_answer_is_kept(dots: tuple[Place, ...], tmp_path: Path) -> None:
    """The second time the provider is not asked and the answer is the same."""
    cache, provider = TravelCache(tmp_path / "deep" / "er"), Counting()
    first = cache.journeys(provider, CAR, dots)
    second = cache.journeys(provider, CAR, dots)
    assert provider.count == 1
    assert np.array_equal(first.minutes, second.minutes)
    assert np.array_equal(first.metres, second.metres)
    assert [p.suffix for p in cache.folder.iterdir()] == [".npz"]


def test_whatever_matters_is_in_the_name(
    dots: tuple[Place, ...], tmp_path: Path
) -> None:
    """Another mode, setting, provider, place or coordinate is another file."""
    cache = TravelCache(tmp_path)
    moved = (dots[0].model_copy(update={"latitude": 53.81}), *dots[1:])
    renamed = (dots[0].model_copy(update={"id": "z"}), *dots[1:])
    paths = [
        cache.path(GeodesicEstimate(), CAR, dots),
        cache.path(GeodesicEstimate(), WALK, dots),
        cache.path(GeodesicEstimate(TravelTable(detour=1.7)), CAR, dots),
        cache.path(Counting(), CAR, dots),
        cache.path(GeodesicEstimate(), CAR, moved),
        cache.path(GeodesicEstimate(), CAR, renamed),
        cache.path(GeodesicEstimate(), CAR, dots[:2]),
    ]
    assert len(set(paths)) == len(paths)
    named = (dots[0].model_copy(update={"name": "Zoë"}), *dots[1:])
    assert cache.path(GeodesicEstimate(), CAR, named) == paths[0]


def test_damaged_files_are_written_again(
    dots: tuple[Place, ...], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Cut short, emptied or with any byte changed: never an error, never wrong."""
    cache, provider = TravelCache(tmp_path), Counting()
    good = cache.journeys(provider, CAR, dots)
    path = cache.path(provider, CAR, dots)
    whole = path.read_bytes()
    rng = random.Random(7)
    damaged = [b"", b"nonsense", whole[: len(whole) // 2], whole[:-1]]
    for _ in range(300):
        spot = rng.randrange(len(whole))
        flipped = bytearray(whole)
        flipped[spot] ^= 1 << rng.randrange(8)
        damaged.append(bytes(flipped))
    caplog.set_level(logging.ERROR)
    for content in damaged:
        path.write_bytes(content)
        again = cache.journeys(provider, CAR, dots)
        assert np.array_equal(good.minutes, again.minutes)
        assert np.array_equal(good.metres, again.metres)
    path.write_bytes(b"")
    cache.journeys(provider, CAR, dots)
    assert path.stat().st_size == len(whole)


def test_a_file_of_another_shape_is_not_believed(
    dots: tuple[Place, ...], tmp_path: Path
) -> None:
    """A sound file with the wrong arrays in it is written again."""
    cache, provider = TravelCache(tmp_path), Counting()
    path = cache.path(provider, CAR, dots)
    np.savez(path, minutes=np.zeros((2, 2)), metres=np.zeros((2, 2)))
    assert cache.journeys(provider, CAR, dots).minutes.shape == (3, 3)
    assert provider.count == 1


def test_a_folder_that_cannot_be_written(
    dots: tuple[Place, ...], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer comes all the same, with a line in the log."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    answer = TravelCache(in_the_way).journeys(Counting(), CAR, dots)
    assert answer.minutes.shape == (3, 3)
    assert "not kept" in caplog.text


def test_old_answers_make_room(dots: tuple[Place, ...], tmp_path: Path) -> None:
    """The folder stays within its size; what was just written stays."""
    provider = Counting()
    TravelCache(tmp_path).journeys(provider, CAR, dots)
    size = next(tmp_path.iterdir()).stat().st_size
    small = TravelCache(tmp_path, most_bytes=2 * size)
    for mode in TravelMode:
        small.journeys(provider, mode, dots)
        assert small.path(provider, mode, dots).is_file()
    assert len(list(tmp_path.iterdir())) == 2
    TravelCache(tmp_path, most_bytes=0).journeys(provider, CAR, dots[:2])
    assert len(list(tmp_path.iterdir())) == 1


def test_used_for_a_folder_or_many_places(
    make_problem: Callable[..., RotaProblem],
    dots: tuple[Place, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Small problems leave the disk alone unless a folder is given."""
    own, given = tmp_path / "own", tmp_path / "given"
    monkeypatch.setenv(FOLDER_VARIABLE, str(own))
    travel_times(make_problem(dots))
    assert not own.exists()
    plain = travel_times(make_problem(dots), cache=given)
    assert len(list(given.iterdir())) == 1
    kept = travel_times(make_problem(dots), cache=given)
    assert np.array_equal(plain.ticks, kept.ticks)
    many = tuple(
        Place(id=f"p{i}", latitude=51 + i / 1000, longitude=0.1) for i in range(300)
    )
    first = travel_times(make_problem(many))
    assert len(list(own.iterdir())) == 1
    assert np.array_equal(first.ticks, travel_times(make_problem(many)).ticks)


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {FOLDER_VARIABLE: "/x"}, "/x"),
        ("linux", {"XDG_CACHE_HOME": "/y"}, "/y/carerota"),
        ("linux", {}, "/home/me/.cache/carerota"),
        ("darwin", {}, "/home/me/Library/Caches/carerota"),
        ("win32", {"LOCALAPPDATA": "/z"}, "/z/carerota"),
    ],
)
def test_the_default_folder(
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    variables: dict[str, str],
    folder: str,
) -> None:
    """The variable wins; then the usual place of the platform."""
    for name in (FOLDER_VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/me")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert default_folder() == Path(folder)
