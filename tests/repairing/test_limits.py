"""A repair's time limit is for all of it: the search ends in time for what follows."""

from __future__ import annotations

import pytest

from carerota.engines.base import Status, Stopwatch
from carerota.model import ReasonKind, WorkerSick
from carerota.repairing import repair
from carerota.repairing.limits import Limits, TimeLeft
from tests.builders import moment
from tests.repairing.days import day

STEP = 0.05
"""Seconds that pass on the tests' clock whenever somebody looks at it."""


class Clock:
    """A clock that goes on by being looked at, however busy the machine is."""

    def __init__(self, step=0.0):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def left(seconds, moves=None):
    clock = Clock()
    limits = Limits(seconds, moves, seed=1, threads=1)
    return TimeLeft(limits, Stopwatch(clock)), clock


def test_what_follows_a_search_has_its_time():
    """The slower the checker the earlier the search ends; reasons have their share."""
    found, clock = left(10.0)
    quick = found.searching(missing=False)
    assert found.searching(missing=True) < quick < 10.0
    clock.now = 0.3
    found.looked(0.0)
    slow = found.searching(missing=False)
    assert slow < quick - 1.0
    # half of the time is for the search, whatever the checker takes
    clock.now = 100.0
    found.looked(0.0)
    assert found.searching(missing=True) == 5.0


def test_what_is_known_is_no_look(monkeypatch):
    """A stop condition hears the price after every piece; it takes no time to tell."""
    looks: list[float] = []
    took = TimeLeft.looked

    def looked(self, since, *, priced=True):
        looks.append(since)
        took(self, since, priced=priced)

    monkeypatch.setattr(TimeLeft, "looked", looked)
    asked: list[object] = []
    both_sick(moves=2_000, stop=lambda p: asked.append(p.levels) and False)
    assert len(asked) > 3 * len(looks)
    assert any(levels is not None for levels in asked)


def test_a_long_look_is_forgotten():
    """The machine may have been busy with something else."""
    found, clock = left(10.0)
    clock.now = 1.0
    found.looked(0.0)
    before = found.searching(missing=False)
    clock.now = 1.1
    found.looked(1.0)
    assert before < found.searching(missing=False)


def test_time_runs_out():
    """What is left gets less; a compiler that ran once on this machine does not count."""
    found, clock = left(10.0)
    clock.now = 0.2
    found.looked(0.0)
    assert found.enough(missing=True)
    clock.now = 9.4
    assert found.enough(looks=1.0, missing=False)
    assert not found.enough(looks=1.0, missing=True)
    assert 0 < found.for_reasons() < 0.6
    clock.now = 12.0
    assert not found.enough(missing=False)
    assert found.for_reasons() < 0
    found.grant(20.0)
    assert found.enough(missing=False)


@pytest.mark.parametrize("terms", [(None, None), (10.0, 500)])
def test_without_a_clock_there_is_enough(terms):
    """By moves nothing depends on how fast the machine is."""
    found, clock = left(*terms)
    clock.now = 1e9
    found.looked(0.0)
    assert not found.by_clock
    assert found.enough(missing=True)
    assert found.for_reasons() == found.searching(missing=True) == float("inf")


def both_sick(**more):
    p, r = day()
    events = [
        WorkerSick(worker=w, start=moment("06:00"), end=moment("23:00"))
        for w in ("ann", "ben")
    ]
    terms = {"threads": 1, "frozen_minutes": 0.0, **more}
    return repair(p, r, events, moment("06:05"), **terms)


def test_the_limit_holds_for_the_whole(monkeypatch):
    """With reasons for six visits that nobody can make it ends within half a second."""
    clock = Clock(STEP)
    monkeypatch.setattr(
        "carerota.repairing.mending.Stopwatch", lambda: Stopwatch(clock)
    )
    result = both_sick(time_limit=2.0)
    assert result.seconds <= 2.5
    kinds = {u.reason.kind for u in result.rota.uncovered}
    assert kinds <= {ReasonKind.IMPOSSIBLE, ReasonKind.NOT_PROVEN}


def test_what_is_not_proven_in_time_says_so(monkeypatch):
    """Where the search took all the time nothing is claimed of what is uncovered."""
    monkeypatch.setattr(TimeLeft, "for_reasons", lambda _: 0.0)
    result = both_sick(time_limit=0.5)
    assert len(result.rota.uncovered) == 6
    for left_out in result.rota.uncovered:
        assert left_out.reason.kind is ReasonKind.NOT_PROVEN
        assert "no time was left" in left_out.reason.text


def test_by_moves_reasons_have_the_work_they_need():
    """Everything is proven, whatever the clock says."""
    result = both_sick(moves=200)
    kinds = {u.reason.kind for u in result.rota.uncovered}
    assert kinds == {ReasonKind.IMPOSSIBLE}


def test_without_any_limit_it_goes_on_until_it_is_stopped():
    """``time_limit=None`` is no limit, and no time either was one before."""
    asked = []

    def stop(progress):
        asked.append(progress.moves)
        return progress.moves > 30_000

    p, r = day()
    sick = WorkerSick(worker="ann", start=moment("06:00"), end=moment("23:00"))
    result = repair(
        p, r, [sick], moment("06:05"), time_limit=None, stop=stop, threads=1
    )
    assert result.status is Status.STOPPED
    assert asked[-1] > 30_000
    assert not result.breaches
