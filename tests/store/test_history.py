"""What is published this week is the history, and the ledgers, of the next."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from carerota.errors import DataError
from carerota.model import Assignment, Balances, History, Rota, WorkingTime
from carerota.model.faults import faults
from carerota.policies import load
from carerota.rules.new_faces import NewFaces
from carerota.score import check
from tests.builders import (
    AUTUMN,
    MONDAY,
    SPRING,
    moment,
    past,
    read,
    rota,
    visit,
    worker,
)
from tests.store.test_versions import codes, published
from tests.store.worlds import CO_OP, came, missed, plan, week

WEEK = timedelta(days=7)


def next_week(first=MONDAY, **more):
    """The week after."""
    return week(first=first + WEEK, **more)


def utc(visits):
    """Give past visits in UTC, in order."""
    return [
        (
            v.client,
            v.worker,
            f"{v.start.astimezone(UTC):%m-%d %H:%M}",
            f"{v.end.astimezone(UTC):%H:%M}",
        )
        for v in visits
    ]


def test_without_a_version_all_is_as_the_problem_says(store):
    """A proposal is no history: nobody was told of it."""
    problem = week(past=[past("ida", "ann", "08:00")])
    store.propose(week(first=MONDAY - WEEK), plan(week(first=MONDAY - WEEK)), by="Ben")
    carried = store.history_for(problem)
    assert carried.history == problem.history
    assert carried.since is None
    assert carried.into(problem) == problem


def test_what_was_published_becomes_history(store):
    """Each carer's part is a past visit; clock times are those of the co-op's zone."""
    problem = week()
    published(store, problem, plan(problem))
    after = next_week()
    carried = store.history_for(after)
    assert utc(carried.history.visits) == [
        ("ida", "ann", "06-01 07:00", "07:30"),
        ("joe", "ann", "06-01 08:00", "08:45"),
        ("ida", "ann", "06-07 01:30", "02:30"),
        ("ida", "ben", "06-07 01:30", "02:30"),
    ]
    assert {v.start.tzinfo for v in carried.history.visits} == {after.clock.zone}
    assert carried.since == MONDAY
    solved = carried.into(after)
    assert [issue for issue in faults(solved) if issue.code.startswith("past")] == []
    assert carried.history.published is None
    made = rota(solved, ("joe-mon", "ben", "09:00"), ("ida-mon", "ben", "08:00"))
    new = NewFaces().measure(read(solved, made))
    assert [key.id for key in new] == ["joe"], "Ben has met Ida on Sunday, not Joe"


@pytest.mark.parametrize(
    ("first", "wall", "start", "end"),
    [
        # Sunday 29 March 2026: 01:00 GMT becomes 02:00 BST
        (SPRING, "00:45", "03-29 00:45", "01:45"),
        (SPRING, "02:30", "03-29 01:30", "02:30"),
        # Sunday 25 October 2026: 02:00 BST becomes 01:00 GMT
        (AUTUMN, "00:45", "10-24 23:45", "00:45"),
        (AUTUMN, "02:30", "10-25 02:30", "03:30"),
    ],
)
def test_over_the_change_of_clocks_an_hour_is_an_hour(store, first, wall, start, end):
    """A visit of an hour in the night the clocks change is one of 60 minutes."""
    problem = week(first=first)
    when = moment(wall, 6, first=first)
    made = rota(problem, ("ida-mon", "ann", "08:00"), ("joe-mon", "ann", "09:00"))
    sunday = [
        Assignment(visit="ida-sun", slot=s, worker=w, start=when)
        for s, w in enumerate(("ann", "ben"))
    ]
    made = made.model_copy(
        update={"assignments": (*made.assignments, *sunday), "uncovered": ()}
    )
    assert check(problem, made).legal
    published(store, problem, made)
    carried = store.history_for(next_week(first))
    assert utc(carried.history.visits)[2:] == [
        ("ida", "ann", start, end),
        ("ida", "ben", start, end),
    ]
    assert carried.balances["ben"].unsocial_minutes == 60
    assert store.in_force(CO_OP, first + timedelta(days=6)).rota == made


def test_the_hour_that_comes_twice_is_kept_apart(store):
    """01:30 comes twice; the second is an hour after the first, in history too."""
    problem = week(first=AUTUMN)
    second = moment("01:30", 6, first=AUTUMN).replace(fold=1)
    sunday = [
        Assignment(visit="ida-sun", slot=s, worker=w, start=second)
        for s, w in enumerate(("ann", "ben"))
    ]
    published(store, problem, Rota(problem="tiny", assignments=tuple(sunday)))
    carried = store.history_for(next_week(AUTUMN))
    assert utc(carried.history.visits)[0][2:] == ("10-25 01:30", "02:30")


def test_actual_visits_take_the_place_of_planned_ones(store, clock):
    """Who really came when counts; a missed visit is nobody's; one found late is made."""
    problem = week()
    made = rota(problem, ("ida-mon", "ann", "08:00"), ("ida-sun", "ann", "02:30", 0))
    published(store, problem, made)
    clock.at(8)
    store.record_actuals(
        CO_OP,
        [
            came("ida-mon", "ben", "08:20-08:40"),
            came("joe-mon", "ben", "11:00-11:50"),
            missed("ida-sun", 6),
        ],
        by="Cat",
    )
    assert utc(store.history_for(next_week()).history.visits) == [
        ("ida", "ben", "06-01 07:20", "07:40"),
        ("joe", "ben", "06-01 10:00", "10:50"),
    ]
    store.record_actuals(CO_OP, [came("ida-mon", "ann", "08:25-08:40")], by="Cat")
    assert utc(store.history_for(next_week()).history.visits)[0] == (
        "ida",
        "ann",
        "06-01 07:25",
        "07:40",
    )
    assert len(store.actuals(CO_OP, MONDAY, MONDAY)) == 2


