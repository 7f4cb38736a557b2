from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from carerota.advice.capacity import demand, minutes_available, shortfalls, supply
from carerota.generator.eligible import may_make
from carerota.generator.mending import SKILLS_COUNTED
from carerota.generator.presence import Presence

if TYPE_CHECKING:
    from carerota.model import RotaProblem

LEGAL_REST = timedelta(hours=35)


def test_no_half_hour_is_hopeless(made: RotaProblem) -> None:
    """In every half-hour there are people, and trained ones, for the work itself.

    The count asks for 30 % more than the care, for travel; a short half-hour may lack
    some of that, since windows let work move out of it.
    """
    short = shortfalls(made, SKILLS_COUNTED)
    assert all(s.there >= s.needed / 1.3 for s in short)
    assert len(short) <= 0.08 * made.days * 48


def test_contracts_hold_the_work(made: RotaProblem) -> None:
    """The care alone is half to nine tenths of the contracted hours."""
    care = sum(v.minutes * len(v.slots) for v in made.visits) / 60
    target = sum(w.contract.target_hours for w in made.workers) * made.days / 7
    assert 0.5 <= care / target <= 0.9


def test_every_visit_has_carers_to_choose_from(made: RotaProblem) -> None:
    """For each slot there is more than one worker who may make it and is there."""
    presence = Presence(made)
    clients = {client.id: client for client in made.clients}
    for visit in made.visits:
        for slot in visit.slots:
            choice = [
                worker.id
                for at, worker in enumerate(made.workers)
                if presence.there(at, visit)
                and may_make(worker, clients[visit.client], visit, slot)
            ]
            assert len(choice) > len(visit.slots), visit.id


def test_all_who_are_there(made: RotaProblem) -> None:
    """Asking for everybody gives those whom asking one by one gives, in order."""
    presence = Presence(made)
    for visit in made.visits:
        there = [at for at in range(len(made.workers)) if presence.there(at, visit)]
        assert presence.all_there(visit) == there, visit.id


def test_the_week_offered_leaves_a_long_rest(town: RotaProblem) -> None:
    """Who worked all they are available for would still rest 35 hours once."""
    start = town.clock.midnight(town.first_day)
    end = start + timedelta(days=town.days)
    for worker in town.workers:
        spans = sorted((a.start, a.end) for a in worker.availability)
        free, last = timedelta(0), start
        for begins, ends in spans:
            free, last = max(free, begins - last), max(last, ends)
        assert max(free, end - last) >= LEGAL_REST, worker.id


def test_demand_adds_up(village: RotaProblem) -> None:
    """The half-hours add up to the care, its travel, and nothing else."""
    care = sum(v.minutes * len(v.slots) for v in village.visits if v.care != "social")
    assert demand(village).sum() * 30 == pytest.approx(1.3 * care)


def test_supply_is_never_more_than_there_are(village: RotaProblem) -> None:
    """No half-hour counts more workers than have said they can."""
    heads = sum(
        (minutes_available(worker, village) > 0).astype(float)
        for worker in village.workers
    )
    assert np.all(supply(village.workers, village) <= heads + 1e-9)
