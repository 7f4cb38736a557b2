"""All of the re-arrangement is told: what is rebuilt from it costs what is said."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from carerota.advice.explain.explaining import explain, why_not
from carerota.advice.explain.options import leave_out, option_of
from carerota.advice.explain.rearranged import breaks_of, runs_of
from carerota.advice.explain.records import (
    BreakChange,
    OptionStatus,
    SlotExplanation,
)
from carerota.advice.explain.sentences import told
from carerota.advice.trial.trial import Trial
from carerota.generator import generate
from carerota.io import read_problem
from carerota.model import Assignment, RestBreak
from carerota.model.faults import faults
from carerota.score import check
from tests.advice.trial.test_trial import amounts
from tests.builders import client, moment, past, problem, rota, visit, worker
from tests.engines.search.states import policy_for
from tests.strategies import problems, rotas

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


# ── rebuilding: from the record alone ─────────────────────────────────────────


def rebuilt(p, made, name, slot: SlotExplanation, option):
    """Take an option by what its record tells, and by nothing else."""
    if option.status is OptionStatus.HOLDS and not option.changes:
        return made
    visits = {v.id: v for v in p.visits}
    day = visits[name].day
    asked = (name, slot.slot)
    stays, theirs = [], []
    for a in made.assignments:
        own = a.worker == option.worker and visits[a.visit].day == day
        if own:
            theirs.append(a)
        elif (a.visit, a.slot) != asked:
            stays.append(a)
    given = in_order(visits, theirs)
    runs, run = {}, 0
    for i, a in enumerate(given):
        run += bool(i) and a.run != given[i - 1].run
        runs[a.visit] = run
    starts = {m.visit: m.after for m in option.moved}
    now = [
        a.model_copy(update={"start": starts.get(a.visit, a.start)})
        for a in theirs
        if (a.visit, a.slot) != asked
    ]
    now.append(
        Assignment(visit=name, slot=slot.slot, worker=option.worker, start=option.start)
    )
    ways = {(x.first, x.second): x.home for x in option.runs}
    run, renumbered = 1, []
    now = in_order(visits, now)
    for i, a in enumerate(now):
        if i:
            pair = (now[i - 1].visit, a.visit)
            known = set(pair) <= set(runs)
            run += ways.get(pair, known and runs[pair[0]] != runs[pair[1]])
        renumbered.append(a.model_copy(update={"run": run}))
    breaks = list(made.breaks)
    if slot.holder not in (None, option.worker):
        breaks = with_changes(breaks, slot.holder, slot.left_out.breaks)
    breaks = with_changes(breaks, option.worker, option.breaks)
    kept = {(a.visit, a.slot) for a in (*stays, *renumbered)}
    return made.model_copy(
        update={
            "assignments": (*stays, *renumbered),
            "breaks": tuple(breaks),
            "uncovered": tuple(
                u for u in made.uncovered if (u.visit, u.slot) not in kept
            ),
        }
    )


def in_order(visits, assignments):
    """Sort a day as it is made."""
    lasts = {a.visit: visits[a.visit].minutes for a in assignments}
    return sorted(
        assignments,
        key=lambda a: (
            a.start.timestamp(),
            a.start.timestamp() + 60 * lasts[a.visit],
            list(visits).index(a.visit),
            a.slot,
        ),
    )


def with_changes(breaks, who, changes):
    """Write the breaks that are gone, new or moved into a list of breaks."""
    gone = {(x.start_before, x.end_before) for x in changes} - {(None, None)}
    listed = {(b.start, b.end) for b in breaks if b.worker == who}
    assert gone <= listed, "a break that was not there"
    new = [(x.start_after, x.end_after) for x in changes if x.start_after]
    kept = [b for b in breaks if b.worker != who or (b.start, b.end) not in gone]
    return [*kept, *(RestBreak(worker=who, start=a, end=b) for a, b in new)]


def holds_up(p, made, before, name, slot, option, policy=None):
    """Assert that the rebuilt rota costs what the option says, rule by rule."""
    after = check(p, rebuilt(p, made, name, slot, option), policy=policy, margins=False)
    assert not after.faults
    assert after.cost - before.cost == option.cost
    was, now = amounts(before), amounts(after)
    other = {w for w in {*was, *now} if was.get(w, 0) != now.get(w, 0)}
    assert {(x.rule, x.level, x.id, x.at): x.after for x in option.changes} == {
        (rule, *key): now.get((rule, key), 0) for rule, key in other
    }
    left = {n: after.uncovered[n] - before.uncovered[n] for n in after.uncovered}
    assert option.uncovered == {priority: n for priority, n in left.items() if n}


@pytest.mark.parametrize(
    ("size", "visits", "workers"), [("village", 25, 4), ("town", 12, 3)]
)
def test_what_is_told_is_all_there_is(size, visits, workers):
    """Of many visits of a sample: who makes it, and some who could or could not."""
    p = generate(size)
    made = p.history.published
    before = check(p, made, margins=False)
    trial, rnd = Trial(p, made), Random(11)
    seen = set()
    for v in rnd.sample(p.visits, visits):
        for s in trial.compiled.slots(trial.visit(v.id)):
            holder = trial.board.worker[s]
            slot = SlotExplanation(
                slot=trial.compiled.slot_index(s),
                holder=None if holder < 0 else p.workers[holder].id,
                left_out=leave_out(trial, s),
            )
            some = {*rnd.sample(range(len(p.workers)), workers), max(holder, 0)}
            for w in sorted(some):
                option, _ = option_of(trial, s, w)
                holds_up(p, made, before, v.id, slot, option)
                seen |= {x for x in ("moved", "runs", "breaks") if getattr(option, x)}
    assert seen >= {"moved", "runs"}, "a sample in which nothing is re-arranged"


@pytest.mark.property
@QUICK
@given(problems(), st.data())
def test_of_any_rota_all_is_told(p, data):
    """Any rota of any problem, with breaks and runs as they come, legal or not."""
    assume(not any(not issue.warning for issue in faults(p)))
    made = data.draw(rotas(p))
    policy = policy_for("all priced", otherwise=data.draw(st.booleans()))
    before = check(p, made, policy=policy, margins=False)
    trial = Trial(p, made, policy=policy)
    for v in p.visits:
        for slot in explain(p, made, v.id, policy=policy, trial=trial).slots:
            for option in slot.options:
                others = {a.worker for a in made.assignments if a.visit == v.id}
                # of one worker with two parts of a visit the ids do not say which
                if slot.holder == option.worker or option.worker not in others:
                    holds_up(p, made, before, v.id, slot, option, policy)


@pytest.mark.parametrize(
    ("name", "who", "runs", "breaks"),
    [
        ("c020-care/2026-06-13/tea", "w18", 1, 0),
        ("c050-care/2026-06-09/tea", "w15", 1, 3),
    ],
)
def test_what_the_price_is_of_is_said(name, who, runs, breaks):
    """Ways home and breaks that are in a price are in the sentence too."""
    p = read_problem("data/samples/town/problem.json")
    option = why_not(p, p.history.published, name, who).slots[0].options[0]
    assert (len(option.runs), len(option.breaks)) == (runs, breaks)
    for run in option.runs:
        verb = "goes home" if run.home else "no longer goes home"
        assert f"; {verb} between {run.first} and {run.second}" in option.text
    for x in option.breaks:
        assert f"; break {x.start_after:%H:%M}-{x.end_after:%H:%M}" in option.text


# ── ways home and breaks, one at a time ───────────────────────────────────────


def option_for(p, made, name, who, **asked):
    (slot,) = why_not(p, made, name, who, **asked).slots
    return slot.options[0], slot


def split_day(*more, run=2, breaks=()):
    """Ann is at Joan's in the morning and in the evening; Kay's visit is at noon."""
    p = problem(
        [worker("ann"), worker("bob")],
        [client("joan"), client("kay")],
        [
            visit("am", "joan", "08:00"),
            visit("noon", "kay", "12:00"),
            visit("pm", "joan", "18:00"),
        ],
        past=[past("kay", "ann", "08:00"), past("kay", "bob", "08:00", -2)],
    )
    made = rota(
        p, ("am", "ann", "08:00"), ("pm", "ann", "18:00", 0, run), *more, breaks=breaks
    )
    return p, made


def pairs(option):
    return {(x.first, x.second): x.home for x in option.runs}


def test_a_visit_between_two_runs():
    """Where the worker goes home on which side of the new visit is told."""
    p, made = split_day()
    option, _ = option_for(p, made, "noon", "ann")
    assert set(pairs(option)) <= {("am", "noon"), ("noon", "pm")}
    assert set(pairs(option).values()) == {True}
    for first, second in pairs(option):
        assert f"goes home between {first} and {second}" in option.text


def test_runs_that_become_one():
    """That a worker no longer goes home is told of those who stay neighbours."""
    trial = Trial(*split_day(("noon", "ann", "12:00")))
    day = trial.board.day(0, 0)
    assert [x.home for x in day] == [False, False, True]
    trial.board.lay(0, 0, tuple(x._replace(home=False) for x in day))
    (lost,) = runs_of(trial, 0, 0)
    assert (lost.first, lost.second, lost.home) == ("noon", "pm", False)


def test_the_break_that_goes_with_a_visit():
    """What the present carer loses is told beside the option, to the office alone."""
    # of the breaks before and after it the longer one stays
    breaks = [("ann", "10:00", "10:20"), ("ann", "15:00", "15:30")]
    p, made = split_day(("noon", "ann", "12:00"), run=1, breaks=breaks)
    _, slot = option_for(p, made, "noon", "bob")
    (gone,) = slot.left_out.breaks
    assert (gone.start_before, gone.end_before) == (moment("10:00"), moment("10:20"))
    assert (gone.start_after, gone.end_after) == (None, None)
    assert slot.text == "ann makes it; without it no break 10:00-10:20"
    for audience, reader in (("worker", "bob"), ("worker", "ann"), ("client", "kay")):
        _, shown = option_for(p, made, "noon", "bob", audience=audience, reader=reader)
        assert shown.left_out is None
        assert "10:00" not in shown.text


def test_a_break_at_another_time():
    """A break that stays in the day is told with both its times."""
    p, made = split_day(run=1, breaks=[("ann", "12:00", "12:30")])
    trial = Trial(p, made)
    am, pm = trial.board.day(0, 0)
    later = pm._replace(rest_at=trial.compiled.clock.tick(moment("13:00")))
    trial.board.lay(0, 0, (am, later))
    (moved,) = breaks_of(trial, 0, 0)
    assert (moved.start_before, moved.end_before) == (moment("12:00"), moment("12:30"))
    assert (moved.start_after, moved.end_after) == (moment("13:00"), moment("13:30"))


def test_words_of_a_break():
    """New, gone, at another time; by seconds too where that is all."""
    p, made = split_day(run=1)
    asked = why_not(p, made, "noon", "ann")
    (slot,) = asked.slots
    at = [moment(x) for x in ("12:00", "12:30")]
    seconds = [x + timedelta(seconds=20) for x in at]
    names = ("start_before", "end_before", "start_after", "end_after")
    changes = [[None, None, *at], [*at, None, None], [*at, *seconds]]
    option = slot.options[0].model_copy(
        update={
            "breaks": tuple(
                BreakChange(**dict(zip(names, x, strict=True))) for x in changes
            )
        }
    )
    slots = (slot.model_copy(update={"options": (option,)}),)
    text = told(asked.model_copy(update={"slots": slots})).slots[0].options[0].text
    assert text.endswith(
        "; break 12:00-12:30; no break 12:00-12:30; "
        "break 12:00:20-12:30:20 instead of 12:00:00-12:30:00"
    )


def test_own_runs_and_breaks_are_read_by_oneself_alone():
    """In the sentence to the worker too, and in nobody else's."""
    p, made = split_day(run=1, breaks=[("ann", "12:00", "12:30")])
    full, _ = option_for(p, made, "noon", "ann")
    own, _ = option_for(p, made, "noon", "ann", audience="worker")
    assert (own.runs, own.breaks) == (full.runs, full.breaks)
    assert own.breaks
    assert "12:00-12:30" in own.text
    _, other = option_for(p, made, "noon", "ann", audience="worker", reader="bob")
    _, theirs = option_for(p, made, "noon", "ann", audience="client", reader="kay")
    for slot in (other, theirs):
        assert all((o.runs, o.breaks) == ((), ()) for o in slot.options)
        assert "12:30" not in slot.model_dump_json()
