"""Repairs: what each event does, what stands still, what is told to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerota.engines.base import Status
from carerota.model import (
    CarBreaksDown,
    ClientInHospital,
    ReasonKind,
    Slot,
    TravelMode,
    VisitAdded,
    VisitCancelled,
    VisitLengthened,
    VisitMoved,
    WorkerLate,
    WorkerSick,
)
from carerota.repairing import ChangeKind, repair
from carerota.repairing.changes import Change
from carerota.repairing.telling import told
from carerota.score import check
from tests.builders import client, moment, problem, rota, visit, window, worker
from tests.repairing.days import POLICY, day, made_by

SIX = moment("06:05")
NURSE = [Slot(skills=frozenset({"nurse"}))]
MOVES = 3000


def mended(events, p_and_r=None, now=SIX, **more):
    p, r = p_and_r or day()
    terms = {"moves": MOVES, "threads": 1, "frozen_minutes": 0.0, **more}
    result = repair(p, r, events, now, **terms)
    judged = check(result.problem, result.rota, policy=result.policy)
    assert judged.levels == result.report.levels
    return result, made_by(result.rota)


def sick(worker="ann", start="06:00", end="23:00"):
    return WorkerSick(worker=worker, start=moment(start), end=moment(end))


def test_nothing_has_happened_and_nothing_changes():
    """Without events every assignment and break is the same record as before."""
    p, r = day()
    result, _ = mended([], (p, r))
    assert result.rota.assignments == r.assignments
    assert result.rota.breaks == r.breaks
    assert result.rota.provenance == r.provenance
    assert (result.changes, result.told, result.notice_costs) == ((), (), ())


def test_an_illegal_rota_without_events_is_given_back_as_it_is():
    """Nothing is repaired silently: what it breaks is reported."""
    p, _ = day()
    wrong = rota(p, ("a", "ann", "08:00"), ("b", "ann", "08:10"))
    result, made = mended([], (p, wrong))
    assert made == made_by(wrong)
    assert result.breaches
    assert {u.visit for u in result.rota.uncovered} == set("cdef")
    assert all(u.reason is not None for u in result.rota.uncovered)


def test_an_event_that_touches_nothing_changes_nothing():
    """Sick after the last visit: the rota stands to the tick, without a search."""
    p, r = day()
    result, made = mended([sick(start="20:00")], (p, r))
    assert made == made_by(r)
    assert (result.changes, result.moves) == ((), 0)


def test_sickness_gives_the_visits_to_others():
    """What ann would make goes to ben, who has time; each change has its cause."""
    p, r = day()
    result, made = mended([sick()], (p, r))
    assert {worker for worker, _ in made.values()} == {"ben"}
    assert result.report.legal
    assert result.report.covered
    direct = {c.visit: c for c in result.changes if c.cause.direct}
    assert set(direct) == {"a", "c", "e"}
    assert all(c.cause.event == 0 for c in result.changes)
    assert direct["a"].kind is ChangeKind.WORKER
    assert (direct["a"].old_worker, direct["a"].new_worker) == ("ann", "ben")


def test_who_is_sick_from_noon_keeps_the_morning():
    """Visits before the sickness stand, one under way is ended."""
    p, r = day()
    result, made = mended([sick(start="12:15")], (p, r), now=moment("12:10"))
    assert made == made_by(r)
    assert result.report.legal
    later, made = mended([sick(start="10:15")], (p, r), now=moment("09:45"))
    assert made["a", 0][0] == "ann"
    assert made["c", 0][0] == "ben"
    assert later.report.legal


@pytest.mark.parametrize("moves", [1, 20])
def test_whatever_fits_is_put_in_without_a_search(moves):
    """However short the search, no visit is left out that somebody has time for."""
    p, r = day()
    result, made = mended([sick()], (p, r), moves=moves)
    assert {who for who, _ in made.values()} == {"ben"}
    assert result.report.covered


def test_what_starts_within_the_notice_stands_still():
    """With an hour's notice b stays as it is though moving it would help."""
    p, r = day()
    _, made = mended([sick("ann")], (p, r), now=moment("08:30"), frozen_minutes=60)
    was = made_by(r)
    assert made["a", 0] == was["a", 0]
    assert made["b", 0] == was["b", 0]


