"""The rule ``worker_preferences``."""

from __future__ import annotations

import pytest

from carerota.model import TimeOfDay, Weekday
from carerota.model import WorkerPreferences as Wishes
from carerota.rules.worker_preferences import WorkerPreferences
from tests.builders import SPRING, client, problem, visit, worker
from tests.rules.faces import faces, line


def week(wishes: Wishes, windows: str = "08:00-10:00", **more: object):
    """Give ann with her wishes and one visit to joan in Leith."""
    return problem(
        [worker("ann", preferences=wishes)],
        [client("joan"), client("jim")],
        [visit("v", "joan", windows, **more)],
        areas={"at:joan": "Leith"},
    )


def amount(wishes: Wishes, windows: str = "08:00-10:00", **more: object) -> int:
    """Give the amount of that visit when ann makes it."""
    got = faces(
        WorkerPreferences(), week(wishes, windows, **more), ("v", "ann", "08:00")
    )
    assert set(got) <= {("v", 0)}
    return got.get(("v", 0), 0)


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (Wishes(), 0),
        (Wishes(avoid_clients={"joan"}), 1),
        (Wishes(avoid_clients={"jim"}), 0),
        (Wishes(clients={"jim"}), 1),
        (Wishes(clients={"jim", "joan"}), 0),
        (Wishes(areas={"Leith"}), 0),
        (Wishes(areas={"Portobello"}), 1),
        (Wishes(times_of_day={TimeOfDay.MORNING}), 0),
        (Wishes(times_of_day={TimeOfDay.TEA, TimeOfDay.BED}), 1),
        (Wishes(days={Weekday.MONDAY}), 0),
        (Wishes(days={Weekday.SUNDAY}), 1),
        (
            Wishes(
                avoid_clients={"joan"},
                clients={"jim"},
                areas={"Portobello"},
                times_of_day={TimeOfDay.TEA},
                days={Weekday.SUNDAY},
            ),
            5,
        ),
    ],
)
def test_each_wish_counts(wishes: Wishes, expected: int) -> None:
    """Every wish that the visit does not meet counts once."""
    assert amount(wishes) == expected


def test_a_client_without_an_area() -> None:
    """Somewhere unknown is not in the area wished for."""
    p = problem(
        [worker("ann", preferences=Wishes(areas={"Leith"}))],
        [client("joan")],
        [visit("v", "joan", "08:00")],
    )
    assert faces(WorkerPreferences(), p, ("v", "ann", "08:00")) == {("v", 0): 1}


@pytest.mark.parametrize(
    ("windows", "part"),
    [
        ("04:59", TimeOfDay.NIGHT),
        ("05:00", TimeOfDay.MORNING),
        ("11:29", TimeOfDay.MORNING),
        ("11:30", TimeOfDay.LUNCH),
        ("11:00-12:00", TimeOfDay.LUNCH),
        ("14:00", TimeOfDay.AFTERNOON),
        ("16:00", TimeOfDay.TEA),
        ("19:00", TimeOfDay.BED),
        ("22:59", TimeOfDay.BED),
        ("23:00", TimeOfDay.NIGHT),
        ("23:00-25:30", TimeOfDay.NIGHT),
        # the middle of the whole stretch, not of the first window
        ("08:00-09:00, 18:00-19:00", TimeOfDay.LUNCH),
    ],
)
def test_parts_of_the_day(windows: str, part: TimeOfDay) -> None:
    """Each part begins on its hour; before the first it is still night."""
    assert amount(Wishes(times_of_day={part}), windows) == 0
    assert amount(Wishes(times_of_day=set(TimeOfDay) - {part}), windows) == 1


def test_the_preferred_window_tells_the_part() -> None:
    """Where there is a preferred window, its middle counts."""
    wishes = Wishes(times_of_day={TimeOfDay.TEA})
    assert amount(wishes, "08:00-20:00", preferred="16:30-17:00") == 0


def test_the_wall_clock_counts_when_the_clocks_change() -> None:
    """05:00 is morning also on the day that has lost an hour."""
    p = problem(
        [
            worker(
                "ann", first=SPRING, preferences=Wishes(times_of_day={TimeOfDay.NIGHT})
            )
        ],
        [client("joan")],
        [
            visit("v", "joan", "05:00", day=6, first=SPRING),
            visit("w", "joan", "04:59", day=6, first=SPRING),
        ],
        first=SPRING,
    )
    made = ("v", "ann", "05:00"), ("w", "ann", "04:59")
    assert faces(WorkerPreferences(), p, *made) == {("v", 0): 1}


def test_other_hours() -> None:
    """The policy says when a part begins."""
    p = week(Wishes(times_of_day={TimeOfDay.MORNING}), "11:45")
    assert faces(WorkerPreferences(lunch=12.0), p, ("v", "ann", "11:45")) == {}
    assert faces(WorkerPreferences(), p, ("v", "ann", "11:45")) == {("v", 0): 1}


def test_line() -> None:
    """The line names the wishes."""
    p = week(Wishes(areas={"Portobello"}, days={Weekday.SUNDAY}))
    assert line(WorkerPreferences(), p, ("v", "ann", "08:00")) == (
        "v does not meet the wish of ann for other areas and for other days than Monday"
    )
