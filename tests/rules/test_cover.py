"""The rule ``cover``."""

from __future__ import annotations

from carerota.model import Priority
from carerota.rules.cover import Cover
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [worker("ann"), worker("ben")],
    [client("joan")],
    [
        visit("one", "joan", "08:00"),
        visit("two", "joan", "12:00", slots=2, priority=Priority.CRITICAL),
    ],
)
ALL = (("one", "ann", "08:00"), ("two", "ann", "12:00"), ("two", "ben", "12:00", 1))


def test_all_made_is_nought() -> None:
    """A rota that makes every slot has no amount."""
    assert faces(Cover(), WEEK, *ALL) == {}


def test_every_slot_counts() -> None:
    """Nobody anywhere: one for the single visit, two for the double-up."""
    assert faces(Cover(), WEEK) == {("one", 0): 1, ("two", 0): 2}


def test_half_a_double_up() -> None:
    """A double-up with one carer lacks one, whichever slot it is."""
    assert faces(Cover(), WEEK, ALL[0], ALL[1]) == {("two", 0): 1}
    assert faces(Cover(), WEEK, ALL[0], ALL[2]) == {("two", 0): 1}


def test_line() -> None:
    """The line tells the priority and how many are missing."""
    assert line(Cover(), WEEK, *ALL[1:]) == "one (essential) is made by nobody"
    assert line(Cover(), WEEK, *ALL[:2]) == "two (critical) lacks 1 of its 2 carers"
