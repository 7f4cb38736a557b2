"""What is suggested fits, costs what it says, and disturbs nobody unless told to."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerota.advice.suggest import suggest, with_order
from carerota.advice.suggest.order import no_new_fault
from carerota.compiled.build import compile_problem
from carerota.compiled.rota import to_rota
from carerota.engines.cpsat.engine import solve_model
from carerota.errors import DataError
from carerota.generator import generate
from carerota.model import (
    CarePackage,
    CarerLimit,
    Contract,
    PackageVisit,
    Place,
    Rota,
    Slot,
    WallWindow,
)
from carerota.model.expand import expand
from carerota.model.faults import faults
from carerota.policies import load as load_policy
from carerota.rules.book import bind
from carerota.score import check
from tests.builders import (
    AUTUMN,
    MONDAY,
    client,
    moment,
    past,
    problem,
    rota,
    visit,
    worker,
)
from tests.crowds import crowd

QUICK = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def wall(text):
    start, end = text.split("-")
    return WallWindow(start=time.fromisoformat(start), end=time.fromisoformat(end))


def package(*visits, who="x"):
    """Give a package of ``(name, "08:00-10:00", minutes)``, slots may follow."""
    return CarePackage(
        id="care",
        client=who,
        first_day=MONDAY,
        visits=tuple(
            PackageVisit(
                name=name,
                windows=(wall(text),),
                minutes=minutes,
                slots=tuple(Slot() for _ in range(*slots or (1,))),
            )
            for name, text, minutes, *slots in visits
        ),
    )


def adds_up(tiny, given_rota, order, found, *, rearranged, **new):
    """Hold each suggestion against the checker."""
    week = with_order(tiny, order, **new)
    before = check(week, given_rota, margins=False)
    was = {(a.visit, a.slot): a for a in given_rota.assignments}
    orders = {v.id for v in week.visits} - {v.id for v in tiny.visits} | {order.id}
    for one in found.suggestions:
        after = check(week, one.rota, margins=False)
        assert after.cost - before.cost == one.cost
        assert sum(one.by_rule.values()) == one.cost
        assert sum(share.cost for share in one.felt) == one.cost
        worse = {f.key: f.amount for f in before.findings}
        assert all(f.amount <= worse.get(f.key, 0) for f in after.findings)
        now = {(a.visit, a.slot): a for a in one.rota.assignments}
        told = {(m.visit, m.slot) for m in one.moved}
        for key, a in was.items():
            assert now[key].worker == a.worker
            assert (now[key].start != a.start) == (key in told)
            assert rearranged or now[key].start == a.start
        new_ones = {key for key in now if key not in was}
        assert new_ones == {(v.visit, v.slot) for v in one.visits}
        assert {visit for visit, _ in new_ones} <= orders
        assert set(one.workers) == {v.worker for v in one.visits}
        missing = {(u.visit, u.slot) for u in one.rota.uncovered}
        assert missing.isdisjoint(now)
        assert sum(one.uncovered.values()) + len(one.visits) == found.slots
        assert set(one.uncovered) <= {visit for visit, _ in missing}
        assert one.text


@pytest.mark.property
@QUICK
@given(st.randoms(use_true_random=False), st.booleans())
def test_what_is_suggested_adds_up_and_breaks_nothing(rnd, rearrange):
    """One visit more in a crowd: exact costs, no rule broken, present visits stay."""
    tiny = crowd(rnd)
    if any(not issue.warning for issue in faults(tiny)):
        return
    *present, order = tiny.visits
    links = tuple(x for x in tiny.links if order.id not in (x.first, x.second))
    tiny = tiny.model_copy(update={"visits": tuple(present), "links": links})
    compiled = compile_problem(tiny)
    book = bind(load_policy(), tiny.ticks_per_minute)
    solved = solve_model(compiled, book, deterministic_time=2)
    if solved.arrays is None:
        return
    whole = to_rota(compiled, solved.arrays)
    found = suggest(tiny, whole, order, rearrange=rearrange)
    adds_up(tiny, whole, order, found, rearranged=rearrange)
    if not found.suggestions and not rearrange:
        assert not fits_somewhere(tiny, whole, order)


def fits_somewhere(tiny, whole, order):
    """Try every worker at every fifth minute, with nothing moved."""
    if len(order.slots) > 1:
        return False  # the brute way is for one carer
    week = with_order(tiny, order)
    clock = week.clock
    before = check(week, whole, margins=False)
    window = order.windows[0]
    first, last = clock.tick(window.start), clock.tick(window.end)
    for who in week.workers:
        for tick in range(first, last + 1, 5 * week.ticks_per_minute):
            made = rota(week, (order.id, who.id, "00:00")).assignments[0]
            made = made.model_copy(update={"start": clock.moment(tick)})
            for run in (1, 2, 3):
                more = (*whole.assignments, made.model_copy(update={"run": run}))
                tried = whole.model_copy(update={"assignments": more})
                if check(week, tried, margins=False).breaches <= before.breaches:
                    return True
    return False


# ── few faces, kept times ─────────────────────────────────────────────────────
def busy_week():
    """Ann has room at nine every day; Bob lives nearer and has room on some days."""
    workers = [
        worker("ann", available=[(d, "08:00-12:00") for d in range(5)]),
        worker("bob", available=[(d, "08:00-12:00") for d in (0, 2, 4)]),
        worker("cat", available=[(d, "08:00-12:00") for d in (1, 3)]),
    ]
    return problem(
        workers,
        [client("x"), client("y")],
        [visit(f"y{d}", "y", "10:00-11:00", day=d) for d in range(5)],
        days=5,
        travel={("home:bob", "at:x"): 1, ("home:cat", "at:x"): 1},
    )


def test_one_face_and_one_time():
    """One carer at one time of the day, though each day alone has a cheaper one."""
    tiny = busy_week()
    whole = rota(tiny, *((f"y{d}", "ann", "10:30") for d in range(5)))
    order = package(("breakfast", "08:00-09:30", 45))
    found = suggest(tiny, whole, order, 2)
    best = found.suggestions[0]
    assert found.slots == 5
    assert best.workers == ("ann",)
    assert best.uncovered == {}
    (kept,) = best.times
    assert (kept.name, kept.spread_minutes) == ("breakfast", 0)
    assert best.moved == ()
    adds_up(tiny, whole, order, found, rearranged=False)
    assert "ann (5)" in best.text
    assert "faces new to the client +240" in best.text
    # the next one is another set, and no better
    other = found.suggestions[1]
    assert set(other.workers) != {"ann"} or other.times != best.times
    assert (sum(other.uncovered.values()), other.cost) >= (0, best.cost)


def test_two_minutes_are_no_other_choice():
    """The same worker at nearly the same time is told once, the cheaper one."""
    p = generate("village")
    home = next(x for x in p.packages if x.id == "c03-home")
    order = home.model_copy(update={"id": "once-more"})
    found = suggest(p, p.history.published, order, 3, rearrange=True).suggestions
    assert len(found) == 3
    for i, one in enumerate(found):
        for other in found[:i]:
            pairs = list(zip(one.visits, other.visits, strict=True))
            near = [abs(a.start - b.start) < timedelta(minutes=15) for a, b in pairs]
            same = [a.worker == b.worker for a, b in pairs]
            other_kind = bool(other.moved) != bool(one.moved)
            assert not (all(near) and all(same)) or other_kind


def test_who_knows_the_client_is_preferred():
    """A known face costs less than a new one that lives next door."""
    tiny = busy_week()
    known = past("x", "cat", "09:00", -2)
    history = tiny.history.model_copy(update={"visits": (known,)})
    tiny = tiny.model_copy(update={"history": history})
    order = visit("new", "x", "09:00-10:00", day=1)
    best = suggest(tiny, Rota(), order).suggestions[0]
    assert best.workers == ("cat",)
    assert best.felt[0].id == "cat"


def test_a_double_up_has_two_carers_or_none():
    """Half a double-up is no help: what cannot be whole is left out."""
    tiny = busy_week()
    order = package(("hoist", "08:00-09:00", 30, 2))
    best = suggest(tiny, Rota(), order).suggestions[0]
    starts = {}
    for made in best.visits:
        starts.setdefault(made.visit, set()).add(made.start)
    assert all(len(s) == 1 for s in starts.values())
    assert len(best.visits) == 10
    alone = tiny.model_copy(update={"workers": tiny.workers[:1]})
    found = suggest(alone, Rota(), order)
    assert found.suggestions == ()


def test_what_cannot_be_covered_is_told():
    """Ann comes on the days she can; the other days are named."""
    tiny = busy_week()
    only_bob = tiny.model_copy(update={"workers": tiny.workers[1:2]})
    only_bob = only_bob.model_copy(update={"visits": ()})
    order = package(("breakfast", "08:00-09:00", 30))
    best = suggest(only_bob, Rota(), order).suggestions[0]
    assert len(best.visits) == 3
    assert set(best.uncovered) == {f"care/2026-06-0{d}/breakfast" for d in (2, 4)}
    assert "NOT COVERED: 2 of 5" in best.text


# ── re-arrangement ────────────────────────────────────────────────────────────
def in_the_way():
    """Ann is at y at nine, where any time until half past ten would do."""
    ann = worker("ann", available=[(0, "08:00-12:00")])
    return problem(
        [ann], [client("x"), client("y")], [visit("old", "y", "09:00-10:30")]
    )


def test_nothing_moves_unless_told_to():
    """Without re-arrangement there is no room; with it the old visit gives way."""
    tiny = in_the_way()
    whole = rota(tiny, ("old", "ann", "09:00"))
    order = visit("new", "x", "09:00-09:10")
    assert suggest(tiny, whole, order).suggestions == ()
    found = suggest(tiny, whole, order, rearrange=True)
    (best,) = found.suggestions
    (moved,) = best.moved
    assert (moved.visit, moved.worker_after) == ("old", "ann")
    assert moved.minutes_later > 0
    assert "1 present visit starts at another time" in best.text
    adds_up(tiny, whole, order, found, rearranged=True)


def test_the_contract_is_kept():
    """Where only two hours are left, no more is suggested."""
    tiny = busy_week()
    small = tiny.workers[0].model_copy(
        update={"contract": Contract(maximum_hours=2, target_hours=0)}
    )
    tiny = tiny.model_copy(update={"workers": (small,), "visits": ()})
    order = package(("breakfast", "08:00-09:00", 60))
    best = suggest(tiny, Rota(), order).suggestions[0]
    assert len(best.visits) == 2
    assert check(with_order(tiny, order), best.rota).legal


# ── new people ────────────────────────────────────────────────────────────────
def test_somebody_new_in_a_village():
    """A new client at a new place: all of it on the way that rotas are made."""
    village = generate("hamlet")
    near = next(p for p in village.places if p.latitude is not None)
    home = Place(
        id="new home", latitude=near.latitude + 0.002, longitude=near.longitude
    )
    them = client("new", place="new home", carers=CarerLimit(target=2))
    order = CarePackage(
        id="new care",
        client="new",
        first_day=village.first_day,
        visits=(
            PackageVisit(name="lunch", windows=(wall("11:00-14:00"),), minutes=30),
        ),
    )
    whole = village.history.published
    new = {"client": them, "place": home}
    found = suggest(village, whole, order, **new)
    assert found.suggestions
    adds_up(village, whole, order, found, rearranged=False, **new)


def test_an_uncovered_visit_of_the_problem():
    """What is there already and nobody makes is placed like anything new."""
    tiny = in_the_way()
    found = suggest(tiny, rota(tiny), tiny.visits[0])
    assert found.suggestions[0].visits[0].worker == "ann"
    with pytest.raises(DataError) as refused:
        suggest(tiny, rota(tiny, ("old", "ann", "09:00")), tiny.visits[0])
    assert [i.code for i in refused.value.issues] == ["order-covered"]


@pytest.mark.parametrize(
    ("order", "more", "codes"),
    [
        (visit("new", "nobody", "09:00"), {}, {"unknown-id"}),
        (visit("old", "x", "09:00"), {}, {"duplicate-id"}),
        (visit("new", "x", "09:00"), {"k": 0}, {"number"}),
        (visit("new", "x", "09:00"), {"client": client("x")}, set()),
        (
            visit("new", "z", "09:00"),
            {"client": client("z", place="nowhere")},
            {"unknown-id"},
        ),
        (
            visit("new", "y", "09:00"),
            {"client": client("y", access_minutes=3)},
            {"duplicate-id"},
        ),
        (visit("new", "x", "09:00", day=30), {}, {"visit-outside-horizon"}),
        (
            CarePackage(
                id="p",
                client="x",
                first_day=MONDAY.replace(month=9),
                visits=package(("a", "08:00-09:00", 30)).visits,
            ),
            {},
            {"order-without-visits"},
        ),
        (
            CarePackage(
                id="p",
                client="x",
                first_day=MONDAY,
                last_day=MONDAY.replace(month=5),
                visits=package(("a", "08:00-09:00", 30)).visits,
            ),
            {},
            {"dates-backwards"},
        ),
    ],
)
def test_orders_that_make_no_sense_are_refused(order, more, codes):
    """With every fault of the order."""
    tiny = in_the_way()
    if not codes:
        assert suggest(tiny, rota(tiny), order, **more).slots == 1
        return
    with pytest.raises(DataError) as refused:
        suggest(tiny, rota(tiny), order, **more)
    assert {issue.code for issue in refused.value.issues} == codes


def test_a_name_used_twice_is_told_once_and_where_it_was_given():
    """And not once for each day of the week, by the numbers of the week's visits."""
    twice = package(
        ("a", "08:00-09:00", 30), ("b", "09:00-10:00", 30), ("a", "11:00-12:00", 30)
    )
    tiny = in_the_way()
    with pytest.raises(DataError) as refused:
        suggest(tiny, rota(tiny), twice)
    (issue,) = refused.value.issues
    assert (issue.path, issue.code) == ("order.visits[2].name", "duplicate-id")


