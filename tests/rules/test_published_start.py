"""The rule ``published_start``."""

from __future__ import annotations

import pytest

from carerota.model import History
from carerota.rules.published_start import PublishedStart
from tests.builders import client, moment, problem, rota, visit, worker
from tests.rules.faces import faces, line

MINUTE = 60
PLAIN = {"short_notice_factor": 1, "last_minute_factor": 1}
"""However short the notice, a minute counts once."""


def week(*told: tuple):
    """Give a problem whose published rota is told, some visits of it long gone."""
    people = [worker("ann"), worker("ben")], [client("joan")]
    visits = [visit("v", "joan", "07:00-10:00", slots=2), visit("w", "joan", "12:00")]
    with_gone = problem(*people, [*visits, visit("gone", "joan", "12:00")])
    published = rota(with_gone, *told, ("gone", "ann", "12:00"))
    return problem(*people, visits, history=History(published=published))


@pytest.mark.parametrize(
    ("start", "minutes"), [("08:15", 0), ("08:16", 1), ("07:45", 0), ("07:44", 1)]
)
def test_beyond_the_tolerance(start: str, minutes: int) -> None:
    """Exactly a quarter of an hour off is as published; a minute more is a minute."""
    got = faces(
        PublishedStart(**PLAIN), week(("v", "ann", "08:00")), ("v", "ben", start)
    )
    assert got.get(("v", 0), 0) == minutes * MINUTE


@pytest.mark.parametrize(
    ("changed", "minutes"), [(("07:00", -2), 10), (("07:01", -2), 25), (None, 25)]
)
def test_in_good_time_more_is_tolerated(changed, minutes: int) -> None:
    """With 48 hours' notice half an hour is as published, with a minute less not."""
    p = week(("v", "ann", "08:00"))
    at = moment(*changed) if changed else None
    history = p.history.model_copy(update={"published_at": at})
    told = p.model_copy(update={"history": history})
    got = faces(PublishedStart(**PLAIN), told, ("v", "ben", "08:40"))
    assert got == {("v", 0): minutes * MINUTE}


@pytest.mark.parametrize(
    ("changed", "amount"),
    [(("07:00", -2), 10), (("07:01", -2), 2 * 25), (("19:01", -1), 4 * 25)],
)
def test_the_shorter_the_notice_the_dearer(changed, amount: int) -> None:
    """Of two days once, of less twice, of less than twelve hours four times."""
    p = week(("v", "ann", "08:00"))
    history = p.history.model_copy(update={"published_at": moment(*changed)})
    told = p.model_copy(update={"history": history})
    assert faces(PublishedStart(), told, ("v", "ben", "08:40")) == {
        ("v", 0): amount * MINUTE
    }


def test_line_says_how_often_it_counts() -> None:
    """The minutes are those of the clock; the notice is said beside them."""
    said = line(PublishedStart(), week(("v", "ann", "08:00")), ("v", "ann", "08:40"))
    assert said.endswith("25 min beyond the tolerance, times 4 for so short a notice")


def test_unpublished_visits_are_free() -> None:
    """What was not published, or nothing published at all, has no amount."""
    made = ("w", "ann", "15:00")
    assert faces(PublishedStart(**PLAIN), week(("v", "ann", "08:00")), made) == {}
    p = problem([worker("ann")], [client("joan")], [visit("w", "joan", "12:00")])
    assert faces(PublishedStart(**PLAIN), p, made) == {}


def test_the_nearest_published_start_and_both_carers() -> None:
    """Where carers were published apart, each is compared with the nearest."""
    p = week(("v", "ann", "08:00"), ("v", "ben", "09:00", 1))
    got = faces(
        PublishedStart(**PLAIN), p, ("v", "ann", "08:30"), ("v", "ben", "09:40", 1)
    )
    assert got == {("v", 0): (15 + 25) * MINUTE}
    exact = PublishedStart(**PLAIN, tolerance_minutes=0.0)
    assert faces(exact, p, ("v", "ann", "09:00"), ("v", "ben", "08:00", 1)) == {}


@pytest.mark.parametrize(
    ("start", "minutes"), [("08:15", 0), ("08:16", 21), ("07:44", 21)]
)
def test_a_change_counts_by_itself(start: str, minutes: int) -> None:
    """Where it is beyond the tolerance at all, so many minutes come on top, a carer."""
    rule = PublishedStart(**PLAIN, change_minutes=20.0)
    told = week(("v", "ann", "08:00"))
    assert faces(rule, told, ("v", "ben", start)).get(("v", 0), 0) == minutes * MINUTE
    both = ("v", "ann", start), ("v", "ben", start, 1)
    got = faces(rule, told, *both)
    assert got.get(("v", 0), 0) == 2 * minutes * MINUTE


def test_line_of_a_change_that_counts_by_itself() -> None:
    """The line tells what of it is for the change."""
    rule = PublishedStart(**PLAIN, change_minutes=20.0)
    said = line(rule, week(("v", "ann", "08:00")), ("v", "ann", "08:40"))
    assert said.endswith(
        "45 min beyond the tolerance, 20 min of it for each carer's change itself"
    )


def test_line() -> None:
    """The line tells both times and what is beyond the tolerance."""
    said = line(
        PublishedStart(**PLAIN), week(("v", "ann", "08:00")), ("v", "ann", "08:40")
    )
    assert said == (
        "v was published for Mon 1 Jun 08:00 and starts Mon 1 Jun 08:40, 25 min beyond "
        "the tolerance"
    )
