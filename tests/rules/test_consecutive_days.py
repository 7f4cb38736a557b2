"""The rule ``consecutive_days``."""

from __future__ import annotations

from carerota.model import Contract
from carerota.rules.consecutive_days import ConsecutiveDays
from tests.builders import client, lines, past, problem, read, rota, visit, worker
from tests.rules.sums import amounts


def daily(limit: int, days: int = 7, history=()):
    """Give one visit on each day: ``v0``, ``v1`` ..."""
    return problem(
        [worker("ann", contract=Contract(maximum_consecutive_days=limit))],
        [client("joan")],
        [visit(f"v{d}", "joan", "09:00-24:30", day=d) for d in range(days)],
        days=days,
        past=history,
    )


def on(*days: int):
    """Work on some days."""
    return [(f"v{d}", "ann", "09:00") for d in days]


def test_at_the_limit_and_past_it() -> None:
    """Six days in a row are agreed, the seventh and the eighth count one each."""
    assert amounts(ConsecutiveDays(), daily(6), *on(*range(6))) == {}
    assert amounts(ConsecutiveDays(), daily(6, 8), *on(*range(8))) == {
        ("ann", 6): 1,
        ("ann", 7): 1,
    }


def test_a_free_day_starts_the_count_again() -> None:
    """Three days, a free one, and three more never make four."""
    assert amounts(ConsecutiveDays(), daily(3), *on(0, 1, 2, 4, 5, 6)) == {}


def test_days_before_the_horizon_count() -> None:
    """Two days of history and two of the rota are four; a gap between ends the row."""
    history = [past("joan", "ann", "09:00", d) for d in (-2, -1)]
    p = daily(3, history=history)
    assert amounts(ConsecutiveDays(), p, *on(0)) == {}
    assert amounts(ConsecutiveDays(), p, *on(0, 1)) == {("ann", 1): 1}
    assert amounts(ConsecutiveDays(), p, *on(1, 2, 3)) == {}
    history = [past("joan", "ann", "09:00", d) for d in (-3, -2)]
    assert amounts(ConsecutiveDays(), daily(3, history=history), *on(0, 1)) == {}


def test_a_history_beyond_the_limit_counts_only_on_days_worked() -> None:
    """A worker due a free day for long has no breach when the rota gives it."""
    history = [past("joan", "ann", "09:00", d) for d in range(-20, 0)]
    p = daily(6, history=history)
    assert amounts(ConsecutiveDays(), p) == {}
    assert amounts(ConsecutiveDays(), p, *on(0, 2)) == {("ann", 0): 1}


def test_the_history_is_read_for_fourteen_days() -> None:
    """A limit of fifteen is passed on the second day at the earliest."""
    history = [past("joan", "ann", "09:00", d) for d in range(-20, 0)]
    assert amounts(ConsecutiveDays(), daily(15, history=history), *on(0, 1)) == {
        ("ann", 1): 1
    }


def test_a_visit_over_midnight_belongs_to_its_day() -> None:
    """The end of Monday's visit on Tuesday does not make Tuesday a day worked."""
    p = daily(1)
    assert amounts(ConsecutiveDays(), p, ("v0", "ann", "24:20"), *on(2)) == {}


def test_line_and_margin() -> None:
    """The line tells the row and what was agreed, the margin the longest row."""
    p = daily(2)
    assert lines(ConsecutiveDays(), p, *on(0, 1, 2)) == [
        "ann works 3 days in a row to Wed 3 Jun, at most 2 are agreed"
    ]
    assert ConsecutiveDays().margins(read(p, rota(p, *on(0, 1)))) == [
        "longest row of days 2 (ann, to Tue 2 Jun), limit 2"
    ]
    assert ConsecutiveDays().margins(read(p, rota(p))) == []