def test_a_notice_longer_than_the_horizon_freezes_all_of_it():
    """However long: nobody makes what ann cannot, and nothing else changes."""
    p, r = day()
    _, made = mended([sick("ann")], (p, r), now=moment("08:30"), frozen_minutes=1e300)
    was = made_by(r)
    assert made
    assert all(was[part] == how for part, how in made.items())


def test_nothing_is_put_within_the_notice():
    """Who is told at ten with an hour's notice is there at eleven, not before."""
    p, r = day()
    _, made = mended([sick("ann")], (p, r), now=moment("09:45"), frozen_minutes=60)
    assert made["c", 0][1] >= moment("10:45")


def test_a_visit_that_finds_nobody_has_its_reason():
    """Where nobody else can, the visit is uncovered, with a proof."""
    p, r = day(workers=[worker("ann"), worker("ben", available=[(1, "08:00-20:00")])])
    r = r.model_copy(
        update={"assignments": tuple(a for a in r.assignments if a.worker == "ann")}
    )
    result, made = mended([sick()], (p, r))
    assert not made
    reasons = {u.visit: u.reason for u in result.rota.uncovered}
    assert reasons["a"].kind is ReasonKind.IMPOSSIBLE
    assert "availability" in reasons["a"].rules
    assert reasons["b"].kind is ReasonKind.NOT_PROVEN
    assert {c.visit: c.kind for c in result.changes} == dict.fromkeys(
        "ace", ChangeKind.UNCOVERED
    )


def test_a_reason_that_was_known_is_kept():
    """A visit nobody made before keeps the reason it had."""
    p, r = day()
    gap = r.model_copy(update={"assignments": r.assignments[:-1]})
    known, _ = mended([], (p, gap))
    (missing,) = known.rota.uncovered
    result, _ = mended([sick("ann", "12:00", "12:10")], (p, known.rota))
    assert [u for u in result.rota.uncovered if u.visit == "f"] == [missing]


def test_a_cancelled_visit_makes_room():
    """It is gone from the problem too, and what nobody made takes its room."""
    p, _ = day()
    p = p.model_copy(update={"visits": (*p.visits, visit("g", "A", "10:00-10:10", 30))})
    busy = p.model_copy(update={"workers": p.workers[:1]})
    r = rota(busy, ("a", "ann", "08:00"), ("c", "ann", "10:00"), ("e", "ann", "12:00"))
    result, made = mended([VisitCancelled(visit="c")], (busy, r))
    assert "c" not in {v.id for v in result.problem.visits}
    assert made["g", 0][0] == "ann"
    kinds = {c.visit: (c.kind, c.cause.direct) for c in result.changes}
    assert kinds["c"] == (ChangeKind.CANCELLED, True)
    assert kinds["g"] == (ChangeKind.COVERED, False)


def test_a_cancelled_visit_alone_changes_nothing_else():
    """Nobody is rearranged because there is room."""
    p, r = day()
    result, made = mended([VisitCancelled(visit="c")], (p, r))
    assert made == {k: v for k, v in made_by(r).items() if k[0] != "c"}
    assert [c.visit for c in result.changes] == ["c"]


def test_links_of_a_visit_that_is_gone_are_gone():
    """A link needs both its ends; packages do not bring visits back."""
    from tests.builders import link

    p, r = day(links=[link("a", "c", minimum=60)])
    result, _ = mended([VisitCancelled(visit="c")], (p, r))
    assert result.problem.links == ()
    assert result.problem.packages == ()


def test_a_visit_is_added():
    """It is covered, by whoever is free."""
    p, r = day()
    new = VisitAdded(visit=visit("new", "A", "14:00-15:00"))
    result, made = mended([new], (p, r))
    assert moment("14:00") <= made["new", 0][1] <= moment("15:00")
    (change,) = result.changes
    assert (change.kind, change.cause.text) == (ChangeKind.COVERED, "the visit is new")


