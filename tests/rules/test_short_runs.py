"""The rule ``short_runs``."""

from __future__ import annotations

import pytest

from carerota.rules.short_runs import ShortRuns
from tests.builders import AUTUMN, client, lines, problem, visit, worker
from tests.rules.fixed import agreed

MINUTE = 60


def day(minutes: float = 30):
    """Give a problem of three visits in one house."""
    return problem(
        [worker("ann")],
        [client("joan")],
        [visit(f"v{i}", "joan", "07:00-24:00", minutes) for i in (1, 2, 3)],
    )


@pytest.mark.parametrize(("minutes", "short"), [(60, 0), (59, 1), (45, 15), (90, 0)])
def test_a_run_of_one_visit(minutes: float, short: int) -> None:
    """An hour is long enough, a minute less is a minute short."""
    got = agreed(ShortRuns(), day(minutes), ("v1", "ann", "17:00"))
    assert got == ({("ann", 0): short * MINUTE} if short else {})


@pytest.mark.parametrize(
    ("second", "short"), [("17:30", 0), ("17:29", 1), ("23:50", 0)]
)
def test_a_run_lasts_from_its_first_start_to_its_last_end(
    second: str, short: int
) -> None:
    """Waiting between its visits is part of a run."""
    got = agreed(ShortRuns(), day(), ("v1", "ann", "17:00"), ("v2", "ann", second))
    assert got == ({("ann", 0): short * MINUTE} if short else {})


def test_the_runs_of_a_day_add_up() -> None:
    """Half an hour, twice too short by half an hour."""
    made = [
        ("v1", "ann", "07:00"),
        ("v2", "ann", "12:00", 0, 2),
        ("v3", "ann", "12:45", 0, 2),
    ]
    assert agreed(ShortRuns(), day(), *made) == {("ann", 0): 30 * MINUTE}
    made[2] = ("v3", "ann", "20:00", 0, 3)
    assert agreed(ShortRuns(), day(), *made) == {("ann", 0): 90 * MINUTE}


def test_the_policy_says_how_short() -> None:
    """The least length is a parameter."""
    got = agreed(ShortRuns(minutes=90.0), day(), ("v1", "ann", "17:00"))
    assert got == {("ann", 0): 60 * MINUTE}


def test_the_night_the_clocks_go_back() -> None:
    """From a quarter to one to a quarter past two are two hours and a half."""
    p = problem(
        [worker("ann", first=AUTUMN)],
        [client("joan")],
        [
            visit("v1", "joan", "24:45", 15, day=5, first=AUTUMN),
            visit("v2", "joan", "26:00", 15, day=5, first=AUTUMN),
        ],
        first=AUTUMN,
    )
    made = ("v1", "ann", "24:45"), ("v2", "ann", "26:00")
    assert agreed(ShortRuns(minutes=180.0), p, *made) == {("ann", 5): 30 * MINUTE}


def test_line() -> None:
    """The line names the shortest run and what is missing."""
    (line,) = lines(ShortRuns(), day(45), ("v1", "ann", "17:00"))
    assert line == (
        "ann goes out for only 45 min at Mon 1 Jun 17:00; "
        "the runs of the day are 15 min too short"
    )
