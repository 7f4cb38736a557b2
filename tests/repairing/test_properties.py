"""Whatever happens to whatever rota, the promises of a repair hold."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerota.errors import DataError
from carerota.model import Mode, Rota, VisitLengthened
from carerota.model.expand import expand
from carerota.model.faults import faults
from carerota.repairing import repair
from carerota.rules.book import NAMES, RULES
from carerota.score import check
from carerota.solving import solve
from tests.repairing.days import made_by, random_events
from tests.strategies import OTHERWISE, TIGHT, any_rota, policy_all, tiny_problem

QUICK = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
FROZEN = 60


def lawful(seed):
    """Give a policy in which members cannot vote away what they must not."""
    policy = policy_all(NAMES, params=(TIGHT, OTHERWISE, {}, {})[seed % 4])
    rules = {
        name: line
        if RULES[name].votable or name == "cover"
        else line.model_copy(update={"mode": Mode.HARD})
        for name, line in policy.rules.items()
    }
    return policy.model_copy(update={"rules": rules})


def setting(seed, *, solved):
    """Give a problem, a rota of it, legal or not, a moment and what happens then."""
    rnd = Random(seed)
    p = tiny_problem(rnd)
    while any(not f.warning for f in faults(p)):
        p = tiny_problem(rnd)
    policy = lawful(seed)
    if solved:
        terms = {"engine": "search", "moves": 500, "threads": 1}
        r = solve(p, policy=policy, **terms).rota
    else:
        r = any_rota(rnd, p)
    some = rnd.choice(p.visits).windows[0].start
    now = some.astimezone(p.clock.zone) - timedelta(minutes=rnd.randint(0, 400))
    return p, policy, r, now, random_events(rnd, p, r, now)


def amounts(p, r, policy):
    found = check(p, r, policy=policy, margins=False).findings
    return {(f.rule, f.key): f.amount for f in found}


def repaired(*args, **terms):
    """Repair; nothing where the events drawn contradict each other or the problem."""
    try:
        return repair(*args, **terms)
    except DataError as error:
        if error.source != "the events":
            raise
        return None


@QUICK
@given(st.integers(0, 10**6), st.booleans())
def test_the_promises_of_a_repair(seed, solved):
    """Nothing new is broken, what is frozen stands, each difference is listed once."""
    p, policy, r, now, events = setting(seed, solved=solved)
    terms = {"policy": policy, "moves": 240, "threads": 1, "frozen_minutes": FROZEN}
    result = repaired(p, r, events, now, **terms)
    if result is None:
        return
    old, new = made_by(r), made_by(result.rota)
    wanted = {v.id for v in result.problem.visits}

    # what has begun stands, and nothing is put within the notice
    for part, (who, start) in old.items():
        if start.timestamp() < now.timestamp() and part[0] in wanted:
            assert new[part] == (who, start)
    earliest = now + timedelta(minutes=FROZEN)
    for part, (_, start) in new.items():
        if old.get(part) != new[part]:
            assert start.timestamp() >= earliest.timestamp()

    # what is broken was broken before, or is by what had happened already
    begun = tuple(
        a
        for a in result.rota.assignments
        if old.get((a.visit, a.slot)) == new[a.visit, a.slot]
        and a.start.timestamp() < earliest.timestamp()
    )
    still = Rota(assignments=begun, breaks=result.rota.breaks)
    excuses = [
        amounts(p, r, result.policy),
        amounts(result.problem, still, result.policy),
        amounts(
            result.problem, still.model_copy(update={"breaks": r.breaks}), result.policy
        ),
        amounts(result.problem, Rota(), result.policy),
    ]
    for key, amount in amounts(result.problem, result.rota, result.policy).items():
        assert amount <= max(e.get(key, 0) for e in excuses), key

    # each difference once, with an event that is its cause
    longer = {e.visit for e in events if isinstance(e, VisitLengthened)}
    differs = {
        part
        for part in old.keys() | new.keys()
        if old.get(part) != new.get(part) or (part[0] in longer and part in new)
    }
    added = wanted - {v.id for v in expand(p).visits}
    slots = {(v.id, s) for v in result.problem.visits for s in range(len(v.slots))}
    differs |= {part for part in slots if part[0] in added}
    listed = [(c.visit, c.slot) for c in result.changes]
    assert len(listed) == len(set(listed))
    assert set(listed) == differs
    assert all(c.cause.event in range(len(events)) for c in result.changes)
    assert all(c.cause.text for c in result.changes)

    # everybody concerned is told, and every slot nobody makes has its reason; who only
    # changes slots is not concerned
    was = {(visit, who): start for (visit, _), (who, start) in old.items()}
    now_is = {(visit, who): start for (visit, _), (who, start) in new.items()}
    for c in result.changes:
        told = {(t.person, t.id) for t in result.told if c.visit in t.visits}
        people = {
            w
            for w in (c.old_worker, c.new_worker)
            if w and was.get((c.visit, w)) != now_is.get((c.visit, w))
        }
        assert told >= {("worker", w) for w in people}
        assert not people or ("client", c.client) in told
    missing = {(u.visit, u.slot) for u in result.rota.uncovered}
    assert missing == slots - new.keys()
    assert all(u.reason is not None for u in result.rota.uncovered)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("solved", [True, False])
def test_nothing_happens_to_any_rota(seed, solved):
    """Without events the rota is the same, whatever it breaks."""
    p, policy, r, now, _ = setting(seed, solved=solved)
    result = repair(p, r, [], now, policy=policy)
    assert result.rota.assignments == r.assignments
    assert result.rota.breaks == r.breaks
    assert result.changes == ()
