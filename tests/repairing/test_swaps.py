"""Swaps: accepted iff no hard rule breaks and no third person is worse off."""

from __future__ import annotations

from itertools import pairwise, product
from random import Random

import pytest

from carerota.errors import DataError
from carerota.model import Mode, Policy, PolicyLine, Slot, WorkerPreferences
from carerota.model.faults import faults
from carerota.repairing import HandOver, judge_swap
from carerota.repairing.swaps import _figure
from carerota.rules.base import Level
from carerota.rules.book import NAMES, RULES
from carerota.rules.reading import Reading
from carerota.score import check
from carerota.travel import travel_times
from tests.builders import client, moment, problem, rota, visit, worker
from tests.repairing.days import HARD, day, made_by
from tests.strategies import any_rota, policy_all, tiny_problem

PEOPLE = Policy(
    name="people",
    rules={
        **{name: PolicyLine(mode=Mode.HARD) for name in HARD},
        "cover": PolicyLine(mode=Mode.PRICED, price=480),
        "travel": PolicyLine(mode=Mode.PRICED, price=1),
        "split_days": PolicyLine(mode=Mode.PRICED, price=15),
        "client_preferences": PolicyLine(mode=Mode.PRICED, price=24),
        "worker_preferences": PolicyLine(mode=Mode.PRICED, price=6),
    },
)


def handed(visit_id, to, slot=0):
    return HandOver(visit=visit_id, slot=slot, to=to)


def exchange(p, r, a="a", b="b", **more):
    made = made_by(r)
    offers = [handed(a, made[b, 0][0]), handed(b, made[a, 0][0])]
    return judge_swap(p, r, offers, policy=PEOPLE, **more)


def test_two_workers_exchange_visits():
    """Each makes the other's at its time; all else is as it was."""
    p, r = day()
    result = exchange(p, r)
    assert (result.accepted, result.reasons) == (True, ())
    was, made = made_by(r), made_by(result.rota)
    assert made["a", 0] == ("ben", was["a", 0][1])
    assert made["b", 0] == ("ann", was["b", 0][1])
    assert {k: v for k, v in made.items() if k[0] not in "ab"} == {
        k: v for k, v in was.items() if k[0] not in "ab"
    }
    assert check(p, result.rota, policy=PEOPLE).levels == result.report.levels


def test_one_gives_a_visit_to_another():
    """A gift is a swap with nothing in return."""
    p, r = day()
    result = judge_swap(p, r, [handed("c", "ben")], policy=PEOPLE)
    assert result.accepted
    assert made_by(result.rota)["c", 0][0] == "ben"


def test_refused_where_a_rule_breaks():
    """A skill that is not held is named, and no rota is given."""
    nurse = [Slot(skills=frozenset({"nurse"}))]
    p = problem(
        [worker("ann", skills=["nurse"]), worker("ben")],
        [client("A"), client("B")],
        [visit("a", "A", "08:00", slots=nurse), visit("b", "B", "10:00")],
    )
    result = exchange(p, rota(p, ("a", "ann", "08:00"), ("b", "ben", "10:00")))
    assert not result.accepted
    assert result.rota is None
    assert len(result.reasons) == 1
    assert result.reasons[0].startswith("skills: ben does not hold nurse")


def test_what_was_broken_before_is_not_held_against_it():
    """A breach elsewhere in the rota stays; one that grows is a reason."""
    p, _ = day()
    r = rota(
        p,
        ("a", "ann", "08:00"),
        ("b", "ben", "09:00"),
        ("c", "ann", "10:00"),
        ("d", "ann", "10:15"),
    )
    assert exchange(p, r).accepted
    worse = exchange(p, r, "b", "c")
    assert not worse.accepted or worse.report.breaches


