"""A board weighs days without writing them, and times what is wished for."""

from __future__ import annotations

from random import Random

import pytest

from carerota.advice.trial.trial import Trial
from carerota.generator import generate
from tests.builders import client, problem, rota, visit, worker


def test_what_a_day_would_cost_is_what_it_costs():
    """To weigh a day writes nothing, and says what writing it comes to."""
    week = generate("hamlet")
    trial = Trial(week, week.history.published)
    board, rnd = trial.board, Random(3)
    for w, d in sorted(board.days):
        day = board.day(w, d)
        gone = rnd.randrange(len(day) + 1)
        tried = (*day[:gone], *day[gone + 1 :])
        tried = tuple(x._replace(home=False, rest=0, rest_at=0) for x in tried)
        before = board.penalty, board.priced
        weighed = board.weigh(w, d, tried)
        assert (board.penalty, board.priced) == before
        assert board.weigh(w, d, day) == before
        assert trial.changes().rows == ()
        board.lay(w, d, tried)
        assert weighed == (board.penalty, board.priced)
        assert board.day(w, d) == tried
        trial.go_back()


def morning():
    """One worker at four clients ten minutes apart, a window of its own each."""
    names = "abcd"
    return problem(
        [worker("ann", available=[(0, "08:50-12:00")])],
        [client(x) for x in names],
        [visit(x, x, "08:30-11:00") for x in names],
    )


def timed(trial, *wishes, pull):
    """Time ``(name, start in minutes of the day)``; gives minutes of the day."""
    c = trial.compiled
    minute = c.problem.ticks_per_minute
    rows = [
        (
            trial.slot(name),
            trial.visit(name),
            at * minute,
            *rest,
            *(0,) * (4 - len(rest)),
        )
        for name, at, *rest in wishes
    ]
    return [x.start // minute for x in trial.board.timed(0, rows, pull=pull)]


@pytest.fixture
def trial():
    """The morning with nobody in it yet."""
    p = morning()
    return Trial(p, rota(p))


def test_what_comes_after_is_pushed(trial):
    """A visit lasts 30 minutes and the way takes 10: what is in the way goes later."""
    wishes = ("a", 540), ("b", 545), ("c", 640)
    assert timed(trial, *wishes, pull=False) == [540, 580, 640]


def test_what_comes_before_is_pulled(trial):
    """Told to pull, what comes before starts earlier where it may."""
    assert timed(trial, ("a", 545), ("b", 580), pull=True) == [540, 580]
    assert timed(trial, ("a", 545), ("b", 580), pull=False) == [545, 585]
    assert timed(trial, ("a", 560), ("b", 600), pull=True) == [560, 600]
    assert timed(trial, ("a", 540), ("b", 545), pull=True) == [530, 570]


def test_a_fixed_visit_stays(trial):
    """Whatever comes before it."""
    assert timed(trial, ("a", 540), ("b", 545, 1), pull=False) == [540, 545]


def test_a_visit_starts_when_the_worker_is_there(trial):
    """The window opens at 08:30, and the worker is there from 08:50."""
    assert timed(trial, ("a", 400), pull=False) == [530]


def test_a_break_takes_its_time(trial):
    """It stays where it was if it can, else it is as early as it can be."""
    minute = trial.compiled.problem.ticks_per_minute
    rows = [
        (0, 0, 540 * minute, 0, 0, 0, 0),
        (1, 1, 545 * minute, 0, 0, 0, 20 * minute),
    ]
    first, second = trial.board.timed(0, rows, pull=False)
    assert second.start == 600 * minute
    assert (second.rest_at, second.rest) == (570 * minute, 20 * minute)
    assert first.rest == 0
    kept = trial.board.timed(
        0, [rows[0], (1, 1, 640 * minute, 0, 0, 600 * minute, 20 * minute)], pull=False
    )
    assert kept[1].rest_at == 600 * minute


def test_home_between_visits_takes_both_ways(trial):
    """And has no break of its own."""
    assert timed(trial, ("a", 540), ("b", 545, 0, 1, 0, 9), pull=False) == [540, 590]
