"""Progress in words: what is told, and how often."""

from __future__ import annotations

import math

import pytest

from carerota.cli.progress import Progress, sentence
from carerota.engines.base import Event

FIGURES = {
    "uncovered": 0.0,
    "travel_hours": 83.25,
    "carers_per_client": 3.14,
    "new_faces": 1.0,
    "client_wishes": 0.785,
    "worker_wishes": math.nan,
}


def incumbent(elapsed: float, *levels: int, **more: object) -> Event:
    """Give an incumbent at some second."""
    return Event("incumbent", elapsed, "search", levels=levels, points=8432.4, **more)


def told(capsys, *events: Event) -> list[str]:
    """Give the lines that a run of events leads to."""
    with Progress() as progress:
        for event in events:
            progress(event)
    return capsys.readouterr().err.splitlines()


def test_a_rota_in_words():
    """Cover by priority, road, continuity, wishes and points; nobody's wish is left out."""
    said = sentence(incumbent(12, 0, 0, 0, 0, 9, figures=FIGURES, bound=8000.0))
    assert said == (
        "every visit covered · 83.2 h on the road · 3.1 carers a client · 1 new face · "
        "wishes met: clients' 78 % · 8,432 points · at least 8,000 proven"
    )


@pytest.mark.parametrize(
    ("bound", "told"), [(-26.0, False), (-0.3, False), (0.0, True)]
)
def test_a_bound_below_nothing_is_not_told(bound, told):
    """That no rota costs less than nothing is no news."""
    said = sentence(incumbent(12, 0, 0, 0, 0, 9, bound=bound))
    assert ("at least 0 proven" in said) is told
    assert "-" not in said


def test_uncovered_visits_are_told_by_priority():
    """What is missing is told by level; optional visits have none and come last."""
    figures = {"uncovered": 6.0}
    said = sentence(incumbent(12, 0, 2, 3, 0, 9, figures=figures))
    assert said.startswith("uncovered: 2 critical, 3 essential, 1 optional")


def test_better_prices_are_told_every_five_seconds(capsys):
    """A hundred better rotas in ten seconds make a few lines, not a hundred."""
    events = [incumbent(i / 10, 0, 0, 0, 0, 900 - i) for i in range(101)]
    lines = told(capsys, *events)
    assert [line.split()[0] for line in lines] == ["0:00", "0:05", "0:10"]


def test_better_cover_is_told_sooner(capsys):
    """Better cover is told after a second."""
    lines = told(
        capsys,
        incumbent(0.0, 0, 0, 3, 0, 9),
        incumbent(0.5, 0, 0, 2, 0, 9),
        incumbent(1.2, 0, 0, 1, 0, 9),
        incumbent(1.4, 0, 0, 1, 0, 8),
    )
    assert [line.split("·")[0].split("  ")[-1].strip() for line in lines] == [
        "uncovered: 3 essential",
        "uncovered: 1 essential",
    ]


def test_phases_bounds_and_the_end_are_always_told(capsys):
    """Whatever came just before, these are told."""
    levels = (0, 0, 0, 0, 9)
    lines = told(
        capsys,
        Event("phase", 0.0, "search", "covering the visits"),
        incumbent(0.1, *levels),
        Event("bound", 0.2, "cpsat", levels=levels, points=9.0, bound=7.0),
        Event("done", 0.3, "carerota", levels=levels, points=9.0),
    )
    assert len(lines) == 4
    assert "covering the visits" in lines[0]
    assert "at least 7 proven" in lines[2]
