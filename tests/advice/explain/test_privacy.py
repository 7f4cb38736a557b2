"""Who may see what: the tables are whole, and nothing else comes through."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from carerota.advice.explain import records, weeks
from carerota.advice.explain.explaining import explain, why_not
from carerota.advice.explain.privacy import FIELDS, RULE_SIGHTS, Field, Reader
from carerota.advice.explain.records import (
    Audience,
    BreakChange,
    Explanation,
    Fact,
    LeftOut,
    MovedVisit,
    OptionStatus,
    RuleChange,
    RunChange,
    SlotExplanation,
    WorkerOption,
)
from carerota.advice.explain.redaction import Redaction
from carerota.advice.explain.sentences import told
from carerota.advice.trial.trial import Trial
from carerota.model import (
    CareType,
    Contract,
    Skill,
    Slot,
    WorkerKind,
    WorkerPreferences,
)
from carerota.model.base import Record
from carerota.rules.base import Level, Unit
from carerota.rules.book import NAMES
from tests.builders import (
    MONDAY,
    client,
    link,
    moment,
    past,
    problem,
    rota,
    visit,
    worker,
)

ROWS = {
    Fact,
    RuleChange,
    MovedVisit,
    RunChange,
    BreakChange,
    LeftOut,
    weeks.RuleTotal,
}
"""Read whole or not at all."""


# ── the tables ────────────────────────────────────────────────────────────────


def test_every_rule_has_its_entry():
    """A rule that nobody has thought about fails here, and is not shown by default."""
    assert list(RULE_SIGHTS) == list(NAMES)


def test_every_field_has_its_entry():
    """So does a field of any record that advice is given as."""
    made = [
        cls
        for module in (records, weeks)
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, Record) and cls is not Record
    ]
    assert set(made) - ROWS == set(FIELDS)
    for cls, fields in FIELDS.items():
        assert set(fields) == set(cls.model_fields), cls.__name__


# ── field by field ────────────────────────────────────────────────────────────

AT = moment("08:17")
MOVED = moment("09:43")
BREAK = moment("10:31")
LOST = moment("11:37")


def world():
    """Ann and Bob go to Joan; Kay is somebody else's client."""
    p = problem(
        [worker("ann"), worker("bob"), worker("cid")],
        [client("joan"), client("kay")],
        [
            visit("v1", "joan", "08:00-09:00"),
            visit("v2", "kay", "08:00-12:00"),
            visit("v3", "joan", "10:00-12:00"),
        ],
        links=[link("v1", "v3"), link("v1", "v2")],
        past=[past("joan", "bob", "08:00"), past("joan", "ann", "08:00", -2)],
    )
    return Trial(p, rota(p, ("v1", "ann", "08:00"), ("v2", "bob", "10:00")))


def full(
    worker: str, status=OptionStatus.POSSIBLE, facts=(), changes=()
) -> Explanation:
    """An explanation of which every field has a value of its own."""
    option = WorkerOption(
        worker=worker,
        name=f"name of {worker}",
        status=status,
        start=AT,
        met_before=4711,
        verdict="worse",
        facts=facts,
        changes=changes,
        cost=815_001,
        points=1234.5,
        uncovered={"flexible": 77},
        moved=(MovedVisit(visit="v2", client="kay", before=AT, after=MOVED),),
        runs=(RunChange(first="v2", second="home-before-this", home=True),),
        breaks=(BreakChange(start_after=BREAK, end_after=BREAK),),
        text="the sentence",
    )
    lost = BreakChange(start_before=LOST, end_before=LOST)
    left = LeftOut(cost=616_001, points=616.25, breaks=(lost,))
    slot = SlotExplanation(
        slot=0, holder="ann", start=moment("08:00"), options=(option,), left_out=left
    )
    return Explanation(visit="v1", client="joan", day=MONDAY, minutes=30, slots=(slot,))


READERS = {
    "office": Reader(Audience.COORDINATOR),
    "self": Reader(Audience.WORKER, "bob"),
    "other": Reader(Audience.WORKER, "cid"),
    "client": Reader(Audience.CLIENT, "joan"),
}
MARKS = {
    "start": "08:17",
    "met_before": "4711",
    "verdict": '"worse"',
    "cost": "815001",
    "points": "1234.5",
    "uncovered": "77",
    "moved": "09:43",
    "runs": "home-before-this",
    "breaks": "10:31",
    "name": "name of bob",
}
MAY = {
    Field.ALL: {"office", "self", "other", "client"},
    Field.WORKER: {"office", "self"},
    Field.PAIR: {"office", "self", "client"},
    Field.OFFICE: {"office"},
}


