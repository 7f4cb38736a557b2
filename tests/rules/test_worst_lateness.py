"""The rule ``worst_lateness``."""

from __future__ import annotations

from carerota.rules.worst_lateness import WorstLateness
from tests.builders import SPRING, client, lines, problem, visit, window, worker
from tests.rules.sums import amounts

MINUTE = 60


def two(**more: object):
    """Give two visits wanted by nine, and one at any time."""
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan"), client("ken")],
        [
            visit("a", "joan", "08:00-12:00", preferred="08:30-09:00", **more),
            visit("b", "ken", "08:00-12:00", preferred="08:30-09:00"),
            visit("c", "ken", "08:00-12:00"),
        ],
    )


def test_the_end_of_the_preferred_window_is_not_late() -> None:
    """At nine it is nought, a minute past it one; early is not late."""
    assert amounts(WorstLateness(), two(), ("a", "ann", "09:00")) == {}
    assert amounts(WorstLateness(), two(), ("a", "ann", "08:00")) == {}
    assert amounts(WorstLateness(), two(), ("a", "ann", "09:01")) == {("", 0): MINUTE}


def test_the_worst_of_all_counts_and_not_the_sum() -> None:
    """Ten and twenty-five minutes late: twenty-five; no preference, no lateness."""
    made = ("a", "ann", "09:10"), ("b", "ben", "09:25"), ("c", "ann", "12:00")
    assert amounts(WorstLateness(), two(), *made) == {("", 0): 25 * MINUTE}


def test_each_carer_of_a_double_up_counts() -> None:
    """The later of two carers is the one who counts."""
    p = two(slots=2)
    got = amounts(WorstLateness(), p, ("a", "ann", "09:00"), ("a", "ben", "09:05", 1))
    assert got == {("", 0): 5 * MINUTE}


def test_nobody_is_late_on_an_empty_rota() -> None:
    """A slot nobody makes has no start."""
    assert amounts(WorstLateness(), two()) == {}


def test_over_the_hour_that_does_not_exist() -> None:
    """From 00:55 to 02:05 in the spring night are ten minutes."""
    p = problem(
        [worker("ann", first=SPRING)],
        [client("joan")],
        [
            visit(
                "a", "joan", "00:00-04:00", day=6, preferred="00:00-00:55", first=SPRING
            )
        ],
        first=SPRING,
    )
    got = amounts(WorstLateness(), p, ("a", "ann", "02:05"))
    assert got == {("", 0): 10 * MINUTE}


def test_line() -> None:
    """The line names the visit, the worker and the start."""
    assert lines(WorstLateness(), two(), ("a", "ann", "09:25")) == [
        "a waits longest: ann starts Mon 1 Jun 09:25, 25 min after its preferred time"
    ]


def test_against_the_window_that_opened_last() -> None:
    """From the second window on a start is measured against that one."""
    day = two(also_preferred=(window("10:00-10:15"),))
    assert amounts(WorstLateness(), day, ("a", "ann", "09:59")) == {
        ("", 0): 59 * MINUTE
    }
    assert amounts(WorstLateness(), day, ("a", "ann", "10:20")) == {("", 0): 5 * MINUTE}
