from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from carerota.model import CareType, Priority, TravelMode, WorkerKind

if TYPE_CHECKING:
    from carerota.model import RotaProblem, Visit


def timed(visit: Visit) -> float:
    """The minutes that the window of a visit is wide."""
    window = visit.windows[0]
    return (window.end - window.start).total_seconds() / 60


def test_double_ups(town: RotaProblem) -> None:
    """About one visit in eight needs two carers, who both hold the hoist training."""
    double = [visit for visit in town.visits if len(visit.slots) == 2]
    assert 0.09 <= len(double) / len(town.visits) <= 0.15
    assert all("hoist" in slot.skills for visit in double for slot in visit.slots)


def test_lengths(town: RotaProblem) -> None:
    """Most visits last half an hour, none less than 15 or more than 60 minutes."""
    lengths = Counter(visit.minutes for visit in town.visits)
    assert set(lengths) <= {15, 30, 45, 60}
    assert lengths[30] > len(town.visits) / 2
    assert lengths[15] > 0


def test_short_visits_are_for_known_carers(made: RotaProblem) -> None:
    """Visits under 30 minutes have a task and a yes, in a package with longer ones."""
    longest = Counter[str]()
    seen = {past.client for past in made.history.visits}
    for visit in made.visits:
        longest[visit.client] = max(longest[visit.client], int(visit.minutes))
    for visit in made.visits:
        if visit.minutes < 30:
            assert visit.specific_task
            assert visit.short_agreed
            assert visit.client in seen
            assert longest[visit.client] >= 30


def test_critical_visits_are_tight(made: RotaProblem) -> None:
    """About 15 % are critical: medication, within a quarter of an hour."""
    critical = [v for v in made.visits if v.priority is Priority.CRITICAL]
    assert 0.1 <= len(critical) / len(made.visits) <= 0.25
    for visit in critical:
        assert timed(visit) <= 30
        assert "medication" in visit.slots[0].skills


def test_windows_of_the_others(town: RotaProblem) -> None:
    """Essential visits may move by an hour at most, domestic and social ones by more."""
    for visit in town.visits:
        if visit.priority is Priority.ESSENTIAL:
            assert timed(visit) <= 120
            assert visit.preferred is not None
        elif visit.care in {CareType.DOMESTIC, CareType.SOCIAL}:
            assert timed(visit) >= 180


def test_the_smallest_size_is_tight(hamlet: RotaProblem) -> None:
    """In the hamlet personal visits may move by half an hour at most."""
    personal = [v for v in hamlet.visits if v.care is CareType.PERSONAL]
    assert all(timed(visit) <= 60 for visit in personal)
    assert 2 <= sum(len(visit.slots) == 2 for visit in hamlet.visits) <= 3


def test_four_peaks(town: RotaProblem) -> None:
    """Personal visits are wanted in the morning, at lunch, tea and bed time only."""
    peaks = Counter[str]()
    for visit in town.visits:
        if visit.preferred is not None:
            hour = visit.preferred.start.hour + visit.preferred.start.minute / 60
            peaks[
                "morning"
                if 6.75 <= hour <= 11
                else "lunch"
                if 11.25 <= hour <= 14.25
                else "tea"
                if 15.5 <= hour <= 18.75
                else "bed"
                if 19 <= hour <= 22
                else "none"
            ] += 1
    assert peaks["none"] == 0
    assert all(peaks[peak] > 200 for peak in ("morning", "lunch", "tea", "bed"))


def test_meals_keep_their_distance(town: RotaProblem) -> None:
    """Breakfast and lunch lie 210 minutes apart, lunch and tea 180."""
    gaps = Counter(
        (
            link.first.rsplit("/", 1)[1],
            link.second.rsplit("/", 1)[1],
            link.minimum_minutes,
        )
        for link in town.links
    )
    assert gaps["breakfast", "lunch", 210] > 100
    assert gaps["lunch", "tea", 180] > 100


def test_who_works_there(town: RotaProblem) -> None:
    """Mostly members, some employees, one or two bank workers and volunteers."""
    kinds = Counter(worker.kind for worker in town.workers)
    assert kinds[WorkerKind.MEMBER] > len(town.workers) / 2
    assert kinds[WorkerKind.EMPLOYEE] > 0
    assert 1 <= kinds[WorkerKind.BANK] <= 2
    assert 1 <= kinds[WorkerKind.VOLUNTEER] <= 2
    modes = Counter(worker.travel_mode for worker in town.workers)
    assert set(modes) == set(TravelMode)
    assert modes[TravelMode.CAR] > len(town.workers) / 2


def test_contracts(made: RotaProblem) -> None:
    """Paid contracts run from 16 to 37.5 hours; volunteers are not paid."""
    for worker in made.workers:
        contract = worker.contract
        assert contract.minimum_hours <= contract.target_hours <= contract.maximum_hours
        assert contract.maximum_hours <= 45
        if worker.kind is WorkerKind.VOLUNTEER:
            assert worker.cost_per_hour == 0
            assert not worker.skills
        else:
            assert 16 <= contract.target_hours <= 37.5
            assert "personal care" in {skill.name for skill in worker.skills}


def test_walkers_live_in_the_town(town: RotaProblem) -> None:
    """Who walks or cycles lives in the town, whose areas are written small."""
    areas = {place.id: place.area or "" for place in town.places}
    near = {TravelMode.WALK, TravelMode.BICYCLE}
    for worker in town.workers:
        if worker.travel_mode in near:
            assert areas[worker.home].islower()
            assert areas[worker.home] in worker.preferences.areas


def test_a_skill_expires_in_the_week(town: RotaProblem) -> None:
    """One worker's training ends within the horizon."""
    ends = [
        skill.expires
        for worker in town.workers
        for skill in worker.skills
        if skill.expires is not None and skill.expires < town.last_day
    ]
    assert len(ends) == 1


def test_wishes_on_both_sides(town: RotaProblem) -> None:
    """Some clients prefer or exclude workers and ask for attributes."""
    assert any(client.preferred_workers for client in town.clients)
    assert any(client.excluded_workers for client in town.clients)
    assert any("female" in client.required_attributes for client in town.clients)
    assert any(worker.preferences.times_of_day for worker in town.workers)


@pytest.mark.parametrize("name", ["village", "town"])
def test_places_lie_about_a_town(name: str, request: pytest.FixtureRequest) -> None:
    """Nobody lives more than about 12 km from the market place."""
    problem: RotaProblem = request.getfixturevalue(name)
    for place in problem.places:
        assert place.latitude is not None
        assert place.longitude is not None
        assert abs(place.latitude - 52.47) < 0.11
        assert abs(place.longitude + 1.06) < 0.18
