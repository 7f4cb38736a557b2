"""A night begins from the last one, keeps what was changed by hand, and tells the rest."""

from __future__ import annotations

from datetime import time, timedelta
from types import SimpleNamespace

import pytest

from carerota.errors import DataError, NightRunningError
from carerota.io import write_problem
from carerota.model import (
    CarePackage,
    CarerLimit,
    Mode,
    PackageVisit,
    Rota,
    Skill,
    WallWindow,
)
from carerota.nightly import Night, run_night
from carerota.nightly.beginning import fitted
from carerota.nightly.legal import legal_part
from carerota.policies import load
from carerota.score import check
from carerota.solving import solve
from carerota.store import Edit, Store, difference
from tests.builders import (
    MONDAY,
    SPRING,
    ZONE,
    client,
    link,
    moment,
    past,
    rota,
    visit,
    worker,
)
from tests.store.worlds import CO_OP, Clock, plan, week

QUICK = {"moves": 300, "threads": 1, "engine": "search"}


@pytest.fixture
def store(tmp_path):
    """A new store, checked at the end."""
    with Store(tmp_path / "rotas.db", now=Clock()) as opened:
        yield opened
        assert opened.check() == []


@pytest.fixture
def asked(monkeypatch):
    """What the engines were asked, while they do their work."""
    seen = {}

    def watched(problem, **options):
        seen.update(options, problem=problem)
        return solve(problem, **options)

    monkeypatch.setattr("carerota.solving.solve", watched)
    return seen


def starts(made):
    """Give who makes which visit when."""
    return {(a.visit, a.slot): (a.worker, f"{a.start:%H:%M}") for a in made.assignments}


def test_the_first_night_makes_a_legal_proposal(store, tmp_path):
    """It is stored with its problem, nothing is published, and the report is written."""
    report = tmp_path / "night.txt"
    night = run_night(store, week(), report=report, **QUICK)
    assert isinstance(night, Night)
    assert night.began_from == "nothing"
    proposal = store.proposal(night.proposal.id)
    assert proposal == night.proposal
    assert proposal.rota == night.result.rota
    assert proposal.by == "nightly"
    assert check(store.problem(proposal.problem), proposal.rota).legal
    assert proposal.figures.covered
    assert store.versions() == ()
    text = report.read_text("utf-8")
    assert text == night.report
    assert "tiny, Mon 1 Jun to Sun 7 Jun 2026: 3 visits to 2 clients" in text
    assert f"carerota store publish {tmp_path / 'rotas.db'} 1 --by" in text
    assert "Nothing needs a person's eye" in text
    assert "Nothing is in force for these days yet." in text


def test_a_night_begins_from_the_last_proposal(store, asked):
    """The next one starts where the last one ended."""
    first = run_night(store, week(), **QUICK)
    second = run_night(store, week(), **QUICK)
    assert second.began_from == "proposal 1"
    assert asked["start"].assignments == first.proposal.rota.assignments
    assert second.result.report.levels <= first.result.report.levels
    other = run_night(store, week(first=MONDAY + timedelta(days=1)), **QUICK)
    assert other.began_from == "nothing"


def test_a_new_week_begins_from_the_rota_of_the_week_before(store, asked):
    """The same packages at the same wall-clock time, over the change of clocks too."""
    names = [PackageVisit(name="tea", windows=[hours("08:00", "12:00")], minutes=30)]
    care = CarePackage(id="care", client="ida", first_day=SPRING, visits=names)
    first = week(first=SPRING, visits=[], packages=[care])
    second = week(first=SPRING + timedelta(days=7), visits=[], packages=[care])
    made = run_night(store, first, **QUICK).proposal.rota
    assert len(made.assignments) == 7
    night = run_night(store, second, **QUICK)
    assert night.began_from == f"the rota of {SPRING}"
    start = asked["start"].assignments
    assert sorted(a.visit for a in start) == sorted(v.id for v in night.problem.visits)
    for before, after in zip(made.assignments, start, strict=True):
        assert after.worker == before.worker
        local = [a.start.astimezone(ZONE) for a in (before, after)]
        assert local[1].date() - local[0].date() == timedelta(days=7)
        assert local[1].time() == local[0].time()
    far = week(first=SPRING + timedelta(days=7 * 6), visits=[], packages=[care])
    assert run_night(store, far, **QUICK).began_from == "nothing"


