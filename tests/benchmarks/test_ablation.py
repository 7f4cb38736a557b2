"""Each ingredient of the search can be switched off, and only that."""

from __future__ import annotations

from argparse import Namespace

import pytest

from benchmarks.ablation import INGREDIENTS, WHOLE, WITH_CPSAT, row, without
from carerota.engines.search import schedule
from carerota.engines.search.odds import ODDS
from carerota.policies import load
from carerota.rules.book import bind

TERMS = Namespace(moves=3_000, seconds=None, threads=1, seeds=1)


@pytest.mark.parametrize("ingredient", INGREDIENTS)
def test_the_search_does_without_it(ingredient):
    """What is found is still legal, and the row says what it is about."""
    found = row("hamlet", ingredient, TERMS)
    assert found["without"] == ingredient
    assert found["median"][0] == 0


def test_a_move_that_is_off_is_never_drawn():
    """Its odds are nought; afterwards they are as they were."""
    from carerota.engines.search.odds import odds_for

    book = bind(load(), 60)
    kind = list(ODDS).index("swap")
    before = odds_for(book)
    with without("swap"):
        off = odds_for(book)
    assert off[kind] == off[kind - 1]
    assert before[kind] > before[kind - 1]
    assert (odds_for(book) == before).all()


def test_cooling_and_delays_are_two_things():
    """Slow cooling is switched off alone."""
    plan = schedule.Schedule(100.0)
    whole = plan.at(0.6)
    with without("slow cooling while hot"):
        less = plan.at(0.6)
    assert less.temperature < whole.temperature
    assert less.delays == whole.delays
    with without(WHOLE):
        assert plan.at(0.6) == whole


def test_neighbourhoods_after_the_search_are_asked_for():
    """They take a part of the time, so that both are compared by the clock."""
    from carerota import solving

    assert WITH_CPSAT not in INGREDIENTS
    with without(WITH_CPSAT):
        assert solving.Portfolio.keywords == {"polish": 10**9}
