"""Which slots are taken apart."""

from __future__ import annotations

import numpy as np

from carerota.engines.search import layout as at
from carerota.engines.search.ruin import (
    LONGEST,
    any_late,
    list_bound,
    list_near,
    list_ruins,
    list_string,
)
from tests.engines.search.states import stirred

SEEDS = range(30)
MIXED = np.array([0.5, 30.0, 33.0])


def listed(chain, n):
    """Give the slots listed."""
    return chain.table(at.REBUILT, at.MOST_REBUILT)[:n].tolist()


def day_of(chain, s):
    """Give who makes a slot, and when."""
    c = chain.compiled
    worker = chain.table(at.WORKER, c.n_slots)
    return int(worker[s]), int(c.visit_day[c.slot_visit[s]])


def bound_to(chain, s):
    """Give the slots of a slot's visit and of the visits linked to it."""
    c = chain.compiled
    v = int(c.slot_visit[s])
    visits = {v}
    for a, b in zip(c.link_first.tolist(), c.link_second.tolist(), strict=True):
        if v in {a, b}:
            visits |= {a, b}
    return {i for i, u in enumerate(c.slot_visit.tolist()) if u in visits}


def test_a_string_is_of_one_day_and_what_is_bound_to_it():
    """Some slots of a worker's day explain all that is listed."""
    longer = with_others = 0
    for seed in SEEDS:
        chain = stirred(seed)
        slots = listed(chain, list_string(chain.memory.m))
        assert len(slots) == len(set(slots))
        if not slots:
            continue
        day = day_of(chain, slots[0])
        assert day[0] >= 0
        mine = [s for s in slots if day_of(chain, s) == day]
        assert len(mine) <= LONGEST or len(slots) == at.MOST_REBUILT
        allowed = set(mine).union(*(bound_to(chain, s) for s in mine))
        assert set(slots) <= allowed
        longer += len(mine) > 1
        with_others += len(slots) > len(mine)
    assert longer
    assert with_others


def test_a_bound_slot_is_listed_with_all_that_is_bound_to_it():
    """Other carers of a double-up, and visits before and after."""
    more = 0
    for seed in SEEDS:
        chain = stirred(seed)
        for s in range(chain.compiled.n_slots):
            bound = bound_to(chain, s)
            n = list_bound(chain.memory.m, 0, s)
            assert set(listed(chain, n)) == bound
            more += len(bound) > 1
    assert more


def test_late_slots_are_drawn_more_often():
    """A slot that starts too late is drawn much oftener than in its turn."""
    chain = stirred(1)
    m, c = chain.memory.m, chain.compiled
    last = chain.table(at.V_LAST, c.n_visits)
    start = chain.table(at.START_AT, c.n_slots)
    made = np.flatnonzero(chain.table(at.WORKER, c.n_slots) >= 0)
    late = int(made[0])
    last[:] = start.max() + 1
    last[c.slot_visit[late]] = start[late] - 1
    drawn = [any_late(m) for _ in range(4000)]
    assert set(drawn) <= {-1, *made.tolist()}
    assert drawn.count(late) > 2 * len(drawn) / c.n_slots
    last[:] = start.max() + 1
    drawn = [any_late(m) for _ in range(4000)]
    assert drawn.count(late) < 2 * len(drawn) / c.n_slots


def test_whatever_is_listed_is_listed_once_and_has_room():
    """Near ones, strings and what is uncovered."""
    kinds = set()
    for seed in SEEDS:
        chain = stirred(seed)
        for draw in (list_near, lambda m: list_ruins(m, MIXED)):
            slots = listed(chain, draw(chain.memory.m))
            assert 1 <= len(slots) <= at.MOST_REBUILT
            assert len(set(slots)) == len(slots)
            assert set(slots) <= set(range(chain.compiled.n_slots))
            kinds.add(len(slots))
    assert len(kinds) > 2
