"""The rule ``worst_idle``."""

from __future__ import annotations

from carerota.rules.worst_idle import WorstIdle
from tests.builders import client, lines, problem, visit, worker
from tests.rules.sums import amounts

MINUTE = 60


def days():
    """Give three half-hour visits on each of two days."""
    return problem(
        [worker("ann"), worker("ben")],
        [client("joan"), client("ken")],
        [
            visit(f"{name}{d}", who, "08:00-24:00", day=d)
            for d in range(2)
            for name, who in (("a", "joan"), ("b", "ken"), ("c", "joan"))
        ],
    )


def test_just_in_time_and_a_minute_of_waiting() -> None:
    """Forty minutes from start to start are visit and travel; a minute more waits."""
    made = ("a0", "ann", "09:00"), ("b0", "ann", "09:40")
    assert amounts(WorstIdle(), days(), *made) == {}
    made = ("a0", "ann", "09:00"), ("b0", "ann", "09:41")
    assert amounts(WorstIdle(), days(), *made) == {("", 0): MINUTE}


def test_the_worst_day_counts_with_all_its_waits() -> None:
    """Twenty minutes on one day, fifteen and thirty on another: forty-five."""
    made = (
        *(("a0", "ann", "09:00"), ("b0", "ann", "10:00")),
        *(("a1", "ben", "09:00"), ("b1", "ben", "09:55"), ("c1", "ben", "11:05")),
    )
    assert amounts(WorstIdle(), days(), *made) == {("", 0): 45 * MINUTE}


def test_time_at_home_and_breaks_are_not_waiting() -> None:
    """Between runs the worker is at home; a rest break is none of the waiting."""
    made = ("a0", "ann", "09:00"), ("b0", "ann", "12:00", 0, 2)
    assert amounts(WorstIdle(), days(), *made) == {}
    made = ("a0", "ann", "09:00"), ("b0", "ann", "10:00")
    got = amounts(WorstIdle(), days(), *made, breaks=[("ann", "09:30", "09:45")])
    assert got == {("", 0): 5 * MINUTE}


def test_line() -> None:
    """The line names the worker and the day."""
    made = ("a1", "ann", "09:00"), ("b1", "ann", "10:00")
    assert lines(WorstIdle(), days(), *made) == [
        "ann waits longest: 20 min between visits on Tue 2 Jun"
    ]


def shift(available: str):
    """Give one worker with a shift, one without, and two visits of half an hour."""
    return problem(
        [worker("ann", available=[(0, available)]), worker("ben", available=[])],
        [client("joan"), client("ken")],
        [visit("a", "joan", "08:00-20:00"), visit("b", "ken", "08:00-20:00")],
    )


IN_SHIFT = WorstIdle(in_shift=True)


def test_in_the_shift_idle_time_counts_at_both_ends() -> None:
    """Twenty minutes before leaving, five of waiting, a quarter of an hour after."""
    made = ("a", "ann", "09:30"), ("b", "ann", "10:15")
    got = amounts(IN_SHIFT, shift("09:00-11:10"), *made)
    assert got == {("", 0): (20 + 5 + 15) * MINUTE}
    # leaving before the shift or returning after it makes up for nothing
    got = amounts(IN_SHIFT, shift("09:30-10:50"), *made)
    assert got == {("", 0): 5 * MINUTE}


def test_an_idle_shift_counts_whole() -> None:
    """A worker without a visit is idle all the shift; without a shift never."""
    assert amounts(IN_SHIFT, shift("09:00-11:10")) == {("", 0): 130 * MINUTE}
    assert amounts(WorstIdle(), shift("09:00-11:10")) == {}
    made = ("a", "ben", "09:00"), ("b", "ann", "09:10")
    assert amounts(IN_SHIFT, shift("09:00-09:50"), *made) == {}


def test_around_a_break_before_the_first_visit() -> None:
    """The worker leaves for the break; between it and the visit they wait."""
    made = ("a", "ann", "10:00")
    got = amounts(
        IN_SHIFT, shift("09:00-10:40"), made, breaks=[("ann", "09:20", "09:45")]
    )
    assert got == {("", 0): (10 + 15) * MINUTE}


def test_line_in_the_shift() -> None:
    """The line says that the shift is meant."""
    assert lines(IN_SHIFT, shift("09:00-11:10")) == [
        "ann waits longest: 2 h 10 min in the shift on Mon 1 Jun"
    ]