def test_a_new_visit_that_finds_nobody_is_told():
    """The client hears of it, and so does whoever reads the changes."""
    p, r = day()
    new = VisitAdded(visit=visit("new", "A", "06:10-06:20", 30, slots=NURSE))
    result, made = mended([new], (p, r))
    assert made == made_by(r)
    (change,) = result.changes
    assert (change.visit, change.kind) == ("new", ChangeKind.UNCOVERED)
    assert (change.notice_hours, change.cause.event) == (0.08, 0)
    (client,) = result.told
    assert (client.id, client.lines) == ("A", ("nobody has been found yet (new)",))


def test_a_visit_too_long_for_anybody_says_so():
    """The cause tells the new length also where nobody makes it any more."""
    until_eight = [worker(w, available=[(0, "06:00-20:00")]) for w in ("ann", "ben")]
    event = VisitLengthened(visit="a", minutes=900)
    result, _ = mended([event], day(workers=until_eight))
    lost = next(c for c in result.changes if c.visit == "a")
    assert lost.kind is ChangeKind.UNCOVERED
    assert lost.cause.text == "the visit takes 900 minutes now"


def test_a_visit_is_moved():
    """It is made in its new window, and that is no broken promise."""
    p, r = day()
    event = VisitMoved(visit="a", windows=(window("15:00-16:00"),))
    result, made = mended([event], (p, r))
    assert moment("15:00") <= made["a", 0][1] <= moment("16:00")
    assert result.notice_costs == ()
    assert [c.visit for c in result.changes] == ["a"]


def test_a_visit_takes_longer():
    """What follows it moves, if need be to somebody else."""
    p, r = day()
    result, made = mended([VisitLengthened(visit="a", minutes=130)], (p, r))
    assert made["a", 0] == made_by(r)["a", 0]
    assert result.report.legal
    by_visit = {c.visit: c for c in result.changes}
    assert by_visit["a"].kind is ChangeKind.LENGTH
    assert (by_visit["a"].old_minutes, by_visit["a"].new_minutes) == (30, 130)
    assert "c" in by_visit
    assert not by_visit["c"].cause.direct
    assert by_visit["c"].cause.visit == "a"


def test_a_visit_under_way_takes_longer():
    """Its end is later than planned; it is not moved."""
    p, r = day()
    now = moment("08:10")
    result, made = mended([VisitLengthened(visit="a", minutes=180)], (p, r), now=now)
    assert made["a", 0] == made_by(r)["a", 0]
    assert result.report.legal


def test_a_client_in_hospital():
    """Their visits in the time are gone, others stay."""
    p, r = day()
    p = p.model_copy(update={"visits": (*p.visits, visit("a2", "A", "18:00-19:00"))})
    late = rota(p, ("a2", "ann", "18:00")).assignments
    r = r.model_copy(update={"assignments": (*r.assignments, *late)})
    others = {(n, 0) for n in "bcdef"}
    stay = ClientInHospital(client="A", start=moment("07:00"), end=moment("12:00"))
    _, made = mended([stay], (p, r))
    assert set(made) == {("a2", 0)} | others
    _, made = mended([stay.model_copy(update={"end": None})], (p, r))
    assert set(made) == others


def test_a_worker_is_late():
    """What they would make before goes to others or is later."""
    p, r = day()
    result, made = mended([WorkerLate(worker="ann", until=moment("09:10"))], (p, r))
    who, start = made["a", 0]
    assert who == "ben" or start >= moment("09:10")
    assert result.report.legal
    assert made["e", 0] == made_by(r)["e", 0]


def car(end="20:00", **more):
    return CarBreaksDown(
        worker="ann",
        start=moment("06:00"),
        end=moment(end),
        travel_mode=TravelMode.WALK,
        **more,
    )


