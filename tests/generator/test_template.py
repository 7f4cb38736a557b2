from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from carerota.model import WorkerKind
from carerota.travel import travel_times

if TYPE_CHECKING:
    from carerota.model import Assignment, Rota, RotaProblem


def published(problem: RotaProblem) -> Rota:
    """The rota made by hand."""
    assert problem.history.published is not None
    return problem.history.published


def test_each_slot_once(made: RotaProblem) -> None:
    """Each slot is made once, or named among the uncovered; hardly any are."""
    rota = published(made)
    slots = {(v.id, s) for v in made.visits for s in range(len(v.slots))}
    covered = [(a.visit, a.slot) for a in rota.assignments]
    missing = [(u.visit, u.slot) for u in rota.uncovered]
    assert sorted(covered + missing) == sorted(slots)
    assert len(missing) <= 0.1 * len(slots)


def test_windows_and_double_ups(made: RotaProblem) -> None:
    """Visits start in their windows, and both carers of a double-up together."""
    visits = {visit.id: visit for visit in made.visits}
    starts = defaultdict(set)
    for made_by in published(made).assignments:
        window = visits[made_by.visit].windows[0]
        assert window.start <= made_by.start <= window.end
        starts[made_by.visit].add(made_by.start)
    assert all(len(together) == 1 for together in starts.values())


def test_links_are_kept(made: RotaProblem) -> None:
    """Meals keep the distance that the package asks for."""
    starts = {a.visit: a.start for a in published(made).assignments}
    for link in made.links:
        if link.first in starts and link.second in starts:
            apart = starts[link.second] - starts[link.first]
            assert apart >= timedelta(minutes=link.minimum_minutes or 0)


def test_who_may_make_what(made: RotaProblem) -> None:
    """Skills of the day, attributes, refusals and what volunteers do are respected."""
    visits = {visit.id: visit for visit in made.visits}
    clients = {client.id: client for client in made.clients}
    workers = {worker.id: worker for worker in made.workers}
    for a in published(made).assignments:
        visit, worker = visits[a.visit], workers[a.worker]
        client = clients[visit.client]
        held = {
            s.name for s in worker.skills if s.expires is None or visit.day <= s.expires
        }
        assert visit.slots[a.slot].skills <= held
        assert client.required_attributes <= worker.attributes
        assert worker.id not in client.excluded_workers
        assert client.id not in worker.refused_clients
        if worker.kind is WorkerKind.VOLUNTEER:
            assert visit.care == "social"


def test_short_visits_by_known_faces(made: RotaProblem) -> None:
    """Who makes a short visit has been there in the four weeks before."""
    seen = {(past.client, past.worker) for past in made.history.visits}
    visits = {visit.id: visit for visit in made.visits}
    for a in published(made).assignments:
        if visits[a.visit].minutes < 30:
            assert (visits[a.visit].client, a.worker) in seen


def days_of(problem: RotaProblem) -> dict[tuple[str, str], list[Assignment]]:
    """Who makes what on which day, in order of time."""
    visits = {visit.id: visit for visit in problem.visits}
    days = defaultdict(list)
    for a in published(problem).assignments:
        days[a.worker, str(visits[a.visit].day)].append(a)
    return {key: sorted(found, key=lambda a: a.start) for key, found in days.items()}


def test_travel_and_access_fit(made: RotaProblem) -> None:
    """Between visits there is time for the way and the door, or to be at home."""
    times, clock = travel_times(made), made.clock
    visits = {visit.id: visit for visit in made.visits}
    clients = {client.id: client for client in made.clients}
    workers = {worker.id: worker for worker in made.workers}
    for (worker_id, _), day in days_of(made).items():
        worker = workers[worker_id]
        for one, two in itertools.pairwise(day):
            here = clients[visits[one.visit].client]
            there = clients[visits[two.visit].client]
            ends = clock.tick(one.start) + round(visits[one.visit].minutes * 60)
            access = round(there.access_minutes * 60)
            legs = [(here.place, there.place)]
            if one.run != two.run:
                legs = [(here.place, worker.home), (worker.home, there.place)]
                access += 45 * 60
            way = sum(times.leg(worker.travel_mode, a, b, ends) for a, b in legs)
            assert ends + way + access <= clock.tick(two.start)


def test_work_lies_within_availability(made: RotaProblem) -> None:
    """Each visit lies in an interval in which its worker can work."""
    visits = {visit.id: visit for visit in made.visits}
    workers = {worker.id: worker for worker in made.workers}
    for a in published(made).assignments:
        end = a.start + timedelta(minutes=visits[a.visit].minutes)
        held = workers[a.worker].availability
        assert any(i.start <= a.start and end <= i.end for i in held)


def test_hours_and_days(made: RotaProblem) -> None:
    """Nobody works more than their contract allows in a week, a day or a stretch."""
    visits = {visit.id: visit for visit in made.visits}
    hours = defaultdict[str, float](float)
    for a in published(made).assignments:
        hours[a.worker] += visits[a.visit].minutes / 60
    for worker in made.workers:
        assert hours[worker.id] <= worker.contract.maximum_hours


def test_it_is_no_masterpiece(town: RotaProblem) -> None:
    """The rota by hand mostly keeps to usual carers, and waits a good deal."""
    faces = defaultdict(set)
    visits = {visit.id: visit for visit in town.visits}
    for a in published(town).assignments:
        faces[visits[a.visit].client].add(a.worker)
    mean = sum(map(len, faces.values())) / len(faces)
    assert 2 <= mean <= 7


@pytest.mark.parametrize("name", ["village", "town"])
def test_some_days_have_two_runs(name: str, request: pytest.FixtureRequest) -> None:
    """Split days are written as two runs, numbered from one without a gap."""
    problem: RotaProblem = request.getfixturevalue(name)
    runs = [[a.run for a in day] for day in days_of(problem).values()]
    assert any(max(day) > 1 for day in runs)
    assert all(sorted(set(day)) == list(range(1, max(day) + 1)) for day in runs)
