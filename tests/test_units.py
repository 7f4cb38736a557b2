from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerota.units import (
    Clock,
    hours_to_ticks,
    in_words,
    minutes_to_ticks,
    minutes_to_ticks_array,
    on_the_grid,
    times_apart,
)

SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)
HOUR = 3600


def clock(day: date, zone: str = "Europe/London", tpm: int = 60) -> Clock:
    return Clock(zone, day - timedelta(days=1), 3, tpm)


@pytest.mark.parametrize(
    ("minutes", "ticks"), [(0.5, 30), (1 / 60, 1), (0.0249, 1), (-0.025, -2), (0, 0)]
)
def test_minutes_round_to_the_nearest_tick(minutes: float, ticks: int) -> None:
    """A stretch becomes the nearest whole tick, halves away from nought."""
    assert minutes_to_ticks(minutes, 60) == ticks


def test_halves_go_away_from_nought() -> None:
    """Half a tick counts as a whole one, on either side of nought."""
    assert [minutes_to_ticks(m, 1) for m in (0.5, 1.5, -0.5, -1.5)] == [1, 2, -1, -2]


def test_hours_are_sixty_minutes() -> None:
    """Hours go by the same rounding as minutes."""
    assert hours_to_ticks(37.5, 60) == 37.5 * HOUR


@pytest.mark.property
@given(
    st.lists(st.floats(-1e6, 1e6), max_size=20), st.sampled_from([1, 60, 1000, 60_000])
)
def test_arrays_round_as_single_values_do(values: list[float], tpm: int) -> None:
    """The vectorised rounding equals the plain one, to the tick."""
    ticks = minutes_to_ticks_array(np.array(values, dtype=np.float64), tpm)
    assert ticks.dtype == np.int64
    assert ticks.tolist() == [minutes_to_ticks(value, tpm) for value in values]


@pytest.mark.parametrize(
    ("after", "texts"),
    [
        (time(8, 1), ("08:00", "08:01")),
        (time(8), ("08:00", "08:00")),
        (time(8, 0, 30), ("08:00:00", "08:00:30")),
        (time(8, 0, 0, 1000), ("08:00:00.000000", "08:00:00.001000")),
    ],
)
def test_two_times_can_be_told_apart(after: time, texts: tuple[str, str]) -> None:
    """To the minute where that is enough, else as fine as it takes."""
    before = datetime.combine(SPRING, time(8), tzinfo=UTC)
    assert times_apart(before, datetime.combine(SPRING, after, tzinfo=UTC)) == texts


def test_the_grid() -> None:
    """A third of a minute lies on the seconds, a thousandth does not."""
    assert on_the_grid(1 / 3, 60)
    assert not on_the_grid(0.001, 60)
    assert on_the_grid(123_456.001, 1000)
    assert not on_the_grid(1_000.0004, 1000)


@pytest.mark.parametrize(
    ("ticks", "tpm", "words"),
    [
        (34_800, 60, "9 h 40 min"),
        (30, 60, "30 s"),
        (0, 60, "0 min"),
        (-90, 60, "-1 min 30 s"),
        (1, 60_000, "0.001 s"),
    ],
)
def test_stretches_in_words(ticks: int, tpm: int, words: str) -> None:
    """A stretch is said as a person would say it."""
    assert in_words(ticks, tpm) == words


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Rome"])
@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_the_day_of_the_change_is_an_hour_short_or_long(
    zone: str, day: date, hours: int
) -> None:
    """Local midnights lie 23 and 25 hours apart where the clocks change."""
    c = clock(day, zone)
    assert c.day_start(2) - c.day_start(1) == hours * HOUR
    assert c.day_start(1) == 24 * HOUR
    assert c.index_of(day) == 1
    assert c.date_of(1) == day


@pytest.mark.parametrize(
    ("zone", "skipped", "shown", "utc_hour"),
    [("Europe/London", 1, 2, 1), ("Europe/Rome", 2, 3, 1)],
)
def test_a_time_the_clocks_jump_over(
    zone: str, skipped: int, shown: int, utc_hour: int
) -> None:
    """A time that the spring night does not have is the one an hour later."""
    moment = clock(SPRING, zone).local(SPRING, time(skipped, 30))
    assert moment.time() == time(shown, 30)
    assert moment.astimezone(UTC) == datetime(2026, 3, 29, utc_hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(("zone", "twice"), [("Europe/London", 1), ("Europe/Rome", 2)])
def test_a_time_that_comes_twice(zone: str, twice: int) -> None:
    """Of a time that the autumn night has twice, the first is meant."""
    c = clock(AUTUMN, zone)
    moment = c.local(AUTUMN, time(twice, 30))
    assert moment.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    later = c.moment(c.tick(moment) + HOUR)
    assert later.time() == time(twice, 30)
    assert later.fold == 1


def test_a_night_shift_over_each_change() -> None:
    """From 22:00 to 07:00 is 8 hours in spring and 10 in autumn."""
    for day, hours in ((SPRING, 8), (AUTUMN, 10)):
        c = clock(day)
        start = c.tick(c.local(day - timedelta(days=1), time(22)))
        assert c.tick(c.local(day, time(7))) - start == hours * HOUR


def test_thousandths_of_a_minute_stay_exact_over_eight_weeks() -> None:
    """A tick of 0.001 minutes is never lost, not on the last day either."""
    c = Clock("Europe/London", date(2026, 9, 7), 56, 1000)
    last = c.day_start(56)
    assert last == (56 * 24 + 1) * 60_000
    for tick in (*range(5000), *range(last - 5000, last)):
        assert c.tick(c.moment(tick)) == tick


@pytest.mark.property
@given(
    st.integers(-10_000_000, 10_000_000),
    st.sampled_from([1, 7, 60, 1000, 60_000]),
    st.sampled_from(["Europe/London", "Europe/Rome", "UTC", "Asia/Kathmandu"]),
)
def test_ticks_come_back_from_moments(tick: int, tpm: int, zone: str) -> None:
    """A tick made a moment and a tick again is the same tick."""
    c = Clock(zone, SPRING, 7, tpm)
    assert c.tick(c.moment(tick)) == tick


@pytest.mark.property
@given(st.integers(-3_000_000, 30_000_000))
def test_whole_seconds_come_back_from_ticks(second: int) -> None:
    """A moment on a whole second survives the way to ticks and back."""
    c = Clock("Europe/Rome", AUTUMN, 7, 60)
    moment = c.origin + timedelta(seconds=second)
    assert c.moment(c.tick(moment)).astimezone(UTC) == moment
