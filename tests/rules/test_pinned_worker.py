"""The rule ``pinned_worker``."""

from __future__ import annotations

from carerota.model import Slot
from carerota.rules.pinned_worker import PinnedWorker
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [worker("ann"), worker("ben")],
    [client("joan")],
    [visit("v", "joan", "08:00", slots=[Slot(pinned_worker="ann"), Slot()])],
)


def test_the_pin_is_of_the_slot() -> None:
    """Only the pinned slot asks for the worker."""
    kept = ("v", "ann", "08:00"), ("v", "ben", "08:00", 1)
    broken = ("v", "ben", "08:00"), ("v", "ann", "08:00", 1)
    assert faces(PinnedWorker(), WEEK, *kept) == {}
    assert faces(PinnedWorker(), WEEK, *broken) == {("v", 0): 1}


def test_nobody_breaks_no_pin() -> None:
    """A pinned slot that nobody makes is a matter of cover."""
    assert faces(PinnedWorker(), WEEK) == {}


def test_line() -> None:
    """The line names both."""
    assert line(PinnedWorker(), WEEK, ("v", "ben", "08:00")) == (
        "v is pinned to ann and made by ben"
    )
