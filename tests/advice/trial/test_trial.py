"""A trial: what it says has changed is what the checker finds, whatever the rota."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from carerota.advice.trial.trial import Trial
from carerota.compiled.problem import PRIORITIES
from carerota.errors import DataError
from carerota.generator import generate
from carerota.model import Mode, Rota
from carerota.model.faults import faults
from carerota.score import check
from tests.builders import client, problem, rota, visit, worker
from tests.engines.search.states import policy_for
from tests.strategies import problems, rotas

QUICK = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def amounts(report):
    """Give the amounts of a report by rule and key."""
    return {(s.name, k): n for s in report.rules for k, n in s.amounts.items() if n}


def agree(trial: Trial, before, policy=None):
    """Assert that a trial's changes are the differences the checker finds."""
    changes = trial.changes()
    after = check(trial.problem, trial.result(), policy=policy, margins=False)
    assert not after.faults
    was, now = amounts(before), amounts(after)
    expected = {
        where: (was.get(where, 0), now.get(where, 0))
        for where in {*was, *now}
        if was.get(where, 0) != now.get(where, 0)
    }
    found = {(row.rule, row.key): (row.before, row.after) for row in changes.rows}
    assert found == expected
    assert changes.cost == after.cost - before.cost
    assert changes.uncovered == {
        p: after.uncovered[p] - before.uncovered[p] for p in PRIORITIES
    }
    listed = {(u.visit, u.slot) for u in trial.result().uncovered}
    made = {(a.visit, a.slot) for a in trial.result().assignments}
    assert not listed & made


@st.composite
def tried(draw):
    """Draw a valid problem, any rota for it, a policy and some steps."""
    problem = draw(problems())
    assume(not any(not issue.warning for issue in faults(problem)))
    kind = draw(st.sampled_from(["all priced", "one sum", "law is hard"]))
    policy = policy_for(kind, otherwise=draw(st.booleans()))
    made = draw(rotas(problem))
    rnd = draw(st.randoms(use_true_random=False))
    steps = []
    for _ in range(rnd.randint(1, 4)):
        v = rnd.choice(problem.visits)
        who = rnd.choice([None, *(w.id for w in problem.workers)])
        slot = rnd.randrange(len(v.slots))
        start = rnd.choice([None, None, v.windows[0].start])
        steps.append((v.id, slot, who, start, rnd.random() < 0.7))
    return problem, made, policy, steps


@pytest.mark.property
@QUICK
@given(tried())
def test_changes_are_what_the_checker_finds(drawn):
    """Any rota, any steps: rule by rule and key by key, priced sum and cover."""
    problem, made, policy, steps = drawn
    trial = Trial(problem, made, policy=policy)
    before = check(problem, made, policy=policy, margins=False)
    for name, slot, who, start, rearrange in steps:
        if who is None:
            trial.leave_out(name, slot)
            assert trial.holder(name, slot) is None
        else:
            trial.place(name, who, slot=slot, start=start, rearrange=rearrange)
            assert trial.holder(name, slot) == who
        agree(trial, before, policy)
    trial.go_back()
    assert trial.changes().rows == ()
    assert trial.result() == made


@pytest.mark.parametrize("size", ["hamlet", "village"])
def test_samples(size):
    """On real sizes too, after many trials and goings back."""
    problem = generate(size)
    made = problem.history.published
    before = check(problem, made, margins=False)
    trial = Trial(problem, made)
    rnd = Random(5)
    for _ in range(25):
        trial.go_back()
        for _ in range(rnd.randint(1, 3)):
            v = rnd.choice(problem.visits)
            slot = rnd.randrange(len(v.slots))
            trial.place(v.id, rnd.choice(problem.workers).id, slot=slot)
        agree(trial, before)


def two_workers():
    """A problem of two workers and four visits of a morning."""
    return problem(
        [worker("ann"), worker("bob")],
        [client("c"), client("d")],
        [
            visit("v1", "c", "08:00-09:00"),
            visit("v2", "c", "10:00-11:00"),
            visit("v3", "d", "08:00-12:00"),
            visit("v4", "d", "08:00-12:00", slots=2),
        ],
    )


