"""The rule ``split_days``."""

from __future__ import annotations

from carerota.rules.split_days import SplitDays
from tests.builders import client, lines, problem, visit, worker
from tests.rules.fixed import agreed


def day():
    """Give a problem of three visits on Monday and one on Tuesday."""
    return problem(
        [worker("ann")],
        [client("joan")],
        [
            *(visit(f"v{i}", "joan", "07:00-20:00") for i in (1, 2, 3)),
            visit("v4", "joan", "07:00-20:00", day=1),
        ],
    )


def test_one_run_a_day_is_no_split() -> None:
    """Whatever number a run has, one run a day is nought."""
    made = ("v1", "ann", "07:00", 0, 3), ("v4", "ann", "09:00", 0, 2)
    assert agreed(SplitDays(), day(), *made) == {}


def test_runs_beyond_the_first() -> None:
    """Three runs on a day count two."""
    made = [
        ("v1", "ann", "07:00"),
        ("v2", "ann", "12:00", 0, 2),
        ("v3", "ann", "17:00", 0, 3),
    ]
    assert agreed(SplitDays(), day(), *made) == {("ann", 0): 2}


def test_back_to_an_earlier_run_is_another_way_home() -> None:
    """Each change of run is a time at home, also back to the first number."""
    made = [
        ("v1", "ann", "07:00"),
        ("v2", "ann", "12:00", 0, 2),
        ("v3", "ann", "17:00"),
    ]
    assert agreed(SplitDays(), day(), *made) == {("ann", 0): 2}


def test_line() -> None:
    """The line says how many runs there are."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "12:00", 0, 2)
    assert lines(SplitDays(), day(), *made) == ["ann has 2 runs on Mon 1 Jun"]
