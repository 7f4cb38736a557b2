"""The rule ``published_worker``."""

from __future__ import annotations

import pytest

from carerota.model import History
from carerota.rules.published_worker import PublishedWorker
from tests.builders import client, moment, problem, rota, visit, worker
from tests.rules.faces import faces, line


def week(changed: tuple[str, int] | None = None):
    """Give a problem with v and two of three days' visits published with ann."""
    args = (
        [worker("ann"), worker("ben"), worker("cas")],
        [client("joan")],
        [
            visit("v", "joan", "08:00, 12:00", day=2, slots=2),
            visit("w", "joan", "08:00", day=6),
            visit("new", "joan", "08:00", day=1),
        ],
    )
    p = problem(*args)
    told = ("v", "ann", "08:00"), ("v", "ben", "08:00", 1), ("w", "ann", "08:00")
    at = moment(*changed) if changed else None
    return problem(*args, history=History(published=rota(p, *told), published_at=at))


def test_any_slot_of_the_visit() -> None:
    """Carers who change slots are as published; a third person is not."""
    made = ("v", "ben", "08:00"), ("v", "ann", "08:00", 1)
    assert faces(PublishedWorker(), week(), *made) == {}
    assert faces(PublishedWorker(), week(), ("v", "cas", "08:00", 1)) == {("v", 1): 1}


def test_what_was_not_published_is_free() -> None:
    """A visit nobody was told about, or no published rota at all."""
    assert faces(PublishedWorker(), week(), ("new", "cas", "08:00")) == {}
    p = problem([worker("ann")], [client("joan")], [visit("v", "joan", "08:00")])
    assert faces(PublishedWorker(), p, ("v", "ann", "08:00")) == {}


@pytest.mark.parametrize(
    ("changed", "factor"),
    [
        (("08:00", 0), 1),
        (("08:01", 0), 3),
        (("20:00", 1), 3),
        (("20:01", 1), 6),
        (("09:00", 2), 6),
        (None, 1),
    ],
)
def test_short_notice_costs_more(changed: tuple[str, int] | None, factor: int) -> None:
    """Exactly 48 hours to the first window is notice; a minute less is short.

    From 12 hours on it is short, a minute less is the last minute.

    Without a moment of change notice runs from the start of the horizon.
    """
    got = faces(PublishedWorker(), week(changed), ("v", "cas", "12:00"))
    assert got == {("v", 0): factor}


def test_the_numbers_are_the_policys() -> None:
    """Hours and factor come from the policy; a factor of nought is no amount."""
    made = ("v", "cas", "08:00"), ("w", "ben", "08:00")
    rule = PublishedWorker(short_notice_hours=72.0, short_notice_factor=5)
    assert faces(rule, week(), *made) == {("v", 0): 5, ("w", 0): 1}
    rule = PublishedWorker(short_notice_hours=72.0, short_notice_factor=0)
    assert faces(rule, week(), *made) == {("w", 0): 1}


def test_line() -> None:
    """The line tells who, instead of whom, and the notice."""
    assert line(PublishedWorker(), week(("20:00", 1)), ("v", "cas", "08:00")) == (
        "v was published with ann and ben and goes to cas, notice 12 h"
    )
