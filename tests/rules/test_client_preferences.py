"""The rule ``client_preferences``."""

from __future__ import annotations

import pytest

from carerota.rules.client_preferences import ClientPreferences
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

WEEK = problem(
    [worker("ann"), worker("ben", attributes={"welsh"}), worker("cas")],
    [
        client(
            "joan", preferred_workers={"ann"}, preferred_attributes={"welsh", "quiet"}
        ),
        client("jim"),
    ],
    [visit("v", "joan", "08:00"), visit("w", "jim", "09:00")],
)


@pytest.mark.parametrize(("who", "amount"), [("ann", 2), ("ben", 2), ("cas", 3)])
def test_each_wish_counts(who: str, amount: int) -> None:
    """Not one of those named, and each attribute lacking; no wish, no amount."""
    got = faces(ClientPreferences(), WEEK, ("v", who, "08:00"), ("w", who, "09:00"))
    assert got == {("v", 0): amount}


def test_line() -> None:
    """The line says whom they would rather have."""
    assert line(ClientPreferences(), WEEK, ("v", "ben", "08:00")) == (
        "for v joan would rather have ann and someone quiet than ben"
    )