def test_refused_where_a_client_is_worse_off():
    """A client who prefers ann loses her: the reason names both and the points."""
    p = problem(
        [worker("ann"), worker("ben")],
        [client("A", preferred_workers={"ann"}), client("B")],
        [visit("a", "A", "08:00"), visit("b", "B", "10:00")],
    )
    result = exchange(p, rota(p, ("a", "ann", "08:00"), ("b", "ben", "10:00")))
    assert result.reasons == (
        "client A would be worse off by 24 points: clients' preferences +24",
    )


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (24, "+24"),
        (100, "+100"),
        (8.0166667, "+8"),
        (-9.36, "-9.4"),
        (12345.678, "+12,345.7"),
        (0.0166667, "+0.02"),
    ],
)
def test_points_are_written_with_one_decimal(points, text):
    """As everywhere; what one decimal would make nothing is told all the same."""
    assert _figure(points, "+") == text
    assert _figure(abs(points)) == text.lstrip("+-")


def test_the_two_may_be_worse_off_themselves():
    """Who agrees to give up a wish may; it is told all the same."""
    likes = WorkerPreferences(clients=frozenset({"A"}))
    p = problem(
        [worker("ann", preferences=likes), worker("ben")],
        [client("A"), client("B")],
        [visit("a", "A", "08:00"), visit("b", "B", "10:00")],
    )
    result = exchange(p, rota(p, ("a", "ann", "08:00"), ("b", "ben", "10:00")))
    assert result.accepted
    told = {(p.person, p.id): p.points for p in result.people}
    assert told["worker", "ann"] > 0


def test_runs_are_made_anew():
    """Who has three hours between two visits goes home, where that costs less."""
    p, r = day()
    spread = PEOPLE.rules | {"waiting": PolicyLine(mode=Mode.PRICED, price=5)}
    policy = PEOPLE.model_copy(update={"rules": spread})
    result = judge_swap(p, r, [handed("c", "ben")], policy=policy)
    runs = {a.visit: a.run for a in result.rota.assignments}
    assert runs["a"] != runs["e"]


@pytest.mark.parametrize(
    ("offers", "found"),
    [
        ([], [("offers", "no-offer")]),
        ([handed("z", "ben")], [("offers[0].visit", "unknown-id")]),
        ([handed("a", "bne")], [("offers[0].to", "unknown-id")]),
        ([handed("a", "ben", 1)], [("offers[0].slot", "unknown-slot")]),
        ([handed("a", "ann")], [("offers[0].to", "offer-to-oneself")]),
        ([handed("a", "ben")] * 2, [("offers[1]", "offer-twice")]),
        ([handed("a", "ben"), handed("b", "cas")], [("offers", "offer-of-many")]),
        (
            [handed("z", "ben"), handed("a", "bne")],
            [("offers[0].visit", "unknown-id"), ("offers[1].to", "unknown-id")],
        ),
    ],
)
def test_faulty_offers_are_refused_together(offers, found):
    """Each with its path and code."""
    p, r = day(workers=[worker("ann"), worker("ben"), worker("cas")])
    with pytest.raises(DataError) as error:
        judge_swap(p, r, offers, policy=PEOPLE)
    assert [(i.path, i.code) for i in error.value.issues] == found


def test_what_nobody_makes_or_has_begun_is_not_handed_over():
    """Both have codes of their own."""
    p, r = day()
    gap = r.model_copy(update={"assignments": r.assignments[1:]})
    with pytest.raises(DataError) as error:
        judge_swap(p, gap, [handed("a", "ben")], policy=PEOPLE)
    assert error.value.issues[0].code == "offer-of-nothing"
    with pytest.raises(DataError) as error:
        exchange(p, r, "b", "c", now=moment("09:01"))
    assert error.value.issues[0].code == "offer-past"


# ── an oracle on tiny problems ────────────────────────────────────────────────


def lawful():
    """All rules but those on breaks, whose places the oracle does not try."""
    policy = policy_all([n for n in NAMES if "break" not in n], params={})
    rules = {
        name: line
        if RULES[name].votable or name == "cover"
        else line.model_copy(update={"mode": Mode.HARD})
        for name, line in policy.rules.items()
    }
    return policy.model_copy(update={"rules": rules})


