"""The rule ``exclusions``."""

from __future__ import annotations

from carerota.rules.exclusions import Exclusions
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [
        worker("ann"),
        worker("ben", refused_clients={"joan"}),
        worker("cas", refused_clients={"joan"}),
    ],
    [client("joan", excluded_workers={"ann", "cas"}), client("jim")],
    [visit("v", "joan", "08:00", slots=2), visit("w", "jim", "09:00")],
)


def test_either_side_and_both() -> None:
    """A refusal of either side counts once, of both twice."""
    made = ("v", "ann", "08:00"), ("v", "ben", "08:00", 1)
    assert faces(Exclusions(), WEEK, *made) == {("v", 0): 1, ("v", 1): 1}
    assert faces(Exclusions(), WEEK, ("v", "cas", "08:00")) == {("v", 0): 2}


def test_only_that_match() -> None:
    """The same workers may go to somebody else."""
    assert faces(Exclusions(), WEEK, ("w", "cas", "09:00")) == {}


def test_the_line_does_not_tell_who_refused() -> None:
    """Whichever side refused, the words are the same."""
    said = {line(Exclusions(), WEEK, ("v", w, "08:00")) for w in ("ann", "ben", "cas")}
    assert {
        x.replace(w, "X") for x in said for w in ("ann", "ben", "cas") if w in x
    } == {"X and joan are not to be matched, as in v"}
