"""Past visits as arrays: ticks, local days and wall clocks, whatever the zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from carerota.compiled.past import past_times, wall_of
from carerota.compiled.problem import PAST_DAYS
from carerota.model import PastVisit
from carerota.units import Clock
from tests.builders import AUTUMN, SPRING, client, compiled, past, problem, worker

MOMENTS = st.builds(
    lambda minutes, hours: (
        datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ).astimezone(timezone(timedelta(hours=hours))),
    st.integers(0, 250 * 24 * 60),
    st.integers(-12, 14),
)
"""From a March to a November, in any zone."""


@settings(deadline=None, database=None, derandomize=True)
@given(st.lists(st.tuples(MOMENTS, st.integers(0, 90_000))), st.sampled_from("ab"))
def test_each_visit_is_where_the_clock_has_it(drawn, which):
    """Row by row what the problem's clock says of each moment alone."""
    clock = Clock("Europe/London", SPRING if which == "a" else AUTUMN, 7, 10)
    visits = tuple(
        PastVisit(client="c", worker="w", start=s, end=s + timedelta(seconds=n))
        for s, n in drawn
    )
    times = past_times(visits, clock)
    for i, visit in enumerate(visits):
        local = visit.start.astimezone(clock.zone)
        assert times.start[i] == clock.tick(visit.start)
        assert times.end[i] == clock.tick(visit.end)
        assert times.day[i] == clock.index_of(local.date())
        wall = clock.midnight(local.date()).replace(tzinfo=None)
        wall += timedelta(microseconds=int(times.wall[i]))
        assert wall == local.replace(tzinfo=None)
        assert times.wall[i] == wall_of(local)


def test_days_of_work_before_the_horizon():
    """First start, last end and time with clients; who is gone counts to nobody."""
    c = compiled(
        problem(
            [worker("ann"), worker("bob")],
            [client("x")],
            past=[
                past("x", "ann", "17:00", -1),
                past("x", "ann", "08:00", -1),
                past("x", "bob", "09:00", -PAST_DAYS),
                past("x", "bob", "09:00", -PAST_DAYS - 1),
                past("gone", "ann", "10:00", -2),
                past("x", "gone", "10:00", -2),
            ],
        )
    )
    minute = c.problem.ticks_per_minute
    assert c.past_from[0, -1] == -16 * 60 * minute
    assert c.past_until[0, -1] == (-7 * 60 + 30) * minute
    assert c.past_contact[0].tolist()[-2:] == [30 * minute, 60 * minute]
    assert c.past_contact[1].tolist() == [30 * minute] + [0] * (PAST_DAYS - 1)
    assert c.past_met.tolist() == [[2, 2]]
    assert c.past_client.tolist() == [0, 0, 0, 0, -1, 0]
    assert c.past_worker.tolist() == [0, 0, 1, 1, 0, -1]
