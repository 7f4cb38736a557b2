"""Each planted obstacle has its own code and place, and its mend takes it away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carerota.advice.diagnose import CODES, MendKind, Severity, diagnose
from carerota.errors import DataError
from carerota.generator import generate
from carerota.model import CarerLimit, Contract, Slot
from carerota.model.faults import CODES as FAULTS
from tests.builders import client, link, past, problem, visit, worker

HOIST = frozenset({"hoist"})
NEEDS_HOIST = [Slot(skills=HOIST)]


def pinned(who):
    return [Slot(pinned_worker=who)]


def skilled_too_late():
    ann = worker("ann", available=[(0, "09:00-12:00")])
    return problem([ann], [client("x")], [visit("v", "x", "08:00-08:20", 30)])


def two_hoists(window="08:00-08:10"):
    both = [Slot(skills=HOIST), Slot(skills=HOIST)]
    return problem(
        [worker("ann", skills=HOIST), worker("bob")],
        [client("x")],
        [visit("v", "x", window, slots=both)],
    )


def never_together():
    return problem(
        [
            worker("ann", available=[(0, "07:00-09:00")]),
            worker("bob", available=[(0, "09:00-12:00")]),
        ],
        [client("x")],
        [visit("v", "x", "08:00-09:30", slots=2)],
    )


def far_apart(**more):
    """Two visits an hour's way from each other, with 40 minutes in between."""
    return problem(
        [worker("ann"), worker("bob")],
        [client("x"), client("y")],
        [
            visit("u", "x", "08:00-08:10", **more.get("u", {})),
            visit("v", "y", "09:00-09:10", **more.get("v", {})),
        ],
        travel={
            ("at:x", "at:y"): 60,
            **{(f"at:{c}", f"home:{w}"): 30 for c in "xy" for w in ("ann", "bob")},
        },
        links=more.get("links", ()),
    )


def only_ann(windows, *, contract=None, minutes=30, first_past=()):
    ann = worker("ann", contract=contract or Contract(maximum_hours=48))
    return problem(
        [ann, worker("bob")],
        [client("x")],
        [
            visit(f"v{i}", "x", text, minutes, day=day, slots=pinned("ann"))
            for i, (day, text) in enumerate(windows)
        ],
        past=first_past,
    )


def three_want_two():
    """Three people with a hoist at eight, two who may."""
    return problem(
        [worker("ann", skills=HOIST), worker("bob", skills=HOIST), worker("cat")],
        [client("x"), client("y"), client("z")],
        [visit(f"v{c}", c, "08:00-08:10", slots=NEEDS_HOIST) for c in "xyz"],
    )


def a_full_morning():
    """Five hours of care between eight and ten for two workers, none at a set time."""
    clients = [client(c) for c in "abcde"]
    return problem(
        [worker(w, available=[(0, "08:00-10:00")]) for w in ("ann", "bob")],
        clients,
        [visit(f"v{c.id}", c.id, "08:00-09:00", 60) for c in clients],
        travel=0,
    )


def more_than_contracts():
    clients = [client(c) for c in "abc"]
    small = Contract(maximum_hours=1)
    return problem(
        [worker("ann", contract=small), worker("bob", contract=small)],
        clients,
        [visit(f"v{i}", c.id, "08:00-18:00", 60) for i, c in enumerate(clients)],
    )


def ceiling():
    return problem(
        [
            worker("ann", available=[(0, "08:00-12:00")]),
            worker("bob", available=[(1, "08:00-12:00")]),
        ],
        [client("x", carers=CarerLimit(ceiling=1))],
        [visit("u", "x", "09:00-10:00"), visit("v", "x", "09:00-10:00", day=1)],
    )


def same_worker_chain():
    """Ann leaves at nine and Bob comes at nine."""
    return problem(
        [
            worker("ann", available=[(0, "07:00-09:00")]),
            worker("bob", available=[(0, "09:05-12:00")]),
        ],
        [client("x")],
        [visit("u", "x", "08:00-08:30"), visit("v", "x", "09:10-09:40")],
        links=[link("u", "v", same_worker=True)],
    )


def unreachable_chain():
    return far_apart(links=[link("u", "v", same_worker=True)])


def two_wanted_one_there():
    ann = worker("ann", skills=HOIST)
    return problem(
        [ann, worker("bob")],
        [client("x")],
        [
            visit(n, "x", w, slots=NEEDS_HOIST)
            for n, w in (("u", "08:00"), ("v", "09:30"))
        ],
        links=[link("u", "v", different_worker=True)],
    )


