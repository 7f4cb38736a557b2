"""The rule ``short_visits``."""

from __future__ import annotations

import pytest

from carerota.rules.short_visits import ShortVisits
from tests.builders import client, past, problem, visit, worker
from tests.rules.faces import faces, line

GOOD = {"specific_task": True, "short_agreed": True, "package": "p"}


def week(minutes: float, **more: object):
    """Give a problem of one visit; ann was there once, ben never."""
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan")],
        [visit("v", "joan", "08:00", minutes, **more)],
        past=[past("joan", "ann", "08:00")],
    )


@pytest.mark.parametrize(("minutes", "amount"), [(30, 0), (29, 1), (45, 0)])
def test_half_an_hour_is_not_short(minutes: float, amount: int) -> None:
    """Exactly half an hour is long enough, a minute less is not."""
    got = faces(ShortVisits(), week(minutes), ("v", "ann", "08:00"))
    assert got == ({("v", 0): 1} if amount else {})


@pytest.mark.parametrize("missing", [None, *GOOD])
def test_all_four_must_hold(missing: str | None) -> None:
    """One condition missing, and the short visit counts."""
    p = week(15, **{k: v for k, v in GOOD.items() if k != missing})
    got = faces(ShortVisits(), p, ("v", "ann", "08:00"))
    assert got == ({("v", 0): 1} if missing else {})


def test_only_by_a_known_face() -> None:
    """Ann was there once: enough, unless the policy asks for twice."""
    p = week(15, **GOOD)
    assert faces(ShortVisits(), p, ("v", "ben", "08:00")) == {("v", 0): 1}
    assert faces(ShortVisits(known_visits=2), p, ("v", "ann", "08:00")) == {("v", 0): 1}
    assert faces(ShortVisits(known_visits=0), p, ("v", "ben", "08:00")) == {}


def test_line() -> None:
    """The line tells every reason."""
    p = week(15, specific_task=True, package="p")
    assert line(ShortVisits(), p, ("v", "ben", "08:00")) == (
        "v lasts only 15 min, but it is not agreed and ben has been there 0 times"
    )