@pytest.mark.parametrize(("name", "who"), list(product(MARKS, READERS)))
def test_fields_of_an_option(name, who):
    """Each reader finds the mark of a field exactly where the table says so."""
    trial = world()
    shown = told(Redaction(trial, READERS[who]).explanation(full("bob")))
    found = MARKS[name] in shown.model_dump_json()
    assert found == (who in MAY[FIELDS[WorkerOption][name]])


@pytest.mark.parametrize("who", READERS)
def test_what_leaving_out_costs_is_for_the_office(who):
    """It adds up what everybody's rules say, and tells of the present carer's breaks."""
    shown = told(Redaction(world(), READERS[who]).explanation(full("bob")))
    for mark in ("616001", "11:37"):
        assert (mark in shown.model_dump_json()) == (who == "office")


def rows(rule: str, level: Level, of: str):
    """A fact and a change of a rule, with marks of their own."""
    more = {"rule": rule, "title": "t", "level": level, "id": of}
    fact = Fact(**more, amount=424_242, text="the fact itself")
    change = RuleChange(
        **more, mode="priced", unit=Unit.COUNT, before=313_131, after=525_252
    )
    return fact, change


@pytest.mark.parametrize("rule", NAMES)
def test_rows_of_a_rule(rule):
    """Facts and changes come through where the rule and the key allow both."""
    trial = world()
    cases = {
        Level.DAY: ("bob", "ann"),
        Level.WORKER: ("bob", "ann"),
        Level.SLOT: ("v1", "v2"),
        Level.VISIT: ("v1", "v2"),
        # one that ends at somebody else's visit tells when that one is
        Level.LINK: ("v1>v3", "v1>v2"),
        Level.CLIENT: ("joan", "kay"),
        Level.ALL: ("", ""),
    }
    assert set(cases) == set(Level)
    sight = RULE_SIGHTS[rule]
    for level, (own, foreign) in cases.items():
        for of in {own, foreign}:
            fact, change = rows(rule, level, of)
            for who, reader in READERS.items():
                whole = full("bob", OptionStatus.BLOCKED, (fact,), (change,))
                text = told(
                    Redaction(trial, reader).explanation(whole)
                ).model_dump_json()
                about = of == own and level is not Level.ALL
                days = level in (Level.DAY, Level.WORKER)
                may_fact = {
                    "office": True,
                    "self": sight.worker and about,
                    "other": False,
                    "client": sight.client
                    and about
                    and level in (Level.CLIENT, Level.SLOT),
                }[who]
                may_change = may_fact and (who != "self" or days)
                assert ("the fact itself" in text) == may_fact, (who, level)
                assert ("424242" in text) == may_fact
                assert ("313131" in text or "525252" in text) == may_change
                assert f'"rule":"{rule}"' not in text or may_fact


# ── what differs only in somebody's private data reads the same ──────────────

SECRET = "zz-secret"


def town(**cid):
    """Ann makes a visit to Joan that Cid cannot make; why, is Cid's or Joan's."""
    joan = {
        k: cid.pop(k) for k in ("excluded_workers", "required_attributes") if k in cid
    }
    slot = cid.pop("slot", Slot())
    care = cid.pop("care", CareType.SOCIAL)
    met = cid.pop("met", ())
    p = problem(
        [
            worker("ann", attributes={SECRET}, skills=[SECRET]),
            worker("bob", attributes={SECRET}, skills=[SECRET]),
            worker("cid", **{"attributes": {SECRET}, "skills": [SECRET], **cid}),
        ],
        [client("joan", **joan), client("kay", preferred_attributes={SECRET})],
        [
            visit("v1", "joan", "08:00-09:00", slots=[slot], care=care, day=2),
            visit("v2", "kay", "14:00-15:00", day=2),
        ],
        past=met,
    )
    return p, rota(p, ("v1", "ann", "08:00"), ("v2", "bob", "14:00"))


WORLDS = {
    "absent": {"available": [(2, "11:11-20:00")]},
    "on leave all week": {"available": []},
    "no training": {"skills": [], "slot": Slot(skills={SECRET})},
    "training has ended": {
        "skills": [Skill(name=SECRET, expires=MONDAY - timedelta(days=1))],
        "slot": Slot(skills={SECRET}),
    },
    "refused": {"refused_clients": {"joan"}},
    "excluded": {"excluded_workers": {"cid"}},
    "not as asked": {"attributes": set(), "required_attributes": {SECRET}},
    "pinned": {"slot": Slot(pinned_worker="ann")},
    "short contract": {"contract": Contract(maximum_minutes_a_day=13)},
    "volunteer": {"kind": WorkerKind.VOLUNTEER, "care": CareType.PERSONAL},
}