def every_way(p, r, offers):
    """Give every rota with the visits handed over: all ways of going home between."""
    clock = p.clock
    days = {v.id: clock.index_of(v.day) for v in p.visits}
    order = {v.id: i for i, v in enumerate(p.visits)}
    length = {v.id: v.minutes for v in p.visits}
    given = {(o.visit, o.slot): o.to for o in offers}
    made = [
        a.model_copy(update={"worker": given.get((a.visit, a.slot), a.worker)})
        for a in r.assignments
    ]
    was = {(a.visit, a.slot): a.worker for a in r.assignments}
    touched = {(w, days[v]) for (v, _), w in given.items()}
    touched |= {(was[part], days[part[0]]) for part in given}
    rows = {}
    for a in made:
        if (a.worker, days[a.visit]) in touched:
            rows.setdefault((a.worker, days[a.visit]), []).append(a)

    def key(a):
        start = clock.tick(a.start)
        return (start, start + length[a.visit] * 60, order[a.visit], a.slot)

    for row in rows.values():
        row.sort(key=key)
    pairs = [pair for row in rows.values() for pair in pairwise(row)]
    for ways in product((0, 1), repeat=len(pairs)):
        home = dict(zip([(id(a), id(b)) for a, b in pairs], ways, strict=True))
        runs = {}
        for row in rows.values():
            run = 1
            for i, a in enumerate(row):
                run += home[id(row[i - 1]), id(a)] if i else 0
                runs[id(a)] = run
        tried = tuple(
            a.model_copy(update={"run": runs.get(id(a), a.run)}) for a in made
        )
        yield r.model_copy(update={"assignments": tried})


def fares(p, r, policy):
    """Give what each person has by a rota, in points, by the checker alone."""
    report = check(p, r, policy=policy)
    reading = Reading(p, r, travel_times(p))
    client_of = {v.id: v.client for v in p.visits}
    first = {x.id: x.first for x in p.links}
    found = {}
    for score in report.rules:
        if score.mode != "priced" or score.name == "cover" or not score.amount:
            continue
        each = score.points / score.amount
        for k, n in score.amounts.items():
            if k.level in (Level.WORKER, Level.DAY):
                who = ("worker", k.id)
            elif score.name == "worker_preferences":
                stops = reading.stops_of[k.id]
                who = ("worker", next(s.worker.id for s in stops if s.slot == k.at))
            elif k.level is Level.CLIENT:
                who = ("client", k.id)
            elif k.level is Level.ALL:
                continue
            else:
                who = ("client", client_of[first.get(k.id, k.id)])
            found[who] = found.get(who, 0) + each * n
    return found, {(f.rule, f.key): f.amount for f in report.findings}


@pytest.mark.parametrize("seed", range(60))
def test_as_the_oracle_says(seed):
    """Accepted iff some way of going home breaks nothing new and hurts no third."""
    rnd = Random(seed)
    while True:
        p = tiny_problem(rnd)
        r = any_rota(rnd, p).model_copy(update={"breaks": ()})
        fine = not any(not f.warning for f in faults(p))
        if fine and len(p.workers) > 1 and r.assignments:
            break
    policy = lawful()
    given = rnd.choice(r.assignments)
    other = rnd.choice([w.id for w in p.workers if w.id != given.worker])
    offers = [handed(given.visit, other, given.slot)]
    theirs = [a for a in r.assignments if a.worker == other and a.visit != given.visit]
    if theirs and rnd.random() < 0.7:
        back = rnd.choice(theirs)
        offers.append(handed(back.visit, given.worker, back.slot))
    result = judge_swap(p, r, offers, policy=policy)
    had, broken = fares(p, r, policy)
    pair = {("worker", given.worker), ("worker", other)}
    good = []
    for tried in every_way(p, r, offers):
        has, breaks = fares(p, tried, policy)
        legal = all(n <= broken.get(k, 0) for k, n in breaks.items())
        hurt = [
            who for who in has if who not in pair and has[who] > had.get(who, 0) + 1e-9
        ]
        good.append(legal and not hurt)
    assert result.accepted == any(good)
    if result.accepted:
        assert result.rota.assignments in {
            t.assignments for t in every_way(p, r, offers)
        }
    else:
        assert result.reasons
