"""The rule ``left_out``."""

from __future__ import annotations

from carerota.model import Priority
from carerota.rules.left_out import LeftOut
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [worker("ann"), worker("ben")],
    [client("joan"), client("jim")],
    [
        visit("bath", "joan", "08:00-12:00", slots=2, priority=Priority.OPTIONAL),
        visit("shop", "joan", "12:00-18:00", priority=Priority.OPTIONAL),
        visit("pill", "joan", "08:00-09:00"),
        visit("chat", "jim", "09:00-18:00", priority=Priority.OPTIONAL),
    ],
)
BATH = ("bath", "ann", "09:00"), ("bath", "ben", "09:00", 1)
SHOP, CHAT = ("shop", "ann", "13:00"), ("chat", "ben", "13:00")


def test_a_client_counts_once() -> None:
    """Three carers left out are one client; a visit that is not optional is none."""
    assert faces(LeftOut(), WEEK, CHAT) == {("joan", 0): 1}
    assert faces(LeftOut(), WEEK) == {("joan", 0): 1, ("jim", 0): 1}


def test_one_missing_carer_is_enough() -> None:
    """All but one is left out too; all is not."""
    assert faces(LeftOut(), WEEK, BATH[0], SHOP, CHAT) == {("joan", 0): 1}
    assert faces(LeftOut(), WEEK, *BATH, SHOP, CHAT) == {}


def test_line() -> None:
    """The line says how many carers are missing."""
    said = line(LeftOut(), WEEK, *BATH, CHAT)
    assert said == "joan is left out: 1 of 3 optional carers missing"
