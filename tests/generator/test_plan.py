from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from carerota.generator.plan import Stop, WeekPlan, blocks_of, has_long_rest
from carerota.model import (
    Availability,
    Client,
    Contract,
    Place,
    RotaProblem,
    Worker,
)
from carerota.travel import travel_times

MONDAY = date(2026, 6, 8)
HOUR = 3600


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 6, 8 + day, hour, tzinfo=ZoneInfo("Europe/London"))


def plan_of(*spans: tuple[int, int, int], hours: float = 40) -> WeekPlan:
    """A worker next door to the only client, available from hour to hour on days."""
    held = tuple(Availability(start=at(d, a), end=at(d, b)) for d, a, b in spans)
    worker = Worker(
        id="w",
        home="h",
        availability=held,
        contract=Contract(maximum_hours=hours, target_hours=hours),
    )
    here = {"latitude": 52.0, "longitude": -1.0}
    problem = RotaProblem(
        name="next door",
        first_day=MONDAY,
        places=(Place(id="h", **here), Place(id="p", **here)),
        workers=(worker,),
        clients=(Client(id="c", place="p"),),
    )
    return WeekPlan(worker, problem, travel_times(problem))


def put(plan: WeekPlan, day: int, start: float, hours: float) -> bool:
    """Put a visit of some hours at an hour of a day, if it fits and is legal."""
    tick = round((24 * day + start) * HOUR)
    length = round(hours * HOUR)
    for opening in plan.openings(day, 1, 0, length, (tick, tick)):
        number = sum(len(b.stops) for bs in plan.blocks.values() for b in bs)
        return plan.put(day, opening, Stop(tick, tick + length, 1, 0, number, 0))
    return False


def test_only_when_available() -> None:
    """A visit fits between the ends of what is available, to the minute."""
    plan = plan_of((0, 7, 12))
    assert put(plan, 0, 7, 1)
    assert put(plan, 0, 11, 1)
    assert not put(plan, 0, 11.5, 1)
    assert not put(plan, 1, 8, 1)


def test_one_visit_at_a_time() -> None:
    """What overlaps a visit does not fit."""
    plan = plan_of((0, 7, 12))
    assert put(plan, 0, 8, 1)
    assert not put(plan, 0, 8.5, 1)
    assert put(plan, 0, 9, 1)


def test_eleven_hours_of_rest() -> None:
    """An early start after a late end is refused, 11 hours later it is taken."""
    plan = plan_of((0, 7, 22), (1, 7, 22))
    assert put(plan, 0, 20, 1)
    assert not put(plan, 1, 7.5, 1)
    assert put(plan, 1, 8, 1)


def test_a_break_within_long_days() -> None:
    """Seven hours without a pause are refused; with 20 minutes in them they are not."""
    plan = plan_of((0, 7, 16))
    assert put(plan, 0, 7, 4)
    assert not put(plan, 0, 11, 3)
    assert put(plan, 0, 11.5, 3)
    rest = plan.days[0].rest
    assert rest is not None
    assert rest[1] - rest[0] == 20 * 60


def test_home_between_runs() -> None:
    """Where there are 45 minutes at home a new run begins."""
    plan = plan_of((0, 7, 20))
    assert put(plan, 0, 7, 1)
    assert put(plan, 0, 8.5, 1)
    assert put(plan, 0, 12, 1)
    assert [len(run) for run in plan.days[0].runs] == [2, 1]
    assert plan.days[0].worked == 3.5 * HOUR


def test_hours_of_the_contract() -> None:
    """The week ends at the contract's maximum."""
    plan = plan_of((0, 7, 12), (1, 7, 12), hours=8)
    assert put(plan, 0, 7, 4)
    assert put(plan, 1, 7, 4)
    assert not put(plan, 1, 11, 1)


def test_taken_out_again() -> None:
    """A visit taken out leaves the day as it was."""
    plan = plan_of((0, 7, 12))
    assert put(plan, 0, 7, 1)
    plan.take_out(0, 0)
    assert plan.days == {}
    assert put(plan, 0, 7, 1)


@pytest.mark.parametrize(("gap", "enough"), [(34, False), (35, True)])
def test_the_rest_of_the_week(gap: int, enough: bool) -> None:
    """Thirty-five hours free between two days are a weekly rest, 34 are not."""
    week = 7 * 24 * HOUR
    spans = [(0, 20 * HOUR), ((20 + gap) * HOUR, week)]
    assert has_long_rest(spans, 0, week, 60) is enough


def test_intervals_that_touch_are_one_block() -> None:
    """What is available and, on top, preferred or unwelcome is one block."""
    plan = plan_of((0, 7, 12), (0, 9, 14), (0, 15, 18))
    blocks = plan.blocks[0]
    assert [(b.start // HOUR, b.end // HOUR) for b in blocks] == [(7, 14), (15, 18)]
    assert blocks_of(plan.worker.model_copy(update={"availability": ()}), _any()) == {}


def _any() -> RotaProblem:
    return RotaProblem(name="", first_day=MONDAY, places=(), workers=(), clients=())
