"""Taking some visits apart and putting each back where it is best."""

from __future__ import annotations

import numpy as np
import pytest

from carerota.engines.search import costs
from carerota.engines.search import layout as at
from carerota.engines.search.change import take
from carerota.engines.search.journal import undo
from carerota.engines.search.odds import (
    IDLE_SHARE,
    LEAST_REBUILDS,
    PACKED,
    REBUILDS,
    STRING_SHARE,
    rebuilds_for,
)
from carerota.engines.search.rebuild import best_place, rebuild
from carerota.engines.search.touched import begin
from carerota.engines.search.update import finish
from carerota.policies import load
from carerota.rules.book import bind
from tests.engines.search.states import (
    POLICIES,
    decoded_anew,
    policy_for,
    state,
    stirred,
)

ENDLESS = 1 << 60
SEEDS = range(12)
MIXED = np.array([0.5, 50.0, 33.0])
ALL_IDLE = np.array([0.5, 100.0, 0.0])


@pytest.mark.parametrize("kind", POLICIES)
def test_state_is_as_decoded_from_scratch_and_can_be_taken_back(kind):
    """However much is taken apart, times and costs are up to date, and can go back."""
    tried = 0
    for seed in SEEDS:
        chain = stirred(seed, kind)
        x = chain.memory
        for _ in range(4):
            before = state(chain)
            begin(x.m)
            tried += rebuild(x.m, x.travel, x.metres, MIXED)
            undo(x.m)
            assert np.array_equal(state(chain), before)

        begin(x.m)
        tried += rebuild(x.m, x.travel, x.metres, MIXED)
        kept, total = state(chain), costs.total(x.m)
        assert np.array_equal(kept, decoded_anew(chain)), seed
        assert costs.total(x.m) == total
    assert tried > len(SEEDS)


def test_the_best_place_costs_what_was_foreseen_and_is_no_worse_than_any_worker():
    """What the trial promised is what it costs, and leaving out is never better."""
    found = 0
    for seed in SEEDS:
        chain = stirred(seed)
        x, c = chain.memory, chain.compiled
        for s in np.flatnonzero(chain.table(at.WORKER, c.n_slots) >= 0).tolist():
            before = state(chain)
            begin(x.m)
            take(x.m, s)
            left_out = finish(x.m, x.travel, x.metres, ENDLESS)
            as_it_was = costs.total(x.m)
            without = state(chain)

            best_place(x.m, x.travel, x.metres, s, left_out)

            # trying leaves nothing behind
            assert left_out == as_it_was == costs.total(x.m)
            assert np.array_equal(state(chain), without)
            cost, w, _ = chain.table(at.TRIAL, 3).tolist()
            assert (w < 0) == (cost == left_out)
            assert cost <= left_out
            found += w >= 0
            undo(x.m)
            assert np.array_equal(state(chain), before)
    assert found > len(SEEDS)


def test_no_more_is_taken_apart_than_there_is_room_for():
    """The list holds each slot once, and not more than its room."""
    for seed in SEEDS:
        chain = stirred(seed)
        x = chain.memory
        begin(x.m)
        rebuild(x.m, x.travel, x.metres, ALL_IDLE)
        room = chain.table(at.REBUILT, at.MOST_REBUILT)
        listed = room[: chain.compiled.n_slots]
        assert ((listed >= 0) & (listed < chain.compiled.n_slots)).all()
        undo(x.m)


def test_journal_never_outgrows_its_room():
    """A rebuilding stops where a half of the journal is full."""
    for seed in SEEDS:
        chain = stirred(seed)
        x = chain.memory
        size = int(x.m[at.STATE_END] - x.m[at.STATE])
        begin(x.m)
        rebuild(x.m, x.travel, x.metres, MIXED)
        assert x.m[at.JOURNAL_SIZE] < 8 * size
        undo(x.m)


def test_how_much_is_rebuilt_comes_from_the_policy():
    """About the idlest worker only where the policy asks who is idle."""
    assert rebuilds_for(bind(load(), 60), 50, 9).tolist() == [
        REBUILDS,
        0.0,
        STRING_SHARE,
    ]
    idle = policy_for("all priced", otherwise=True)
    worst = idle.rules["worst_idle"]
    in_shift = worst.model_copy(update={"params": {**worst.params, "in_shift": True}})
    idle = idle.model_copy(update={"rules": {**idle.rules, "worst_idle": in_shift}})
    book = bind(idle, 60)
    assert rebuilds_for(book, PACKED // 2, 9).tolist() == [
        1.0,
        IDLE_SHARE,
        STRING_SHARE,
    ]
    assert rebuilds_for(book, 2 * PACKED, 9).tolist() == [
        0.25,
        IDLE_SHARE,
        STRING_SHARE,
    ]
    assert rebuilds_for(book, 99 * PACKED, 9).tolist() == [
        LEAST_REBUILDS,
        IDLE_SHARE,
        STRING_SHARE,
    ]