def on_foot(minutes):
    """Give ann's and ben's day with slower ways on foot."""
    p, r = day()
    by_mode = [
        m.model_copy(
            update={
                "minutes": tuple(
                    tuple(minutes if x else 0 for x in row) for row in m.minutes
                )
            }
        )
        if m.mode is TravelMode.WALK
        else m
        for m in p.travel.matrices
    ]
    travel = p.travel.model_copy(update={"matrices": tuple(by_mode)})
    return p.model_copy(update={"travel": travel}), r


def test_a_car_breaks_down():
    """Who goes on foot makes what can be reached; the rest goes to others."""
    p, r = on_foot(150)
    result, made = mended([car()], (p, r))
    assert result.report.legal
    assert result.report.covered
    assert made != made_by(r)
    assert {c.cause.event for c in result.changes} == {0}


def test_a_car_that_runs_again_is_as_before():
    """Journeys before and after the breakdown take what they took."""
    p, r = on_foot(150)
    _, made = mended([car("09:00")], (p, r))
    was = made_by(r)
    assert {k: v for k, v in made.items() if k[0] in "ef"} == {
        k: v for k, v in was.items() if k[0] in "ef"
    }
    _, made = mended([car("07:30")], (p, r))
    assert made == was


def test_a_frozen_visit_that_has_become_impossible_is_loosened():
    """On foot ann cannot be at c at ten after a, which she is making."""
    p, r = on_foot(150)
    now = moment("08:10")
    result, made = mended([car()], (p, r), now=now, frozen_minutes=120)
    assert result.report.legal
    assert made["a", 0] == made_by(r)["a", 0]
    assert made["c", 0] != made_by(r)["c", 0]


def test_pins_hold():
    """A slot pinned to the person who is sick is uncovered, not given away."""
    p, r = day()
    pinned = p.visits[0].model_copy(
        update={
            "slots": (p.visits[0].slots[0].model_copy(update={"pinned_worker": "ann"}),)
        }
    )
    p = p.model_copy(update={"visits": (pinned, *p.visits[1:])})
    result, made = mended([sick()], (p, r))
    assert ("a", 0) not in made
    reason = next(u.reason for u in result.rota.uncovered if u.visit == "a")
    assert "pinned_worker" in reason.rules


def test_what_was_broken_before_and_is_not_touched_stays():
    """A hand-made rota's own breach is reported, not mended and not blamed on us."""
    p, _ = day()
    wrong = rota(
        p,
        ("a", "ann", "08:00"),
        ("b", "ann", "10:15"),
        ("c", "ann", "10:00"),
        ("d", "ben", "11:00"),
    )
    result, made = mended([VisitCancelled(visit="d")], (p, wrong))
    assert {f.rule for f in result.breaches} == {"one_place", "reach"}
    assert made["b", 0] == made_by(wrong)["b", 0]


def on_each_day(windows, until, *workers):
    """Have ann sick, who is to come at noon today, tomorrow or in five days."""
    for on in (0, 1, 5):
        v = visit("v", "A", windows, day=on)
        p = problem([*workers], [client("A")], [v], policy=POLICY)
        event = WorkerSick(
            worker="ann", start=moment("08:00", on), end=moment(until, on)
        )
        yield mended([event], (p, rota(p, ("v", "ann", "12:00"))))[0]


def test_change_costs_more_the_shorter_the_notice():
    """The same change costs once, three and six times the price."""
    points = []
    for result in on_each_day("12:00-12:30", "20:00", worker("ann"), worker("ben")):
        (cost,) = result.notice_costs
        points.append((cost.points, cost.notice_hours))
        assert result.report["published_worker"].points == cost.points
    assert points == [(120, 5.92), (60, 29.92), (20, 125.92)]


def test_another_time_costs_more_the_shorter_the_notice():
    """An hour later counts once, twice and four times what is beyond the tolerance."""
    points = []
    for result in on_each_day("12:00-14:00", "13:00", worker("ann")):
        (cost,) = result.notice_costs
        points.append(cost.points)
    assert points == [4 * 45, 2 * 45, 30]


