from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from carerota.model import RotaProblem


def test_four_weeks_before(made: RotaProblem) -> None:
    """The past ends before the horizon, begins four weeks earlier, and is in order."""
    past = made.history.visits
    days = {visit.start.date() for visit in past}
    assert max(days) < made.first_day
    assert min(days) >= made.first_day - timedelta(weeks=4)
    assert [v.start for v in past] == sorted(v.start for v in past)


def test_nobody_in_two_places(made: RotaProblem) -> None:
    """No worker made two visits at the same time."""
    mine = defaultdict(list)
    for visit in made.history.visits:
        mine[visit.worker].append((visit.start, visit.end))
    for spans in mine.values():
        spans.sort()
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_mostly_the_same_few_carers(town: RotaProblem) -> None:
    """The four most frequent carers make most of a client's visits."""
    carers = defaultdict[str, Counter[str]](Counter)
    for visit in town.history.visits:
        carers[visit.client][visit.worker] += 1
    usual = sum(n for c in carers.values() for _, n in c.most_common(4))
    assert usual / len(town.history.visits) > 0.6


def test_new_clients_have_no_past(town: RotaProblem) -> None:
    """Nobody was visited before their package began."""
    first = {p.client: p.first_day for p in town.packages}
    for visit in town.history.visits:
        assert first[visit.client] <= visit.start.date()


def test_hours_before_follow_from_it(made: RotaProblem) -> None:
    """The averaging hours are those of the visits, with some travel on top."""
    minutes = Counter[str]()
    for visit in made.history.visits:
        minutes[visit.worker] += round((visit.end - visit.start).total_seconds() / 60)
    for worker in made.workers:
        assert worker.working_time.weeks_before == 4
        hours = minutes[worker.id] / 60
        assert hours <= worker.working_time.hours_before <= 1.6 * hours + 0.1


def test_published_before_the_week(made: RotaProblem) -> None:
    """The rota was published some days ahead."""
    at = made.history.published_at
    assert at is not None
    ahead = made.clock.midnight(made.first_day) - at
    assert ahead >= timedelta(days=3)


@pytest.mark.parametrize("name", ["village", "town"])
def test_balances_differ(name: str, request: pytest.FixtureRequest) -> None:
    """Workers carry different balances from the weeks before."""
    problem: RotaProblem = request.getfixturevalue(name)
    unsocial = {worker.balances.unsocial_minutes for worker in problem.workers}
    assert len(unsocial) > len(problem.workers) / 2