def hours(start, end):
    """Give a window by the wall clock."""
    return WallWindow(start=time.fromisoformat(start), end=time.fromisoformat(end))


def test_a_published_week_is_not_shuffled(store, asked):
    """Changing what people were told has a price, and what changes is told."""
    problem = week()
    proposal = store.propose(problem, plan(problem, sunday="03:00"), by="Ben")
    version = store.approve(proposal.id, by="Ann", why="agreed")
    night = run_night(store, week(), **QUICK)
    assert night.began_from == "version 1"
    assert night.in_force == version.rota
    assert asked["problem"].history.published == version.rota
    assert asked["policy"].rules["published_worker"].mode is Mode.PRICED
    assert store.policy(night.proposal.id) == asked["policy"]
    assert night.changes == ()
    assert "Nothing changes against what is in force." in night.report
    gone = [w for w in week().workers if w.id != "ben"]
    night = run_night(store, week(workers=[*gone, worker("cat")]), **QUICK)
    assert ("ida-sun", "ben") in {
        (c.visit, c.before.worker) for c in night.changes if c.before
    }
    assert "Changes against what is in force" in night.report
    assert "ben 03:00 -> " in night.report
    assert store.in_force(CO_OP, MONDAY) == version


def test_a_policy_that_does_not_know_what_is_published_is_helped_out(store, asked):
    """As in a repair: the default's prices, else the week would be free to change."""
    default = load()
    rules = {k: v for k, v in default.rules.items() if not k.startswith("published")}
    problem = week(policy=default.model_copy(update={"rules": rules}))
    proposal = store.propose(problem, plan(problem), by="Ben")
    store.approve(proposal.id, by="Ann", why="agreed")
    night = run_night(store, problem, **QUICK)
    line = asked["policy"].rules["published_worker"]
    assert line.mode is Mode.PRICED
    assert line.price == default.rules["published_worker"].price
    assert night.proposal.figures.legal


def test_a_change_of_seconds_is_told_in_seconds(store, monkeypatch):
    """Two starts in one minute are not written as the same."""
    problem = week()
    proposal = store.propose(problem, plan(problem), by="Ben")
    version = store.approve(proposal.id, by="Ann", why="agreed")
    first, *rest = version.rota.assignments
    later = first.model_copy(update={"start": first.start + timedelta(seconds=20)})
    moved = version.rota.model_copy(update={"assignments": (later, *rest)})
    monkeypatch.setattr(
        "carerota.nightly.night.difference", lambda old, _: difference(old, moved)
    )
    night = run_night(store, week(), **QUICK)
    assert "Mon 1 Jun ida-mon: ann 08:00:00 -> ann 08:00:20" in night.report


def test_history_comes_from_the_store(store, asked):
    """What was published last week is known to the night."""
    before = week(first=MONDAY - timedelta(days=7))
    made = rota(before, ("ida-mon", "ben", "08:00"))
    store.approve(store.propose(before, made, by="B").id, by="Ann", why="agreed")
    night = run_night(store, week(), **QUICK)
    (met,) = asked["problem"].history.visits
    assert (met.client, met.worker) == ("ida", "ben")
    assert asked["problem"].workers[1].balances.travel_minutes == 20
    assert store.problem(night.proposal.problem) == night.problem
    run_night(store, week(), ledgers=False, **QUICK)
    assert asked["problem"].workers[1].balances.travel_minutes == 0


def test_manual_edits_are_kept_from_night_to_night(store):
    """They become pins, also in the night after, and can be dropped."""
    first = run_night(store, week(), **QUICK)
    other = {"ann": "ben", "ben": "ann"}[starts(first.proposal.rota)["joe-mon", 0][0]]
    edit = Edit(visit="joe-mon", worker=other, start=moment("11:17"))
    store.edit(first.proposal.id, edit, by="Cat")
    second = run_night(store, week(), **QUICK)
    assert starts(second.proposal.rota)["joe-mon", 0] == (other, "11:17")
    assert [e.visit for e in second.proposal.kept] == ["joe-mon"]
    assert second.proposal.edits == ()
    visits = {v.id: v for v in store.problem(second.proposal.problem).visits}
    assert visits["joe-mon"].slots[0].pinned_worker is None
    third = run_night(store, week(), **QUICK)
    assert starts(third.proposal.rota)["joe-mon", 0] == (other, "11:17")
    store.approve(third.proposal.id, by="Ann", why="agreed")
    fourth = run_night(store, week(), **QUICK)
    assert starts(fourth.proposal.rota)["joe-mon", 0] == (other, "11:17")
    free = run_night(store, week(), keep_edits=False, **QUICK)
    assert free.proposal.kept == ()