def test_who_is_told_and_when():
    """Client, old and new worker; the notice is to the visit; no word of sickness."""
    p = problem(
        [worker("ann"), worker("ben")],
        [client("A")],
        [visit("v", "A", "12:00-12:30")],
        policy=POLICY,
    )
    result, made = mended([sick()], (p, rota(p, ("v", "ann", "12:00"))))
    assert made["v", 0] == ("ben", moment("12:00"))
    told = {(t.person, t.id): t for t in result.told}
    assert set(told) == {("client", "A"), ("worker", "ann"), ("worker", "ben")}
    assert {t.notice_hours for t in result.told} == {5.92}
    assert told["client", "A"].lines == (
        "ben comes at Mon 1 Jun 12:00 instead of ann (v)",
    )
    assert told["worker", "ben"].lines == ("you visit A at Mon 1 Jun 12:00 (v)",)
    assert told["worker", "ann"].lines == ("you do not visit A at Mon 1 Jun 12:00 (v)",)


def test_a_change_of_seconds_is_told_in_seconds():
    """Nobody is told to come at eight instead of at eight."""
    times = [moment("08:00"), moment("08:00") + timedelta(seconds=20)]
    change = Change(
        visit="v",
        client="A",
        kind=ChangeKind.TIME,
        old_worker="ann",
        new_worker="ann",
        old_start=times[0],
        new_start=times[1],
        old_minutes=30,
        new_minutes=30,
        notice_hours=2,
    )
    client, ann = told([change])
    assert client.lines == (
        "ann comes at Mon 1 Jun 08:00:20, not at Mon 1 Jun 08:00:00 (v)",
    )
    assert ann.lines == (
        "you visit A at Mon 1 Jun 08:00:20 (v) instead of at Mon 1 Jun 08:00:00",
    )


@pytest.mark.parametrize("note", ["flu", "in St Mary's"])
def test_nobody_is_told_of_anybodys_health(note):
    """Neither the kind of event nor its note is in any message."""
    p, r = day()
    events = [
        sick().model_copy(update={"note": note}),
        ClientInHospital(client="F", start=SIX, note=note),
    ]
    result, _ = mended(events, (p, r))
    assert len(result.told) > 3
    said = " ".join(line for t in result.told for line in t.lines)
    assert not {"sick", "ill", "hospital", "away", note} & set(said.split())
    assert note not in said


def test_the_problem_afterwards_is_ready_for_the_next_event():
    """Two repairs one after the other: the second starts from what the first left."""
    first, made = mended([sick(end="11:00")])
    second, again = mended(
        [VisitCancelled(visit="f")],
        (first.problem, first.rota),
        now=moment("09:30"),
    )
    assert second.report.legal
    assert again == {k: v for k, v in made.items() if k[0] != "f"}


def test_the_same_seed_and_moves_give_the_same_repair():
    """Everything but the time it was made at is the same."""
    (one, made), (two, again) = mended([sick()]), mended([sick()])
    assert made == again
    assert one.changes == two.changes
    assert one.moves == two.moves


def test_stop_and_interrupt_give_the_best_so_far(monkeypatch):
    """Stopped at once the rota is legal; Ctrl-C in the middle as well."""
    stopped, _ = mended([sick()], stop=lambda progress: True)
    assert stopped.status is Status.STOPPED
    assert not stopped.breaches
    from carerota.engines.near import NearSearch

    calls = []

    def interrupted(self, **terms):
        calls.append(terms)
        raise KeyboardInterrupt

    monkeypatch.setattr(NearSearch, "run", interrupted)
    result, _ = mended([sick()])
    assert len(calls) == 1
    assert result.status is Status.STOPPED
    assert not result.breaches


def test_interrupted_with_something_broken_leaves_it_out(monkeypatch):
    """A longer visit cut short before any search: what clashes is left out."""
    monkeypatch.setattr(
        "carerota.repairing.searching.held_problem",
        lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt),
    )
    result, made = mended([VisitLengthened(visit="a", minutes=130)])
    assert result.status is Status.STOPPED
    assert not result.breaches
    assert ("c", 0) not in made