EVERY_DAY = [(d, "08:00-09:00") for d in range(7)]
PLANTED = {
    "visit-without-workers": (
        problem([worker("a")], [client("x")], [visit("v", "x", "08:00")]).model_copy(
            update={"workers": ()}
        ),
        {"v"},
    ),
    "visit-nobody-skilled": (
        problem(
            [worker("ann")],
            [client("x")],
            [visit("v", "x", "08:00", slots=NEEDS_HOIST)],
        ),
        {"v"},
    ),
    "visit-nobody-suits": (
        problem(
            [worker("ann")],
            [client("x", required_attributes=frozenset({"female"}))],
            [visit("v", "x", "08:00")],
        ),
        {"v"},
    ),
    "visit-too-short": (
        problem([worker("ann")], [client("x")], [visit("v", "x", "08:00", 15)]),
        {"v"},
    ),
    "visit-nobody-there": (skilled_too_late(), {"v"}),
    "visit-nobody-rested": (
        problem(
            [worker("ann")],
            [client("x")],
            [visit("v", "x", "07:00-08:00")],
            past=[past("x", "ann", "22:30")],
        ),
        {"v"},
    ),
    "visit-beyond-contracts": (
        problem(
            [worker("ann", contract=Contract(maximum_minutes_a_day=60))],
            [client("x")],
            [visit("v", "x", "08:00-09:00", 90)],
        ),
        {"v"},
    ),
    "visit-nobody": (
        problem(
            [worker("ann", skills=HOIST), worker("bob")],
            [client("x", excluded_workers=frozenset({"ann"}))],
            [visit("v", "x", "08:00", slots=NEEDS_HOIST)],
        ),
        {"v"},
    ),
    "double-up-cannot-meet": (never_together(), {"v"}),
    "chain-nobody-can": (unreachable_chain(), {"u", "v"}),
    "link-nobody-else": (two_wanted_one_there(), {"u", "v"}),
    "worker-two-places": (
        far_apart(u={"slots": pinned("ann")}, v={"slots": pinned("ann")}),
        {"u", "v"},
    ),
    "worker-day-minutes": (
        only_ann(
            [(0, "08:00-09:00"), (0, "11:00-12:00")],
            contract=Contract(maximum_minutes_a_day=100),
            minutes=60,
        ),
        {"v0", "v1"},
    ),
    "worker-day-span": (
        only_ann([(0, "06:00-06:30"), (0, "20:00-21:00")]),
        {"v0", "v1"},
    ),
    "worker-daily-rest": (
        only_ann([(0, "22:00-22:30"), (1, "07:00-08:00")]),
        {"v0", "v1"},
    ),
    "worker-days-in-a-row": (
        only_ann(EVERY_DAY[:3], contract=Contract(maximum_consecutive_days=2)),
        {"v0", "v1", "v2"},
    ),
    "worker-weekly-rest": (
        only_ann(EVERY_DAY, contract=Contract(maximum_consecutive_days=9)),
        {f"v{d}" for d in range(7)},
    ),
    "worker-week-hours": (
        only_ann(EVERY_DAY[:3], contract=Contract(maximum_hours=1)),
        {"v0", "v1", "v2"},
    ),
    "ceiling-too-low": (ceiling(), {"u", "v"}),
    "capacity-at-once": (three_want_two(), {"vx", "vy", "vz"}),
    "capacity-stretch": (a_full_morning(), {f"v{c}" for c in "abcde"}),
    "capacity-hours": (more_than_contracts(), {"v0", "v1", "v2"}),
}


@pytest.mark.parametrize("code", PLANTED)
def test_each_planted_obstacle_has_its_code_and_place(code):
    """What is planted is found, at the visits it is about, and nothing else is."""
    tiny, visits = PLANTED[code]
    found = diagnose(tiny).of(Severity.IMPOSSIBLE)
    assert [o.code for o in found] == [code]
    obstacle = found[0]
    assert set(obstacle.visits) == visits
    assert obstacle.missing >= 1
    assert obstacle.clients
    assert obstacle.start is not None
    assert obstacle.end is not None
    assert obstacle.start <= obstacle.end
    assert obstacle.text
    assert obstacle.mend.text


def test_every_code_of_the_table_is_planted():
    """There is no code without its test, and none that a fault has too."""
    warnings = {"contract-beyond-availability", "capacity-tight"}
    assert set(PLANTED) | warnings == set(CODES)
    assert not set(CODES) & set(FAULTS)


