"""The rule ``rest_break``."""

from __future__ import annotations

import pytest

from carerota.rules.rest_break import RestBreaks
from tests.builders import client, lines, problem, read, rota, visit, worker
from tests.rules.fixed import agreed

BREACH = {("ann", 0): 1}


def day(minutes: float = 180):
    """Give a problem of visits of three hours, one in the house, one ten minutes off."""
    return problem(
        [worker("ann")],
        [client("joan"), client("kim")],
        [
            visit("v1", "joan", "06:00-20:00", minutes),
            visit("v2", "joan", "06:00-20:00", 180),
            visit("v3", "kim", "06:00-20:00", 180),
        ],
    )


def test_exactly_six_hours_need_no_break() -> None:
    """Six hours of work are not more than six hours; a minute more is."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "10:00")
    assert agreed(RestBreaks(), day(), *made) == {}
    late = ("v1", "ann", "07:00"), ("v2", "ann", "10:01")
    assert agreed(RestBreaks(), day(), *late) == BREACH


def test_the_ways_are_work_if_the_policy_says_so() -> None:
    """With ten minutes out and back six hours of care need a break."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "10:00")
    assert agreed(RestBreaks(home_legs=True), day(), *made) == BREACH


@pytest.mark.parametrize(("end", "amount"), [("10:20", {}), ("10:19", BREACH)])
def test_a_break_of_twenty_minutes(end: str, amount: dict) -> None:
    """Twenty minutes are enough, nineteen are not."""
    made = ("v1", "ann", "07:00"), ("v3", "ann", "10:31")
    assert agreed(RestBreaks(), day(), *made, breaks=[("ann", "10:00", end)]) == amount


@pytest.mark.parametrize(("minutes", "amount"), [(30, {}), (29, BREACH)])
def test_a_break_lies_inside_the_work(minutes: float, amount: dict) -> None:
    """A break half an hour after the first start counts, a minute sooner not."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "08:00"), ("v3", "ann", "11:15")
    start = f"07:{minutes}"
    got = agreed(
        RestBreaks(), day(minutes), *made, breaks=[("ann", start, f"07:{minutes + 20}")]
    )
    assert got == amount


@pytest.mark.parametrize(("minutes", "amount"), [(30, {}), (29, BREACH)])
def test_a_break_is_not_at_the_end(minutes: float, amount: dict) -> None:
    """A break must end half an hour before the last visit does."""
    made = ("v2", "ann", "07:00"), ("v3", "ann", "10:10"), ("v1", "ann", "13:40")
    got = agreed(RestBreaks(), day(minutes), *made, breaks=[("ann", "13:20", "13:40")])
    assert got == amount


@pytest.mark.parametrize(("second", "amount"), [("10:40", {}), ("10:39", BREACH)])
def test_time_at_home_is_a_break(second: str, amount: dict) -> None:
    """Twenty minutes at home between two ways of ten are enough."""
    made = (
        ("v1", "ann", "07:00"),
        ("v2", "ann", second, 0, 2),
        ("v3", "ann", "14:00", 0, 2),
    )
    assert agreed(RestBreaks(), day(), *made) == amount


def test_two_short_breaks_are_no_long_one() -> None:
    """The break is in one piece."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "10:15"), ("v3", "ann", "13:40")
    breaks = [("ann", "10:00", "10:15"), ("ann", "13:15", "13:30")]
    assert agreed(RestBreaks(), day(), *made, breaks=breaks) == BREACH


def test_a_break_of_nought_is_never_missing() -> None:
    """A policy that wants no minutes of break is always content."""
    made = ("v1", "ann", "07:00"), ("v2", "ann", "10:00"), ("v3", "ann", "13:10")
    assert agreed(RestBreaks(minutes=0.0), day(), *made) == {}


def test_line_and_margin() -> None:
    """The line says what is worked and what break there is; the margin the least."""
    p = day()
    made = ("v1", "ann", "07:00"), ("v2", "ann", "10:15")
    assert lines(RestBreaks(), p, *made) == [
        "ann works 6 h 15 min on Mon 1 Jun and needs a break of 20 min; there is none"
    ]
    breaks = [("ann", "10:00", "10:12")]
    assert lines(RestBreaks(), p, *made, breaks=breaks) == [
        "ann works 6 h 3 min on Mon 1 Jun and needs a break of 20 min; there is only 12 min"
    ]
    assert RestBreaks().margins(read(p, rota(p, *made))) == [
        "least break of a long day 0 min (ann, Mon 1 Jun), limit 20 min",
        "longest stretch without a break 6 h 15 min (ann, Mon 1 Jun)",
    ]
    assert RestBreaks().margins(read(p, rota(p))) == []


@pytest.mark.parametrize(
    ("runs", "until", "said"),
    [
        ((1, 1), "10:15", "6 h 30 min"),  # a short break ends nothing
        ((1, 1), "10:20", "3 h 10 min"),
        ((1, 2), None, "3 h"),  # half an hour at home, less ten minutes each way
    ],
)
def test_the_longest_stretch_runs_from_break_to_break(runs, until, said) -> None:
    """A break of the right length, and time at home, end a stretch; a short one not."""
    p = day()
    rule = RestBreaks(minutes=20.0 if until else 10.0)
    made = ("v1", "ann", "07:00", 0, runs[0]), ("v2", "ann", "10:30", 0, runs[1])
    breaks = [("ann", "10:00", until)] if until else []
    reading = read(p, rota(p, *made, breaks=breaks))
    assert rule.margins(reading)[-1] == (
        f"longest stretch without a break {said} (ann, Mon 1 Jun)"
    )