def test_the_store_holds_for_its_days_and_the_problem_for_the_others(store):
    """What the problem says of a day the store has a version for is not counted twice."""
    published(store, week(), plan(week()))
    own = [
        past("joe", "ben", "10:00", day=-8, first=MONDAY + WEEK),
        past("ida", "ben", "08:00", day=-7, first=MONDAY + WEEK),
    ]
    visits = store.history_for(next_week(past=own)).history.visits
    assert len(visits) == 5
    assert utc(visits)[0][:2] == ("joe", "ben")


def test_an_old_past_is_thinned_to_the_last_meeting(store):
    """Of more than eight weeks ago the last visit of each worker to each client stays."""
    published(store, week(), plan(week()))
    old = [past("joe", "ben", "10:00", day=d) for d in (-80, -70)]
    near = [past("joe", "ben", "10:00", day=d) for d in (-20, -10)]
    met = [*old, past("ida", "ben", "09:00", day=-75), *near]
    carried = store.history_for(next_week(past=met))
    own = [v for v in utc(carried.history.visits) if v[2] < "06-01"]
    assert [v[2][:5] for v in own] == ["05-12", "05-22"], "Ben has met both since"
    joe = store.history_for(next_week(past=[*old, past("joe", "ann", "9:00", day=-69)]))
    assert utc(joe.history.visits)[0][1:3] == ("ben", "03-23 10:00")
    fresh = week(first=MONDAY - 5 * WEEK, past=met)
    assert store.history_for(fresh).history.visits == tuple(met)


