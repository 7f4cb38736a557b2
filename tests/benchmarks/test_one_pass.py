"""One pass over what two passes made."""

from __future__ import annotations

import carerota
from benchmarks.peers.child import problem_of
from benchmarks.peers.one_pass import FEW, few_carers, made_again, only_made
from carerota.model import Mode
from carerota.model.expand import expand
from carerota.model.faults import faults
from carerota.policies import load
from tests.builders import client, link, problem, rota, visit, worker


def week():
    """Two workers; a double-up, a visit linked to another, and one far off."""
    visits = [
        visit("a", "x", "08:00", slots=2),
        visit("b", "x", "10:00"),
        visit("c", "x", "12:00"),
        visit("d", "y", "10:00"),
    ]
    links = [link("b", "c", minimum=30)]
    people = [client("x"), client("y")]
    return problem([worker("ann"), worker("bob")], people, visits, links=links)


def test_only_what_was_made_is_left():
    """Slots, visits and links that the rota does not have are gone; all else stays."""
    p = week()
    given = rota(p, ("a", "ann", "08:00", 1), ("b", "ann", "10:00"))
    left = only_made(p, given)
    assert [(v.id, len(v.slots)) for v in left.visits] == [("a", 1), ("b", 1)]
    assert left.visits[0].slots == (p.visits[0].slots[1],)
    assert left.links == ()
    assert left.workers == p.workers
    whole = rota(p, ("b", "ann", "10:00"), ("c", "ann", "12:00"))
    assert only_made(p, whole).links == p.links


def test_orders_of_care_are_not_asked_for_again():
    """What a week's packages asked for and nobody made stays away when it is solved."""
    p, _, _ = problem_of("village")
    given = p.history.published
    left = only_made(p, given)
    assert p.packages
    assert not faults(left)
    slots = {(v.id, s) for v in expand(left).visits for s in range(len(v.slots))}
    assert len(slots) == len(given.assignments)
    assert {v for v, _ in slots} == {a.visit for a in given.assignments}


def test_few_carers_are_wanted_and_nothing_else_of_continuity():
    """Each carer beyond the first has a price; faces and habits have none."""
    p, policy = few_carers(week(), load())
    assert {c.carers.target for c in p.clients} == {1}
    assert policy.rules["carer_target"].price == FEW
    assert policy.rules["carer_target"].mode is Mode.PRICED
    assert "new_faces" not in policy.rules
    assert "usual_carer" not in policy.rules


def test_one_pass_covers_the_same_with_no_more_carers():
    """What two workers made by turns one of them can make alone."""
    p = week()
    turns = [("b", "ann", "10:00"), ("c", "bob", "12:00")]
    given = rota(p, *turns)
    narrowed, again = made_again(p, load(), given, seconds=20.0, threads=1, seed=1)
    report = carerota.check(narrowed, again, policy=load())
    assert report.legal
    assert report.covered
    assert len({a.worker for a in again.assignments}) == 1
