"""A rota read against its problem: days, gaps, runs, breaks and history."""

from __future__ import annotations

from random import Random

import pytest

from tests.builders import (
    AUTUMN,
    MONDAY,
    SPRING,
    client,
    past,
    problem,
    read,
    rota,
    visit,
    worker,
)

MINUTE = 60
HOUR = 60 * MINUTE


def day(**more: object):
    """Give a problem of three visits of half an hour, ten minutes between places."""
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan"), client("kim", access_minutes=2), client("lee")],
        [
            visit("v1", "joan", "07:00-20:00"),
            visit("v2", "kim", "07:00-20:00"),
            visit("v3", "lee", "07:00-20:00"),
        ],
        **more,
    )


def reading(*made: tuple, breaks: tuple = (), **more: object):
    """Read a rota of that day."""
    p = day(**more)
    return read(p, rota(p, *made, breaks=breaks))


def test_an_empty_rota_has_no_days() -> None:
    """Nobody works, and each visit has no assignment."""
    r = reading()
    assert r.days == {}
    assert r.stops == ()
    assert r.stops_of == {"v1": (), "v2": (), "v3": ()}
    assert r.days_of("ann") == []


def test_the_clocks_of_a_day_of_one_run() -> None:
    """Contact, travel, waiting, paid and working time are each what they say."""
    r = reading(("v1", "ann", "08:00"), ("v2", "ann", "08:45"), ("v3", "ann", "10:00"))
    ann = r.days["ann", 0]
    assert ann.first == 8 * HOUR
    assert ann.last == 10 * HOUR + 30 * MINUTE
    assert ann.begins(home_legs=True) == 7 * HOUR + 50 * MINUTE
    assert ann.ends(home_legs=True) == 10 * HOUR + 40 * MINUTE
    assert ann.contact == 90 * MINUTE
    assert ann.travel == (12 + 10) * MINUTE
    assert ann.waiting == (3 + 35) * MINUTE
    assert ann.paid == 150 * MINUTE
    assert ann.home_travel == 20 * MINUTE
    assert ann.working(home_legs=False) == ann.paid
    assert ann.working(home_legs=True) == ann.paid + 20 * MINUTE
    assert ann.metres == 20_000
    assert [[s.visit.id for s in run] for run in ann.runs] == [["v1", "v2", "v3"]]


def test_the_clocks_of_a_day_of_two_runs() -> None:
    """Time at home is neither paid nor waiting; both ways belong to home."""
    r = reading(("v1", "ann", "08:00"), ("v2", "ann", "17:00", 0, 2))
    ann = r.days["ann", 0]
    (gap,) = ann.gaps
    assert gap.at_home
    assert gap.leg == (10 + 12) * MINUTE
    assert gap.home == 8 * HOUR + 30 * MINUTE - gap.leg
    assert gap.waiting == 0
    assert ann.travel == 0
    assert ann.paid == 60 * MINUTE
    assert ann.home_travel == (10 + 22 + 10) * MINUTE
    assert ann.metres == 20_000
    assert [[s.visit.id for s in run] for run in ann.runs] == [["v1"], ["v2"]]


def test_stops_are_read_in_order_of_start_then_end_then_visit() -> None:
    """Whatever the order of the rota, the day has one order; ties go by length."""
    p = problem(
        [worker("ann")],
        [client("joan")],
        [
            visit("long", "joan", "08:00", 60),
            visit("b", "joan", "08:00", 30),
            visit("a", "joan", "08:00", 30, slots=2),
        ],
    )
    made = [(x, "ann", "08:00") for x in ("long", "a", "b")]
    r = read(p, rota(p, ("a", "ann", "08:00", 1), *made))
    stops = [(s.visit.id, s.slot) for s in r.days["ann", 0].stops]
    assert stops == [("b", 0), ("a", 0), ("a", 1), ("long", 0)]
    assert [s.slot for s in r.stops_of["a"]] == [0, 1]


@pytest.mark.parametrize(
    ("second", "length", "shortage", "overlap"),
    [("08:45", 15, 0, 0), ("08:40", 10, 2, 0), ("08:20", 0, 12, 10)],
)
def test_a_gap_that_is_too_short(
    second: str, length: int, shortage: int, overlap: int
) -> None:
    """What is missing to get there, and what overlaps, are told apart."""
    (gap,) = reading(("v1", "ann", "08:00"), ("v2", "ann", second)).days["ann", 0].gaps
    got = (gap.length, gap.shortage, gap.overlap)
    assert got == (length * MINUTE, shortage * MINUTE, overlap * MINUTE)