def test_ledgers_are_summed_by_the_rules_that_use_them(store):
    """Unsocial time, travel, split days and wishes are those of the fairness rules."""
    likes = {"avoid_clients": ["joe"]}
    workers = [
        worker("ann", preferences=likes, contract={"target_hours": 20}),
        worker("ben", contract={"target_hours": 20}),
    ]
    problem = week(workers=workers)
    made = rota(
        problem,
        ("ida-mon", "ann", "08:00", 0, 1),
        ("joe-mon", "ann", "11:00", 0, 2),
        ("ida-sun", "ann", "02:30", 0),
        ("ida-sun", "ben", "02:30", 1),
    )
    published(store, problem, made)
    carried = store.history_for(next_week(workers=workers))
    # two ways there and two back on Monday, one of each on Sunday, ten minutes each
    assert carried.balances["ann"] == Balances(
        unsocial_minutes=60, travel_minutes=60, split_days=1, unmet_preferences=1
    )
    assert carried.balances["ben"] == Balances(unsocial_minutes=60, travel_minutes=20)
    solved = carried.into(next_week(workers=workers))
    assert solved.workers[0].balances == carried.balances["ann"]
    assert carried.into(problem, ledgers=False).workers == problem.workers


def test_ledgers_follow_the_policy_of_the_next_solve(store):
    """What members have voted to be unsocial counts for the weeks before it too."""
    published(store, week(), plan(week()))
    policy = load()
    line = policy.rules["fairness_unsocial"]
    params = {**line.params, "weekends": False, "early_hour": 8.25}
    rules = {
        **policy.rules,
        "fairness_unsocial": line.model_copy(update={"params": params}),
    }
    policy = policy.model_copy(update={"rules": rules})
    carried = store.history_for(next_week(), policy=policy)
    assert carried.balances["ann"].unsocial_minutes == 15 + 60


def test_balances_of_before_the_store_fade(store):
    """At first they count whole, then less by each week that the store knows."""
    before = Balances(unsocial_minutes=1700, split_days=17)
    workers = [worker("ann", balances=before), worker("ben")]
    problem = week(workers=workers)
    published(store, problem, plan(problem))
    after = store.history_for(next_week(workers=workers))
    assert after.balances["ann"].unsocial_minutes == 1700 * 16 / 17 + 60
    assert after.balances["ann"].split_days == 16
    late = week(first=MONDAY + 17 * WEEK, workers=workers)
    assert store.history_for(late).balances["ann"].unsocial_minutes == 60
    later = week(first=MONDAY + 19 * WEEK, workers=workers)
    assert store.history_for(later).into(later).workers == later.workers


def test_hours_before_are_those_of_whole_weeks(store):
    """Hours lived come before those the problem tells of, as many as there is room for."""
    before = WorkingTime(hours_before=480, weeks_before=16)
    workers = [worker("ann", working_time=before), worker("ben")]
    for i in range(2):
        problem = week(first=MONDAY + i * WEEK, workers=workers)
        published(store, problem, plan_of(problem))
    third = week(first=MONDAY + 2 * WEEK, workers=workers)
    found = store.history_for(third).working_time
    # Monday 75 min of care, 10 on the way, 20 of waiting, 20 home; Sunday 60 and 20
    own = 2 * (75 + 10 + 20 + 20 + 60 + 20) / 60
    assert found["ann"].weeks_before == 17
    assert found["ann"].hours_before == pytest.approx(480 * 15 / 16 + own, abs=0.01)
    assert found["ben"].weeks_before == 2
    assert found["ben"].hours_before == pytest.approx(2 * 80 / 60, abs=0.01)


def plan_of(problem):
    """The plan, on the days of another week."""
    first = problem.first_day
    sunday = moment("02:30", 6, first=first)
    return Rota(
        problem=problem.name,
        assignments=(
            Assignment(
                visit="ida-mon", worker="ann", start=moment("08:00", first=first)
            ),
            Assignment(
                visit="joe-mon", worker="ann", start=moment("09:00", first=first)
            ),
            Assignment(visit="ida-sun", slot=0, worker="ann", start=sunday),
            Assignment(visit="ida-sun", slot=1, worker="ben", start=sunday),
        ),
    )


def test_what_is_in_force_is_the_published_rota_of_the_next_solve(store, clock):
    """And notice runs from now. Where nothing is, the problem's own stays."""
    problem = week()
    own = plan(problem, sunday="04:00")
    told = problem.model_copy(update={"history": History(published=own)})
    assert store.history_for(told).history.published == own
    made = plan(problem)
    published(store, problem, made)
    history = store.history_for(told).history
    assert history.published == made
    assert history.published_at == clock.time
    assert store.history_for(problem, co_op="another").history == problem.history