def test_edits_that_cannot_be_kept_are_told(store):
    """The visit is gone, or was left out by hand: a person has to look."""
    first = run_night(store, week(), **QUICK).proposal.id
    store.edit(first, Edit(visit="ida-mon", leave_out=True), by="Cat")
    store.edit(first, Edit(visit="joe-mon", start=moment("11:17")), by="Cat")
    fewer = week(visits=[v for v in week().visits if v.id != "joe-mon"])
    night = run_night(store, fewer, **QUICK)
    assert {edit.visit for edit, _ in night.dropped} == {"ida-mon", "joe-mon"}
    assert night.report.count("manual edit not kept") == 2


def test_what_needs_a_person_is_told(store):
    """Uncovered visits with their reasons, and what was found before the search."""
    visits = [
        *week().visits,
        visit("hoist", "joe", "08:00-12:00", slots=[{"skills": ["hoist"]}]),
    ]
    night = run_night(store, week(visits=visits), **QUICK)
    assert not night.proposal.figures.covered
    assert "not covered: Mon 1 Jun 08:00 hoist (essential); impossible" in night.report
    assert any("hoist" in text for text in night.findings)
    assert "found before the search: " in night.report


def test_diagnosis_is_asked_where_there_is_one(store, monkeypatch):
    """What stands in the way is told with what would mend it."""

    mend = SimpleNamespace(text="widen the window by 20 min")
    obstacle = SimpleNamespace(
        code="links-apart", text="two carers cannot meet", mend=mend
    )
    disproved = SimpleNamespace(code="capacity-tight", text="too few", mend=mend)

    def diagnose(problem, *, policy=None):
        assert problem.name == CO_OP
        return SimpleNamespace(obstacles=(obstacle, disproved))

    module = SimpleNamespace(diagnose=diagnose)
    monkeypatch.setattr("carerota.nightly.night.import_module", lambda name: module)
    night = run_night(store, week(), **QUICK)
    assert night.result.report.covered
    assert night.findings == ("two carers cannot meet (widen the window by 20 min)",)


def test_a_second_start_is_refused_and_stores_nothing(store):
    """Not even the problem; and one of another co-op goes on."""
    with store.one_night(CO_OP):
        with pytest.raises(NightRunningError, match="running"):
            run_night(store, week(), **QUICK)
        assert store.proposals() == ()
        run_night(store, week(name="another"), **QUICK)
    assert [p.co_op for p in store.proposals()] == ["another"]
    run_night(store, week(), co_op="a third", **QUICK)
    assert store.co_ops() == ("a third", "another")


def test_a_problem_is_read_from_its_file_and_refused_with_its_faults(store, tmp_path):
    """Faults are those of the file, and nothing is stored."""
    path = tmp_path / "week.json"
    write_problem(week(), path)
    night = run_night(store, path, **QUICK)
    assert night.proposal.problem == week().fingerprint
    bad = week(clients=[client("ida"), client("joe", place="nowhere")], places=())
    with pytest.raises(DataError):
        run_night(store, bad, **QUICK)
    path.write_text("{")
    with pytest.raises(DataError):
        run_night(store, path, **QUICK)
    assert len(store.proposals()) == 1


def test_a_night_in_a_week_that_has_begun_says_so(tmp_path):
    """What has happened cannot be changed: a person is told to look."""
    clock = Clock()
    with Store(tmp_path / "rotas.db", now=clock) as store:
        made = store.propose(week(), plan(week()), by="Ben")
        store.approve(made.id, by="Ann", why="agreed")
        clock.at(3)
        night = run_night(store, week(), **QUICK)
    assert "has begun" in night.report


