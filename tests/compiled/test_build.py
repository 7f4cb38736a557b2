"""Problems as arrays: indices, ticks, stretches, history and periods."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import numpy as np
import pytest

from carerota.compiled.build import compile_problem, merged
from carerota.compiled.problem import NEVER, PAST_DAYS
from carerota.model import CarerLimit, CarerWindow, LinkFrom, Priority
from carerota.travel import travel_times
from tests.builders import (
    MONDAY,
    SPRING,
    client,
    compiled,
    link,
    past,
    problem,
    visit,
    worker,
)

HOUR = 3600
MINUTE = 60
DAY = 24 * HOUR


def week(**more):
    """Give two workers, two clients and three visits, one of them a double-up."""
    return problem(
        [
            worker("ann"),
            worker(
                "ben",
                travel_mode="bicycle",
                start_place="home:ann",
                end_place="at:joan",
                available=[
                    (0, "08:00-10:00"),
                    (0, "10:00-12:00", "unwelcome"),
                    (0, "14:00-15:00", "preferred"),
                ],
            ),
        ],
        [client("joan"), client("ken", access_minutes=3)],
        [
            visit("a", "ken", "08:00-09:00", preferred="08:15-08:30"),
            visit("b", "joan", "11:00, 10:00-10:30", 45, day=1, slots=2),
            visit("c", "joan", "23:00-25:00", 0.5, day=6, priority=Priority.CRITICAL),
        ],
        links=[
            link("a", "b", minimum=10, maximum=20.5, measured_from=LinkFrom.END),
            link("b", "c", same_worker=True),
        ],
        **more,
    )


def test_ids_become_indices_in_the_order_of_the_problem() -> None:
    """Workers, clients, visits and links are numbered as they are listed."""
    c = compiled(week())
    assert c.worker_ids == ("ann", "ben")
    assert c.client_ids == ("joan", "ken")
    assert c.visit_ids == ("a", "b", "c")
    assert c.link_ids == ("a>b", "b>c")
    assert (c.n_workers, c.n_clients, c.n_visits, c.n_links) == (2, 2, 3, 2)


def test_slots_are_numbered_visit_by_visit() -> None:
    """A double-up has two slots in a row."""
    c = compiled(week())
    assert c.slot_visit.tolist() == [0, 1, 1, 2]
    assert [list(c.slots(v)) for v in range(3)] == [[0], [1, 2], [3]]
    assert [c.slot_index(s) for s in range(c.n_slots)] == [0, 0, 1, 0]
    assert c.slots_of_client(0) == [1, 2, 3]


def test_visits_in_ticks() -> None:
    """Durations, access and windows are ticks since the start; windows in order."""
    c = compiled(week())
    assert c.visit_duration.tolist() == [30 * MINUTE, 45 * MINUTE, 30]
    assert c.visit_access.tolist() == [3 * MINUTE, 0, 0]
    assert c.visit_client.tolist() == [1, 0, 0]
    assert c.visit_day.tolist() == [0, 1, 6]
    assert c.visit_priority.tolist() == [1, 1, 0]
    assert c.windows(0) == [(8 * HOUR, 9 * HOUR)]
    assert c.windows(1) == [
        (DAY + 10 * HOUR, DAY + 10 * HOUR + 30 * MINUTE),
        (DAY + 11 * HOUR, DAY + 11 * HOUR),
    ]
    assert c.windows(2) == [(6 * DAY + 23 * HOUR, 7 * DAY + HOUR)]
    assert c.prefer_from.tolist() == [8.25 * HOUR, -NEVER, -NEVER]
    assert c.prefer_until.tolist() == [8.5 * HOUR, NEVER, NEVER]


def test_workers_places_and_modes() -> None:
    """Runs start and end at home unless told; the mode is an index of the travel."""
    p = week()
    c = compiled(p)
    places, modes = c.travel.place_ids, c.travel.modes
    assert [places[i] for i in c.worker_start] == ["home:ann", "home:ann"]
    assert [places[i] for i in c.worker_end] == ["home:ann", "at:joan"]
    assert [modes[i] for i in c.worker_mode] == ["car", "bicycle"]
    assert [places[i] for i in c.visit_place] == ["at:ken", "at:joan", "at:joan"]


def test_availability_that_touches_is_one_stretch() -> None:
    """Unwelcome and preferred times are available; a gap splits."""
    c = compiled(week())
    assert c.stretches(1) == [(8 * HOUR, 12 * HOUR), (14 * HOUR, 15 * HOUR)]
    assert c.unwelcome(1) == [(10 * HOUR, 12 * HOUR)]
    assert c.unwelcome(0) == []


def test_links() -> None:
    """Bounds that are missing are never reached."""
    c = compiled(week())
    assert c.link_first.tolist() == [0, 1]
    assert c.link_second.tolist() == [1, 2]
    assert c.link_from_end.tolist() == [1, 0]
    assert c.link_low.tolist() == [10 * MINUTE, -NEVER]
    assert c.link_high.tolist() == [20.5 * MINUTE, NEVER]
    assert c.link_same.tolist() == [0, 1]
    assert c.link_different.tolist() == [0, 0]


def test_days_and_weeks() -> None:
    """Weeks turn between Sunday and Monday; a cut one is not full."""
    thursday = MONDAY + timedelta(days=3)
    c = compiled(problem(first=thursday, days=12))
    assert c.week_of_day.tolist() == [0] * 4 + [1] * 7 + [2]
    assert c.week_full.tolist() == [0, 1, 0]
    assert c.week_days(1) == list(range(4, 11))
    assert (c.n_days, c.n_weeks) == (12, 3)


def test_the_day_the_clocks_go_forward_has_23_hours() -> None:
    """Midnights are those of the wall clock."""
    c = compiled(problem(first=SPRING, days=8))
    assert np.diff(c.day_start).tolist() == [DAY] * 6 + [23 * HOUR, DAY]


def test_ticks_of_the_problem() -> None:
    """A minute of a thousand ticks is a thousand everywhere."""
    c = compiled(week(ticks_per_minute=1000))
    assert c.visit_duration.tolist() == [30_000, 45_000, 500]
    assert c.windows(0) == [(480_000, 540_000)]
    assert c.day_start[1] == 1_440_000


def test_history_by_worker_and_day() -> None:
    """The last column is the day before; a day has its first start and last end."""
    c = compiled(
        week(
            past=[
                past("joan", "ann", "18:00"),
                past("ken", "ann", "08:00"),
                past("ken", "ann", "08:00", -14),
                past("ken", "ann", "08:00", -15),
                past("ken", "nobody", "08:00"),
                past("gone", "ben", "23:45"),
                past("ken", "ben", "08:00", 0),
            ]
        )
    )
    assert c.past_from.shape == (2, PAST_DAYS)
    assert c.past_from[0, -1] == -16 * HOUR
    assert c.past_until[0, -1] == -5.5 * HOUR
    assert c.past_contact[0, -1] == HOUR
    assert c.past_from[0, 0] == -14 * DAY + 8 * HOUR
    assert c.past_from[0, 1] == NEVER
    assert c.past_until[0, 1] == -NEVER
    assert c.past_until[1, -1] == 15 * MINUTE
    # the visit of fifteen days ago is a meeting still, the one to come is none
    assert c.past_met.tolist() == [[1, 0], [3, 0]]


def test_arrays_are_read_only() -> None:
    """No engine can change what another reads."""
    c = compiled(week())
    for field in fields(c):
        value = getattr(c, field.name)
        if isinstance(value, np.ndarray):
            assert value.dtype == np.int64, field.name
            with pytest.raises(ValueError, match="read-only"):
                value[...] = 0


def test_an_empty_problem_compiles() -> None:
    """Without visits and clients there is nothing, and nothing fails."""
    c = compiled(problem())
    assert (c.n_clients, c.n_visits, c.n_slots, c.n_links) == (0, 0, 0, 0)
    assert c.past_met.shape == (0, 1)


def test_travel_that_is_known_is_taken() -> None:
    """Travel times are not worked out twice."""
    p = week()
    travel = travel_times(p)
    assert compile_problem(p, travel=travel).travel is travel


def test_merged() -> None:
    """Stretches that touch, overlap or contain each other are one."""
    assert merged([(5, 6), (0, 2), (2, 3), (10, 20), (11, 12)]) == [
        (0, 3),
        (5, 6),
        (10, 20),
    ]
    assert merged([]) == []


@pytest.mark.parametrize(
    ("window", "days", "periods", "met"),
    [
        # two weeks: each its own, one fortnight, one horizon
        (CarerWindow.WEEK, 14, [0, 1], [[0, 0], [0, 0]]),
        (CarerWindow.FORTNIGHT, 14, [0, 0], [[0, 0]]),
        (CarerWindow.HORIZON, 14, [0, 0], [[0, 0]]),
        # three: the first fortnight has its other half in the history
        (CarerWindow.FORTNIGHT, 21, [0, 1, 1], [[1, 0], [0, 0]]),
        (CarerWindow.FORTNIGHT, 7, [0], [[1, 0]]),
        (CarerWindow.WEEK, 7, [0], [[0, 0]]),
    ],
)
def test_periods_of_the_limit_on_carers(window, days, periods, met) -> None:
    """Fortnights are counted back from the last week of the horizon."""
    weeks = range(days // 7)
    p = problem(
        [worker("ann"), worker("ben")],
        [client("joan", carers=CarerLimit(window=window))],
        [visit(f"v{k}", "joan", "09:00", day=7 * k + 6) for k in weeks],
        days=days,
        past=[past("joan", "ann", "09:00", -7), past("joan", "ben", "09:00", -8)],
    )
    c = compiled(p)
    assert [int(c.period_at[q]) for q in c.visit_period] == periods
    assert c.period_met.tolist() == met
    assert c.period_client.tolist() == [0] * len(met)