def test_only_days_before_the_horizon_are_past(store):
    """A horizon that begins in the middle of a version takes its earlier days only."""
    published(store, week(), plan(week()))
    sunday = MONDAY + timedelta(days=6)
    later = week(
        first=sunday,
        visits=[visit("ida-sun", "ida", "00:30-06:00", 60, slots=2, first=sunday)],
    )
    carried = store.history_for(later)
    assert [v.client for v in carried.history.visits] == ["ida", "joe"]
    assert [a.visit for a in carried.history.published.assignments] == ["ida-sun"] * 2


@pytest.mark.parametrize(
    ("actual", "code", "path"),
    [
        (came("nowhere", "ann", "08:00-08:30"), "unknown-visit", "visit"),
        (came("ida-mon", "ann", "08:00-08:30", 1), "unknown-visit", "visit"),
        (came("ida-mon", "ann", "08:00-08:30", slot=1), "unknown-slot", "slot"),
        (came("ida-mon", "nobody", "08:00-08:30"), "unknown-worker", "worker"),
        (came("ida-mon", "ann", "08:30-08:00"), "actual-backwards", "end"),
        (came("ida-mon", "ann", "08:00-08:30", 14), "nothing-published", "day"),
        (came("ida-sun", "ann", "14:00-15:00", 6), "actual-in-future", "end"),
        (
            came("ida-mon", "ann", "08:00-08:30").model_copy(update={"end": None}),
            "missing",
            "end",
        ),
        (
            came("ida-mon", "ann", "08:00-08:30").model_copy(update={"missed": True}),
            "missed-made",
            "worker",
        ),
        (
            came("ida-mon", "ann", "08:00-08:30", 3).model_copy(update={"day": MONDAY}),
            "actual-other-day",
            "start",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(store, clock, actual, code, path):
    """With its place, and nothing of it is stored."""
    published(store, week(), plan(week()))
    clock.at(6)
    good = came("joe-mon", "ann", "09:00-09:45")
    with pytest.raises(DataError) as error:
        store.record_actuals(CO_OP, [good, actual], by="Cat")
    assert codes(error)[0] == code
    assert error.value.issues[0].path == f"actuals[1].{path}"
    assert store.actuals(CO_OP, MONDAY, MONDAY + WEEK) == ()


def test_one_slot_told_twice_at_once_is_refused(store, clock):
    """Which of the two holds nobody could say."""
    published(store, week(), plan(week()))
    clock.at(8)
    twice = [came("ida-mon", "ann", "08:00-08:30"), missed("ida-mon")]
    with pytest.raises(DataError) as error:
        store.record_actuals(CO_OP, twice, by="Cat")
    assert codes(error) == ["actual-twice"]
    with pytest.raises(DataError) as error:
        store.record_actuals(CO_OP, twice[:1], by=" ")
    assert codes(error) == ["no-name"]
    store.record_actuals(CO_OP, [], by="Cat")
    assert store.actuals(CO_OP, MONDAY, MONDAY) == ()


def test_a_visit_that_was_made_stays_lived_when_a_newer_version_drops_it(store, clock):
    """What happened under one version is known under the next that has no such visit."""
    published(store, week(), plan(week()))
    clock.at(1)
    store.record_actuals(CO_OP, [came("joe-mon", "ben", "10:00-10:45")], by="Cat")
    fewer = week(visits=[v for v in week().visits if v.id != "joe-mon"])
    made = rota(
        fewer,
        ("ida-mon", "ann", "08:00"),
        ("ida-sun", "ann", "02:30", 0),
        ("ida-sun", "ben", "02:30", 1),
    )
    published(store, fewer, made)
    visits = utc(store.history_for(next_week()).history.visits)
    assert ("joe", "ben", "06-01 09:00", "09:45") in visits
    assert len(visits) == 4
