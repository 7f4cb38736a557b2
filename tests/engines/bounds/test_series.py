"""Bounds at several prices: each holds, and so does what is carried to other prices."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carerota.compiled.build import compile_problem
from carerota.engines.bounds import carried
from carerota.engines.bounds.series import BoundSeries
from carerota.engines.cpsat.engine import Status, solve_model
from carerota.model import Mode, Policy, PolicyLine
from carerota.rules.book import bind
from tests.engines.bounds.test_whole import LITTLE, PRICED, book_of, two_visits
from tests.strategies import problems

WEIGHED = ("travel", "home_travel", "lateness", "client_preferences", "new_faces")
COVERED = (0, 0, 0, 0, 0)


def dearer(book, ticks, factors):
    """Give a policy with some prices multiplied."""
    rules = dict(book.policy.rules)
    for name, factor in factors.items():
        line = rules[name]
        rules[name] = line.model_copy(update={"price": line.price * factor})
    return bind(book.policy.model_copy(update={"rules": rules}), ticks)


@pytest.mark.property
@pytest.mark.parametrize("small", [60, 0])
@LITTLE
@given(problems(), st.lists(st.sampled_from([1, 2, 4]), min_size=5, max_size=5))
def test_never_more_than_the_optimum_at_any_prices(small, drawn, factors):
    """What is proven at some prices is at most the optimum at those and at others.

    Also where the days are climbed, as those of large problems are.
    """
    ticks = drawn.ticks_per_minute
    own = book_of(ticks)
    other = dearer(own, ticks, dict(zip(WEIGHED, factors, strict=True)))
    compiled = compile_problem(drawn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("carerota.engines.bounds.whole.SMALL", small)
        both = BoundSeries(compiled, [own, other])
        both.run_by_rounds(lambda: False)
        first = BoundSeries(compiled, [own])
        first.run_by_rounds(lambda: False)
    for book in (own, other):
        known = solve_model(compiled, book, deterministic_time=1.0)
        assume(known.status is Status.OPTIMAL)
        levels = (0, *known.objective)
        for series in (both, first):
            bound = series.at(book, levels)
            assert bound is None or bound <= levels[-1]


def test_what_is_proven_is_carried():
    """At prices twice as high twice as much; where only some are higher, as much."""
    book = book_of(travel=1, home_travel=0.5)
    twice = book_of(travel=2, home_travel=1)
    some = book_of(travel=2, home_travel=0.5)
    more = book_of(travel=1, home_travel=0.5, waiting=3)
    assert carried(1001, book, twice) == 2002
    assert carried(1001, twice, book) == 500
    assert carried(1001, book, some) == carried(1001, book, more) == 1001
    assert carried(1001, some, book) == 500
    # waiting costs nothing there
    assert carried(1001, more, book) == 0
    assert carried(0, book, twice) == 0


def test_what_is_hard_elsewhere_is_not_carried():
    """A rule that has a price here and none there may be all that was proven."""
    book = book_of(travel=1)
    rules = dict(book.policy.rules) | {"travel": PolicyLine(mode=Mode.OFF)}
    assert carried(1001, book, bind(Policy(name="off", rules=rules), 60)) == 0


def test_a_price_that_was_not_looked_at_has_what_others_prove():
    """It is carried from what was; where it was looked at there is more."""
    compiled = two_visits()
    books = [book_of(travel=1, home_travel=0.5), book_of(travel=1, home_travel=1)]
    whole, part = BoundSeries(compiled, books), BoundSeries(compiled, books[:1])
    for series in (whole, part):
        series.run_by_rounds(lambda: False)
    point = books[0].point
    assert [whole.at(book, COVERED) for book in books] == [20 * point, 30 * point]
    assert [part.at(book, COVERED) for book in books] == [20 * point, 20 * point]


def test_when_time_is_up_nothing_is_begun():
    """Where there is no time at all nothing is proven, and nothing breaks."""
    series = BoundSeries(two_visits(), [book_of(), book_of(travel=1)])
    series.run(lambda _: True)
    assert series.at(book_of(), COVERED) is None


def test_the_same_by_rounds():
    """Without a clock the same is proven each time."""
    compiled, books = two_visits(), [book_of(), book_of(**(PRICED | {"travel": 4}))]
    found = []
    for _ in range(2):
        series = BoundSeries(compiled, books)
        series.run_by_rounds(lambda: False)
        found.append([series.at(book, COVERED) for book in books])
    assert None not in found[0]
    assert found[0] == found[1]
