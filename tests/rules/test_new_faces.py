"""The rule ``new_faces``."""

from __future__ import annotations

from carerota.rules.new_faces import NewFaces
from tests.builders import client, past, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [worker("ann"), worker("ben"), worker("cas")],
    [client("joan"), client("jim")],
    [
        visit("v", "joan", "08:00", slots=2),
        visit("w", "joan", "12:00", day=1),
        visit("x", "jim", "09:00"),
    ],
    past=[
        past("joan", "ann", "09:00", -30),
        past("jim", "ben", "23:50", -1),
        # within the horizon, so not yet met
        past("joan", "cas", "00:00", 0),
    ],
)


def test_a_face_counts_once() -> None:
    """A worker who comes twice is new once; one met before is not new."""
    made = ("v", "ann", "08:00"), ("v", "ben", "08:00", 1), ("w", "ben", "12:00")
    assert faces(NewFaces(), WEEK, *made) == {("joan", 0): 1}


def test_history_is_before_the_horizon() -> None:
    """What is dated within the horizon is no history."""
    made = ("w", "cas", "12:00"), ("x", "cas", "09:00")
    assert faces(NewFaces(), WEEK, *made) == {("joan", 0): 1, ("jim", 0): 1}
    assert faces(NewFaces(), WEEK, ("x", "ben", "09:00")) == {}


def test_line() -> None:
    """The line names the new faces."""
    made = ("v", "cas", "08:00"), ("v", "ben", "08:00", 1)
    said = line(NewFaces(), WEEK, *made)
    assert said == "joan meets ben, cas for the first time"