def test_a_break_belongs_to_the_gap_it_begins_in() -> None:
    """Each break is in one gap; those of other workers and other times in none."""
    r = reading(
        ("v1", "ann", "08:00"),
        ("v2", "ann", "09:30"),
        ("v3", "ann", "11:00"),
        breaks=(
            ("ann", "08:30", "08:50"),
            ("ann", "09:00", "09:10"),
            ("ann", "10:00", "10:20"),
            ("ann", "12:00", "12:20"),
            ("ben", "08:30", "08:50"),
        ),
    )
    first, second = r.days["ann", 0].gaps
    assert first.rest == 30 * MINUTE
    assert first.waiting == (60 - 12 - 30) * MINUTE
    assert second.rest == 20 * MINUTE


def test_a_break_at_home_is_no_break_of_the_rota() -> None:
    """Between runs a worker needs no break on paper."""
    r = reading(
        ("v1", "ann", "08:00"),
        ("v2", "ann", "10:00", 0, 2),
        breaks=(("ann", "08:30", "08:50"),),
    )
    assert r.days["ann", 0].gaps[0].breaks == ()


def test_a_visit_after_midnight_belongs_to_its_own_day() -> None:
    """The day of the rota is the visit's, also when it starts on the next date."""
    p = problem(
        [worker("ann")],
        [client("joan")],
        [visit("v1", "joan", "23:00"), visit("v2", "joan", "24:30")],
    )
    r = read(p, rota(p, ("v1", "ann", "23:00"), ("v2", "ann", "24:30")))
    assert list(r.days) == [("ann", 0)]
    assert r.days["ann", 0].last == 25 * HOUR
    assert r.at(r.days["ann", 0].last) == "Tue 2 Jun 01:00"
    assert r.day_name(0) == "Mon 1 Jun"


@pytest.mark.parametrize(("first", "hours"), [(SPRING, 2), (AUTUMN, 4), (MONDAY, 3)])
def test_the_night_the_clocks_change(first, hours: int) -> None:
    """From half past midnight to half past three are two, four or three hours."""
    p = problem(
        [worker("ann", first=first)],
        [client("joan")],
        [
            visit("v1", "joan", "24:00", day=5, first=first),
            visit("v2", "joan", "27:30", day=5, first=first),
        ],
        first=first,
    )
    r = read(p, rota(p, ("v1", "ann", "24:00"), ("v2", "ann", "27:30")))
    assert r.days["ann", 5].gaps[0].length == hours * HOUR


def test_weeks_are_calendar_weeks_cut_to_the_horizon() -> None:
    """A horizon from Saturday to Monday week has three weeks."""
    p = day(first_day=MONDAY.replace(day=6), days=10)
    assert read(p, rota(p)).weeks == ((0, 1), (2, 3, 4, 5, 6, 7, 8), (9,))


def test_history_is_read_by_worker_day_and_client() -> None:
    """Past visits are in order of time; strangers and visits of the horizon are not."""
    r = reading(
        past=[
            past("kim", "ann", "17:00", -1),
            past("joan", "ann", "08:00", -1, minutes=45),
            past("joan", "ann", "08:00", -3),
            past("joan", "gone", "08:00", -3),
            past("joan", "ann", "08:00", 0),
        ]
    )
    assert [v.client for v in r.past["ann"]] == ["joan", "joan", "kim"]
    days = [(d.day, d.start, d.end, d.contact) for d in r.past_days["ann"]]
    assert days == [
        (-3, -64 * HOUR, -64 * HOUR + 30 * MINUTE, 30 * MINUTE),
        (-1, -16 * HOUR, -6 * HOUR - 30 * MINUTE, 75 * MINUTE),
    ]
    assert r.past_days["ben"] == ()
    assert r.past_meetings == {("joan", "ann"): 2, ("kim", "ann"): 1}


def test_the_tick_of_the_problem_holds() -> None:
    """With one tick a minute all is counted in minutes."""
    r = reading(("v1", "ann", "08:00"), ("v2", "ann", "08:45"), ticks_per_minute=1)
    assert r.days["ann", 0].paid == 75
    assert r.words(75) == "1 h 15 min"
    assert r.ticks(1.5) == 2


def test_reading_again_is_reading_anew():
    """Another rota of the same problem is read as if it were the first."""
    from carerota.rules.book import NAMES, bind
    from tests.strategies import any_rota, policy_all, tiny_problem

    for seed in range(20):
        rnd = Random(seed)
        tiny = tiny_problem(rnd)
        first, second = any_rota(rnd, tiny), any_rota(rnd, tiny)
        used = read(tiny, first)
        book = bind(policy_all(NAMES), tiny.ticks_per_minute)
        for bound in book:
            bound.rule.measure(used)
        again, anew = used.again(second), read(tiny, second)
        for bound in book:
            assert bound.rule.measure(again) == bound.rule.measure(anew), bound.name
