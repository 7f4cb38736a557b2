"""The rule ``visit_links``."""

from __future__ import annotations

import pytest

from carerota.model import LinkFrom
from carerota.rules.visit_links import VisitLinks
from tests.builders import (
    AUTUMN,
    client,
    link,
    problem,
    read,
    rota,
    visit,
    worker,
)
from tests.rules.faces import faces, line

MINUTE = 60


def week(slots: int = 1, **more: object):
    """Give a problem of breakfast (30 min) and lunch with one link."""
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan")],
        [
            visit("b", "joan", "08:00-10:00", slots=slots),
            visit("l", "joan", "11:00-14:00", slots=slots),
        ],
        links=[link("b", "l", **more)],
    )


@pytest.mark.parametrize(
    ("lunch", "minutes"),
    [("11:59", 1), ("12:00", 0), ("13:00", 0), ("13:01", 1), ("08:00", 240)],
)
def test_start_to_start(lunch: str, minutes: int) -> None:
    """Exactly the least and the most are kept; a minute beyond either counts."""
    p = week(minimum=180, maximum=240)
    got = faces(VisitLinks(), p, ("b", "ann", "09:00"), ("l", "ann", lunch))
    assert got == ({("b>l", 0): minutes * MINUTE} if minutes else {})


@pytest.mark.parametrize(("lunch", "minutes"), [("12:29", 1), ("12:30", 0)])
def test_end_to_start(lunch: str, minutes: int) -> None:
    """From the end of the first visit its duration counts too."""
    p = week(minimum=180, measured_from=LinkFrom.END)
    got = faces(VisitLinks(), p, ("b", "ann", "09:00"), ("l", "ann", lunch))
    assert got == ({("b>l", 0): minutes * MINUTE} if minutes else {})


def test_only_where_both_are_made() -> None:
    """A visit nobody makes keeps every distance."""
    p = week(minimum=180)
    assert faces(VisitLinks(), p, ("b", "ann", "09:00")) == {}
    assert faces(VisitLinks(), p, ("l", "ann", "09:00")) == {}


def test_no_bounds() -> None:
    """A link about workers only says nothing about time."""
    p = week(same_worker=True)
    assert faces(VisitLinks(), p, ("b", "ann", "09:00"), ("l", "ann", "09:00")) == {}


def test_the_earliest_carer_counts() -> None:
    """With two carers apart, the distance runs between the earliest."""
    p = week(slots=2, minimum=180)
    made = ("b", "ann", "09:20"), ("b", "ben", "09:00", 1), ("l", "ann", "12:10")
    assert faces(VisitLinks(), p, *made, ("l", "ben", "11:50", 1)) == {
        ("b>l", 0): 10 * MINUTE
    }
    # the slot left out does not count, whatever its start
    assert faces(VisitLinks(), p, *made) == {}


def test_over_the_night_the_clocks_go_back() -> None:
    """From 23:00 to 04:00 are six hours that night."""
    p = problem(
        [worker("ann", first=AUTUMN)],
        [client("joan")],
        [
            visit("x", "joan", "23:00", day=5, first=AUTUMN),
            visit("y", "joan", "04:00", day=6, first=AUTUMN),
        ],
        links=[link("x", "y", maximum=300)],
        first=AUTUMN,
    )
    got = faces(VisitLinks(), p, ("x", "ann", "23:00"), ("y", "ann", "04:00"))
    assert got == {("x>y", 0): 60 * MINUTE}


def test_line_and_margin() -> None:
    """The line tells the distance; the margin the least room."""
    p = week(minimum=180, maximum=240)
    made = ("b", "ann", "09:00"), ("l", "ann", "11:45")
    assert line(VisitLinks(), p, *made) == (
        "l starts 2 h 45 min after the start of b, 15 min outside what is agreed"
    )
    kept = read(p, rota(p, made[0], ("l", "ann", "12:50")))
    assert VisitLinks().margins(kept) == ["least room in a link 10 min (b>l)"]
    assert VisitLinks().margins(read(p, rota(p))) == []
