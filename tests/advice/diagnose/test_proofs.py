"""What is said to be impossible is: held against the whole model on tiny problems."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerota.advice.diagnose import Severity, diagnose
from carerota.compiled.build import compile_problem
from carerota.engines.cpsat.engine import Status
from carerota.policies import load as load_policy
from carerota.rules.book import bind
from tests.crowds import crowd, lawful, most_covered, readable
from tests.strategies import OTHERWISE, TIGHT, tiny_problem

QUICK = settings(
    parent=settings(),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def wrong(tiny, policy):
    """Give what a diagnosis says to be impossible and the whole model finds possible.

    Also how many obstacles could be judged.
    """
    found = diagnose(tiny, policy=policy)
    compiled = compile_problem(tiny)
    book = bind(policy, tiny.ticks_per_minute)
    index = {name: v for v, name in enumerate(compiled.visit_ids)}
    claims = [(o.visits, o.missing, o.code) for o in found.of(Severity.IMPOSSIBLE)]
    claims.append((compiled.visit_ids, found.missing, "all together"))
    false, judged = [], 0
    for visits, missing, code in claims:
        slots = [s for name in visits for s in compiled.slots(index[name])]
        made, status = most_covered(compiled, book, slots)
        if status is Status.OPTIMAL:
            judged += 1
            if made > len(slots) - missing:
                false.append((code, visits, missing, made))
    return false, judged


@pytest.mark.property
@QUICK
@given(
    st.randoms(use_true_random=False),
    st.sampled_from([TIGHT, OTHERWISE]),
    st.sampled_from([(), ("carer_ceiling", "shift_start")]),
)
def test_what_is_impossible_is_proven(rnd, params, votable):
    """No rota that keeps the hard rules covers more than an obstacle leaves."""
    tiny = tiny_problem(rnd)
    if readable(tiny):
        false, _ = wrong(tiny, lawful(params, votable))
        assert false == []


@pytest.mark.property
@QUICK
@given(st.randoms(use_true_random=False))
def test_what_is_impossible_in_a_crowd_is_proven(rnd):
    """The same where visits jostle for the same people at the same time."""
    tiny = crowd(rnd)
    assert readable(tiny)
    false, judged = wrong(tiny, load_policy())
    assert false == []
    assert judged


def test_a_crowd_meets_every_kind_of_proof():
    """The crowds above put every check that needs several visits to the test."""
    met = set()
    for seed in range(120):
        met |= {o.code for o in diagnose(crowd(random.Random(seed))).obstacles}
    assert met >= {
        *("visit-nobody-skilled", "visit-nobody-there", "visit-beyond-contracts"),
        *("double-up-cannot-meet", "chain-nobody-can", "ceiling-too-low"),
        *("worker-two-places", "worker-days-in-a-row", "worker-day-minutes"),
        *("capacity-at-once", "capacity-stretch", "capacity-hours"),
    }
