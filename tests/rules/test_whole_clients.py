"""The rule ``whole_clients``."""

from __future__ import annotations

from carerota.model import Priority
from carerota.rules.whole_clients import WholeClients
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


def test_all_or_none() -> None:
    """All three optional carers, or none of them; other visits do not matter."""
    pill = ("pill", "ann", "08:00")
    assert faces(WholeClients(), WEEK, *BATH, SHOP, CHAT, pill) == {}
    assert faces(WholeClients(), WEEK, pill) == {}


def test_some_of_them() -> None:
    """What is made counts where something is missing."""
    assert faces(WholeClients(), WEEK, SHOP) == {("joan", 0): 1}
    assert faces(WholeClients(), WEEK, *BATH, CHAT) == {("joan", 0): 2}


def test_line() -> None:
    """The line says how many of how many."""
    said = line(WholeClients(), WEEK, SHOP)
    assert said == "joan has 1 of 3 optional carers: all or none"