# ── mends ─────────────────────────────────────────────────────────────────────
def mended(tiny, mend):
    """Give the problem with a mend carried out as it is told."""
    if mend.kind is MendKind.WIDEN_WINDOW:
        return wider(tiny, mend)
    if mend.kind is MendKind.MORE_WORKERS:
        return with_more(tiny, mend)
    if mend.kind is MendKind.RAISE_CEILING:
        clients = tuple(
            c.model_copy(update={"carers": CarerLimit(ceiling=mend.number)})
            if c.id == mend.id
            else c
            for c in tiny.clients
        )
        return tiny.model_copy(update={"clients": clients})
    if mend.kind is MendKind.FREE_SLOT:
        visits = tuple(
            v.model_copy(update={"slots": (Slot(),)}) if v.id == mend.id else v
            for v in tiny.visits
        )
        return tiny.model_copy(update={"visits": visits})
    if mend.kind is MendKind.MORE_HOURS:
        return with_hours(tiny, mend)
    return None


def wider(tiny, mend):
    by = timedelta(minutes=mend.minutes)
    visits = []
    for v in tiny.visits:
        windows = list(v.windows)
        if v.id == mend.id and mend.minutes < 0:
            windows[0] = windows[0].model_copy(update={"start": windows[0].start + by})
        elif v.id == mend.id:
            windows[-1] = windows[-1].model_copy(update={"end": windows[-1].end + by})
        visits.append(v.model_copy(update={"windows": tuple(windows)}))
    return tiny.model_copy(update={"visits": tuple(visits)})


def with_more(tiny, mend):
    """Let new people live where the first client is, there as long as was asked."""
    home = tiny.clients[0].place
    new = tuple(
        worker(f"new{i}", skills=mend.skills, home=home).model_copy(
            update={
                "availability": (
                    worker("x")
                    .availability[0]
                    .model_copy(update={"start": mend.start, "end": mend.end}),
                ),
                "attributes": frozenset({"female"}),
            }
        )
        for i in range(mend.number)
    )
    return tiny.model_copy(update={"workers": (*tiny.workers, *new)})


def with_hours(tiny, mend):
    """Give the hours to the worker named, or to all of them."""
    workers = tuple(
        w.model_copy(
            update={
                "contract": w.contract.model_copy(
                    update={
                        "maximum_hours": w.contract.maximum_hours + mend.minutes / 60,
                        "maximum_minutes_a_day": w.contract.maximum_minutes_a_day
                        + mend.minutes,
                    }
                )
            }
        )
        if mend.id in {"", w.id}
        else w
        for w in tiny.workers
    )
    return tiny.model_copy(update={"workers": workers})


@pytest.mark.parametrize("code", sorted(set(PLANTED) - {"visit-too-short"}))
def test_the_mend_takes_it_away(code):
    """Done as it is told, the change is enough."""
    tiny, _ = PLANTED[code]
    mend = diagnose(tiny).of(Severity.IMPOSSIBLE)[0].mend
    better = mended(tiny, mend)
    assert better is not None
    left = {o.code for o in diagnose(better).of(Severity.IMPOSSIBLE)}
    assert code not in left


@pytest.mark.parametrize(
    ("tiny", "who", "minutes"),
    [
        (skilled_too_late(), "v", 40),
        (never_together(), "v", None),
        (same_worker_chain(), "u", 35),
        (unreachable_chain(), "u", -20),
    ],
)
def test_a_window_is_widened_by_no_more_than_it_takes(tiny, who, minutes):
    """One minute less is not enough; where no widening helps none is told."""
    obstacle = diagnose(tiny).of(Severity.IMPOSSIBLE)[0]
    mend = obstacle.mend
    if minutes is None:
        assert mend.kind is MendKind.MORE_WORKERS
        return
    assert (mend.kind, mend.id, mend.minutes) == (
        MendKind.WIDEN_WINDOW,
        who,
        minutes,
    )
    less = mend.model_copy(update={"minutes": minutes - (1 if minutes > 0 else -1)})
    left = {o.code for o in diagnose(mended(tiny, less)).obstacles}
    assert obstacle.code in left


# ── sentences ─────────────────────────────────────────────────────────────────
def test_sentences_a_coordinator_reads():
    """What pinches and what would mend it, in words."""
    said = {
        code: diagnose(PLANTED[code][0]).of(Severity.IMPOSSIBLE)[0]
        for code in ("capacity-at-once", "visit-nobody-there", "worker-daily-rest")
    }
    assert said["capacity-at-once"].text == (
        "at Mon 1 Jun 08:10 vx, vy and vz are under way whenever they start: 3 are "
        "needed at once with hoist, and 2 can be there"
    )
    assert said["capacity-at-once"].mend.text == (
        "1 more worker who holds hoist from Mon 1 Jun 08:10 to 08:40"
    )
    assert said["visit-nobody-there"].mend.text == (
        "widen the window of v by 40 min (later): then ann can make it"
    )
    assert said["worker-daily-rest"].text == (
        "v0 and v1 are pinned to ann, which leaves 9 h 30 min of rest before Tue 2 Jun; "
        "11 h are needed"
    )


