"""The rule ``usual_carer``."""

from __future__ import annotations

import pytest

from carerota.rules.usual_carer import UsualCarer
from tests.builders import AUTUMN, client, past, problem, visit, worker
from tests.rules.faces import faces, line

PEOPLE = [worker(w) for w in ("ann", "ben", "cas")]


def week(came: str, start: str = "08:00", *, windows: str = "08:00", **more: object):
    """Give one visit and past ones at a time, by first letters, the last yesterday."""
    name = {w.id[0]: w.id for w in PEOPLE} | {"z": "zoe who left"}
    gone = [past("joan", name[x], start, -1 - i) for i, x in enumerate(reversed(came))]
    return problem(
        PEOPLE,
        [client("joan"), client("jim")],
        [visit("v", "joan", windows, **more), visit("w", "jim", "08:00")],
        past=gone,
    )


def unusual(p, **params: object) -> set[str]:
    """Name the workers for whom the visit has an amount of one."""
    rule = UsualCarer(**params)
    got = {w.id: faces(rule, p, ("v", w.id, "08:00")) for w in PEOPLE}
    assert all(x in ({}, {("v", 0): 1}) for x in got.values())
    return {w for w, x in got.items() if x}


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        ("", set()),
        ("aa", set()),
        ("aaa", {"ben", "cas"}),
        ("aaabbbb", {"ann", "cas"}),
        ("aaabbb", {"cas"}),
        ("aaazzzzz", {"ben", "cas"}),
    ],
)
def test_who_usually_comes(came: str, expected: set[str]) -> None:
    """The one who came most often, from three times on; ties are all usual."""
    assert unusual(week(came)) == expected


def test_as_many_as_the_visit_has_slots() -> None:
    """For a double-up the two who came most often are usual."""
    p = week("aaaabbbccc", slots=2)
    assert unusual(p) == set()
    p = week("aaaabbbbccc", slots=2)
    assert unusual(p) == {"cas"}
    assert faces(UsualCarer(), p, ("v", "cas", "08:00", 1)) == {("v", 1): 1}
    assert unusual(week("aaaabb", slots=2)) == {"ben", "cas"}


@pytest.mark.parametrize(
    ("start", "counts"),
    [("06:30", True), ("06:29", False), ("09:30", True), ("09:31", False)],
)
def test_at_that_time_of_day(start: str, counts: bool) -> None:
    """Past visits count up to an hour and a half from the middle of the window."""
    assert bool(unusual(week("aaa", start))) == counts


def test_the_middle_is_of_the_preferred_window() -> None:
    """The preferred window wins over the hull of the windows."""
    late = {"windows": "08:00-09:00, 17:00-18:00"}
    assert unusual(week("aaa", "13:00", **late)) == {"ben", "cas"}
    assert unusual(week("aaa", "17:30", **late)) == set()
    late["preferred"] = "17:00-18:00"
    assert unusual(week("aaa", "17:30", **late)) == {"ben", "cas"}


def test_over_midnight() -> None:
    """Half past eleven at night and half past midnight are an hour apart."""
    assert unusual(week("aaa", "23:30", windows="24:30")) == {"ben", "cas"}
    assert unusual(week("aaa", "00:30", windows="23:30")) == {"ben", "cas"}
    assert unusual(week("aaa", "22:59", windows="24:30")) == set()


def test_by_the_wall_clock() -> None:
    """Eight o'clock is eight o'clock before and after the clocks go back."""
    p = problem(
        [worker("ann", first=AUTUMN), worker("ben", first=AUTUMN)],
        [client("joan")],
        [visit("v", "joan", "08:00", day=6, first=AUTUMN)],
        past=[past("joan", "ann", "06:30", -d, first=AUTUMN) for d in (1, 2, 3)],
        first=AUTUMN,
    )
    assert faces(UsualCarer(), p, ("v", "ben", "08:00")) == {("v", 0): 1}


def test_the_numbers_are_the_policys() -> None:
    """Within and least come from the policy."""
    assert unusual(week("aa"), least=2) == {"ben", "cas"}
    assert unusual(week("aaa", "07:00"), within_minutes=60.0) == {"ben", "cas"}
    assert unusual(week("aaa", "06:59"), within_minutes=60.0) == set()


def test_line() -> None:
    """The line names who usually comes."""
    assert line(UsualCarer(), week("aaabbb"), ("v", "cas", "08:00")) == (
        "v is made by cas; usually ann or ben comes"
    )
