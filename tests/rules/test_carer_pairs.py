"""The rule ``carer_pairs``."""

from __future__ import annotations

import pytest

from carerota.rules.carer_pairs import CarerPairs
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

NAMES = {"a": "ann", "b": "ben", "c": "cas"}
WEEK = problem(
    [worker(w) for w in NAMES.values()],
    [client("joan"), client("jim")],
    [
        *(visit(f"v{i}", "joan", f"{8 + i:02}:00") for i in range(9)),
        visit("once", "jim", "09:00"),
    ],
)


def made(text: str):
    """Make the visits in order by the workers whose first letters are given."""
    return [
        (f"v{i}", NAMES[x], f"{8 + i:02}:00") for i, x in enumerate(text) if x != "-"
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        # 36 pairs; n = (5, 3, 1) shares 13 of them: an index of 0.36111
        ("aabacabba", 23),
        ("aaaaaaaaa", 0),
        ("aaaa-aaaa", 36 - 28),
        ("---------", 36),
        ("ab-------", 36),
    ],
)
def test_pairs_that_are_not_shared(text: str, amount: int) -> None:
    """The pairs that no worker makes both of; one visit alone has none."""
    got = faces(CarerPairs(), WEEK, *made(text), ("once", "ann", "20:00"))
    assert got == ({("joan", 0): amount} if amount else {})


def test_a_double_up_is_two_contacts() -> None:
    """Two carers at once share no carer with each other."""
    p = problem(
        [worker("ann"), worker("ben")],
        [client("joan")],
        [visit("v", "joan", "08:00", slots=2), visit("w", "joan", "12:00")],
    )
    made = ("v", "ann", "08:00"), ("v", "ben", "08:00", 1), ("w", "ann", "12:00")
    assert faces(CarerPairs(), p, *made) == {("joan", 0): 2}


def test_line() -> None:
    """The line tells the pairs and the index."""
    assert line(CarerPairs(), WEEK, *made("aabacabba")) == (
        "joan: 23 of 36 pairs of visits are not by the same carer (continuity 0.36)"
    )