def test_who_refused_whom_is_never_told():
    """A refusal shows as nobody being left, whichever side it came from."""
    tiny = problem(
        [worker("ann", refused_clients=frozenset({"x"}))],
        [client("x")],
        [visit("v", "x", "08:00")],
    )
    (obstacle,) = diagnose(tiny).of(Severity.IMPOSSIBLE)
    other = problem(
        [worker("ann")],
        [client("x", excluded_workers=frozenset({"ann"}))],
        [visit("v", "x", "08:00")],
    )
    assert diagnose(other).obstacles == diagnose(tiny).obstacles
    assert obstacle.workers == ()


# ── faults and warnings ───────────────────────────────────────────────────────
def test_contradictions_are_obstacles_with_the_code_of_the_fault():
    """What a solve refuses is told with the least change, not raised."""
    tiny = problem(
        [worker("ann"), worker("bob")],
        [client("x")],
        [visit("u", "x", "08:00-08:30"), visit("v", "x", "09:00-09:10")],
        links=[link("u", "v", minimum=90)],
    )
    found = diagnose(tiny)
    assert not found.possible
    (obstacle,) = found.of(Severity.FAULT)
    assert obstacle.code == "link-windows-cannot-meet"
    assert obstacle.visits == ("u", "v")
    assert obstacle.path == "links[0]"
    assert (obstacle.mend.kind, obstacle.mend.minutes) == (MendKind.WIDEN_WINDOW, -20)
    assert diagnose(mended(tiny, obstacle.mend)).of(Severity.FAULT) == ()


def test_a_contract_that_breaks_the_law_is_named():
    """A worker's contract is the worker's obstacle."""
    ann = worker("ann", contract=Contract(maximum_hours=60))
    tiny = problem([ann], [client("x")], [visit("v", "x", "08:00")])
    (obstacle,) = diagnose(tiny).of(Severity.FAULT)
    assert (obstacle.code, obstacle.workers) == ("over-48-hours", ("ann",))


def test_what_cannot_be_read_is_refused_in_full():
    """A visit outside the horizon is no obstacle but bad input."""
    tiny = problem([worker("ann")], [client("x")], [visit("v", "x", "08:00", day=9)])
    with pytest.raises(DataError) as refused:
        diagnose(tiny)
    assert "visit-outside-horizon" in {i.code for i in refused.value.issues}


def test_promised_more_than_offered_is_a_warning():
    """A contract of ten hours with two on offer."""
    ann = worker(
        "ann",
        available=[(0, "08:00-10:00")],
        contract=Contract(minimum_hours=10),
    )
    tiny = problem([ann], [client("x")], [visit("v", "x", "08:00")])
    found = diagnose(tiny)
    assert found.possible
    (warned,) = [o for o in found.obstacles if o.workers]
    assert warned.code == "contract-beyond-availability"
    assert warned.severity is Severity.WARNING
    assert warned.mend.minutes == 8 * 60


def test_what_the_policy_has_off_is_not_in_the_way():
    """What is impossible depends on which rules are hard."""
    from carerota.model import Mode
    from carerota.policies import load

    tiny, _ = PLANTED["visit-nobody-skilled"]
    policy = load()
    line = policy.rules["skills"].model_copy(update={"mode": Mode.OFF})
    lax = policy.model_copy(update={"rules": {**policy.rules, "skills": line}})
    assert diagnose(tiny, policy=lax).possible


def test_a_way_round_is_a_way():
    """A matrix that knows a shorter way round does not make a chain unreachable."""
    tiny = unreachable_chain()
    assert not diagnose(tiny).possible
    matrices = []
    for m in tiny.travel.matrices:
        at = {p: i for i, p in enumerate(m.places)}
        rows = [list(row) for row in m.minutes]
        for a, b in (("at:x", "home:bob"), ("home:bob", "at:y")):
            rows[at[a]][at[b]] = 5.0
        matrices.append(m.model_copy(update={"minutes": tuple(map(tuple, rows))}))
    travel = tiny.travel.model_copy(update={"matrices": tuple(matrices)})
    assert diagnose(tiny.model_copy(update={"travel": travel})).possible


@pytest.mark.parametrize("name", ["hamlet", "village", "town"])
def test_of_a_week_that_can_be_covered_nothing_is_impossible(name):
    """The made-up weeks have a rota that keeps every rule and misses nobody."""
    found = diagnose(generate(name))
    assert found.possible
    assert found.missing == 0
