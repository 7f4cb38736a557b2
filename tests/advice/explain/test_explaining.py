"""Why a visit is whose it is: the changes add up to what the checker finds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from carerota.advice.explain.explaining import explain, why_not
from carerota.advice.explain.options import option_of
from carerota.advice.explain.records import OptionStatus
from carerota.advice.trial.trial import Trial
from carerota.errors import DataError
from carerota.generator import generate
from carerota.model import Contract, Rota, Skill, Slot
from carerota.model.faults import faults
from carerota.score import check
from tests.advice.trial.test_trial import agree
from tests.builders import client, problem, rota, visit, worker
from tests.engines.search.states import policy_for
from tests.strategies import problems, rotas

QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def judge(trial: Trial, before, name, slot, option, policy=None):
    """Assert that an option is what the checker finds once it is taken."""
    trial.go_back()
    s, w = trial.slot(name, slot), trial.worker(option.worker)
    if option.status is not OptionStatus.HOLDS or option.changes:
        twice = any(
            trial.board.worker[t] == w
            for t in trial.compiled.slots(trial.visit(name))
            if t != s
        )
        trial.take(s)
        trial.give(s, w, rearrange=not twice)
    after = check(trial.problem, trial.result(), policy=policy, margins=False)
    assert option.cost == after.cost - before.cost
    assert option.cost == sum(row.cost for row in option.changes)
    was = {(r.name, *k): n for r in before.rules for k, n in r.amounts.items()}
    now = {(r.name, *k): n for r in after.rules for k, n in r.amounts.items()}
    for row in option.changes:
        where = (row.rule, row.level, row.id, row.at)
        assert (row.before, row.after) == (was.get(where, 0), now.get(where, 0))
    said = {(f.rule, f.key): f.text for f in after.findings}
    worse = {
        (r.rule, r.level, r.id, r.at): r.after
        for r in option.changes
        if r.mode == "hard" and r.after > r.before
    }
    assert {(f.rule, f.level, f.id, f.at): f.amount for f in option.facts} == worse
    for fact in option.facts:
        assert fact.text == said[fact.rule, (fact.level, fact.id, fact.at)]
    if option.status is OptionStatus.POSSIBLE:
        assert not option.facts
    trial.go_back()


def test_hamlet_in_full():
    """Every visit, every slot, every worker of the smallest sample."""
    p = generate("hamlet")
    made = p.history.published
    before = check(p, made, margins=False)
    trial, other = Trial(p, made), Trial(p, made)
    statuses = set()
    for v in p.visits:
        explanation = explain(p, made, v.id, trial=trial)
        assert [s.slot for s in explanation.slots] == list(range(len(v.slots)))
        for slot in explanation.slots:
            assert {o.worker for o in slot.options} == {w.id for w in p.workers}
            for option in slot.options:
                judge(other, before, v.id, slot.slot, option)
                statuses.add(option.status)
    assert statuses == {OptionStatus.HOLDS, OptionStatus.POSSIBLE, OptionStatus.BLOCKED}


@pytest.mark.parametrize(("size", "n"), [("village", 6), ("town", 2)])
def test_a_sample_of_larger_ones(size, n):
    """Some visits of larger samples, two workers of each status and each slot."""
    p = generate(size)
    made = p.history.published
    before = check(p, made, margins=False)
    trial, other = Trial(p, made), Trial(p, made)
    for v in Random(4).sample(p.visits, n):
        for slot in explain(p, made, v.id, trial=trial).slots:
            for status in OptionStatus:
                some = [o for o in slot.options if o.status is status]
                for option in some[:2]:
                    judge(other, before, v.id, slot.slot, option)


@pytest.mark.property
@QUICK
@given(problems(), st.data())
def test_tiny_problems(p, data):
    """Any rota of any problem under any policy: every visit, slot and worker."""
    assume(not any(not issue.warning for issue in faults(p)))
    made = data.draw(rotas(p))
    kind = data.draw(st.sampled_from(["all priced", "one sum", "law is hard"]))
    policy = policy_for(kind, otherwise=data.draw(st.booleans()))
    before = check(p, made, policy=policy, margins=False)
    trial = Trial(p, made, policy=policy)
    for v in p.visits:
        for s in trial.compiled.slots(trial.visit(v.id)):
            for w in range(len(p.workers)):
                option, _ = option_of(trial, s, w)
                slot = trial.compiled.slot_index(s)
                judge(trial, before, v.id, slot, option, policy)
            trial.go_back()
            trial.take(s)
            agree(trial, before, policy)
            trial.go_back()


def small():
    """Ann makes both visits; Bob has no training, Cid no time, Dee only slept little."""
    people = [
        worker("ann", skills=["hoist"]),
        worker("bob", skills=[Skill(name="hoist", expires="2026-05-31")]),
        worker("cid", skills=["hoist"], available=[(0, "14:00-20:00")]),
        worker("dee", skills=["hoist"], contract=Contract(maximum_hours=48)),
        worker("eve", skills=["hoist"]),
    ]
    visits = [
        visit("v1", "joan", "08:00-09:00", slots=[Slot(skills={"hoist"})], day=1),
        visit("v2", "kay", "21:30-22:30", 30, day=0),
        visit("v3", "joan", "09:00-10:00", 30, day=1, slots=2),
    ]
    p = problem(people, [client("joan"), client("kay")], visits)
    made = rota(
        p, ("v1", "ann", "08:00"), ("v2", "dee", "22:30"), ("v3", "ann", "09:00")
    )
    return p, made


def options(explanation, slot=0):
    return {o.worker: o for o in explanation.slots[slot].options}


def test_the_fact_is_told():
    """What blocks somebody is said with its figure, as the checker says it."""
    p, made = small()
    of = options(explain(p, made, "v1"))
    assert of["ann"].status is OptionStatus.HOLDS
    assert of["eve"].status is OptionStatus.POSSIBLE
    bob, cid, dee = of["bob"], of["cid"], of["dee"]
    assert [f.rule for f in bob.facts] == ["skills"]
    assert "bob does not hold hoist on 2026-06-02" in bob.text
    assert {f.rule for f in cid.facts} == {"availability"}
    assert "outside their availability" in cid.text
    assert [f.rule for f in dee.facts] == ["daily_rest"]
    assert "dee has 10 h rest before Tue 2 Jun, 1 h too little" in dee.text


def test_uncovered_and_double_up_slots():
    """A slot that nobody makes is explained too; nobody is two carers."""
    p, made = small()
    explanation = explain(p, made, "v3")
    first, second = explanation.slots
    assert first.holder == "ann"
    assert second.holder is None
    assert second.left_out is None
    assert first.left_out is not None
    assert first.left_out.uncovered == {"essential": 1}
    of = options(explanation, 1)
    assert of["ann"].status is OptionStatus.BLOCKED
    assert of["eve"].uncovered == {"essential": -1}
    assert of["eve"].start == first.start
    assert of["eve"].text.startswith("eve could take it: 1 fewer uncovered")


def test_best_first():
    """Who makes it comes first, then who could, the least costly first."""
    p = generate("hamlet")
    for v in p.visits[:6]:
        for slot in explain(p, p.history.published, v.id).slots:
            rank = [list(OptionStatus).index(o.status) for o in slot.options]
            assert rank == sorted(rank)
            costs = [o.cost for o in slot.options if o.status == "possible"]
            assert costs == sorted(costs)


def test_why_not_says_the_same():
    """One worker alone gets the answer they have among all."""
    p, made = small()
    for name in ("ann", "bob", "cid", "dee", "eve"):
        alone = why_not(p, made, "v1", name).slots[0].options
        assert alone == (options(explain(p, made, "v1"))[name],)


def test_who_is_the_other_carer_of_a_double_up_is_told_so():
    """Not that they would be in two places, which are one and the same."""
    tiny = problem(
        [worker(name) for name in ("ann", "bob")],
        [client("tom")],
        [visit("double", "tom", "09:00-10:00", slots=2)],
    )
    made = rota(tiny, ("double", "ann", "09:20"), ("double", "bob", "09:20", 1))
    first, second = explain(tiny, made, "double").slots
    texts = {o.worker: o.text for o in first.options}
    assert texts["bob"] == "bob is another carer of this visit already"
    assert {o.worker: o.text for o in second.options}["ann"].startswith("ann is an")
    own = explain(tiny, made, "double", audience="worker", reader="bob").slots[0]
    mine = next(o for o in own.options if o.worker == "bob")
    assert mine.text == "you are another carer of this visit already"


def test_of_one_worker_nothing_is_said_of_the_others():
    """That they cannot take it does not mean that nobody could."""
    p, made = small()
    texts = {o.status: o.worker for o in explain(p, made, "v1").slots[0].options}
    (whole,) = explain(p, made, "v1").slots
    assert "could; the best is" in whole.text
    for status in (OptionStatus.BLOCKED, OptionStatus.POSSIBLE):
        (slot,) = why_not(p, made, "v1", texts[status]).slots
        assert slot.text == f"{whole.holder} makes it"


def test_moved_visits_are_named():
    """What else of the day would start at another time is listed with both times."""
    p = problem(
        [worker("ann"), worker("bob")],
        [client("c"), client("d")],
        [visit("v1", "c", "08:50-09:00"), visit("v2", "d", "08:00-12:00")],
    )
    made = rota(p, ("v1", "ann", "08:50"), ("v2", "bob", "08:40"))
    bob = options(explain(p, made, "v1"))["bob"]
    assert bob.status is OptionStatus.POSSIBLE
    assert [(m.visit, m.client, m.before) for m in bob.moved] == [
        ("v2", "d", made.assignments[1].start)
    ]
    assert bob.moved[0].after != bob.moved[0].before
    assert bob.text.endswith("1 other visit of the day would move")


def test_the_same_answer_twice():
    """A trial that was asked much still stands at the rota as it was given."""
    p, made = small()
    trial = Trial(p, made)
    once = explain(p, made, "v1", trial=trial)
    explain(p, made, "v3", trial=trial)
    trial.place("v2", "ann")
    assert explain(p, made, "v1", trial=trial) == once
    assert explain(p, made, "v1") == once


def test_whoever_is_not_there():
    """Unknown names are refused with what may have been meant."""
    p, made = small()
    with pytest.raises(DataError, match="did you mean 'v1'"):
        explain(p, made, "v11")
    with pytest.raises(DataError, match="did you mean 'bob'"):
        why_not(p, made, "v1", "bobb")
    with pytest.raises(DataError, match="one of coordinator, worker, client"):
        explain(p, made, "v1", audience="everybody")
    with pytest.raises(DataError, match="the worker who reads it"):
        explain(p, made, "v1", audience="worker")
    with pytest.raises(DataError, match="trial of the same rota"):
        explain(p, Rota(), "v1", trial=Trial(p, made))
