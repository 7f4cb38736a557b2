"""The rule ``workload_balance``."""

from __future__ import annotations

from carerota.rules.workload_balance import WorkloadBalance
from tests.builders import client, lines, problem, visit, worker
from tests.rules.sums import amounts

MINUTE = 60


def three(days: int = 1):
    """Give three workers and a half-hour visit ten minutes away, some of them."""
    return problem(
        [worker(name) for name in ("ann", "ben", "cleo")],
        [client("joan")],
        [
            visit(f"{name}{d}", "joan", "08:00-18:00", day=d)
            for d in range(days)
            for name in "abc"
        ],
    )


def test_who_makes_nothing_counts_too() -> None:
    """Half an hour and two ways of ten minutes; the mean is a third of it."""
    got = amounts(WorkloadBalance(), three(), ("a0", "ann", "09:00"))
    # 50 - 16 2/3, and twice 16 2/3, each rounded up to the tick
    assert got == {("", 0): 33 * MINUTE + 20 + 2 * (16 * MINUTE + 40)}


def test_the_same_for_all_is_nothing() -> None:
    """Whoever works when, all have worked the same by the end."""
    each = [("a0", "ann", "09:00"), ("b0", "ben", "09:00"), ("c0", "cleo", "09:00")]
    assert amounts(WorkloadBalance(), three(), *each) == {}
    late = [("a0", "ann", "09:00"), ("b1", "ben", "10:00"), ("c1", "cleo", "15:00")]
    assert amounts(WorkloadBalance(), three(2), *late) == {}


def test_waiting_is_no_work() -> None:
    """An hour between two visits at one place changes nothing."""
    soon = amounts(
        WorkloadBalance(), three(), ("a0", "ann", "09:00"), ("b0", "ann", "09:30")
    )
    late = amounts(
        WorkloadBalance(), three(), ("a0", "ann", "09:00"), ("b0", "ann", "10:30")
    )
    assert soon == late


def test_each_distance_is_rounded_up() -> None:
    """Seven workers: 2571 3/7 ticks for one, 428 4/7 for each of the others."""
    week = three()
    seven = [worker(name) for name in "abcdefg"]
    week = problem(seven, week.clients, week.visits)
    assert amounts(WorkloadBalance(), week, ("a0", "a", "09:00")) == {
        ("", 0): 2572 + 6 * 429
    }


def test_line() -> None:
    """The line names who works most and who works least."""
    (told,) = lines(WorkloadBalance(), three(), ("a0", "ben", "09:00"))
    assert told == (
        "ben works 50 min, ann 0 min; all workers together are 1 h 6 min 40 s from "
        "the mean"
    )
