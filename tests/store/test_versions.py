"""Proposals become versions by a named person; one version is in force for a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from carerota.errors import DataError
from carerota.model import (
    CarerLimit,
    CarerWindow,
    Mode,
    Provenance,
    Rota,
    WorkerSick,
)
from carerota.policies import load
from carerota.repairing import repair
from carerota.score import check
from carerota.store import ProposalState, Store
from tests.builders import MONDAY, client, moment, past, rota, visit
from tests.repairing import days
from tests.store.worlds import CO_OP, plan, week

if TYPE_CHECKING:
    from carerota.model.base import Record


def codes(error: pytest.ExceptionInfo[DataError]) -> list[str]:
    """Give the codes of what was refused."""
    return [issue.code for issue in error.value.issues]


def same(one: Record, other: Record) -> bool:
    """Tell whether two records are the same to the byte."""
    return one.model_dump_json() == other.model_dump_json()


def published(store: Store, problem, made, *, by="Ann", why="agreed"):
    """Propose a rota and publish it."""
    return store.approve(store.propose(problem, made, by="Ben").id, by=by, why=why)


def test_a_proposal_comes_back_to_the_byte(store, where, clock):
    """What was stored is read back the same, also by another opening of the store."""
    problem, made = week(), plan(week())
    given = store.propose(problem, made, by=" Ben ", note="for Monday's meeting")
    assert (given.by, given.note, given.state) == (
        "Ben",
        "for Monday's meeting",
        "open",
    )
    assert given.figures.legal
    assert given.figures.covered
    with Store(where, create=False, now=clock) as again:
        read = again.proposal(given.id)
        assert read == given
        assert same(read.rota, made)
        assert same(again.problem(read.problem), problem)
        assert again.proposals(CO_OP) == (given,)
        assert again.co_ops() == (CO_OP,)


def test_a_version_says_who_when_and_why(store, clock):
    """Approval makes version 1, in force for each of its days and no other."""
    problem, made = week(), plan(week())
    proposal = store.propose(problem, made, by="Ben")
    assert store.in_force(CO_OP, MONDAY) is None
    version = store.approve(proposal.id, by="Ann", why="agreed on Monday")
    assert (version.number, version.by, version.why) == (1, "Ann", "agreed on Monday")
    assert version.at == clock.time
    assert same(version.rota, made)
    assert version.changes == ()
    for day in version.days:
        assert store.in_force(CO_OP, day) == version
    assert store.in_force(CO_OP, MONDAY + timedelta(days=7)) is None
    assert store.in_force("another", MONDAY) is None
    assert store.proposal(proposal.id).state is ProposalState.PUBLISHED


@pytest.mark.parametrize(("by", "why"), [("", "agreed"), ("Ann", " \n"), ("A\nB", "x")])
def test_nobody_and_no_reason_publish_nothing(store, by, why):
    """Without a name or a reason nothing is published."""
    proposal = store.propose(week(), plan(week()), by="Ben")
    with pytest.raises(DataError) as error:
        store.approve(proposal.id, by=by, why=why)
    assert codes(error) == ["no-name"]
    assert store.versions() == ()


def test_an_illegal_rota_is_kept_but_not_published(store):
    """A rota that breaks a hard rule may be proposed, with what it breaks."""
    problem = week()
    made = rota(problem, ("ida-mon", "ann", "11:00"))
    proposal = store.propose(problem, made, by="Ben")
    assert not proposal.figures.legal
    assert any("ida-mon" in text for text in proposal.figures.breaches)
    with pytest.raises(DataError, match="ida-mon") as error:
        store.approve(proposal.id, by="Ann", why="agreed", even_if_superseded=True)
    assert codes(error) == ["rota-illegal"]


def test_what_history_breaks_is_not_held_against_a_rota(store):
    """Ida has met more carers than she should before the horizon: it can be published."""
    fortnight = CarerLimit(ceiling=1, window=CarerWindow.FORTNIGHT)
    before = [past("ida", who, "09:00", -2) for who in ("ann", "ben")]
    clients = [client("ida", carers=fortnight), client("joe")]
    problem = week(clients=clients, past=before)
    assert not check(problem, Rota()).legal
    made = rota(problem, ("ida-mon", "ann", "08:00"), ("joe-mon", "ann", "09:00"))
    assert not check(problem, made).legal
    assert published(store, problem, made).number == 1


def test_a_second_version_takes_the_place_of_the_first(store):
    """It says what changed, and other proposals for its days are superseded."""
    problem = week()
    first = published(store, problem, plan(problem))
    other = store.propose(problem, plan(problem), by="Ben")
    second = published(store, problem, plan(problem, sunday="03:00"))
    assert (first.number, second.number) == (1, 2)
    assert store.in_force(CO_OP, MONDAY) == second
    assert store.versions(CO_OP) == (first, second)
    changed = [(c.visit, c.before.worker, c.after.start) for c in second.changes]
    late = moment("03:00", 6)
    assert changed == [("ida-sun", "ann", late), ("ida-sun", "ben", late)]
    assert store.proposal(other.id).state is ProposalState.SUPERSEDED
    with pytest.raises(DataError, match="version 2 was published by Ann") as error:
        store.approve(other.id, by="Ann", why="the old one after all")
    assert codes(error) == ["superseded"]
    third = store.approve(
        other.id, by="Ann", why="the old one after all", even_if_superseded=True
    )
    assert third.number == 3
    assert store.in_force(CO_OP, MONDAY) == third


def test_a_version_is_published_once(store):
    """A proposal that is a version already is no longer one to approve."""
    version = published(store, week(), plan(week()))
    with pytest.raises(DataError) as error:
        store.approve(version.proposal, by="Ann", why="again", even_if_superseded=True)
    assert codes(error) == ["already-published"]


def test_changes_tell_who_comes_instead_of_whom(store):
    """One who comes for another is one change; visits made and left out are told too."""
    problem = week()
    before = rota(
        problem,
        ("ida-mon", "ann", "08:00"),
        ("ida-sun", "ann", "02:30", 0),
        ("ida-sun", "ben", "02:30", 1),
    )
    after = rota(
        problem,
        ("joe-mon", "ben", "09:00"),
        ("ida-sun", "ben", "02:30", 0),
        ("ida-sun", "ann", "02:30", 1),
    )
    published(store, problem, before)
    changes = published(store, problem, after).changes
    told = [
        (c.visit, c.before and c.before.worker, c.after and c.after.worker)
        for c in changes
    ]
    assert told == [("ida-mon", "ann", None), ("joe-mon", None, "ben")]


def test_horizons_may_overlap_and_each_day_has_one_version(store):
    """Of each day the version published last holds; the rest stays in force."""
    problem = week()
    long = published(store, problem, plan(problem))
    sunday = MONDAY + timedelta(days=6)
    day = week(
        first=sunday,
        days=1,
        visits=[visit("ida-sun", "ida", "01:00-06:00", 60, slots=2, first=sunday)],
    )
    made = rota(day, ("ida-sun", "ann", "04:00", 0), ("ida-sun", "ben", "04:00", 1))
    short = published(store, day, made)
    assert short.number == 1
    assert [c.after.start for c in short.changes] == [moment("04:00", 6)] * 2
    assert store.in_force(CO_OP, MONDAY) == long
    assert store.in_force(CO_OP, sunday) == short
    told = store.told(CO_OP, MONDAY, sunday)
    assert [(a.visit, a.start) for a in told.assignments] == [
        ("ida-mon", moment("08:00")),
        ("joe-mon", moment("09:00")),
        ("ida-sun", moment("04:00", 6)),
        ("ida-sun", moment("04:00", 6)),
    ]


def test_a_repaired_rota_is_published_beside_what_it_answers(store):
    """Six in the morning: mended, proposed with the problem it leaves, approved."""
    before, made = days.day()
    # where changes have no price, the repair puts the default one on them
    rules = dict(load().rules)
    for name in ("published_worker", "published_start"):
        rules[name] = rules[name].model_copy(update={"mode": Mode.OFF})
    policy = load().model_copy(update={"rules": rules})
    sick = WorkerSick(worker="ann", start=moment("09:30"), end=moment("20:00"))
    mended = repair(
        before, made, [sick], moment("06:05"), policy=policy, moves=200, threads=1
    )
    hashed = mended.rota.provenance.policy_hash
    assert hashed not in {"", policy.hash}
    proposal = store.propose(mended.problem, mended.rota, by="Ann", policy=policy)
    version = store.approve(proposal.id, by="Ann", why="ann is ill")
    assert {a.worker for a in version.rota.assignments if a.visit in "ce"} == {"ben"}


def test_a_rota_of_another_problem_or_policy_is_refused(store):
    """What the provenance names must be what it is kept with."""
    problem, made = week(), plan(week())
    policy = load()
    good = Provenance(problem_fingerprint=problem.fingerprint, policy_hash=policy.hash)
    store.propose(problem, made.model_copy(update={"provenance": good}), by="Ben")
    for field, value in (("problem_fingerprint", "0" * 16), ("policy_hash", "0" * 12)):
        bad = good.model_copy(update={field: value})
        with pytest.raises(DataError) as error:
            store.propose(
                problem, made.model_copy(update={"provenance": bad}), by="Ben"
            )
        assert [issue.path for issue in error.value.issues] == [
            f"rota.provenance.{field}"
        ]
    assert len(store.proposals()) == 1


def test_a_rota_that_does_not_fit_is_refused_with_every_fault(store):
    """Unknown visits and workers are listed; the problem is not stored either."""
    problem = week()
    made = plan(problem).assignments
    wrong = Rota(
        assignments=(
            made[0].model_copy(update={"visit": "nowhere"}),
            made[1].model_copy(update={"worker": "nobody"}),
        )
    )
    with pytest.raises(DataError) as error:
        store.propose(problem, wrong, by="Ben")
    assert codes(error) == ["unknown-visit", "unknown-worker"]
    with pytest.raises(DataError) as error:
        store.problem(problem.fingerprint)
    assert codes(error) == ["unknown-problem"]


def test_a_policy_of_its_own_is_kept_with_the_proposal(store):
    """What it was judged by is kept, and judges it again when it is approved."""
    problem = week()
    lax = load()
    lines = {n: line for n, line in lax.rules.items() if n != "windows"}
    lax = lax.model_copy(update={"rules": lines})
    late = rota(problem, ("ida-mon", "ann", "11:00"), ("joe-mon", "ann", "09:00"))
    proposal = store.propose(problem, late, by="Ben", policy=lax)
    assert store.policy(proposal.id) == lax
    assert proposal.figures.policy_hash == lax.hash
    assert store.approve(proposal.id, by="Ann", why="a try").number == 1


def test_unknown_proposals_are_refused_by_name(store):
    """The answer to a proposal that is not there names the newest that is."""
    store.propose(week(), plan(week()), by="Ben")
    with pytest.raises(DataError, match="newest is 1") as error:
        store.approve(7, by="Ann", why="agreed")
    assert codes(error) == ["unknown-proposal"]


def test_lists_give_the_newest(store):
    """``newest`` cuts from the old end; order stays that of making."""
    ids = [store.propose(week(), plan(week()), by="Ben").id for _ in range(3)]
    assert [p.id for p in store.proposals(newest=2)] == ids[1:]
    store.approve(ids[0], by="Ann", why="agreed")
    assert [p.id for p in store.proposals(state="superseded")] == ids[1:]
    assert [v.number for v in store.versions(day=MONDAY, newest=1)] == [1]
    before = MONDAY - timedelta(days=1)
    assert store.versions(day=before) == ()
    assert [v.number for v in store.versions(day=before, last_day=MONDAY)] == [1]
    assert store.versions(last_day=before) == ()


def test_an_unnamed_co_op_is_refused(store):
    """A problem without a name needs one for its co-op."""
    problem = week(name="")
    with pytest.raises(DataError):
        store.propose(problem, plan(problem), by="Ben")
    assert store.propose(problem, plan(problem), by="Ben", co_op="us").co_op == "us"


def test_writers_take_turns(store, where, clock):
    """Several that publish at once get numbers one after the other."""
    problem = week()
    ids = [store.propose(problem, plan(problem), by="Ben").id for _ in range(6)]

    def publish(proposal):
        with Store(where, create=False, now=clock) as another:
            return another.approve(
                proposal, by="Ann", why="at once", even_if_superseded=True
            ).number

    with ThreadPoolExecutor(max_workers=3) as pool:
        numbers = list(pool.map(publish, ids))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    assert store.in_force(CO_OP, MONDAY).number == 6