def test_none_are_not_asked_for():
    """That is nothing the order has to do with."""
    tiny = in_the_way()
    with pytest.raises(DataError) as refused:
        suggest(tiny, rota(tiny), visit("new", "x", "09:00"), 0)
    assert refused.value.source is None
    assert [issue.path for issue in refused.value.issues] == ["k"]


@pytest.mark.parametrize(
    "order",
    [
        package(("a", "08:00-09:00", 30)),
        package(("a", "08:00-09:00", 2000)),
        package(("a", "08:00-09:00", 30), ("a", "10:00-11:00", 30)),
        package(("a", "08:00-09:00", 30), who="nobody"),
        visit("new", "x", "09:00", day=30),
        visit("new", "x", "09:00", pinned_start="20:00"),
        visit("new", "x", "09:00, 08:00"),
        visit("new", "x", "09:00", slots=[Slot(pinned_worker="nobody")]),
    ],
)
def test_what_is_new_is_faulty_where_the_whole_is(order):
    """To look at nothing but the order finds a fault if there is one."""
    tiny = in_the_way()
    key = "packages" if isinstance(order, CarePackage) else "visits"
    whole = expand(tiny.model_copy(update={key: (*getattr(tiny, key), order)}))
    assert not [issue for issue in faults(tiny) if not issue.warning]
    sound = not [issue for issue in faults(whole) if not issue.warning]
    assert no_new_fault(tiny, whole) is sound


def test_over_the_night_the_clocks_change():
    """A time that is kept is one of the wall clock."""
    ann = worker("ann", first=AUTUMN)
    tiny = problem([ann], [client("x")], [], first=AUTUMN)
    order = CarePackage(
        id="care",
        client="x",
        first_day=AUTUMN + timedelta(days=3),
        visits=package(("lunch", "12:00-12:30", 30)).visits,
    )
    best = suggest(tiny, Rota(), order).suggestions[0]
    assert len(best.visits) == 4
    assert best.times[0].spread_minutes == 0
    offsets = {v.start.utcoffset() for v in best.visits}
    assert len(offsets) == 2
    assert moment("12:00", 0, first=AUTUMN).utcoffset() in offsets