def test_only_the_day_of_the_worker_changes():
    """Who loses a visit keeps the others when they are; so does everybody else."""
    p = two_workers()
    made = rota(
        p,
        ("v1", "ann", "08:00"),
        ("v2", "ann", "10:00"),
        ("v3", "bob", "09:00"),
    )
    trial = Trial(p, made)
    trial.place("v2", "bob")
    now = {a.visit: a for a in trial.result().assignments}
    assert now["v2"].worker == "bob"
    assert now["v1"] == made.assignments[0]


def test_what_is_in_the_way_gives_way():
    """A visit that may be made later makes room; told not to, it stays."""
    p = two_workers()
    made = rota(p, ("v3", "bob", "08:40"))
    trial = Trial(p, made)
    trial.place("v1", "bob", start=p.visits[0].windows[0].end)
    assert trial.changes().legal
    starts = {a.visit: a.start for a in trial.result().assignments}
    assert starts["v1"] == p.visits[0].windows[0].end
    assert starts["v3"] != made.assignments[0].start
    trial.go_back()
    trial.place("v1", "bob", start=p.visits[0].windows[0].end, rearrange=False)
    assert not trial.changes().legal
    starts = {a.visit: a.start for a in trial.result().assignments}
    assert starts["v3"] == made.assignments[0].start


def test_carers_of_a_double_up_stay_together():
    """The second carer comes when the first one does, and never the same twice."""
    p = two_workers()
    made = rota(p, ("v4", "ann", "09:10"), ("v3", "bob", "09:00"))
    trial = Trial(p, made)
    trial.place("v4", "bob", slot=1)
    assert trial.changes().legal
    starts = {a.start for a in trial.result().assignments if a.visit == "v4"}
    assert starts == {made.assignments[0].start}
    trial.go_back()
    trial.place("v4", "ann", slot=1)
    assert not trial.changes().legal


def test_a_long_day_gets_its_break():
    """Where a day becomes long enough to need a break, room is made for one."""
    visits = [visit(f"v{i}", "c", "07:00-13:20", 60) for i in range(8)]
    p = problem([worker("ann"), worker("bob")], [client("c")], visits)
    times = ("07:00", "08:00", "09:00", "10:00", "11:00", "12:00")
    made = rota(p, *((f"v{i}", "ann", t) for i, t in enumerate(times)))
    trial = Trial(p, made)
    trial.place("v6", "ann")
    assert trial.changes().legal
    assert len(trial.result().breaks) == 1


def test_breaks_that_one_gap_holds_two_of():
    """What arrays cannot say is measured by the checker itself."""
    p = two_workers()
    made = rota(
        p,
        ("v1", "ann", "08:00"),
        ("v2", "ann", "10:30"),
        ("v3", "bob", "09:00"),
        breaks=[("ann", "08:40", "09:00"), ("ann", "09:20", "09:40")],
    )
    before = check(p, made, margins=False)
    trial = Trial(p, made)
    agree(trial, before)
    trial.place("v3", "ann")
    agree(trial, before)
    trial.place("v2", "bob")
    agree(trial, before)


def test_unknown_names_are_refused_with_a_hint():
    """Whoever is not there cannot take anything."""
    p = two_workers()
    trial = Trial(p, Rota())
    with pytest.raises(DataError, match="did you mean 'v1'"):
        trial.place("V1x", "ann")
    with pytest.raises(DataError, match="did you mean 'ann'"):
        trial.place("v1", "anne")
    with pytest.raises(DataError, match="from 0 to 1"):
        trial.place("v4", "ann", slot=2)


def test_faulty_rota_is_refused():
    """A rota that names what the problem does not have is no baseline."""
    p = two_workers()
    made = rota(p, ("v1", "ann", "08:00"))
    stranger = made.assignments[0].model_copy(update={"worker": "nobody"})
    with pytest.raises(DataError, match="a worker of the problem"):
        Trial(p, made.model_copy(update={"assignments": (stranger,)}))


def test_rules_that_are_off_do_not_change():
    """Only what the policy has on is told."""
    p = two_workers()
    policy = policy_for("all priced")
    lines = {
        **policy.rules,
        "travel": policy.rules["travel"].model_copy(update={"mode": Mode.OFF}),
    }
    policy = policy.model_copy(update={"rules": lines})
    trial = Trial(p, rota(p, ("v1", "ann", "08:00")), policy=policy)
    trial.place("v3", "ann")
    assert "travel" not in {row.rule for row in trial.changes().rows}