def test_overlapping_versions_are_begun_from_together(store):
    """A fortnight begins from what two weeks were published with."""
    for i in range(2):
        first = MONDAY + timedelta(days=7 * i)
        name = f"joe-{i}"
        one = week(first=first, visits=[visit(name, "joe", "08:00-12:00", first=first)])
        made = Rota(
            problem="tiny",
            assignments=rota(
                week(visits=[visit(name, "joe", "08:00-12:00")]),
                (name, "ben", "09:00"),
            ).assignments,
        )
        if i:
            later = made.assignments[0].start + timedelta(days=7)
            moved = made.assignments[0].model_copy(update={"start": later})
            made = made.model_copy(update={"assignments": (moved,)})
        store.approve(store.propose(one, made, by="B").id, by="Ann", why="agreed")
    both = week(
        days=14,
        visits=[
            visit("joe-0", "joe", "08:00-12:00"),
            visit("joe-1", "joe", "08:00-12:00", day=7),
        ],
    )
    night = run_night(store, both, **QUICK)
    assert night.began_from == "what is published"
    assert night.changes == ()
    assert {a.worker for a in night.proposal.rota.assignments} == {"ben"}


def test_a_start_is_made_legal_before_the_engines_get_it(store, asked):
    """A skill that has expired costs its visits, and nothing else of the start."""
    hoist = [{"skills": ["hoist"]}]
    visits = [*week().visits, visit("hoist", "joe", "13:00-15:00", slots=hoist)]
    able = [worker("ann", skills=["hoist"]), worker("ben")]
    first = run_night(store, week(visits=visits, workers=able), **QUICK)
    assert first.proposal.figures.covered
    gone = Skill(name="hoist", expires=MONDAY - timedelta(days=1))
    unable = [worker("ann", skills=[gone]), worker("ben")]
    run_night(store, week(visits=visits, workers=unable), **QUICK)
    kept = [a for a in first.proposal.rota.assignments if a.visit != "hoist"]
    assert list(asked["start"].assignments) == kept


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        # two carers at a client who should meet one: who comes less often goes
        (
            {"clients": [client("ida", carers=CarerLimit(ceiling=1)), client("joe")]},
            ["ida-mon", "joe-mon", "ida-sun"],
        ),
        # a contract of two and a half hours a week: the last day goes first
        (
            {
                "workers": [
                    worker("ann", contract={"maximum_hours": 2.5}),
                    worker("ben"),
                ]
            },
            ["ida-mon", "joe-mon", "ida-sun"],
        ),
        # a day beyond the contract's minutes goes whole
        (
            {
                "workers": [
                    worker("ann", contract={"maximum_minutes_a_day": 70}),
                    worker("ben"),
                ]
            },
            ["ida-sun", "ida-sun"],
        ),
        (
            {"links": [link("ida-mon", "joe-mon", minimum=120)]},
            ["ida-mon", "ida-sun", "ida-sun"],
        ),
    ],
)
def test_the_legal_part_of_a_rota(changed, left):
    """Each breach costs what it is about, and the rest stays."""
    problem = week(**changed)
    part = legal_part(problem, plan(problem))
    assert [a.visit for a in part.assignments] == left
    assert check(problem, part).legal


def test_where_nothing_legal_comes_of_it_there_is_no_start():
    """A hard rule on the rota as a whole names nobody to leave out."""
    policy = load()
    line = policy.rules["worst_lateness"].model_copy(update={"mode": Mode.HARD})
    rules = {**policy.rules, "worst_lateness": line}
    policy = policy.model_copy(update={"rules": rules})
    early = [visit("ida-mon", "ida", "08:00-10:00", preferred="08:00-08:00")]
    problem = week(visits=early)
    late = rota(problem, ("ida-mon", "ann", "10:00"))
    assert legal_part(problem, late, policy) is None
    assert legal_part(problem, late) == late


def test_fitted_keeps_what_the_problem_has():
    """Visits, slots and workers that are gone are left out, breaks with them."""
    problem = week()
    made = rota(
        problem,
        ("ida-mon", "ann", "08:00"),
        ("ida-sun", "ben", "02:30", 1),
        breaks=[("ann", "08:35", "08:50"), ("ben", "01:00", "01:20", 6)],
    )
    fewer = week(workers=[worker("ann")], past=[past("ida", "ann", "09:00")])
    kept = fitted(made, fewer)
    assert [a.visit for a in kept.assignments] == ["ida-mon"]
    assert [b.worker for b in kept.breaks] == ["ann"]
