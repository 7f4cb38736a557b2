"""Every peer's rota can be read by the checker, and covers what is easy to cover."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import pytest

import carerota
from benchmarks.peers import routing, two_pass
from benchmarks.peers.__main__ import peers_of
from benchmarks.peers.child import judged, problem_of, rows
from benchmarks.peers.days import day_by_day, whole_week
from benchmarks.peers.field import read_field
from benchmarks.peers.finish import finished, tightened
from benchmarks.peers.makers import PEERS, Terms, make, missing
from benchmarks.peers.trim import trimmed
from carerota.model import Slot
from carerota.policies import load
from tests.builders import client, link, past, problem, visit, worker

TERMS = Terms(seconds=2.0, threads=1, seed=1, keep=2)
PATIENT = replace(TERMS, seconds=20.0)
"""For carerota, which loads its kernel within that time and ends at the proof."""
SKILLED = [Slot(skills=frozenset({"hoist"})), Slot()]


def easy(**more):
    """Two workers, two days, a double-up, a link and a worker who is not wanted."""
    workers = [
        worker("ann", skills=["hoist"]),
        worker("bob"),
        worker("cyd", skills=["hoist"]),
    ]
    clients = [
        client("x", excluded_workers=frozenset({"cyd"})),
        client("y", preferred_workers=frozenset({"bob"})),
    ]
    visits = [
        visit("x1", "x", "08:00-09:00", slots=SKILLED),
        visit("y1", "y", "08:30-12:00"),
        visit("x2", "x", "12:00-14:00", day=1),
        visit("y2", "y", "08:00-09:00", day=1),
        visit("y3", "y", "11:00-13:00", day=1),
    ]
    links = [link("y2", "y3", minimum=120)]
    met = [past(c, w, "10:00", -7) for c in "xy" for w in ("ann", "bob", "cyd")]
    return problem(workers, clients, visits, links=links, past=met, **more)


def terms_of(name):
    """Give a peer its time."""
    return PATIENT if name.endswith("carerota") else TERMS


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_covers_what_is_easy(name):
    """No unknown ids, nothing twice, no hard rule broken, nothing left out."""
    if (why := missing(name)) is not None:
        pytest.skip(why)
    p = easy()
    made = make(name, p, load(), terms_of(name))
    for rota in (made.given, made.lawful):
        report = carerota.check(p, rota)
        assert report.faults == ()
    assert report.legal
    assert report.covered
    assert {a.worker for a in rota.assignments if a.visit == "x1"} == {"ann", "bob"}


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_leaves_out_what_cannot_be_done(name):
    """A visit that nobody may make is left out; the other is made."""
    if (why := missing(name)) is not None:
        pytest.skip(why)
    nurse = [Slot(skills=frozenset({"nurse"}))]
    visits = [visit("a", "x", "09:00", slots=nurse), visit("b", "x", "11:00")]
    p = problem([worker("ann")], [client("x")], visits)
    made = make(name, p, load(), terms_of(name))
    assert [a.visit for a in made.given.assignments] == ["b"]
    assert [(u.visit, u.slot) for u in made.given.uncovered] == [("a", 0)]


@pytest.mark.parametrize("name", ["routing", "routing-week", "cpsat"])
def test_a_link_is_kept_by_those_who_can_say_it(name):
    """The second visit starts three hours after the first, though it may sooner."""
    visits = [visit("a", "x", "08:00-09:00"), visit("b", "x", "09:00-14:00")]
    links = [link("a", "b", minimum=180)]
    p = problem([worker("ann")], [client("x")], visits, links=links)
    made = make(name, p, load(), TERMS)
    start = {a.visit: a.start for a in made.given.assignments}
    assert (start["b"] - start["a"]).total_seconds() >= 180 * 60
    assert made.dropped == 0


def test_days_know_of_the_days_before():
    """Who worked until late does not start early, although each day is solved alone."""
    ann = worker("ann", available=[(0, "07:00-22:00"), (1, "07:00-22:00")])
    visits = [
        visit("late", "x", "21:00", 30),
        visit("early", "x", "07:30", 30, day=1),
        visit("later", "x", "12:00", 30, day=1),
    ]
    field = read_field(problem([ann], [client("x")], visits))
    for over in (day_by_day, whole_week):
        plan = over(field, routing.solve_part, seconds=2, threads=1, seed=1)
        assert len(plan) == 2, over
        assert trimmed(field, plan) == plan, over


def test_without_the_extra_it_is_said_what_to_install(monkeypatch):
    """A peer whose package is missing is told with what would bring it."""
    monkeypatch.setattr("benchmarks.peers.makers.find_spec", lambda _: None)
    assert (
        missing("pyvrp") == "pyvrp needs the package pyvrp: pip install -e '.[peers]'"
    )
    assert missing("routing") is None


def test_names_of_peers_are_checked():
    """A name that is none of a peer is refused with those that are."""
    assert peers_of("routing, cpsat") == ["routing", "cpsat"]
    with pytest.raises(argparse.ArgumentTypeError, match="'vroom' is none of carerota"):
        peers_of("vroom")


# ── from a plan to a rota ─────────────────────────────────────────────────────


def minutes(field, wall, day=0):
    """Give the tick of a time by the wall clock."""
    hours, rest = (int(x) for x in wall.split(":"))
    return int(field.compiled.day_start[day]) + (60 * hours + rest) * 60


def test_a_long_day_gets_its_break():
    """A day of more than six hours gets a break in the first gap that has room."""
    visits = [
        visit("a", "x", "08:00", 120),
        visit("b", "x", "10:30", 120),
        visit("c", "x", "12:30", 120),
    ]
    p = problem([worker("ann")], [client("x")], visits, travel=40)
    field = read_field(p)
    starts = ("08:00", "10:30", "12:30")
    plan = {s: (0, minutes(field, wall)) for s, wall in enumerate(starts)}
    rota = finished(field, plan)
    (rest,) = rota.breaks
    assert (rest.end - rest.start).total_seconds() == 20 * 60
    assert carerota.check(p, rota).legal


def test_visits_are_pushed_together_where_nothing_binds_them():
    """A visit before a wait starts later; one of a double-up or a link does not."""
    workers = [worker("ann"), worker("bob")]
    visits = [
        visit("a", "x", "08:00-11:00", preferred="08:00-09:00"),
        visit("b", "x", "12:00"),
        visit("two", "y", "08:00-11:00", slots=2),
        visit("then", "y", "09:00-13:00"),
    ]
    linked = [link("two", "then", minimum=60)]
    p = problem(workers, [client("x"), client("y")], visits, links=linked)
    field = read_field(p)
    plan = {
        0: (0, minutes(field, "08:00")),
        1: (0, minutes(field, "12:00")),
        4: (1, minutes(field, "11:00")),
        2: (1, minutes(field, "09:00")),
    }
    pushed = tightened(field, plan)
    assert pushed[0] == (0, minutes(field, "09:00"))
    assert {s: pushed[s] for s in (1, 2, 4)} == {s: plan[s] for s in (1, 2, 4)}


def test_trimming_drops_the_humbler_of_two():
    """Of two visits that one worker cannot both make, the flexible one goes."""
    visits = [
        visit("a", "x", "09:00", priority="flexible"),
        visit("b", "y", "09:10", priority="critical"),
    ]
    p = problem([worker("ann")], [client("x"), client("y")], visits)
    field = read_field(p)
    plan = {0: (0, minutes(field, "09:00")), 1: (0, minutes(field, "09:10"))}
    assert not carerota.check(p, finished(field, plan)).legal
    kept = trimmed(field, plan)
    assert set(kept) == {1}
    assert carerota.check(p, finished(field, kept)).legal


def test_trimming_keeps_to_the_ceiling_of_carers():
    """The carer who comes least often goes, with all their visits to the client."""
    crowd = client("x", carers={"ceiling": 1})
    visits = [visit(f"v{h}", "x", f"{h}:00") for h in (10, 12, 14)]
    p = problem([worker("ann"), worker("bob")], [crowd], visits)
    field = read_field(p)
    starts = ("10:00", "12:00", "14:00")
    plan = {
        s: (w, minutes(field, wall))
        for s, (w, wall) in enumerate(zip((0, 0, 1), starts, strict=True))
    }
    assert set(trimmed(field, plan)) == {0, 1}


# ── two passes ────────────────────────────────────────────────────────────────


def test_the_most_frequent_are_kept():
    """Each client keeps those who came most often; of equals the first by name."""
    pairs = [("x", "ann"), ("x", "bob"), ("x", "bob"), ("x", "cyd"), ("y", "cyd")]
    pool = two_pass.most_frequent(pairs, 2)
    assert pool == {"x": {"ann", "bob"}, "y": {"cyd"}}


def test_the_second_pass_allows_only_them():
    """With one carer to keep, each client that was visited meets one."""
    visits = [visit(f"v{d}", "x", "09:00-12:00", day=d) for d in range(3)]
    met = [past("x", w, "10:00", -7) for w in ("ann", "bob")]
    p = problem([worker("ann"), worker("bob")], [client("x")], visits, past=met)
    field = read_field(p)
    plan = two_pass.with_routing(field, keep=1, seconds=3, threads=1, seed=1)
    assert len(plan) == 3
    assert len({w for w, _ in plan.values()}) == 1


# ── rows ──────────────────────────────────────────────────────────────────────


def test_a_row_tells_what_the_checker_says():
    """A row of a sample has the rules' breaches, uncovered slots and figures."""
    found = list(rows("hamlet", "routing", TERMS))
    first = found[0]
    assert first["peer"] == "routing"
    assert first["rota"] == "given"
    assert first["uncovered"]["critical"] == 0
    assert first["legal"] == (not first["breaches"])
    assert first["new_faces"] >= 0
    assert json.loads(json.dumps(found)) == found


INSTANCE = {
    "patients": [
        {
            "id": "p1",
            "time_window": [0, 100],
            "required_caregivers": [{"service": "s1"}],
        },
        {
            "id": "p2",
            "time_window": [50, 150],
            "required_caregivers": [{"service": "s1"}, {"service": "s2"}],
            "synchronization": {"type": "simultaneous"},
        },
    ],
    "services": [
        {"id": "s1", "default_duration": 10},
        {"id": "s2", "default_duration": 10},
    ],
    "caregivers": [
        {"id": "c1", "abilities": ["s1"]},
        {"id": "c2", "abilities": ["s1", "s2"]},
    ],
    "distances": [[0, 10, 20], [10, 0, 15], [20, 15, 0]],
}


def test_a_public_instance_is_solved_and_costed(tmp_path):
    """An instance is known by what is in it; its cost is that of the benchmark."""
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(INSTANCE))
    p, policy, benchmark = problem_of(str(path))
    made = make("cpsat", p, policy, TERMS)
    row = judged(p, policy, made.lawful, benchmark)
    assert row["legal"]
    assert sum(row["uncovered"].values()) == 0
    assert row["cost"] == pytest.approx(row["distance"] / 3)
    assert row["total_tardiness"] == 0