def reads(kind, reader, *, of="cid", world="absent"):
    """What is read of the visit, and the full truth of the one asked about."""
    p, made = town(**WORLDS[world], met=[past("joan", "cid", "08:00")])
    truth = next(o for o in explain(p, made, "v1").slots[0].options if o.worker == of)
    shown = explain(p, made, "v1", audience=kind, reader=reader)
    return truth, shown


APART = [
    (kind, reader, world)
    for kind, reader in [("worker", "ann"), ("client", "joan")]
    for world in WORLDS
    # a pin stands in everybody's way, so that others cannot either
    if (kind, world) != ("worker", "pinned")
]


@pytest.mark.parametrize(("kind", "reader", "world"), APART)
def test_why_another_cannot_is_not_to_be_told_apart(kind, reader, world):
    """Absence, training, refusal, wishes, contract: the same words, letter by letter."""
    truth, shown = reads(kind, reader, world=world)
    assert truth.status is OptionStatus.BLOCKED, "the world is not what it should be"
    _, usual = reads(kind, reader)
    mine = {o.worker: o for o in shown.slots[0].options}
    same = {o.worker: o for o in usual.slots[0].options}
    assert mine["cid"] == same["cid"]
    assert "11:11" not in shown.model_dump_json()
    assert SECRET not in shown.model_dump_json()
    assert mine["cid"].text == "cid is not available to us for this visit"
    assert mine["cid"].facts == ()


@pytest.mark.parametrize("world", ["refused", "excluded", "not as asked", "pinned"])
def test_who_refused_whom_is_told_to_neither(world):
    """Whoever is refused reads what anybody reads of whom reasons are kept."""
    p, made = town(**WORLDS[world])
    shown = why_not(p, made, "v1", "cid", audience="worker")
    p, made = town(**WORLDS["excluded"])
    usual = why_not(p, made, "v1", "cid", audience="worker")
    assert shown == usual
    option = shown.slots[0].options[0]
    assert option.status is OptionStatus.NOT_AVAILABLE
    assert (option.facts, option.changes, option.moved) == ((), (), ())
    assert (option.runs, option.breaks) == ((), ())
    assert SECRET not in shown.model_dump_json()


@pytest.mark.parametrize(
    ("world", "rule"),
    [
        ("absent", "availability"),
        ("short contract", "day_minutes"),
    ],
)
def test_own_facts_are_told_in_full(world, rule):
    """Whoever asks why not me is told what is theirs, with its figure."""
    p, made = town(**WORLDS[world])
    full = why_not(p, made, "v1", "cid").slots[0].options[0]
    own = why_not(p, made, "v1", "cid", audience="worker").slots[0].options[0]
    assert [f.rule for f in own.facts] == [rule]
    assert own.facts == full.facts
    assert own.cost is None
    assert {c.id for c in own.changes} == {"cid"}


@pytest.mark.parametrize("world", ["no training", "volunteer"])
def test_what_a_client_needs_is_told_to_their_carers_only(world):
    """A worker who does not know the client is not told what they need."""
    p, made = town(**WORLDS[world])
    stranger = why_not(p, made, "v1", "cid", audience="worker")
    assert stranger.slots[0].options[0].facts == ()
    history = p.history.model_copy(update={"visits": (past("joan", "cid", "08:00"),)})
    p = p.model_copy(update={"history": history})
    carer = why_not(p, made, "v1", "cid", audience="worker")
    assert len(carer.slots[0].options[0].facts) == 1


def test_a_client_reads_only_of_their_own_carers():
    """Others are counted; nobody's other clients and no figure of theirs is named."""
    p, made = town()
    shown = explain(p, made, "v1", audience="client")
    assert [o.worker for o in shown.slots[0].options] == ["ann"]
    assert shown.slots[0].others_possible == 2
    text = shown.model_dump_json()
    assert "kay" not in text
    assert "v2" not in text
    assert "bob" not in text


def test_a_worker_reads_nothing_of_others_days():
    """Wishes, balances and other clients of colleagues are in no field."""
    p, made = town(
        preferences=WorkerPreferences(avoid_clients={"joan"}, areas={SECRET}),
    )
    for name in ("v1", "v2"):
        shown = explain(p, made, name, audience="worker", reader="ann")
        for option in shown.slots[0].options:
            if option.worker != "ann":
                assert option.changes == ()
                assert (option.moved, option.runs, option.breaks) == ((), (), ())
                assert (option.cost, option.points, option.verdict) == (None,) * 3
        assert SECRET not in shown.model_dump_json()
