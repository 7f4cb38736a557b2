"""The rule ``link_workers``."""

from __future__ import annotations

import pytest

from carerota.rules.link_workers import LinkWorkers
from tests.builders import client, link, problem, visit, worker
from tests.rules.faces import faces, line

X, Y = ("x", "ann", "08:00"), ("x", "ben", "08:00", 1)


def week(**more: object):
    """Give two linked double-ups and three workers."""
    return problem(
        [worker("ann"), worker("ben"), worker("cas")],
        [client("joan")],
        [visit(v, "joan", "08:00-12:00", slots=2) for v in ("x", "y")],
        links=[link("x", "y", **more)],
    )


@pytest.mark.parametrize(
    ("made", "amount"),
    [
        ([X, ("y", "ann", "09:00")], 0),
        ([X, ("y", "ben", "09:00")], 1),
        ([X, Y, ("y", "cas", "09:00"), ("y", "ben", "09:00", 1)], 1),
        ([X, ("y", "cas", "09:00"), ("y", "ben", "09:00", 1)], 2),
        ([X, ("y", "cas", "09:00"), ("y", "cas", "10:00", 1)], 1),
        ([("y", "ben", "09:00")], 0),
        ([X], 0),
    ],
)
def test_same_worker(made: list, amount: int) -> None:
    """Each worker of the second who is not on the first counts once."""
    got = faces(LinkWorkers(), week(same_worker=True), *made)
    assert got == ({("x>y", 0): amount} if amount else {})


@pytest.mark.parametrize(
    ("made", "amount"),
    [
        ([X, ("y", "ben", "09:00")], 0),
        ([X, ("y", "ann", "09:00")], 1),
        ([X, Y, ("y", "ann", "09:00"), ("y", "ben", "09:00", 1)], 2),
        ([X, ("y", "ann", "09:00"), ("y", "ann", "10:00", 1)], 1),
        ([X], 0),
    ],
)
def test_different_worker(made: list, amount: int) -> None:
    """Each worker who is on both counts once."""
    got = faces(LinkWorkers(), week(different_worker=True), *made)
    assert got == ({("x>y", 0): amount} if amount else {})


def test_a_link_about_time_says_nothing_about_workers() -> None:
    """Neither wish, no amount."""
    assert faces(LinkWorkers(), week(minimum=30), X, ("y", "ben", "09:00")) == {}


def test_line() -> None:
    """The line names both sides and what is asked."""
    p = week(same_worker=True)
    assert line(LinkWorkers(), p, X, ("y", "ben", "09:00")) == (
        "x (ann) and y (ben) are to have the same worker"
    )
